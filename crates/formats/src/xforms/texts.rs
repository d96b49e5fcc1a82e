//! What a form says to people, in every language it has (itext).

use std::collections::{BTreeMap, HashMap};

use super::xml::{Content, Element};

/// A text in one or several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What is shown where no language is asked for, or the language has no words for it.
    pub default: String,
    /// By the name of the language; empty in a form without languages.
    pub languages: BTreeMap<String, String>,
    /// Pictures, sounds and films shown with it: the kind (`image`) and the file, of every language.
    pub media: Vec<(String, String)>,
}

impl Text {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { default: text.into(), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.languages.values().all(String::is_empty)
    }

    pub fn in_language(&self, language: &str) -> &str {
        self.languages.get(language).unwrap_or(&self.default)
    }
}

/// A language of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// As the form names it: `zh-CN`, `English (en)`.
    pub name: String,
    pub is_default: bool,
}

/// All texts of a form, by their id.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) languages: Vec<Language>,
    by_id: HashMap<String, Text>,
}

impl Texts {
    pub(super) fn of(model: &Element) -> Self {
        let mut texts = Self::default();
        let translations = model.elements().filter(|child| child.local() == "itext").flat_map(Element::elements);
        for translation in translations.filter(|child| child.local() == "translation") {
            texts.translation(translation);
        }
        if let Some(first) = texts.languages.first_mut()
            && let name = first.name.clone()
            && !texts.languages.iter().any(|language| language.is_default)
        {
            texts.languages[0].is_default = true;
            texts.default_to(&name);
        }
        texts
    }

    fn translation(&mut self, translation: &Element) {
        let name = translation.attribute("lang").unwrap_or("").to_owned();
        let is_default = translation.attribute("default").is_some_and(|value| !matches!(value, "false()" | "false"));
        for text in translation.elements().filter(|child| child.local() == "text") {
            let said = self.by_id.entry(text.attribute("id").unwrap_or("").to_owned()).or_default();
            for value in text.elements().filter(|child| child.local() == "value") {
                let shown = shown(value);
                match value.attribute("form") {
                    None | Some("long") => {
                        if is_default {
                            said.default.clone_from(&shown);
                        }
                        said.languages.entry(name.clone()).or_insert(shown);
                    }
                    Some("short" | "guidance" | "markdown") => {}
                    Some(kind) => said.media.push((kind.to_owned(), shown)),
                }
            }
        }
        if !self.languages.iter().any(|language| language.name == name) {
            self.languages.push(Language { name, is_default });
        }
    }

    fn default_to(&mut self, language: &str) {
        for text in self.by_id.values_mut() {
            if let Some(said) = text.languages.get(language) {
                text.default.clone_from(said);
            }
        }
    }

    pub(super) fn by_id(&self, id: &str) -> Text {
        let known = self.by_id.get(id).cloned();
        known.unwrap_or_default()
    }

    pub(super) fn media(&self) -> impl Iterator<Item = &(String, String)> {
        self.by_id.values().flat_map(|text| &text.media)
    }

    /// What an element says: its own words, or those that its `ref` names.
    pub(super) fn of_element(&self, element: &Element) -> Text {
        match element.attribute("ref").and_then(id_of) {
            Some(id) => self.by_id(id),
            None => Text::plain(shown(element)),
        }
    }

    /// What a child of this name says; nothing where there is none.
    pub(super) fn of_child(&self, element: &Element, name: &str) -> Text {
        element.child(name).map(|child| self.of_element(child)).unwrap_or_default()
    }

    /// The words of an attribute, which may name a text as well.
    pub(super) fn of_attribute(&self, value: &str) -> Text {
        id_of(value).map_or_else(|| Text::plain(value), |id| self.by_id(id))
    }
}

/// `jr:itext('id')`.
fn id_of(reference: &str) -> Option<&str> {
    let inner = reference.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    inner.strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])
}

/// The words of an element; a value that will be filled in stands as `{/data/name}`.
pub(super) fn shown(element: &Element) -> String {
    let mut text = String::new();
    for content in &element.content {
        match content {
            Content::Text(said) => text.push_str(said),
            Content::Element(child) if child.local() == "output" => {
                let value = child.attribute("value").or_else(|| child.attribute("ref")).unwrap_or("");
                text.push('{');
                text.push_str(value.trim());
                text.push('}');
            }
            Content::Element(child) => text.push_str(&shown(child)),
        }
    }
    text.trim().to_owned()
}

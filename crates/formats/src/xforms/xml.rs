//! XML as a small tree, read within limits: no document type, no entities but the five of XML, nothing deeper or wider than
//! any honest form. Names are told by their namespace, never by the prefix.

mod reading;

use std::sync::Arc;

use super::Refusal;

pub const XHTML: &str = "http://www.w3.org/1999/xhtml";
pub const XFORMS: &str = "http://www.w3.org/2002/xforms";
pub const JAVAROSA: &str = "http://openrosa.org/javarosa";
pub const OPENROSA: &str = "http://openrosa.org/xforms";

/// How much one file may ask of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    pub elements: usize,
    pub depth: usize,
    pub attributes: usize,
}

impl Limits {
    /// A form may hold the villages of a province as choices.
    pub const FORM: Self = Self { bytes: 20 << 20, elements: 300_000, depth: 80, attributes: 64 };
    pub const SUBMISSION: Self = Self { bytes: 10 << 20, elements: 100_000, depth: 80, attributes: 64 };
}

/// A name: its namespace, empty where it has none, and its local part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub space: Arc<str>,
    pub local: Arc<str>,
}

/// An element with everything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub name: Name,
    pub attributes: Vec<(Name, String)>,
    pub content: Vec<Content>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn is(&self, space: &str, local: &str) -> bool {
        &*self.name.space == space && &*self.name.local == local
    }

    pub fn local(&self) -> &str {
        &self.name.local
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first child of this name, whatever its namespace.
    pub fn child(&self, local: &str) -> Option<&Self> {
        self.elements().find(|child| child.local() == local)
    }

    /// Looks at this element and at all below it, in their order.
    pub fn walk(&self, look: &mut impl FnMut(&Self)) {
        look(self);
        self.elements().for_each(|child| child.walk(look));
    }

    pub fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// An attribute without a namespace.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attribute_in("", local)
    }

    pub fn attribute_in(&self, space: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| &*name.space == space && &*name.local == local);
        found.map(|(_, value)| value.as_str())
    }

    /// The text that stands in it directly.
    pub fn text(&self) -> String {
        let texts = self.content.iter().filter_map(|content| match content {
            Content::Text(text) => Some(text.as_str()),
            Content::Element(_) => None,
        });
        texts.collect()
    }

    /// Text, or nothing where only space stands.
    pub fn said(&self) -> Option<String> {
        let text = self.text();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// Reads one document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Element, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge { limit: limits.bytes });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NotUtf8)?;
    reading::Tree::new(text, limits).read()
}

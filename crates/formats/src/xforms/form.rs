//! A form (表单): what it is, what it asks, and what it wants beside it.

use std::collections::BTreeMap;

use super::bind::Bind;
use super::control::{Choice, Choices, Control, ControlKind, Reading};
use super::lists::{self, ChoiceList};
use super::media::{self, Media};
use super::node::{Node, mark_repeat, resolve};
use super::refusal::Refusal;
use super::texts::{Language, Texts};
use super::xml::{self, Element, Limits, OPENROSA, XFORMS, XHTML};

/// More places, binds or controls than the longest questionnaire has; each is looked for among the others.
const PLACES: usize = 10_000;

/// A form as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub id: String,
    pub version: Option<String>,
    /// Empty where the form has none.
    pub title: String,
    /// What an answer looks like.
    pub root: Node,
    pub binds: Vec<Bind>,
    pub controls: Vec<Control>,
    pub languages: Vec<Language>,
    /// The lists of choices, by the id of their instance.
    pub lists: BTreeMap<String, ChoiceList>,
    /// The files that belong beside the form.
    pub media: Vec<Media>,
    pub submission: Option<SubmissionTo>,
    /// It asks the client to give every answer an identity.
    pub has_instance_id: bool,
    /// What is odd, and does no harm.
    pub oddities: Vec<Oddity>,
}

/// Where the form wants its answers sent, and with which key closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionTo {
    pub action: Option<String>,
    pub method: Option<String>,
    pub public_key: Option<String>,
}

/// Something odd that clients live with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    #[error("a bind speaks of {reference}, which the instance does not have")]
    BindToNowhere { reference: String },
    #[error("more than one bind speaks of {path}")]
    BoundTwice { path: String },
}

impl Form {
    /// Reads a form, or names the element that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let html = xml::read(bytes, &Limits::FORM)?;
        if !html.is(XHTML, "html") {
            return Err(Refusal::NotAForm { root: html.local().to_owned() });
        }
        let head = child(&html, XHTML, "head", "/html")?;
        let body = child(&html, XHTML, "body", "/html")?;
        let model = child(head, XFORMS, "model", "/html/head")?;
        let primary = model.elements().find(|element| element.is(XFORMS, "instance"));
        let primary = primary.ok_or_else(|| missing("/html/head/model", "instance"))?;
        let data = primary.elements().next().ok_or_else(|| missing("/html/head/model/instance", "root"))?;
        bounded(data, "/html/head/model/instance", |_| true)?;
        bounded(model, "/html/head/model", |element| element.is(XFORMS, "bind"))?;
        bounded(body, "/html/body", |element| ControlKind::of(element).is_some())?;
        let title = head.child("title").and_then(Element::said).unwrap_or_default();
        Reader { model, body, data, texts: Texts::of(model), root: Node::of(data, "") }.form(title)
    }

    /// The binds of a place; where several speak of it, the first.
    pub fn bind(&self, path: &str) -> Option<&Bind> {
        self.binds.iter().find(|bind| bind.path == path)
    }

    /// All controls, those in groups and repeats too, in the order they are asked.
    pub fn all_controls(&self) -> Vec<&Control> {
        let mut all = Vec::new();
        gather(&self.controls, &mut all);
        all
    }

    pub fn questions(&self) -> usize {
        self.all_controls().iter().filter(|control| control.kind.asks()).count()
    }

    pub fn repeats(&self) -> usize {
        self.root.all().iter().filter(|node| node.repeats).count()
    }

    /// What one can choose; nothing where the choices are computed or lie in a file.
    pub fn choices(&self, control: &Control) -> Vec<Choice> {
        match &control.choices {
            Choices::Here(choices) => choices.clone(),
            Choices::Listed { instance, value, label, .. } => {
                self.lists.get(instance).map(|list| list.choices(value, label)).unwrap_or_default()
            }
            Choices::None | Choices::Computed(_) => Vec::new(),
        }
    }
}

fn gather<'c>(controls: &'c [Control], all: &mut Vec<&'c Control>) {
    for control in controls {
        all.push(control);
        gather(&control.children, all);
    }
}

fn child<'e>(parent: &'e Element, space: &str, local: &'static str, path: &str) -> Result<&'e Element, Refusal> {
    parent.elements().find(|element| element.is(space, local)).ok_or_else(|| missing(path, local))
}

/// Refuses what has more elements of a sort than anybody can answer.
fn bounded(element: &Element, path: &str, counts: impl Fn(&Element) -> bool) -> Result<(), Refusal> {
    let mut found = 0;
    element.walk(&mut |element| found += usize::from(counts(element)));
    let refusal = || Refusal::TooManyElements { path: path.to_owned(), limit: PLACES };
    if found > PLACES { Err(refusal()) } else { Ok(()) }
}

fn missing(path: &str, element: &'static str) -> Refusal {
    Refusal::Missing { path: path.to_owned(), element }
}

/// A form of which the frame stands.
struct Reader<'x> {
    model: &'x Element,
    body: &'x Element,
    data: &'x Element,
    texts: Texts,
    root: Node,
}

impl Reader<'_> {
    fn form(mut self, title: String) -> Result<Form, Refusal> {
        let binds = self.binds()?;
        let oddities = self.oddities(&binds);
        let by_id = binds.iter().filter_map(|bind| Some((bind.id.clone()?, bind.path.clone()))).collect();
        let reading = Reading { texts: &self.texts, root: &self.root, binds: by_id };
        let controls = reading.controls(self.body, &self.root.path)?;
        let lists = lists::read(self.model, &self.texts)?;
        let media = media::wanted(self.model, self.body, &self.texts, &binds);
        self.mark_repeats(&controls)?;
        let form = Form {
            id: form_id(self.data)?,
            version: version(self.data),
            title,
            has_instance_id: asks_for_identity(&self.root),
            binds,
            languages: self.texts.languages,
            lists,
            media,
            submission: self.model.child("submission").map(submission),
            oddities,
            controls,
            root: self.root,
        };
        form.lists_are_there()?;
        Ok(form)
    }

    /// All binds; one may stand in another and begins at its place then.
    fn binds(&self) -> Result<Vec<Bind>, Refusal> {
        let mut binds: Vec<Bind> = Vec::new();
        let mut waiting: Vec<(&Element, String)> = vec![(self.model, String::new())];
        while let Some((parent, context)) = waiting.pop() {
            for element in parent.elements().filter(|element| element.is(XFORMS, "bind")) {
                let reference = element.attribute("nodeset").or_else(|| element.attribute("ref")).unwrap_or("");
                let context = if context.is_empty() { &self.root.path } else { &context };
                let bind = Bind::of(element, resolve(reference, context), &self.texts);
                if let Some(id) = bind.id.clone().filter(|id| binds.iter().any(|known| known.id.as_ref() == Some(id))) {
                    return Err(Refusal::BindTwice { id });
                }
                waiting.push((element, bind.path.clone()));
                binds.push(bind);
            }
        }
        Ok(binds)
    }

    fn oddities(&self, binds: &[Bind]) -> Vec<Oddity> {
        let places = self.root.paths();
        let mut seen = std::collections::HashSet::new();
        let odd = |bind: &Bind| match () {
            () if !places.contains(bind.path.as_str()) => Some(Oddity::BindToNowhere { reference: bind.path.clone() }),
            () if !seen.insert(bind.path.clone()) => Some(Oddity::BoundTwice { path: bind.path.clone() }),
            () => None,
        };
        binds.iter().filter_map(odd).collect()
    }

    fn mark_repeats(&mut self, controls: &[Control]) -> Result<(), Refusal> {
        let mut all = Vec::new();
        gather(controls, &mut all);
        let mut seen = std::collections::HashSet::new();
        for control in all.iter().filter(|control| control.kind == ControlKind::Repeat) {
            let path = control.path.clone().unwrap_or_default();
            if !seen.insert(path.clone()) {
                return Err(Refusal::RepeatedTwice { path });
            }
            mark_repeat(&mut self.root, &path)?;
        }
        Ok(())
    }
}

impl Form {
    fn lists_are_there(&self) -> Result<(), Refusal> {
        for control in self.all_controls() {
            if let Choices::Listed { instance, .. } = &control.choices
                && !self.lists.contains_key(instance)
            {
                return Err(Refusal::NoSuchInstance { instance: instance.clone() });
            }
        }
        Ok(())
    }
}

/// The attribute `id`, or else the namespace that the instance has for itself.
pub(super) fn form_id(root: &Element) -> Result<String, Refusal> {
    let own = Some(&*root.name.space).filter(|space| !matches!(*space, "" | XFORMS | XHTML));
    let given = root.attribute("id").map(str::trim).filter(|id| !id.is_empty());
    let id = given.or(own).map(str::to_owned);
    id.ok_or_else(|| Refusal::NoFormId { path: format!("/{}", root.local()) })
}

/// Without a namespace, or in that of OpenRosa.
pub(super) fn version(root: &Element) -> Option<String> {
    let given = root.attribute("version").or_else(|| root.attribute_in(OPENROSA, "version"));
    given.map(str::to_owned)
}

/// `meta/instanceID`, in whatever namespace, or `instanceID` right below the root, as older forms have it.
fn asks_for_identity(root: &Node) -> bool {
    root.child("instanceID").is_some() || root.child("meta").is_some_and(|meta| meta.child("instanceID").is_some())
}

fn submission(element: &Element) -> SubmissionTo {
    let given = |name: &str| element.attribute(name).map(str::to_owned);
    SubmissionTo { action: given("action"), method: given("method"), public_key: given("base64RsaPublicKey") }
}

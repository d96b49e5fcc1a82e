//! Controls (题目): what a form asks, in the order it asks, with labels, hints and choices.

use super::Refusal;
use super::node::{Node, resolve};
use super::texts::{Text, Texts};
use super::xml::{Element, Name};

/// What a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ControlKind {
    Input,
    /// One choice.
    Select1,
    /// Several choices.
    Select,
    /// A file.
    Upload,
    Range,
    /// Something to be seen and confirmed.
    Trigger,
    /// Choices put in an order.
    Rank,
    Repeat,
    Group,
}

impl ControlKind {
    pub const ALL: [Self; 9] = [
        Self::Input,
        Self::Select1,
        Self::Select,
        Self::Upload,
        Self::Range,
        Self::Trigger,
        Self::Rank,
        Self::Repeat,
        Self::Group,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Select1 => "select1",
            Self::Select => "select",
            Self::Upload => "upload",
            Self::Range => "range",
            Self::Trigger => "trigger",
            Self::Rank => "rank",
            Self::Repeat => "repeat",
            Self::Group => "group",
        }
    }

    pub(super) fn of(element: &Element) -> Option<Self> {
        match element.local() {
            "secret" | "textarea" => Some(Self::Input),
            name => Self::ALL.into_iter().find(|kind| kind.as_str() == name),
        }
    }

    pub const fn asks(self) -> bool {
        !matches!(self, Self::Repeat | Self::Group)
    }
}

/// One control, with those inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    pub kind: ControlKind,
    /// Where its answer goes; a group may have no place of its own.
    pub path: Option<String>,
    pub label: Text,
    pub hint: Text,
    pub appearance: Option<String>,
    /// `image/*`; an upload without one takes any file.
    pub media_type: Option<String>,
    pub choices: Choices,
    /// All attributes as written: the ends and step of a range, the count of a repeat.
    pub attributes: Vec<(Name, String)>,
    pub children: Vec<Control>,
}

/// Where the choices of a control stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choices {
    #[default]
    None,
    /// In the control.
    Here(Vec<Choice>),
    /// In an instance of their own, perhaps in a file beside the form.
    Listed { instance: String, filter: Option<String>, value: String, label: String },
    /// Found by an expression that we do not follow, such as the answers of a repeat.
    Computed(String),
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: Text,
    /// Further columns, which filters look at.
    pub others: Vec<(String, String)>,
}

/// What the controls are read against.
pub(super) struct Reading<'a> {
    pub(super) texts: &'a Texts,
    pub(super) root: &'a Node,
    /// The id of a bind, and its path.
    pub(super) binds: Vec<(String, String)>,
}

impl Reading<'_> {
    pub(super) fn controls(&self, parent: &Element, context: &str) -> Result<Vec<Control>, Refusal> {
        let found = parent.elements().filter_map(|element| Some((ControlKind::of(element)?, element)));
        found.map(|(kind, element)| self.control(kind, element, context)).collect()
    }

    fn control(&self, kind: ControlKind, element: &Element, context: &str) -> Result<Control, Refusal> {
        let path = self.place(kind, element, context)?;
        let inside = path.as_deref().unwrap_or(context);
        Ok(Control {
            kind,
            label: self.texts.of_child(element, "label"),
            hint: self.texts.of_child(element, "hint"),
            appearance: element.attribute("appearance").map(str::to_owned),
            media_type: element.attribute("mediatype").map(str::to_owned),
            choices: self.choices(element),
            attributes: element.attributes.clone(),
            children: if kind.asks() { Vec::new() } else { self.controls(element, inside)? },
            path,
        })
    }

    /// Where a control's answer goes, as it says by `ref`, `nodeset` or the id of a bind.
    fn place(&self, kind: ControlKind, element: &Element, context: &str) -> Result<Option<String>, Refusal> {
        let nowhere =
            |reference: &str| Refusal::AsksNowhere { control: kind.as_str().into(), reference: reference.into() };
        if let Some(id) = element.attribute("bind") {
            let found = self.binds.iter().find(|(known, _)| known == id);
            return found.map(|(_, path)| Some(path.clone())).ok_or_else(|| nowhere(id));
        }
        let reference = element.attribute("ref").or_else(|| element.attribute("nodeset"));
        let Some(reference) = reference.filter(|reference| !reference.trim().is_empty()) else {
            let needs = !matches!(kind, ControlKind::Group);
            let nothing = || Refusal::AsksNothing { control: kind.as_str().into(), path: context.to_owned() };
            return if needs { Err(nothing()) } else { Ok(None) };
        };
        let path = resolve(reference, context);
        match self.root.at(&path) {
            Some(_) => Ok(Some(path)),
            // A group only lends its reference to what stands in it.
            None if kind == ControlKind::Group => Ok(None),
            None => Err(nowhere(reference)),
        }
    }

    fn choices(&self, element: &Element) -> Choices {
        if let Some(itemset) = element.child("itemset") {
            return listed(itemset);
        }
        if let Some(query) = element.attribute("query") {
            return instance_of(query).unwrap_or_else(|| Choices::Computed(query.to_owned()));
        }
        let items = element.elements().filter(|child| child.local() == "item");
        let choices: Vec<Choice> = items.map(|item| self.choice(item)).collect();
        if choices.is_empty() { Choices::None } else { Choices::Here(choices) }
    }

    fn choice(&self, item: &Element) -> Choice {
        let value = item.child("value").map(|value| value.text().trim().to_owned());
        Choice { value: value.unwrap_or_default(), label: self.texts.of_child(item, "label"), others: Vec::new() }
    }
}

fn listed(itemset: &Element) -> Choices {
    let nodeset = itemset.attribute("nodeset").unwrap_or("");
    let column = |name: &'static str| itemset.child(name).and_then(|child| child.attribute("ref")).unwrap_or(name);
    match instance_of(nodeset) {
        Some(Choices::Listed { instance, filter, .. }) => {
            Choices::Listed { instance, filter, value: column("value").into(), label: column("label").into() }
        }
        _ => Choices::Computed(nodeset.to_owned()),
    }
}

/// `instance('towns')/list/item[county = /data/county]`, also inside of `randomize(…)`.
fn instance_of(nodeset: &str) -> Option<Choices> {
    let from = nodeset.find("instance(")? + "instance(".len();
    let rest = nodeset[from..].trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (instance, after) = rest[1..].split_once(quote)?;
    let filter = after.find('[').and_then(|open| Some(after[open + 1..after.rfind(']')?].trim().to_owned()));
    Some(Choices::Listed { instance: instance.to_owned(), filter, value: "name".into(), label: "label".into() })
}

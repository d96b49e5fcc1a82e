//! Lists of choices that stand in instances of their own, in the form or in a file beside it.

use std::collections::BTreeMap;

use super::Refusal;
use super::control::Choice;
use super::texts::{Text, Texts, shown};
use super::xml::{Element, XFORMS};

/// A list of choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceList {
    /// Where it lies if not in the form: `jr://file-csv/towns.csv`.
    pub source: Option<String>,
    items: Vec<Item>,
}

/// A row: its columns, and the text that `itextId` names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    columns: Vec<(String, String)>,
    text: Option<Text>,
}

impl ChoiceList {
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The choices, when these columns are their value and their label.
    pub fn choices(&self, value: &str, label: &str) -> Vec<Choice> {
        self.items.iter().map(|item| item.choice(value, label)).collect()
    }
}

impl Item {
    fn of(element: &Element, texts: &Texts) -> Self {
        let columns: Vec<(String, String)> =
            element.elements().map(|column| (column.local().to_owned(), shown(column))).collect();
        let id = columns.iter().find(|(name, _)| name == "itextId");
        Self { text: id.map(|(_, id)| texts.by_id(id)), columns }
    }

    fn column(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn choice(&self, value: &str, label: &str) -> Choice {
        let said = match &self.text {
            Some(text) if label.contains("itextId") => text.clone(),
            _ => Text::plain(self.column(label).unwrap_or("")),
        };
        let others = self.columns.iter().filter(|(name, _)| name != value && name != label && name != "itextId");
        Choice { value: self.column(value).unwrap_or("").to_owned(), label: said, others: others.cloned().collect() }
    }
}

/// All instances but the first, which is the answer's.
pub(super) fn read(model: &Element, texts: &Texts) -> Result<BTreeMap<String, ChoiceList>, Refusal> {
    let mut lists = BTreeMap::new();
    for instance in model.elements().filter(|element| element.is(XFORMS, "instance")).skip(1) {
        let id = instance.attribute("id").unwrap_or("").to_owned();
        let root = instance.elements().next();
        let items = root.into_iter().flat_map(Element::elements).map(|item| Item::of(item, texts)).collect();
        let list = ChoiceList { source: instance.attribute("src").map(str::to_owned), items };
        if lists.insert(id.clone(), list).is_some() {
            return Err(Refusal::InstanceTwice { instance: id });
        }
    }
    Ok(lists)
}

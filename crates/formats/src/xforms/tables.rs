//! The tables of a form: one for the answers, and one for each repeat, whose rows know the row they belong to.

use std::collections::HashMap;

use super::bind::DataType;
use super::control::ControlKind;
use super::form::Form;
use super::node::Node;

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableShape {
    /// The root of the form, or the place that repeats.
    pub path: String,
    /// A name for a file: the form's id, then the places on the way.
    pub name: String,
    /// The table that has the rows above.
    pub parent: Option<usize>,
    pub columns: Vec<TableColumn>,
}

/// One column: a place that holds an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    pub path: String,
    /// The way from the table to it: `household/name`.
    pub name: String,
    pub kind: DataType,
}

impl Form {
    /// The main table first, then those of the repeats in the order of the form.
    pub fn tables(&self) -> Vec<TableShape> {
        let mut shaping = Shaping { kinds: self.kinds(), tables: Vec::new() };
        shaping.table(&self.root, &self.id, None);
        shaping.tables
    }

    /// The type of each place that has one: its bind says so, or the control that asks for it.
    fn kinds(&self) -> HashMap<&str, DataType> {
        let mut kinds = HashMap::new();
        for bind in &self.binds {
            kinds.entry(bind.path.as_str()).or_insert_with(|| bind.kind.clone());
        }
        for control in self.all_controls() {
            let Some(path) = control.path.as_deref() else { continue };
            let asked = match control.kind {
                ControlKind::Select => DataType::Many,
                ControlKind::Rank => DataType::Rank,
                ControlKind::Upload => DataType::Binary,
                _ => continue,
            };
            kinds.insert(path, asked);
        }
        kinds
    }
}

struct Shaping<'f> {
    kinds: HashMap<&'f str, DataType>,
    tables: Vec<TableShape>,
}

impl Shaping<'_> {
    fn table(&mut self, node: &Node, name: &str, parent: Option<usize>) {
        let at = self.tables.len();
        self.tables.push(TableShape { path: node.path.clone(), name: name.to_owned(), parent, columns: Vec::new() });
        if node.is_leaf() {
            // A repeat of one answer each.
            self.column(node, at, &node.name);
        }
        for child in &node.children {
            self.place(child, at, &child.name);
        }
    }

    fn place(&mut self, node: &Node, at: usize, name: &str) {
        match () {
            () if node.repeats => {
                let name = format!("{}-{}", self.tables[at].name, name.replace('/', "-"));
                self.table(node, &name, Some(at));
            }
            () if node.is_leaf() => self.column(node, at, name),
            () => node.children.iter().for_each(|child| self.place(child, at, &format!("{name}/{}", child.name))),
        }
    }

    fn column(&mut self, node: &Node, at: usize, name: &str) {
        let kind = self.kinds.get(node.path.as_str()).cloned().unwrap_or_default();
        self.tables[at].columns.push(TableColumn { path: node.path.clone(), name: name.to_owned(), kind });
    }
}

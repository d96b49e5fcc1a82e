//! A submission as rows: every answer in the column of its place, and whatever has none kept beside them.

use std::collections::HashMap;

use super::form::Form;
use super::node::Node;
use super::submission::Submission;
use super::tables::TableShape;
use super::value::Value;
use super::xml::{Content, Element};

/// The rows that one submission gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// As many as the form has tables, in the same order.
    pub tables: Vec<Vec<AnswerRow>>,
    /// What stands where the form has no place for it. Nothing is lost.
    pub unknown: Vec<Unknown>,
    /// Answers that are not of their type; in their row they stand as text.
    pub misfits: Vec<Misfit>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// The identity of the submission, and the way to this row: `uuid:…/child[2]`.
    pub key: String,
    pub parent: Option<String>,
    /// As many as the table has columns; nothing where nobody answered.
    pub values: Vec<Option<Value>>,
}

/// An element, or a text, for which the form has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub path: String,
    pub content: Content,
}

/// An answer that is not of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    pub path: String,
    pub given: String,
}

pub(super) fn of(submission: &Submission, form: &Form) -> Answers {
    let tables = form.tables();
    let mut filling = Filling::new(&tables);
    let row = filling.row(0, submission.key(), None);
    filling.inside(&submission.root, &form.root, row);
    filling.answers
}

/// Rows that are being filled.
struct Filling<'t> {
    shapes: &'t [TableShape],
    by_repeat: HashMap<&'t str, usize>,
    /// The table and the column of a place.
    by_place: HashMap<&'t str, (usize, usize)>,
    answers: Answers,
}

/// A row, by its table and its place there.
#[derive(Clone, Copy)]
struct Row {
    table: usize,
    at: usize,
}

impl<'t> Filling<'t> {
    fn new(shapes: &'t [TableShape]) -> Self {
        let columns = |(at, shape): (usize, &'t TableShape)| {
            shape.columns.iter().enumerate().map(move |(column, of)| (of.path.as_str(), (at, column)))
        };
        Self {
            shapes,
            by_repeat: shapes.iter().enumerate().map(|(at, shape)| (shape.path.as_str(), at)).collect(),
            by_place: shapes.iter().enumerate().flat_map(columns).collect(),
            answers: Answers { tables: vec![Vec::new(); shapes.len()], unknown: Vec::new(), misfits: Vec::new() },
        }
    }

    fn row(&mut self, table: usize, key: String, parent: Option<String>) -> Row {
        let values = vec![None; self.shapes[table].columns.len()];
        let rows = &mut self.answers.tables[table];
        rows.push(AnswerRow { key, parent, values });
        Row { table, at: rows.len() - 1 }
    }

    /// Fills a row with what stands in an element of a known place.
    fn inside(&mut self, element: &Element, node: &Node, row: Row) {
        if node.is_leaf() {
            self.answer(element, node, row);
            return;
        }
        let mut met: HashMap<&str, usize> = HashMap::new();
        for content in &element.content {
            match content {
                Content::Text(text) if text.trim().is_empty() => {}
                Content::Text(_) => self.unknown(&node.path, content),
                Content::Element(child) => {
                    let count = met.entry(child.local()).or_default();
                    *count += 1;
                    self.child(child, node, *count, content, row);
                }
            }
        }
    }

    fn child(&mut self, child: &Element, parent: &Node, count: usize, content: &Content, row: Row) {
        let path = || format!("{}/{}", parent.path, child.local());
        let Some(node) = parent.child(child.local()) else {
            return self.unknown(&path(), content);
        };
        let Some(table) = self.by_repeat.get(node.path.as_str()).copied() else {
            // Twice where the form has one place: the second is kept beside.
            return if count == 1 { self.inside(child, node, row) } else { self.unknown(&path(), content) };
        };
        // A phone writes the template of a repeat only where it never opened the form.
        if child.attribute_in(super::xml::JAVAROSA, "template").is_some() {
            return;
        }
        let above = self.answers.tables[row.table][row.at].key.clone();
        let way = node.path.strip_prefix(self.shapes[row.table].path.as_str()).unwrap_or(&node.path);
        let row = self.row(table, format!("{above}{way}[{count}]"), Some(above));
        self.inside(child, node, row);
    }

    fn answer(&mut self, element: &Element, node: &Node, row: Row) {
        for content in element.content.iter().filter(|content| matches!(content, Content::Element(_))) {
            self.unknown(&node.path, content);
        }
        let text = element.text();
        let Some(&(_, column)) = self.by_place.get(node.path.as_str()) else { return };
        if text.trim().is_empty() {
            return;
        }
        let value = Value::parse(&text, &self.shapes[row.table].columns[column].kind).unwrap_or_else(|| {
            self.answers.misfits.push(Misfit { path: node.path.clone(), given: text.clone() });
            Value::Text(text)
        });
        self.answers.tables[row.table][row.at].values[column] = Some(value);
    }

    fn unknown(&mut self, path: &str, content: &Content) {
        self.answers.unknown.push(Unknown { path: path.to_owned(), content: content.clone() });
    }
}

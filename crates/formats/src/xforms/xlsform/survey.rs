//! The survey sheet: rows in an order, groups and repeats inside each other.

use super::problem::{Problems, Wrong};
use super::row_kind::RowKind;
use super::sheets::{Line, Table};
use super::words::Words;

/// Nobody finds his way through more groups inside each other.
const DEEPEST: usize = 30;
/// Nobody answers a longer questionnaire.
const ROWS: usize = 5_000;
/// The place of the answers.
pub(super) const ROOT: &str = "/data";

/// Columns that are read besides those that are kept as written.
const READ: [&str; 6] = ["type", "name", "label", "hint", "constraint_message", "required_message"];
/// Columns in which people write to each other. Any other is refused: a misspelt condition would ask everybody.
const REMARKS: [&str; 9] = ["", "#", "note", "notes", "comment", "comments", "remark", "remarks", "备注"];

/// A row of the survey, with those inside it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) row: u32,
    pub(super) kind: RowKind,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) label: Words,
    pub(super) hint: Words,
    pub(super) constraint_message: Words,
    pub(super) required_message: Words,
    cells: Vec<(&'static str, String)>,
    pub(super) children: Vec<Item>,
}

/// The cells that are kept as written.
const KEPT: [&str; 9] = [
    "required",
    "relevant",
    "readonly",
    "constraint",
    "calculation",
    "default",
    "appearance",
    "choice_filter",
    "repeat_count",
];

impl Item {
    fn of(line: &Line<'_>, kind: RowKind, name: String, above: &str) -> Self {
        let cells = KEPT.into_iter().filter_map(|key| Some((key, line.get(key)?))).collect();
        Self {
            row: line.number(),
            path: format!("{above}/{name}"),
            kind,
            name,
            label: line.words("label"),
            hint: line.words("hint"),
            constraint_message: line.words("constraint_message"),
            required_message: line.words("required_message"),
            cells,
            children: Vec::new(),
        }
    }

    /// A message of this row, or of one inside it, names a question.
    pub(super) fn has_message_with_answers(&self) -> bool {
        let messages = [&self.constraint_message, &self.required_message];
        messages.iter().any(|words| words.in_language("").contains("${"))
            || self.children.iter().any(Self::has_message_with_answers)
    }

    pub(super) fn cell(&self, key: &str) -> Option<&str> {
        self.cells.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str())
    }
}

/// The rows as a tree.
pub(super) fn read(table: &Table<'_>, problems: &mut Problems) -> Vec<Item> {
    for column in ["type", "name"] {
        if !table.has(column) {
            problems.add(table.name, 1, Wrong::NoColumn(column));
        }
    }
    let mut growing = Growing { table, open: Vec::new(), done: Vec::new(), problems };
    for (at, line) in table.lines().enumerate() {
        if at == ROWS {
            growing.wrong(&line, Wrong::TooMany { what: "rows", limit: ROWS });
            break;
        }
        growing.line(&line);
    }
    while let Some(open) = growing.open.pop() {
        growing.problems.add(table.name, open.row, Wrong::NeverEnded);
        growing.put(open);
    }
    growing.done
}

/// A tree that is being read.
struct Growing<'g> {
    table: &'g Table<'g>,
    open: Vec<Item>,
    done: Vec<Item>,
    problems: &'g mut Problems,
}

impl Growing<'_> {
    fn line(&mut self, line: &Line<'_>) {
        let Some(given) = line.get("type") else {
            if line.get("name").is_some() {
                self.wrong(line, Wrong::Type(String::new()));
            }
            return;
        };
        let known = |key: &str| READ.contains(&key) || KEPT.contains(&key) || REMARKS.contains(&key);
        for (key, _) in line.filled().filter(|(key, _)| !known(key)) {
            self.wrong(line, Wrong::Column(key.to_owned()));
        }
        match RowKind::parse(&given) {
            None => self.wrong(line, Wrong::Type(given)),
            Some(RowKind::End) => self.end(line, given.to_lowercase().ends_with("repeat")),
            Some(kind) => self.item(line, kind),
        }
    }

    fn end(&mut self, line: &Line<'_>, of_repeat: bool) {
        let fits = self.open.last().is_some_and(|open| (open.kind == RowKind::Repeat) == of_repeat);
        if !fits {
            self.wrong(line, Wrong::NothingToEnd);
            return;
        }
        if let Some(open) = self.open.pop() {
            self.put(open);
        }
    }

    fn item(&mut self, line: &Line<'_>, kind: RowKind) {
        let name = match line.get("name") {
            Some(name) if is_name(&name) => name,
            Some(name) => return self.wrong(line, Wrong::BadName(name)),
            None => return self.wrong(line, Wrong::NoName),
        };
        let above = self.open.last().map_or(ROOT, |open| open.path.as_str());
        let item = Item::of(line, kind, name, above);
        if item.kind == RowKind::Calculate && item.cell("calculation").is_none() {
            self.wrong(line, Wrong::NoCalculation);
        }
        if let Some(default) = item.cell("default").filter(|text| is_computed(text)) {
            self.wrong(line, Wrong::ComputedDefault(default.to_owned()));
        }
        match () {
            () if !item.kind.opens() => self.put(item),
            () if self.open.len() == DEEPEST => self.wrong(line, Wrong::TooDeep(DEEPEST)),
            () => self.open.push(item),
        }
    }

    fn put(&mut self, item: Item) {
        let siblings = self.open.last_mut().map_or(&mut self.done, |open| &mut open.children);
        let reserved = item.path == format!("{ROOT}/meta");
        if reserved || siblings.iter().any(|other| other.name == item.name) {
            self.problems.add(self.table.name, item.row, Wrong::NameTwice(item.name.clone()));
        }
        siblings.push(item);
    }

    fn wrong(&mut self, line: &Line<'_>, wrong: Wrong) {
        self.problems.add(self.table.name, line.number(), wrong);
    }
}

pub(super) fn is_name(name: &str) -> bool {
    let foreign = |c: char| !c.is_ascii() && c.is_alphanumeric();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || foreign(c))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || foreign(c))
        && name.len() <= 100
}

/// `${name}`, or a call such as `today()`.
fn is_computed(text: &str) -> bool {
    let called = text.split_once('(').is_some_and(|(before, _)| {
        before.ends_with(|c: char| c.is_ascii_alphanumeric()) && !before.contains(char::is_whitespace)
    });
    text.contains("${") || (called && text.ends_with(')'))
}

//! The choices sheet: lists that questions name.

use std::collections::{BTreeMap, HashSet};

use super::problem::{Problems, Wrong};
use super::row_kind::RowKind;
use super::sheets::Table;
use super::survey::{Item, is_name};
use super::words::Words;

/// All lists, by their name.
#[derive(Debug, Default)]
pub(super) struct Lists(pub(super) BTreeMap<String, Vec<ListedChoice>>);

/// One choice.
#[derive(Debug)]
pub(super) struct ListedChoice {
    pub(super) row: u32,
    pub(super) name: String,
    pub(super) label: Words,
    /// Further columns, which filters look at.
    pub(super) others: Vec<(String, String)>,
}

impl Lists {
    /// The lists, held against the questions that name them.
    pub(super) fn of(table: &Table<'_>, items: &[Item], problems: &mut Problems) -> Self {
        let mut lists = Self::read(table, problems);
        let mut named = HashSet::new();
        lists.asked(items, &mut named, problems);
        // A list that nobody asks for only makes the form heavier.
        lists.0.retain(|name, _| named.contains(name));
        lists
    }

    fn read(table: &Table<'_>, problems: &mut Problems) -> Self {
        let mut lists: BTreeMap<String, Vec<ListedChoice>> = BTreeMap::new();
        let mut seen = HashSet::new();
        for line in table.lines() {
            let Some(list) = line.get("list_name") else { continue };
            let row = line.number();
            if !is_name(&format!("_{list}")) {
                problems.add(table.name, row, Wrong::BadName(list.clone()));
            }
            let Some(name) = line.get("name").or_else(|| line.get("value")) else {
                problems.add(table.name, row, Wrong::NoName);
                continue;
            };
            if !seen.insert((list.clone(), name.clone())) {
                problems.add(table.name, row, Wrong::ChoiceTwice(name.clone()));
            }
            let others =
                line.filled().filter(|(key, _)| !matches!(*key, "list_name" | "name" | "value" | "label" | "hint"));
            let others: Vec<_> = others.map(|(key, text)| (key.to_owned(), text)).collect();
            for (key, _) in
                others.iter().filter(|(key, _)| matches!(key.as_str(), "image" | "audio" | "video") || !is_name(key))
            {
                problems.add(table.name, row, Wrong::Column(key.clone()));
            }
            lists.entry(list).or_default().push(ListedChoice { row, name, label: line.words("label"), others });
        }
        Self(lists)
    }

    fn asked(&self, items: &[Item], named: &mut HashSet<String>, problems: &mut Problems) {
        for item in items {
            self.asked(&item.children, named, problems);
            let RowKind::Choose { control, list, .. } = &item.kind else { continue };
            let Some(choices) = self.0.get(list) else {
                problems.add("survey", item.row, Wrong::NoSuchList(list.clone()));
                continue;
            };
            named.insert(list.clone());
            let spaced = |choice: &&ListedChoice| choice.name.contains(char::is_whitespace);
            for choice in choices.iter().filter(|_| *control != "select1").filter(spaced) {
                problems.add("choices", choice.row, Wrong::ChoiceWithSpace(choice.name.clone()));
            }
        }
    }
}

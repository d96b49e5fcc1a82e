//! Words in one or several languages, as the columns of a workbook have them.

use std::collections::BTreeMap;

use super::sheets::Table;

/// The words of one cell, or of one in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) plain: Option<String>,
    pub(super) languages: BTreeMap<String, String>,
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_none() && self.languages.is_empty()
    }

    /// In a language, or else whatever there is: a label in another language is better than none.
    pub(super) fn in_language(&self, language: &str) -> &str {
        let given = self.languages.get(language).or(self.plain.as_ref());
        given.or_else(|| self.languages.values().next()).map_or("", String::as_str)
    }
}

/// The languages of a workbook, the default one first; none where no column names one.
pub(super) fn languages(tables: &[&Table<'_>], default: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        if let Some(language) = &column.language
            && !found.contains(language)
        {
            found.push(language.clone());
        }
    }
    if let Some(at) = default.and_then(|default| found.iter().position(|language| language == default)) {
        let first = found.remove(at);
        found.insert(0, first);
    }
    found
}

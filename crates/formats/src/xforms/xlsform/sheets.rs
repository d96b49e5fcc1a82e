//! The sheets of a workbook as rows with named columns.

use super::words::Words;
use crate::table::{Row, Sheet};

/// A sheet: its header, and the rows below it.
#[derive(Debug, Default)]
pub(super) struct Table<'b> {
    pub(super) name: &'b str,
    pub(super) columns: Vec<Column>,
    rows: &'b [Row],
}

/// A column: what it is, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) key: String,
    pub(super) language: Option<String>,
}

impl<'b> Table<'b> {
    pub(super) fn of(sheet: &'b Sheet, name: &'b str) -> Self {
        let Some((header, rows)) = sheet.rows.split_first() else { return Self { name, ..Self::default() } };
        Self { name, columns: header.cells.iter().map(|cell| Column::of(&cell.shown())).collect(), rows }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column.key == key)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|row| Line { table: self, row })
    }
}

impl Column {
    /// `label::English (en)`, `bind:relevant`, `list name`.
    fn of(header: &str) -> Self {
        let header = header.trim().replace("::", ":");
        let (base, rest) =
            header.split_once(':').map_or((header.as_str(), None), |(base, rest)| (base, Some(rest.trim())));
        let base = base.trim().to_lowercase().replace(' ', "_");
        match rest {
            Some(rest) if base == "bind" => Self { key: alias(&rest.to_lowercase().replace(' ', "_")), language: None },
            Some("") | None => Self { key: alias(&base), language: None },
            Some(rest)
                if matches!(alias(&base).as_str(), "label" | "hint" | "constraint_message" | "required_message") =>
            {
                Self { key: alias(&base), language: Some(rest.to_owned()) }
            }
            Some(rest) => Self { key: format!("{base}::{rest}"), language: None },
        }
    }
}

fn alias(name: &str) -> String {
    let known = match name {
        "caption" => "label",
        "relevance" => "relevant",
        "calculate" => "calculation",
        "read_only" => "readonly",
        "id_string" => "form_id",
        "title" => "form_title",
        "jr:constraintmsg" => "constraint_message",
        other => other,
    };
    known.to_owned()
}

/// One row of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    table: &'t Table<'t>,
    row: &'t Row,
}

impl Line<'_> {
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// What stands in a column; nothing where only space does.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let at = self.table.columns.iter().position(|column| column.key == key && column.language.is_none())?;
        self.cell(at)
    }

    fn cell(&self, at: usize) -> Option<String> {
        let shown = self.row.cell(at).shown();
        let text = shown.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// What stands in all the columns of a name, by language.
    pub(super) fn words(&self, key: &str) -> Words {
        let mut words = Words::default();
        for (at, column) in self.table.columns.iter().enumerate().filter(|(_, column)| column.key == key) {
            match (&column.language, self.cell(at)) {
                (_, None) => {}
                (None, Some(text)) => words.plain = Some(text),
                (Some(language), Some(text)) => drop(words.languages.insert(language.clone(), text)),
            }
        }
        words
    }

    /// All the columns in which something stands.
    pub(super) fn filled(&self) -> impl Iterator<Item = (&str, String)> {
        let columns = self.table.columns.iter().enumerate();
        columns.filter_map(|(at, column)| Some((column.key.as_str(), self.cell(at)?)))
    }
}

//! The settings sheet: what the form is called, and where its answers go.

use std::path::Path;

use super::problem::{Problems, Wrong};
use super::sheets::{Line, Table};

/// The columns of the settings sheet.
const SETTINGS: [&str; 9] = [
    "form_title",
    "form_id",
    "version",
    "default_language",
    "instance_name",
    "submission_url",
    "public_key",
    "style",
    "",
];

/// What the settings sheet says.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: Option<String>,
    pub(super) instance_name: Option<String>,
    pub(super) submission_url: Option<String>,
    pub(super) public_key: Option<String>,
    /// How Enketo lays it out.
    pub(super) style: Option<String>,
    pub(super) default_language: Option<String>,
    pub(super) row: u32,
}

impl Settings {
    pub(super) fn of(table: &Table<'_>, file_name: &str, problems: &mut Problems) -> Self {
        let line = table.lines().next();
        let get = |key: &str| line.as_ref().and_then(|line| line.get(key));
        let row = line.as_ref().map_or(0, Line::number);
        for (key, _) in line.iter().flat_map(Line::filled).filter(|(key, _)| !SETTINGS.contains(key)) {
            problems.add(table.name, row, Wrong::Column(key.to_owned()));
        }
        let stem = Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let id = get("form_id").or(stem).filter(|id| !id.is_empty()).unwrap_or_else(|| "form".to_owned());
        Self {
            title: get("form_title").unwrap_or_else(|| id.clone()),
            version: get("version"),
            instance_name: get("instance_name"),
            submission_url: get("submission_url"),
            public_key: get("public_key"),
            style: get("style"),
            default_language: get("default_language"),
            id,
            row,
        }
    }
}

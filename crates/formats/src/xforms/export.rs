//! Answers going out: CSV, one file a table; JSON, one object an answer; GeoJSON, one feature a place.

mod csv;
mod geojson;
mod json;

use super::{Answers, TableShape};

/// Why answers were not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the table could not be written: {0}")]
    Table(#[from] ::csv::Error),
    #[error("the text could not be written: {0}")]
    Text(#[from] serde_json::Error),
    #[error("could not be written: {0}")]
    Io(#[from] std::io::Error),
}

/// What answers are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One table of the form, by its place among the form's tables.
    Csv(usize),
    /// An array with one object an answer, each on a line of its own.
    Json,
    /// A feature for each point, line and area, in the rows of every table.
    Geojson,
}

/// A file that is written piece by piece, so that no number of answers has to stand in memory: its head, answers as often as
/// there are some, its foot.
#[derive(Debug)]
pub struct Export {
    kind: Kind,
    shapes: Vec<TableShape>,
    /// Whether something stands before that the next needs a comma after.
    begun: bool,
}

impl Export {
    pub const fn new(kind: Kind, shapes: Vec<TableShape>) -> Self {
        Self { kind, shapes, begun: false }
    }

    pub fn head(&self) -> Result<Vec<u8>, ExportError> {
        match self.kind {
            Kind::Csv(table) => csv::head(&self.shapes, table),
            Kind::Json => Ok(b"[".to_vec()),
            Kind::Geojson => Ok(br#"{"type":"FeatureCollection","features":["#.to_vec()),
        }
    }

    pub fn answers(&mut self, answers: &[Answers]) -> Result<Vec<u8>, ExportError> {
        match self.kind {
            Kind::Csv(table) => csv::rows(&self.shapes, table, answers),
            Kind::Json => self.listed(answers.iter().map(|answer| json::one(&self.shapes, answer)).collect()),
            Kind::Geojson => self.listed(answers.iter().flat_map(|one| geojson::features(&self.shapes, one)).collect()),
        }
    }

    pub const fn foot(&self) -> &'static [u8] {
        match self.kind {
            Kind::Csv(_) => b"",
            Kind::Json => b"\n]\n",
            Kind::Geojson => b"\n]}\n",
        }
    }

    /// What stands in a list, each on a line of its own.
    fn listed(&mut self, values: Vec<serde_json::Value>) -> Result<Vec<u8>, ExportError> {
        let mut out = Vec::new();
        for value in values {
            out.extend_from_slice(if self.begun { b",\n" } else { b"\n" });
            serde_json::to_writer(&mut out, &value)?;
            self.begun = true;
        }
        Ok(out)
    }
}

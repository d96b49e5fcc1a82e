//! Answers going out: CSV, one file a table; JSON, one object an answer; GeoJSON, one feature a place.

mod csv;
mod geojson;
mod json;

pub use csv::write_csv;
pub use geojson::write_geojson;
pub use json::write_json;

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

//! CSV as ODK users know it: a column for each place, a point in four, and keys that tie the tables together.

use super::ExportError;
use crate::sheet::protected;
use crate::xforms::{AnswerRow, Answers, DataType, Point, TableColumn, TableShape, Value};

/// The parts of a point, each in a column of its own.
const PARTS: [&str; 4] = ["latitude", "longitude", "altitude", "accuracy"];

/// The heading of one table of a form.
pub(super) fn head(shapes: &[TableShape], table: usize) -> Result<Vec<u8>, ExportError> {
    // Chinese Excel knows UTF-8 by this mark.
    let mark = b"\xEF\xBB\xBF".to_vec();
    let Some(shape) = shapes.get(table) else { return Ok(mark) };
    written(mark, std::iter::once(header(shape)))
}

/// The rows that these answers have in it.
pub(super) fn rows(shapes: &[TableShape], table: usize, answers: &[Answers]) -> Result<Vec<u8>, ExportError> {
    let Some(shape) = shapes.get(table) else { return Ok(Vec::new()) };
    let rows = answers.iter().filter_map(|answer| answer.tables.get(table)).flatten();
    written(Vec::new(), rows.map(|row| record(shape, row)))
}

fn written(out: Vec<u8>, records: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    for record in records {
        writer.write_record(record)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn header(shape: &TableShape) -> Vec<String> {
    let mut header = vec!["KEY".to_owned()];
    header.extend(shape.parent.map(|_| "PARENT_KEY".to_owned()));
    for TableColumn { name, kind, .. } in &shape.columns {
        match kind {
            DataType::Point => header.extend(PARTS.map(|part| format!("{name}-{part}"))),
            _ => header.push(protected(name)),
        }
    }
    header
}

fn record(shape: &TableShape, row: &AnswerRow) -> Vec<String> {
    let mut record = vec![protected(&row.key)];
    record.extend(shape.parent.map(|_| protected(row.parent.as_deref().unwrap_or(""))));
    for (column, value) in shape.columns.iter().zip(&row.values) {
        match column.kind {
            DataType::Point => record.extend(point(value.as_ref())),
            _ => record.push(value.as_ref().map(cell).unwrap_or_default()),
        }
    }
    record
}

/// A number is written as one; every other text is kept from running as a formula.
fn cell(value: &Value) -> String {
    match value {
        Value::Integer(_) | Value::Decimal(_) | Value::Date(_) => value.to_string(),
        other => protected(&other.to_string()),
    }
}

fn point(value: Option<&Value>) -> [String; 4] {
    let text = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    match value {
        Some(&Value::Point(Point { latitude, longitude, altitude, accuracy })) => {
            [latitude.to_string(), longitude.to_string(), text(altitude), text(accuracy)]
        }
        // What is no point stands in the first column, as it was given.
        Some(other) => [protected(&other.to_string()), String::new(), String::new(), String::new()],
        None => Default::default(),
    }
}

//! CSV as ODK users know it: a column for each place, a point in four, and keys that tie the tables together.

use std::io::Write;

use super::ExportError;
use crate::sheet::protected;
use crate::xforms::{AnswerRow, Answers, DataType, Point, TableColumn, TableShape, Value};

/// The parts of a point, each in a column of its own.
const PARTS: [&str; 4] = ["latitude", "longitude", "altitude", "accuracy"];

/// Writes one table of a form: the rows that all these answers have in it. `table` is its place among the form's.
pub fn write_csv<'a>(
    shapes: &[TableShape],
    table: usize,
    answers: impl IntoIterator<Item = &'a Answers>,
    mut out: impl Write,
) -> Result<(), ExportError> {
    // Chinese Excel knows UTF-8 by this mark.
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let Some(shape) = shapes.get(table) else { return Ok(writer.flush()?) };
    writer.write_record(header(shape))?;
    for answer in answers {
        for row in answer.tables.get(table).into_iter().flatten() {
            writer.write_record(record(shape, row))?;
        }
    }
    Ok(writer.flush()?)
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

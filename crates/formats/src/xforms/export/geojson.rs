//! GeoJSON: every place that was recorded, with what else its row says.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::ExportError;
use super::json::as_json;
use crate::xforms::{AnswerRow, Answers, TableShape, Value};

/// Writes one feature for each point, line and area, in the rows of every table.
pub fn write_geojson<'a>(
    shapes: &[TableShape],
    answers: impl IntoIterator<Item = &'a Answers>,
    mut out: impl Write,
) -> Result<(), ExportError> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut first = true;
    for answer in answers {
        for (shape, rows) in shapes.iter().zip(&answer.tables) {
            for feature in rows.iter().flat_map(|row| features(shape, row)) {
                out.write_all(if first { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut out, &feature)?;
                first = false;
            }
        }
    }
    Ok(out.write_all(b"\n]}\n")?)
}

fn features(shape: &TableShape, row: &AnswerRow) -> Vec<Json> {
    let placed = shape.columns.iter().zip(&row.values).filter_map(|(column, value)| match value {
        Some(value @ (Value::Point(_) | Value::Line(_))) => Some((column.name.as_str(), value)),
        _ => None,
    });
    let feature = |(name, value): (&str, &Value)| {
        json!({
            "type": "Feature",
            "id": format!("{}#{name}", row.key),
            "geometry": as_json(value),
            "properties": properties(shape, row, name),
        })
    };
    placed.map(feature).collect()
}

fn properties(shape: &TableShape, row: &AnswerRow, field: &str) -> Json {
    let mut said = Map::new();
    said.insert("__id".into(), row.key.clone().into());
    said.insert("__field".into(), field.into());
    for (column, value) in shape.columns.iter().zip(&row.values) {
        match value {
            Some(Value::Point(_) | Value::Line(_)) | None => {}
            Some(value) => drop(said.insert(column.name.clone(), as_json(value))),
        }
    }
    Json::Object(said)
}

//! GeoJSON: every place that was recorded, with what else its row says.

use serde_json::{Map, Value as Json, json};

use super::json::as_json;
use crate::xforms::{AnswerRow, Answers, TableShape, Value};

/// One feature for each place in the rows of every table.
pub(super) fn features(shapes: &[TableShape], answer: &Answers) -> Vec<Json> {
    shapes.iter().zip(&answer.tables).flat_map(|(shape, rows)| rows.iter().flat_map(|row| of_row(shape, row))).collect()
}

fn of_row(shape: &TableShape, row: &AnswerRow) -> Vec<Json> {
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

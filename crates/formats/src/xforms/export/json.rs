//! JSON: an array with one object an answer, the rows of its repeats in arrays inside it.

use std::collections::HashMap;

use serde_json::{Map, Number, Value as Json, json};

use crate::xforms::{AnswerRow, Answers, Content, Element, Point, TableShape, Value};

/// One answer with the rows of its repeats.
pub(super) fn one(shapes: &[TableShape], answer: &Answers) -> Json {
    let laying = Laying { shapes, below: answer.tables.iter().map(|rows| by_parent(rows)).collect() };
    let mut object = match answer.tables.first().and_then(|rows| rows.first()) {
        Some(row) => laying.row(0, row),
        None => Map::new(),
    };
    if !answer.unknown.is_empty() {
        let unknown =
            answer.unknown.iter().map(|unknown| json!({ "path": unknown.path, "text": text(&unknown.content) }));
        object.insert("__unknown".into(), unknown.collect());
    }
    Json::Object(object)
}

/// The rows of a table by the row they belong to.
type ByParent<'a> = HashMap<&'a str, Vec<&'a AnswerRow>>;

fn by_parent(rows: &[AnswerRow]) -> ByParent<'_> {
    let mut found = ByParent::new();
    for row in rows {
        found.entry(row.parent.as_deref().unwrap_or("")).or_default().push(row);
    }
    found
}

/// An answer that is laid into one object.
struct Laying<'a> {
    shapes: &'a [TableShape],
    below: Vec<ByParent<'a>>,
}

impl Laying<'_> {
    /// One row, with the rows of other tables that belong to it.
    fn row(&self, table: usize, row: &AnswerRow) -> Map<String, Json> {
        let mut object = Map::new();
        object.insert("__id".into(), row.key.clone().into());
        for (column, value) in self.shapes[table].columns.iter().zip(&row.values) {
            put(&mut object, &column.name, value.as_ref().map_or(Json::Null, as_json));
        }
        for (below, shape) in self.shapes.iter().enumerate().filter(|(_, shape)| shape.parent == Some(table)) {
            let own = self.below[below].get(row.key.as_str()).into_iter().flatten();
            let rows = own.map(|row| Json::Object(self.row(below, row))).collect();
            let way = shape.path.strip_prefix(self.shapes[table].path.as_str()).unwrap_or(&shape.path);
            put(&mut object, way.trim_start_matches('/'), rows);
        }
        object
    }
}

/// Puts a value where its path leads, group by group.
fn put(object: &mut Map<String, Json>, path: &str, value: Json) {
    match path.split_once('/') {
        None => drop(object.insert(path.to_owned(), value)),
        Some((group, rest)) => {
            let inner = object.entry(group).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

pub(super) fn as_json(value: &Value) -> Json {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Decimal(digits) => number(digits),
        Value::Boolean(value) => (*value).into(),
        Value::Many(choices) => choices.clone().into(),
        Value::Point(point) => geometry("Point", &position(point)),
        Value::Line(points) => line(points),
        other => other.to_string().into(),
    }
}

/// A number where a binary one keeps every digit, else the digits as text.
fn number(digits: &str) -> Json {
    let significant = digits.bytes().filter(u8::is_ascii_digit).count();
    let number = digits.parse().ok().filter(|_| significant <= 15).and_then(Number::from_f64);
    number.map_or_else(|| digits.into(), Json::Number)
}

fn geometry(kind: &str, coordinates: &Json) -> Json {
    json!({ "type": kind, "coordinates": coordinates })
}

/// A border that comes back to where it began is an area, any other line a line.
fn line(points: &[Point]) -> Json {
    let positions: Json = points.iter().map(position).collect();
    let closed = points.len() >= 4 && points.first().map(at) == points.last().map(at);
    if closed { geometry("Polygon", &json!([positions])) } else { geometry("LineString", &positions) }
}

fn at(point: &Point) -> (f64, f64) {
    (point.longitude, point.latitude)
}

/// Longitude first (RFC 7946).
fn position(point: &Point) -> Json {
    match point.altitude {
        Some(altitude) => json!([point.longitude, point.latitude, altitude]),
        None => json!([point.longitude, point.latitude]),
    }
}

fn text(content: &Content) -> String {
    match content {
        Content::Text(text) => text.clone(),
        Content::Element(element) => all_text(element),
    }
}

fn all_text(element: &Element) -> String {
    let parts = element.content.iter().map(text);
    parts.collect::<Vec<_>>().join(" ").trim().to_owned()
}

//! XLSX (Excel 2007 and later, WPS): cells are streamed, so memory follows what is filled and not what is claimed.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx};
use quick_xml::events::{BytesStart, Event};

use super::archive::{self, Checked};
use super::cell::day_of_serial;
use super::collect::{Collector, guarded};
use super::limits::Budget;
use super::{Cell, Kind, Limits, Merge, Number, ReadError, Sheet};

const KIND: Kind = Kind::Xlsx;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<Sheet>, Vec<String>), ReadError> {
    let mut checked = archive::check(bytes, KIND, limits)?;
    guarded(KIND, || {
        let parts = parts_of_sheets(bytes).unwrap_or_default();
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
        let (mut budget, mut sheets, mut hidden) = (Budget::new(limits), Vec::new(), Vec::new());
        for sheet in book.sheets_metadata().to_vec() {
            match (sheet.typ, sheet.visible) {
                (SheetType::WorkSheet, SheetVisible::Visible) => {
                    let part = parts.get(&sheet.name).map_or("", String::as_str);
                    sheets.push(one_sheet(&mut book, &sheet.name, part, &mut checked, &mut budget)?);
                }
                (SheetType::WorkSheet, _) => hidden.push(sheet.name),
                _ => {}
            }
        }
        Ok((sheets, hidden))
    })
}

fn refusal(error: calamine::XlsxError) -> ReadError {
    match error {
        calamine::XlsxError::Password => ReadError::Locked(KIND),
        other => ReadError::damaged(KIND, other),
    }
}

fn one_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    part: &str,
    checked: &mut Checked,
    budget: &mut Budget<'_>,
) -> Result<Sheet, ReadError> {
    let epoch_1904 = book.has_1904_epoch();
    let seen = checked.take(part);
    let mut sheet = Collector::new(name, budget);
    let mut cells = book.worksheet_cells_reader(name).map_err(refusal)?;
    let percent: Vec<bool> = cells.styles().iter().map(is_percent).collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(refusal)? {
        let (row, column) = cell.get_position();
        let percent = percent.get(style).copied().unwrap_or(false);
        sheet.put(row + 1, column as usize, value(cell.get_value(), percent, epoch_1904))?;
    }
    seen.merges.iter().filter_map(|range| merge(range)).for_each(|merge| sheet.merge(merge));
    Ok(sheet.finish(&seen.hidden_rows))
}

fn value(data: &DataRef<'_>, percent: bool, epoch_1904: bool) -> Cell {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(value) => Cell::number(value.to_string()),
        DataRef::Float(value) => number(*value, percent),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(text.as_str()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => date(moment, epoch_1904),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

pub(super) fn number(value: f64, percent: bool) -> Cell {
    Number::from_f64(value, percent).map_or_else(|| Cell::Error("#NUM!".to_owned()), Cell::Number)
}

/// A day; a time of day or a duration stays the number that it is.
pub(super) fn date(moment: &calamine::ExcelDateTime, epoch_1904: bool) -> Cell {
    let serial = moment.as_f64();
    match day_of_serial(serial, epoch_1904) {
        Some(day) if moment.is_datetime() && serial >= 1.0 => Cell::Date(day),
        _ => number(serial, false),
    }
}

pub(super) fn iso_date(text: &str) -> Cell {
    let day = text.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| Cell::text(text), Cell::Date)
}

fn is_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|f| matches!(f.format_id, Some(9 | 10)) || has_percent(&f.format_code))
}

/// A `%` in a number format that is not quoted text.
fn has_percent(code: &str) -> bool {
    code.split('"').step_by(2).any(|part| part.contains('%'))
}

/// `A1:C2`.
fn merge(range: &str) -> Option<Merge> {
    let (first, last) = range.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (position(first)?, position(last)?);
    Some(Merge { first_row, last_row, first_column, last_column })
}

fn position(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = reference.split_at(letters);
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = column.bytes().fold(0, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse().ok()?, column - 1))
}

/// Which part of the zip holds the sheet of which name.
fn parts_of_sheets(bytes: &[u8]) -> Option<HashMap<String, String>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut targets = HashMap::new();
    for_each_tag(&mut zip, "xl/_rels/workbook.xml.rels", "Relationship", |tag| {
        let target = attribute(tag, "Target")?;
        let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        targets.insert(attribute(tag, "Id")?, part)
    })?;
    let mut parts = HashMap::new();
    for_each_tag(&mut zip, "xl/workbook.xml", "sheet", |tag| {
        let part = targets.get(&attribute(tag, "id")?)?;
        parts.insert(attribute(tag, "name")?, part.clone())
    })?;
    Some(parts)
}

fn for_each_tag(
    zip: &mut zip::ZipArchive<Cursor<&[u8]>>,
    part: &str,
    name: &str,
    mut each: impl FnMut(&BytesStart<'_>) -> Option<String>,
) -> Option<()> {
    let mut xml = quick_xml::Reader::from_reader(std::io::BufReader::new(zip.by_name(part).ok()?));
    let mut buffer = Vec::new();
    loop {
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => drop(each(&tag)),
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// An attribute by its local name (`r:id` is `id`).
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok().map(std::borrow::Cow::into_owned)
}

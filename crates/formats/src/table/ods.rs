//! ODS (LibreOffice, WPS): read as a stream, since one repeated cell can claim a whole sheet.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive;
use super::collect::{Collector, guarded};
use super::limits::Budget;
use super::xlsx::{attribute, iso_date, number};
use super::{Cell, Kind, Limits, Merge, ReadError, Sheet};

const KIND: Kind = Kind::Ods;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<Sheet>, Vec<String>), ReadError> {
    archive::check(bytes, KIND, limits)?;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut manifest = String::new();
    if let Ok(part) = zip.by_name("META-INF/manifest.xml") {
        let _ = part.take(1 << 20).read_to_string(&mut manifest);
    }
    if manifest.contains("encryption-data") {
        return Err(ReadError::Locked(KIND));
    }
    let content = zip.by_name("content.xml").map_err(damaged)?;
    guarded(KIND, || Content::new(BufReader::new(content)).sheets(limits))
}

fn damaged(error: impl ToString) -> ReadError {
    ReadError::damaged(KIND, error)
}

struct Content<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    /// Styles of tables that are not shown.
    hidden_styles: HashSet<String>,
}

/// Where the next cell stands, and which rows are hidden.
#[derive(Default)]
struct Place {
    row: u32,
    hidden_rows: Vec<u32>,
}

/// A cell as it is written, with how often it is meant.
struct Written {
    cell: Cell,
    columns: usize,
    span: (u32, u32),
}

impl<R: BufRead> Content<R> {
    fn new(content: R) -> Self {
        let mut xml = Reader::from_reader(content);
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), hidden_styles: HashSet::new() }
    }

    fn next(&mut self) -> Result<Event<'static>, ReadError> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer).map_err(damaged)? {
            Event::Eof => Err(damaged("the end is missing")),
            event => Ok(event.into_owned()),
        }
    }

    fn sheets(mut self, limits: &Limits) -> Result<(Vec<Sheet>, Vec<String>), ReadError> {
        let (mut budget, mut sheets, mut hidden) = (Budget::new(limits), Vec::new(), Vec::new());
        let mut style = String::new();
        loop {
            match self.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "style:style" => style = attribute(&tag, "name").unwrap_or_default(),
                    "style:table-properties" if attribute(&tag, "display").as_deref() == Some("false") => {
                        self.hidden_styles.insert(style.clone());
                    }
                    "table:table" => {
                        let name = attribute(&tag, "name").unwrap_or_default();
                        let shown = attribute(&tag, "style-name").is_none_or(|s| !self.hidden_styles.contains(&s));
                        if shown {
                            sheets.push(self.sheet(&name, &mut budget)?);
                        } else {
                            self.skip("table:table")?;
                            hidden.push(name);
                        }
                    }
                    _ => {}
                },
                Event::End(tag) if tag.name().as_ref() == "office:spreadsheet" => return Ok((sheets, hidden)),
                _ => {}
            }
        }
    }

    fn skip(&mut self, name: &str) -> Result<(), ReadError> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(tag) if tag.name().as_ref() == name => depth += 1,
                Event::End(tag) if tag.name().as_ref() == name => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn sheet(&mut self, name: &str, budget: &mut Budget<'_>) -> Result<Sheet, ReadError> {
        let mut sheet = Collector::new(name, budget);
        let mut place = Place { row: 1, hidden_rows: Vec::new() };
        loop {
            match self.next()? {
                Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                    self.row(&tag, &mut place, &mut sheet)?;
                }
                Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(sheet.finish(&place.hidden_rows)),
                _ => {}
            }
        }
    }

    fn row(&mut self, tag: &BytesStart<'_>, place: &mut Place, sheet: &mut Collector<'_, '_>) -> Result<(), ReadError> {
        let repeated = count(tag, "number-rows-repeated");
        let hidden = attribute(tag, "visibility").is_some_and(|v| v != "visible");
        let cells = self.cells()?;
        let filled = cells.iter().any(|written| !written.cell.is_empty());
        for row in (place.row..).take(if filled { repeated as usize } else { 0 }) {
            let mut column = 0;
            for written in &cells {
                let (down, right) = written.span;
                if (down, right) != (1, 1) {
                    let first_column = u32::try_from(column).unwrap_or(u32::MAX);
                    let (last_row, last_column) =
                        (row.saturating_add(down - 1), first_column.saturating_add(right - 1));
                    sheet.merge(Merge { first_row: row, last_row, first_column, last_column });
                }
                for at in (column..).take(if written.cell.is_empty() { 0 } else { written.columns }) {
                    sheet.put(row, at, written.cell.clone())?;
                }
                column += written.columns;
            }
            if hidden {
                place.hidden_rows.push(row);
            }
        }
        place.row = place.row.saturating_add(repeated);
        Ok(())
    }

    fn cells(&mut self) -> Result<Vec<Written>, ReadError> {
        let mut cells = Vec::new();
        loop {
            match self.next()? {
                Event::Start(tag) if is_cell(tag.name().as_ref()) => {
                    let text = self.text()?;
                    let span = (count(&tag, "number-rows-spanned"), count(&tag, "number-columns-spanned"));
                    cells.push(Written {
                        cell: value(&tag, text),
                        columns: count(&tag, "number-columns-repeated") as usize,
                        span,
                    });
                }
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(cells),
                _ => {}
            }
        }
    }

    /// The paragraphs of a cell, without its comment.
    fn text(&mut self) -> Result<String, ReadError> {
        let (mut text, mut paragraphs) = (String::new(), 0);
        loop {
            match self.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "office:annotation" => self.skip("office:annotation")?,
                    "text:p" => {
                        paragraphs += 1;
                        if paragraphs > 1 {
                            text.push('\n');
                        }
                    }
                    "text:s" => text.extend(std::iter::repeat_n(' ', count(&tag, "c").min(1000) as usize)),
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    _ => {}
                },
                Event::Text(piece) if paragraphs > 0 => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) => text.extend(character(&reference)),
                Event::End(tag) if is_cell(tag.name().as_ref()) => return Ok(text),
                _ => {}
            }
        }
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn value(tag: &BytesStart<'_>, text: String) -> Cell {
    let given = |name: &str| attribute(tag, name);
    // LibreOffice marks errors with a second `value-type`.
    let is_error = tag.attributes().flatten().any(|a| a.key.as_ref() == "calcext:value-type" && &*a.value == "error");
    let float = |percent| match given("value").map(|v| v.parse::<f64>()) {
        Some(Ok(value)) => number(value, percent),
        _ => Cell::text(text.as_str()),
    };
    match given("value-type").as_deref() {
        _ if is_error => Cell::Error(text),
        Some("float" | "currency") => float(false),
        Some("percentage") => float(true),
        Some("date") => iso_date(&given("date-value").unwrap_or(text)),
        Some("boolean") => Cell::Bool(given("boolean-value").is_some_and(|v| v == "true")),
        Some("string") => Cell::text(given("string-value").unwrap_or(text)),
        _ => Cell::text(text),
    }
}

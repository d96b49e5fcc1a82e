//! XLS (Excel 97 to 2003, WPS): the records are walked once before they are parsed, since a sheet of two far cells would
//! otherwise be laid out in full.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls};

use super::collect::{Collector, guarded};
use super::limits::Budget;
use super::{Cell, Kind, Limits, Merge, ReadError, Sheet, xlsx};

const KIND: Kind = Kind::Xls;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<Sheet>, Vec<String>), ReadError> {
    let walked = walk(&workbook_stream(bytes, limits)?, limits)?;
    guarded(KIND, || {
        let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refusal)?;
        let (mut budget, mut sheets, mut hidden) = (Budget::new(limits), Vec::new(), Vec::new());
        for (at, meta) in book.sheets_metadata().to_vec().into_iter().enumerate() {
            match (meta.typ, meta.visible) {
                (SheetType::WorkSheet, SheetVisible::Visible) => {
                    sheets.push(one_sheet(&mut book, &meta.name, walked.get(at), &mut budget)?);
                }
                (SheetType::WorkSheet, _) => hidden.push(meta.name),
                _ => {}
            }
        }
        Ok((sheets, hidden))
    })
}

fn refusal(error: calamine::XlsError) -> ReadError {
    match error {
        calamine::XlsError::Password => ReadError::Locked(KIND),
        other => ReadError::damaged(KIND, other),
    }
}

fn one_sheet(
    book: &mut Xls<Cursor<&[u8]>>,
    name: &str,
    walked: Option<&Walked>,
    budget: &mut Budget<'_>,
) -> Result<Sheet, ReadError> {
    let epoch_1904 = book.has_1904_epoch();
    let range = book.worksheet_range(name).map_err(refusal)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut sheet = Collector::new(name, budget);
    for (row, column, data) in range.used_cells() {
        #[allow(clippy::cast_possible_truncation)]
        let (row, column) = (first_row + row as u32, first_column as usize + column);
        let percent = walked.is_some_and(|w| w.percent.contains(&(row, column)));
        sheet.put(row + 1, column, value(data, percent, epoch_1904))?;
    }
    for merge in book.merge_cells_by_sheet_name(name).unwrap_or_default() {
        let ((first_row, first_column), (last_row, last_column)) = (merge.start, merge.end);
        sheet.merge(Merge { first_row: first_row + 1, last_row: last_row + 1, first_column, last_column });
    }
    Ok(sheet.finish(walked.map_or(&[][..], |w| &w.hidden_rows)))
}

fn value(data: &Data, percent: bool, epoch_1904: bool) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        #[allow(clippy::cast_precision_loss)]
        Data::Int(value) => xlsx::number(*value as f64, percent),
        Data::Float(value) => xlsx::number(*value, percent),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text.as_str()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => xlsx::date(moment, epoch_1904),
        Data::DateTimeIso(text) => xlsx::iso_date(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

fn workbook_stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let damaged = |e: std::io::Error| ReadError::damaged(KIND, e);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = if file.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let stream = file.open_stream(name).map_err(damaged)?;
    let mut content = Vec::new();
    stream.take(limits.file_bytes).read_to_end(&mut content).map_err(damaged)?;
    Ok(content)
}

/// What the walk over one sheet's records found.
#[derive(Default)]
struct Walked {
    hidden_rows: Vec<u32>,
    /// Cells shown as percentages; row and column from 0.
    percent: HashSet<(u32, usize)>,
    extent: Option<[u32; 4]>,
}

/// Record types of [MS-XLS] that matter here.
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const FILE_PASS: u16 = 0x002F;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const RSTRING: u16 = 0x00D6;
    pub const XF: u16 = 0x00E0;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_ERR: u16 = 0x0205;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

fn walk(stream: &[u8], limits: &Limits) -> Result<Vec<Walked>, ReadError> {
    let (mut formats, mut styles, mut starts) = (HashSet::from([9, 10]), Vec::new(), Vec::new());
    for (kind, data) in records(stream, 0) {
        match kind {
            record::FILE_PASS if word(data, 0) != Some(0) => return Err(ReadError::Locked(KIND)),
            record::FORMAT if data.contains(&b'%') => formats.extend(word(data, 0)),
            record::XF => styles.push(word(data, 2).unwrap_or(0)),
            record::BOUND_SHEET => starts.extend(long(data, 0)),
            record::END => break,
            _ => {}
        }
    }
    let percent: Vec<bool> = styles.iter().map(|format| formats.contains(format)).collect();
    let mut area: u64 = 0;
    let mut sheets = Vec::new();
    for start in starts {
        let sheet = walk_sheet(stream, start as usize, &percent)?;
        if let Some([top, left, bottom, right]) = sheet.extent {
            area += u64::from(bottom - top + 1) * u64::from(right - left + 1);
        }
        if area > limits.cells as u64 {
            return Err(ReadError::TooManyCells { sheet: (sheets.len() + 1).to_string(), limit: limits.cells });
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn walk_sheet(stream: &[u8], start: usize, percent: &[bool]) -> Result<Walked, ReadError> {
    let (mut sheet, mut depth) = (Walked::default(), 0_usize);
    for (kind, data) in records(stream, start) {
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            _ if depth > 1 => {}
            record::DIMENSIONS => dimensions(data)?,
            record::ROW if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                sheet.hidden_rows.extend(word(data, 0).map(|row| u32::from(row) + 1));
            }
            record::MUL_RK => {
                let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { continue };
                let count = data.len().saturating_sub(6) / 6;
                for (at, column) in (0..count).zip(first..) {
                    sheet.cell(row, column, word(data, 4 + at * 6), percent);
                }
            }
            record::FORMULA
            | record::NUMBER
            | record::RK
            | record::LABEL
            | record::RSTRING
            | record::LABEL_SST
            | record::BOOL_ERR => {
                if let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) {
                    sheet.cell(row, column, word(data, 4), percent);
                }
            }
            _ => {}
        }
    }
    Ok(sheet)
}

impl Walked {
    fn cell(&mut self, row: u16, column: u16, style: Option<u16>, percent: &[bool]) {
        let (row, column) = (u32::from(row), u32::from(column));
        if style.is_some_and(|s| percent.get(usize::from(s)) == Some(&true)) {
            self.percent.insert((row, column as usize));
        }
        let [top, left, bottom, right] = self.extent.unwrap_or([row, column, row, column]);
        self.extent = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }
}

/// What a sheet claims to span; memory is set aside for it, so the claim must be possible.
fn dimensions(data: &[u8]) -> Result<(), ReadError> {
    let possible = match data.len() {
        14.. => {
            let (top, bottom) = (long(data, 0).unwrap_or(0), long(data, 4).unwrap_or(0));
            top <= 65_536 && bottom <= 65_536 && word(data, 8) <= Some(256) && word(data, 10) <= Some(256)
        }
        10.. => word(data, 4) <= Some(256) && word(data, 6) <= Some(256),
        _ => false,
    };
    if possible { Ok(()) } else { Err(ReadError::damaged(KIND, "impossible dimensions")) }
}

fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

//! Registers and progress tables as offices keep them: read, recognised, turned into values.

mod archive;
mod cell;
mod collect;
mod error;
mod header;
mod kind;
mod latin;
mod limits;
mod mapping;
mod matching;
mod ods;
mod period;
mod recognise;
mod rows;
mod separated;
pub mod typed;
mod unit;
mod xls;
mod xlsx;

pub use cell::{Cell, Number};
pub use error::{Looks, ReadError};
pub use kind::Kind;
pub use limits::Limits;
pub use mapping::{Mapped, Mapping};
pub use matching::Confidence;
pub use recognise::{Column, DataRow, Guess, Line, Recognised, Section, Total, TotalKind, recognise};
pub use unit::Unit;

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    pub kind: Kind,
    /// The name it came under; its ending proves nothing.
    pub file_name: String,
    /// The sheets that can be seen, in their order.
    pub sheets: Vec<Sheet>,
    /// The names of the sheets that were hidden, and so were not read.
    pub hidden_sheets: Vec<String>,
}

/// One sheet: the rows in which something stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
    /// Merged cells. Their value stands in the top left cell only.
    pub merges: Vec<Merge>,
}

/// A row in which something stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub hidden: bool,
    /// From the first column to the last that is filled.
    pub cells: Vec<Cell>,
}

/// A merged range; rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

impl Row {
    /// The cell in a column; empty beyond the last.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl Sheet {
    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }
}

/// Reads a file by its content. `file_name` decides one thing only: whether a text without any separator is a list.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { what: "file", limit: limits.file_bytes });
    }
    let kind = kind::of(bytes, limits)?;
    let (sheets, hidden_sheets) = match kind {
        Kind::Xlsx => xlsx::read(bytes, limits)?,
        Kind::Xls => xls::read(bytes, limits)?,
        Kind::Ods => ods::read(bytes, limits)?,
        Kind::Csv => (separated::read(bytes, file_name, limits)?, Vec::new()),
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(ReadError::Empty { hidden_sheets });
    }
    Ok(Workbook { kind, file_name: file_name.to_owned(), sheets, hidden_sheets })
}

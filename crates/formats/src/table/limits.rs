//! How much one file may ask of the machine, and the count of what it has asked so far.

use super::ReadError;
use super::cell::Cell;

/// The bounds of one file. The defaults hold any register of a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes: u64,
    /// All parts of a zip together, unpacked; also all text of the cells together.
    pub inflated_bytes: u64,
    /// Rows in which something stands, all sheets together. Empty rows are free.
    pub rows: usize,
    /// The column furthest to the right in which something stands.
    pub columns: usize,
    /// Cells up to the last filled one of each row, all sheets together.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 50 << 20, inflated_bytes: 400 << 20, rows: 200_000, columns: 200, cells: 4_000_000 }
    }
}

/// What a file has used of its limits.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    rows: usize,
    cells: usize,
    text_bytes: u64,
}

impl<'a> Budget<'a> {
    pub(super) const fn new(limits: &'a Limits) -> Self {
        Self { limits, rows: 0, cells: 0, text_bytes: 0 }
    }

    /// Asked before a cell is kept: its column, and the text it holds.
    pub(super) fn cell(&mut self, sheet: &str, column: usize, cell: &Cell) -> Result<(), ReadError> {
        if column >= self.limits.columns {
            return Err(ReadError::TooManyColumns { sheet: sheet.to_owned(), limit: self.limits.columns });
        }
        if let Cell::Text(text) | Cell::Error(text) = cell {
            self.text_bytes += text.len() as u64;
            if self.text_bytes > self.limits.inflated_bytes {
                return Err(ReadError::TooLarge { what: "text", limit: self.limits.inflated_bytes });
            }
        }
        Ok(())
    }

    /// Asked before a row is kept.
    pub(super) fn row(&mut self, sheet: &str) -> Result<(), ReadError> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(ReadError::TooManyRows { sheet: sheet.to_owned(), limit: self.limits.rows });
        }
        Ok(())
    }

    /// Asked before a row grows by so many cells.
    pub(super) fn cells(&mut self, sheet: &str, more: usize) -> Result<(), ReadError> {
        self.cells += more;
        if self.cells > self.limits.cells {
            return Err(ReadError::TooManyCells { sheet: sheet.to_owned(), limit: self.limits.cells });
        }
        Ok(())
    }
}

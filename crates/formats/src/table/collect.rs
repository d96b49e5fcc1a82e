//! Cells as a file gives them, put into rows, within the limits.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::limits::Budget;
use super::{Cell, Kind, Merge, ReadError, Row, Sheet};

/// One sheet while it is read.
pub(super) struct Collector<'b, 'l> {
    sheet: Sheet,
    budget: &'b mut Budget<'l>,
    sorted: bool,
}

impl<'b, 'l> Collector<'b, 'l> {
    pub(super) fn new(name: &str, budget: &'b mut Budget<'l>) -> Self {
        Self { sheet: Sheet { name: name.to_owned(), ..Sheet::default() }, budget, sorted: true }
    }

    /// Keeps a filled cell; an empty one costs nothing. Row from 1, column from 0.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), ReadError> {
        if cell.is_empty() {
            return Ok(());
        }
        let name = &self.sheet.name;
        self.budget.cell(name, column, &cell)?;
        if self.sheet.rows.last().is_none_or(|last| last.number != row) {
            self.budget.row(name)?;
            self.sorted &= self.sheet.rows.last().is_none_or(|last| last.number < row);
            self.sheet.rows.push(Row { number: row, ..Row::default() });
        }
        let Some(last) = self.sheet.rows.last_mut() else { return Ok(()) };
        if column >= last.cells.len() {
            self.budget.cells(name, column + 1 - last.cells.len())?;
            last.cells.resize(column + 1, Cell::Empty);
        }
        last.cells[column] = cell;
        Ok(())
    }

    pub(super) fn merge(&mut self, merge: Merge) {
        let wide = merge.last_column > merge.first_column || merge.last_row > merge.first_row;
        let sane = merge.last_column >= merge.first_column && merge.last_row >= merge.first_row;
        if wide && sane {
            self.sheet.merges.push(merge);
        }
    }

    /// The sheet, its rows in order.
    pub(super) fn finish(mut self, hidden_rows: &[u32]) -> Sheet {
        if !self.sorted {
            self.sheet.rows.sort_by_key(|row| row.number);
            self.sheet.rows = joined(self.sheet.rows);
        }
        let hidden: BTreeSet<u32> = hidden_rows.iter().copied().collect();
        if !hidden.is_empty() {
            for row in &mut self.sheet.rows {
                row.hidden = hidden.contains(&row.number);
            }
        }
        self.sheet
    }
}

/// A row given in several pieces, as one.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut whole: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match whole.last_mut() {
            Some(last) if last.number == row.number => {
                let width = last.cells.len().max(row.cells.len());
                last.cells.resize(width, Cell::Empty);
                for (column, cell) in row.cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                    last.cells[column] = cell;
                }
            }
            _ => whole.push(row),
        }
    }
    whole
}

/// A parser of others' making may stumble over a damaged file; that is the file's fault, and no reason to fall.
pub(super) fn guarded<T>(kind: Kind, parse: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|_| Err(ReadError::damaged(kind, "the parser gave up")))
}

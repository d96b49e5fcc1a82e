//! Where the header stands: the rows that name the most fields, flattened to one path a column (`计划/小区数`).

use std::collections::HashMap;
use std::ops::Range;

use linli_domain::kernel::table::Field;
use linli_domain::kernel::text::{clean_line, half_width};

use super::matching::{Confidence, Names};
use super::{Cell, Row, Sheet};

/// A header is looked for in the first rows only, and has no more rows than this.
const LOOK_AT: usize = 25;
const MOST_ROWS: usize = 4;

/// The header of a sheet: which of its rows, and one text and guess a column.
pub(super) struct Header {
    pub(super) rows: Range<usize>,
    pub(super) texts: Vec<String>,
    pub(super) guesses: Vec<Option<(&'static str, Confidence)>>,
}

pub(super) fn find(sheet: &Sheet, fields: &[Field]) -> Header {
    let grid = Grid::new(sheet);
    let names = Names::new(fields);
    let last = sheet.rows.len().min(LOOK_AT);
    let mut best: Option<(u32, Range<usize>)> = None;
    for start in (0..last).filter(|at| grid.may_start(*at)) {
        for end in start + 1..=(start + MOST_ROWS).min(last) {
            let score = names.score(&grid.flatten(start..end));
            if score > best.as_ref().map_or(0, |(score, _)| *score) {
                best = Some((score, start..end));
            }
        }
    }
    // Without any known name: the first row that could be one.
    let rows = best.map(|(_, rows)| rows).or_else(|| (0..last).find(|at| grid.may_start(*at)).map(|at| at..at + 1));
    let rows = grid.extended(rows.unwrap_or(0..0));
    let texts = grid.flatten(rows.clone());
    let guesses = names.guess(&texts);
    Header { rows, texts, guesses }
}

/// The first rows of a sheet, merged cells filled.
struct Grid<'s> {
    sheet: &'s Sheet,
    width: usize,
    /// The value that a merge spreads to row (by number) and column.
    spread: HashMap<(u32, usize), String>,
}

impl<'s> Grid<'s> {
    fn new(sheet: &'s Sheet) -> Self {
        let top = &sheet.rows[..sheet.rows.len().min(LOOK_AT + MOST_ROWS)];
        let width = top.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut spread = HashMap::new();
        for merge in &sheet.merges {
            let Some(first) = top.iter().find(|row| row.number == merge.first_row) else { continue };
            let text = label(first.cell(merge.first_column as usize));
            let bottom = merge.last_row.min(top.last().map_or(0, |row| row.number));
            let right = (merge.last_column as usize).min(width.saturating_sub(1));
            for row in top.iter().map(|row| row.number).filter(|n| (merge.first_row..=bottom).contains(n)) {
                for column in merge.first_column as usize..=right {
                    spread.insert((row, column), text.clone());
                }
            }
        }
        Self { sheet, width, spread }
    }

    fn text(&self, row: &Row, column: usize) -> String {
        match self.spread.get(&(row.number, column)) {
            Some(text) => text.clone(),
            None => label(row.cell(column)),
        }
    }

    /// A header starts with at least two different texts, with more texts than figures, and not within a merged cell.
    fn may_start(&self, at: usize) -> bool {
        let row = &self.sheet.rows[at];
        if self.sheet.merges.iter().any(|m| m.first_row < row.number && row.number <= m.last_row) {
            return false;
        }
        let texts: Vec<String> =
            (0..self.width).map(|column| self.text(row, column)).filter(|t| !t.is_empty()).collect();
        let figures = row.cells.iter().filter(|cell| !matches!(cell, Cell::Empty | Cell::Text(_))).count();
        let different = texts.iter().collect::<std::collections::HashSet<_>>().len();
        different >= 2.min(self.width) && different > 0 && figures * 2 < texts.len().max(1)
    }

    fn flatten(&self, rows: Range<usize>) -> Vec<String> {
        let rows = &self.sheet.rows[rows];
        let mut paths = vec![Vec::<String>::new(); self.width];
        for (at, row) in rows.iter().enumerate() {
            let below = &rows[at + 1..];
            let mut left = String::new();
            for (column, path) in paths.iter_mut().enumerate() {
                let mut text = self.text(row, column);
                let merged = self.spread.contains_key(&(row.number, column));
                if text.is_empty() && !merged && below.iter().any(|row| !self.text(row, column).is_empty()) {
                    // A group title that was centred over its columns, or whose merge was lost in a text file.
                    text.clone_from(&left);
                } else {
                    left.clone_from(&text);
                }
                if !text.is_empty() && path.last() != Some(&text) {
                    path.push(text);
                }
            }
        }
        paths.into_iter().map(|path| path.join("/")).collect()
    }

    /// Rows that the merged cells of the header reach into, or that part a group of it, belong to it.
    fn extended(&self, rows: Range<usize>) -> Range<usize> {
        let mut end = rows.end;
        while end > rows.start && end < self.sheet.rows.len().min(rows.start + MOST_ROWS) {
            let (last, next) = (&self.sheet.rows[end - 1], &self.sheet.rows[end]);
            let merges = || self.sheet.merges.iter().filter(|m| (m.first_row..=m.last_row).contains(&last.number));
            let reaches =
                merges().any(|m| m.last_row >= next.number && m.first_row >= self.sheet.rows[rows.start].number);
            let words = next.cells.iter().all(|cell| matches!(cell, Cell::Empty | Cell::Text(_)));
            let parts = merges().any(|m| m.last_column > m.first_column && m.last_row == last.number) && words;
            if !reaches && !parts {
                break;
            }
            end += 1;
        }
        rows.start..end
    }
}

/// A header cell in one line, half width.
fn label(cell: &Cell) -> String {
    let text = clean_line(&half_width(&cell.shown()));
    let han = |c: char| !c.is_ascii();
    let mut tight = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for (at, c) in letters.iter().enumerate() {
        // 小 区 名 称 is spread for looks; floor area is two words.
        let spread = *c == ' '
            && (at.checked_sub(1).is_some_and(|b| han(letters[b])) || letters.get(at + 1).is_some_and(|n| han(*n)));
        if !spread {
            tight.push(if *c == '/' { '／' } else { *c });
        }
    }
    tight
}

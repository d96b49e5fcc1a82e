//! The column in which units stand, where its heading does not tell: tables leave it empty, or write 月度 in it.

use linli_formats::table::{Cell, Confidence, Guess, Recognised};

use super::super::units::Units;

/// Names that are looked at to see whose table a file is.
const LOOKED_AT: usize = 300;

/// Takes the column in which most cells are units for that of the units, if the one that is headed so holds none.
pub(super) fn find_column(found: &mut Recognised, units: &Units) {
    let named = |index: usize| {
        let cells = found.rows.iter().filter_map(|row| row.cells.get(index));
        cells.filter(|cell| matches!(cell, Cell::Text(_)) && units.find(&cell.shown()).is_ok()).count()
    };
    let headed = found.column("unit").map(|column| column.index);
    if headed.is_some_and(|index| named(index) > 0) {
        return;
    }
    let free = found.columns.iter().filter(|column| column.guess.is_none()).map(|column| column.index);
    let best = free.map(|index| (named(index), std::cmp::Reverse(index))).max();
    let Some((_, std::cmp::Reverse(index))) = best.filter(|(count, _)| *count > 0 && count * 2 >= found.rows.len())
    else {
        return;
    };
    for column in &mut found.columns {
        if Some(column.index) == headed {
            column.guess = None;
        }
        if column.index == index {
            column.guess = Some(Guess { field: "unit", confidence: Confidence::Fuzzy });
        }
    }
}

/// Every text of the table that may be a name, or a code of six digits and more.
pub(super) fn all(found: &Recognised) -> Vec<String> {
    let texts = found.rows.iter().flat_map(|row| &row.cells).filter(|cell| matches!(cell, Cell::Text(_)));
    let mut names: Vec<String> = Vec::new();
    for text in texts.map(|cell| cell.shown().into_owned()) {
        let figure = text.chars().all(|c| c.is_ascii_digit() || ".,%-—/".contains(c)) && text.len() < 6;
        if !figure && names.len() < LOOKED_AT && !names.contains(&text) {
            names.push(text);
        }
    }
    names
}

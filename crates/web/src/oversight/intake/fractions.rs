//! Rates written as fractions: 0.4317 for 43.17 %.

use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::text::half_width;
use linli_domain::oversight::declared::FIELDS;
use linli_formats::table::{Cell, Column, Number, Recognised};

/// The largest rate that is taken for a fraction: a little more may be started than was planned.
const LARGEST_FRACTION: f64 = 1.5;

/// A column of rates in which nothing is above one and no per cent sign stands anywhere holds fractions: 0.4317 is 43.17 %.
pub(super) fn read(found: &mut Recognised) {
    let rates = |column: &&Column| {
        let field = column.guess.and_then(|guess| FIELDS.iter().find(|field| field.key == guess.field));
        field.is_some_and(|field| field.kind == FieldKind::Percent) && column.unit.is_none()
    };
    let rates: Vec<usize> = found.columns.iter().filter(rates).map(|column| column.index).collect();
    for index in rates {
        let rows = found.rows.iter().chain(found.totals.iter().map(|total| &total.row));
        let cells: Vec<&Cell> = rows.filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_empty()).collect();
        let fractions: Vec<Option<f64>> = cells.iter().map(|cell| fraction(cell)).collect();
        let is_one = |value: &Option<f64>| value.is_none_or(|value| (0.0..=LARGEST_FRACTION).contains(&value));
        let tells = fractions.iter().flatten().any(|value| *value > 0.0 && *value < 1.0);
        let other = cells.iter().any(|cell| matches!(cell, Cell::Number(number) if number.percent))
            || cells.iter().any(|cell| cell.shown().contains(['%', '％']));
        if other || !tells || !fractions.iter().all(is_one) {
            continue;
        }
        let rows = found.rows.iter_mut().chain(found.totals.iter_mut().map(|total| &mut total.row));
        for cell in rows.filter_map(|row| row.cells.get_mut(index)) {
            if fraction(cell).is_some() {
                *cell = Cell::Number(Number { text: half_width(&cell.shown()).trim().to_owned(), percent: true });
            }
        }
    }
}

/// The number in a cell; nothing in one that holds words or a dash.
fn fraction(cell: &Cell) -> Option<f64> {
    half_width(&cell.shown()).trim().parse().ok()
}

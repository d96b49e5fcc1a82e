//! From a cell to a domain value, or to what is wrong with it. Nothing is guessed that would change a figure: an amount
//! whose unit the file does not say is a problem, not yuan.

mod date;
mod value;

use std::collections::BTreeMap;

use linli_domain::kernel::table::Field;
use linli_domain::kernel::{Area, Date, Money, Month, Percent};

pub use value::{Problem, Value, rounded, value};

use super::{DataRow, Recognised};

/// What is wrong with one cell, for the person who will correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    pub row: u32,
    pub field: &'static str,
    /// The header of its column, or nothing where the table has no such column.
    pub column: Option<String>,
    pub given: String,
    pub problem: Problem,
}

/// An amount that a workbook computed finer than a fen, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounded {
    pub field: &'static str,
    pub column: Option<String>,
    pub given: String,
    pub taken: Money,
}

/// One row as values by field key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedRow {
    pub number: u32,
    pub values: BTreeMap<&'static str, Value>,
    pub problems: Vec<CellProblem>,
    /// What is in `values`, and not to the last digit what the file holds: to be shown.
    pub rounded: Vec<Rounded>,
}

/// Reads every field of a row; a required field without a value is a problem too.
pub fn row(found: &Recognised, row: &DataRow, fields: &[Field]) -> TypedRow {
    let mut typed = TypedRow { number: row.number, ..TypedRow::default() };
    for field in fields {
        let column = found.column(field.key);
        let cell = column.map_or(&super::Cell::Empty, |c| row.cells.get(c.index).unwrap_or(&super::Cell::Empty));
        let problem = match value(cell, field.kind, column.and_then(|c| c.unit)) {
            Ok(Some(value)) => {
                typed.values.insert(field.key, value);
                continue;
            }
            Ok(None) if field.required => Problem::Missing,
            Ok(None) => continue,
            Err(problem) => problem,
        };
        let unit = column.and_then(|c| c.unit);
        let (column, given) = (column.map(|c| c.header.clone()), cell.shown().into_owned());
        let taken = (problem == Problem::FinerThanAFen).then(|| rounded(cell, unit)).flatten();
        if let Some(taken) = taken {
            typed.values.insert(field.key, Value::Money(taken));
            typed.rounded.push(Rounded { field: field.key, column, given, taken });
            continue;
        }
        typed.problems.push(CellProblem { row: row.number, field: field.key, column, given, problem });
    }
    typed
}

macro_rules! getters {
    ($($name:ident: $variant:ident => $type:ty),* $(,)?) => {
        impl TypedRow {
            $(pub fn $name(&self, field: &str) -> Option<$type> {
                match self.values.get(field) {
                    Some(Value::$variant(value)) => Some(value.clone()),
                    _ => None,
                }
            })*
        }
    };
}

getters! {
    text: Text => String,
    code: Code => String,
    integer: Integer => i64,
    money: Money => Money,
    area: Area => Area,
    date: Date => Date,
    year: Year => i16,
    month: Month => Month,
    percent: Percent => Percent,
    yes_no: YesNo => bool,
}

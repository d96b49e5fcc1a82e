//! Tables going out: workbooks and CSV files that show every character and run none.

mod separated;
mod template;
mod workbook;

use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::{Area, Date, Money, Percent};

use crate::table::{Cell, Number};

pub use separated::write_csv;
pub use template::{Template, TemplateColumn, write_template};
pub use workbook::{write_book, write_xlsx};

/// A table to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The name of the sheet.
    pub name: String,
    /// A line over the whole table; nothing where the file is to be read by machines.
    pub title: Option<String>,
    /// Says that the figures are made up (示例数据); stands above the header.
    pub illustrative: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Lines below the table.
    pub notes: Vec<String>,
}

/// A column to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub header: String,
    pub format: Format,
}

/// How the figures of a column are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    /// A whole number.
    Count,
    /// An amount or an area, two decimals.
    Amount,
    Percent,
    Date,
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("the text could not be written: {0}")]
    Text(#[from] csv::Error),
}

impl Column {
    pub fn new(header: impl Into<String>, format: Format) -> Self {
        Self { header: header.into(), format }
    }
}

impl Cell {
    /// An amount in the unit of its column, exact to the fen.
    pub fn money(amount: Money, unit: MoneyUnit) -> Self {
        match unit {
            MoneyUnit::Yuan => Self::number(shortest(&amount.to_yuan())),
            MoneyUnit::Wan => Self::number(shortest(&amount.to_wan_exact())),
            MoneyUnit::Yi => {
                Self::number(shortest(&linli_domain::kernel::text::with_decimals(amount.fen().into(), 10)))
            }
        }
    }

    pub fn area(area: Area) -> Self {
        Self::number(shortest(&area.to_string()))
    }

    /// A rate, shown with its sign: 43.17%.
    pub fn percent(rate: Percent) -> Self {
        let fraction = linli_domain::kernel::text::with_decimals(rate.hundredths().into(), 4);
        Self::Number(Number { text: shortest(&fraction), percent: true })
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::number(number.to_string())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

/// A decimal text without zeros at its end.
fn shortest(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// Characters that make a spreadsheet take a text for a formula, or for the start of one.
fn could_run(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A text for a CSV file: an apostrophe keeps it from running. A text that already has apostrophes before such a
/// character gets one more, so that reading takes away exactly what writing added.
pub(crate) fn protected(text: &str) -> String {
    if could_run(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// What [`protected`] was made from.
pub(crate) fn unprotected(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if could_run(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

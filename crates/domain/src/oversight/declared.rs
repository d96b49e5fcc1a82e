//! Declared tables of progress (申报进度表): what units outside Linli say of themselves, kept as they said it.
//!
//! Nothing in a declared table is corrected by Linli. A correction is a new version of the table;
//! what does not add up is named as a [`super::Finding`].

use serde::{Deserialize, Serialize};

use super::figures::Figures;
pub use super::headings::FIELDS;
use crate::kernel::{DivisionCode, Money, Month, Percent};

crate::id! {
    /// One version of a declared table.
    TableId
}

/// The columns such a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Unit,
    Planned,
    Started,
    StartRate,
    Finished,
    CompletionRate,
    HouseholdsPlanned,
    HouseholdsStarted,
    HouseholdsFinished,
    PlannedInvestment,
    DoneInvestment,
    InvestmentRate,
    Note,
}

/// The rates as they were printed in the table; nothing where the table has no such column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRates {
    pub start: Option<Percent>,
    pub completion: Option<Percent>,
    pub investment: Option<Percent>,
}

/// What one line says of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    pub figures: Figures,
    pub printed: PrintedRates,
    pub note: Option<String>,
    /// The amounts that the file holds finer than a fen, as a workbook computed them; `figures` has them to the fen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounded: Vec<Rounded>,
}

/// An amount as the file holds it, in the unit of its column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounded {
    pub column: Column,
    pub given: String,
}

impl Declaration {
    /// Figures alone, as they are.
    pub const fn of(figures: Figures, printed: PrintedRates) -> Self {
        Self { figures, printed, note: None, rounded: Vec::new() }
    }
}

/// One line: the unit and what it declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    pub unit: DivisionCode,
    /// The unit's name as the table writes it.
    pub written: String,
    /// The line in the file, counted from 1.
    pub line: i64,
    pub says: Declaration,
}

/// A whole table of one scope and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredTable {
    /// The division whose units the table lists.
    pub scope: DivisionCode,
    pub month: Month,
    pub rows: Vec<DeclaredRow>,
    /// The printed total line, where there is one.
    pub total: Option<Declaration>,
}

impl DeclaredTable {
    pub fn sum(&self) -> Figures {
        self.rows.iter().map(|row| row.says.figures).sum()
    }

    pub fn of(&self, unit: DivisionCode) -> Option<&DeclaredRow> {
        self.rows.iter().find(|row| row.unit == unit)
    }
}

/// The columns of whole numbers and of money that a total line adds up.
pub(super) fn summed(figures: &Figures) -> [(Column, Option<Sum>); 8] {
    let count = |n: i64| Some(Sum::Count(n));
    let households = |pick: fn(&super::figures::Households) -> Option<i64>| {
        figures.households.as_ref().and_then(pick).map(Sum::Count)
    };
    [
        (Column::Planned, count(figures.planned)),
        (Column::Started, count(figures.started)),
        (Column::Finished, figures.finished.map(Sum::Count)),
        (Column::HouseholdsPlanned, households(|h| Some(h.planned))),
        (Column::HouseholdsStarted, households(|h| Some(h.started))),
        (Column::HouseholdsFinished, households(|h| h.finished)),
        (Column::PlannedInvestment, Some(Sum::Money(figures.planned_investment))),
        (Column::DoneInvestment, Some(Sum::Money(figures.done_investment))),
    ]
}

/// A count or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    Count(i64),
    Money(Money),
}

impl Column {
    /// The key in files, addresses and texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Planned => "planned",
            Self::Started => "started",
            Self::StartRate => "start_rate",
            Self::Finished => "finished",
            Self::CompletionRate => "completion_rate",
            Self::HouseholdsPlanned => "households_planned",
            Self::HouseholdsStarted => "households_started",
            Self::HouseholdsFinished => "households_finished",
            Self::PlannedInvestment => "planned_investment",
            Self::DoneInvestment => "done_investment",
            Self::InvestmentRate => "investment_rate",
            Self::Note => "note",
        }
    }
}

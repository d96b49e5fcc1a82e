//! Loading a register from a table (台账导入): what its columns may be, and what each row would do here.
//!
//! A row adds a neighbourhood, changes one, says what is known already, or is refused with every reason at once. An
//! empty cell never erases what is known; the word 清空 (`clear`) does.

mod columns;
mod facts;
mod places;
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Facts, Neighbourhood};
use crate::kernel::{Area, Money};

pub use columns::{FIELDS, says_clear};
pub use plan::{Ground, plan};

crate::id! {
    /// One file that was loaded, or is about to be.
    ImportId
}

/// One row as it was read: values where cells had some, reasons where they could not be read.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// As the spreadsheet counts, from 1.
    pub row: u32,
    /// The heading that the row stands under (一、长铺镇).
    pub section: Option<String>,
    /// Cells of words, by the key of their field.
    pub words: BTreeMap<&'static str, String>,
    pub built_year: Option<i16>,
    pub floor_area: Option<Area>,
    pub buildings: Option<i64>,
    pub households: Option<i64>,
    pub plan_year: Option<i16>,
    pub planned_investment: Option<Money>,
    pub started_on: Option<Date>,
    pub finished_on: Option<Date>,
    /// Fields whose cell says 清空.
    pub cleared: Vec<&'static str>,
    pub reasons: Vec<Reason>,
    /// The headers of the columns, by the key of their field.
    pub headers: Arc<BTreeMap<&'static str, String>>,
}

/// Why a row is refused: the cell, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub field: String,
    /// The header of its column; nothing where the table has no such column.
    pub column: Option<String>,
    pub given: String,
    /// A key for the page's words, such as `unknown-town`.
    pub why: String,
    /// What the words need besides: names that are near, the number of the other row.
    pub detail: Option<String>,
}

/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub row: u32,
    /// The name as the row gives it, to be recognised by.
    pub name: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    New(Box<Facts>),
    Changed { was: Box<Neighbourhood>, facts: Box<Facts> },
    Same(Box<Neighbourhood>),
    Refused(Vec<Reason>),
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub refused: i64,
}

impl Outcome {
    pub const ALL: [&'static str; 4] = ["new", "changed", "same", "refused"];

    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::New(_) => "new",
            Self::Changed { .. } => "changed",
            Self::Same(_) => "same",
            Self::Refused(_) => "refused",
        }
    }
}

impl Counts {
    pub fn of(planned: &[Planned]) -> Self {
        let mut counts = Self::default();
        for row in planned {
            match row.outcome {
                Outcome::New(_) => counts.new += 1,
                Outcome::Changed { .. } => counts.changed += 1,
                Outcome::Same(_) => counts.same += 1,
                Outcome::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }

    pub const fn all(self) -> i64 {
        self.new + self.changed + self.same + self.refused
    }

    /// How many records an import would write.
    pub const fn written(self) -> i64 {
        self.new + self.changed
    }
}

impl Given {
    pub fn word(&self, field: &str) -> Option<&str> {
        self.words.get(field).map(String::as_str).filter(|word| !word.is_empty())
    }

    /// A reason about one of this row's cells.
    pub fn reason(&self, field: &str, why: &str) -> Reason {
        Reason {
            field: field.to_owned(),
            column: self.headers.get(field).cloned(),
            given: self.shown(field),
            why: why.to_owned(),
            detail: None,
        }
    }

    fn shown(&self, field: &str) -> String {
        let text = match field {
            "built_year" => self.built_year.map(|year| year.to_string()),
            "floor_area" => self.floor_area.map(|area| area.to_string()),
            "buildings" => self.buildings.map(|n| n.to_string()),
            "households" => self.households.map(|n| n.to_string()),
            "plan_year" => self.plan_year.map(|year| year.to_string()),
            "planned_investment" => self.planned_investment.map(|money| money.to_string()),
            "started_on" => self.started_on.map(|day| day.to_string()),
            "finished_on" => self.finished_on.map(|day| day.to_string()),
            _ => self.word(field).map(|word| word.chars().take(200).collect()),
        };
        text.unwrap_or_default()
    }
}

impl Reason {
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

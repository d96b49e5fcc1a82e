//! What is wrong with a file, and where: the facts; whoever shows it finds the words.

use linli_domain::planning::lift::NoShares;

use crate::json::{NotJson, Unread};

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct Problem {
    /// As editors count, from 1.
    pub line: u32,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error(transparent)]
    Json(NotJson),
    #[error("not a lift in this format: {given}")]
    Format { given: String },
    #[error("version {given} is not known")]
    Version { given: u64 },
    #[error("{field} cannot be {given}")]
    Value { field: &'static str, given: String },
    #[error("{field} is no sum in yuan with two decimals at most: {given}")]
    Money { field: &'static str, given: String },
    #[error("{field} is no area above zero with two decimals at most: {given}")]
    Area { field: &'static str, given: String },
    #[error("{field} is no number from 0 to 1000 with three decimals at most: {given}")]
    Coefficient { field: &'static str, given: String },
    #[error("floor {floor} stands there twice")]
    FloorTwice { floor: i64 },
    #[error("a table names 1 to {limit} floors")]
    Floors { limit: usize },
    #[error("there is no group {id}")]
    NoGroup { id: String },
    #[error("household {id} stands in line {first} already")]
    HouseholdTwice { id: String, first: u32 },
    #[error("group {id} stands in line {first} already")]
    GroupTwice { id: String, first: u32 },
    #[error("household {id} has no area, and area decides")]
    NoArea { id: String },
    #[error("there is no household {id}")]
    NoHousehold { id: String },
    #[error(transparent)]
    NoShares(NoShares),
}

impl Wrong {
    pub(super) const fn at(self, line: u32) -> Problem {
        Problem { line, wrong: self }
    }
}

impl From<Unread> for Problem {
    fn from(unread: Unread) -> Self {
        Wrong::Json(unread.why).at(unread.line)
    }
}

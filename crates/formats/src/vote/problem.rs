//! What is wrong with a file, and where: the facts; whoever shows it finds the words.

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
    #[error("more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("UTF-16 instead of UTF-8")]
    Utf16,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("not JSON as it should be: {why}")]
    NotJson { why: String },
    #[error("no field {field} is known here")]
    UnknownField { field: String },
    #[error("{field} is missing")]
    Missing { field: String },
    #[error("{field} stands there twice")]
    FieldTwice { field: String },
    #[error("not a vote in this format: {given}")]
    Format { given: String },
    #[error("version {given} is not known")]
    Version { given: u64 },
    #[error("{field} cannot be {given}")]
    Value { field: &'static str, given: String },
    #[error("the first day is after the last")]
    Window,
    #[error("options lack {lacks}")]
    Options { lacks: &'static str },
    #[error("{field} is no area above zero with two decimals at most: {given}")]
    Area { field: String, given: String },
    #[error("area is too large")]
    AreaTooLarge,
    #[error("there are no heads")]
    NoHeads,
    #[error("more than {limit} {field}")]
    TooMany { field: &'static str, limit: usize },
    #[error("head {id} stands in line {first} already")]
    HeadTwice { id: String, first: u32 },
    #[error("head {id} has no dwelling")]
    NoDwelling { id: String },
    #[error("head {id} has no owner")]
    NoOwner { id: String },
    #[error("owner {owner} stands twice in one head")]
    OwnerTwice { owner: String },
    #[error("the same owners are a head in line {first} already")]
    SameOwners { first: u32 },
    #[error("unsold dwellings are a head in line {first} already")]
    UnsoldTwice { first: u32 },
    #[error("dwelling {name} stands in line {first} already")]
    DwellingTwice { name: String, first: u32 },
    #[error("total heads are {said}, and there are {found}")]
    TotalHeads { said: i64, found: i64 },
    #[error("total area is {said}, and the dwellings have {found}")]
    TotalArea { said: String, found: String },
    #[error("ballot {number} stands in line {first} already")]
    BallotTwice { number: u32, first: u32 },
    #[error("there is no head {id}")]
    UnknownHead { id: String },
    #[error("a ballot on paper is typed in by two people")]
    TwoClerks,
    #[error("both who typed it in are {clerk}")]
    SameClerk { clerk: String },
    #[error("the code is that of ballot {number}")]
    CodeOfAnother { number: u32 },
}

impl Wrong {
    pub(super) const fn at(self, line: u32) -> Problem {
        Problem { line, wrong: self }
    }
}

impl From<Unread> for Problem {
    fn from(unread: Unread) -> Self {
        let wrong = match unread.why {
            NotJson::TooLarge { limit } => Wrong::TooLarge { limit },
            NotJson::Utf16 => Wrong::Utf16,
            NotJson::NotUtf8 => Wrong::NotUtf8,
            NotJson::Malformed { why } => Wrong::NotJson { why },
            NotJson::UnknownField { field } => Wrong::UnknownField { field },
            NotJson::Missing { field } => Wrong::Missing { field },
            NotJson::FieldTwice { field } => Wrong::FieldTwice { field },
        };
        wrong.at(unread.line)
    }
}

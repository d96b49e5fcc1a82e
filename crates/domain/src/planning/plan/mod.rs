//! The plan of a neighbourhood (一小区一方案): its versions, each with the items that it holds.
//!
//! There is one plan for a neighbourhood, and one draft of it at a time. A version that was posted never changes; whoever wants
//! it otherwise makes the next one from it, and both can be laid side by side. An item keeps its id from version to version, so
//! that what was voted, paid and built is followed back to what was asked for.

mod check;
mod compare;
mod item;
mod matrix;
mod sums;

use crate::kernel::text::clean_text;
use crate::kernel::{Money, NeighbourhoodId, Timestamp};
use crate::organisation::{BodyId, TermId};

pub use check::{Check, Seen, checks};
pub use compare::{Difference, Field, Line, compare};
#[cfg(test)]
pub(super) use item::tests::roof as item_for_tests;
pub use item::{
    BadItem, Item, ItemId, LONGEST_REASON, LONGEST_TITLE, LONGEST_UNIT, LONGEST_UPKEEP, MOST_COST, MOST_NEEDS,
    MOST_PARTS, Part, Place, Quantity, Standing, Upkeep,
};
pub use matrix::{Matrix, NeedRow};
pub use sums::{ClassSum, Sums};

crate::id! {
    /// One version of a plan.
    VersionId
}

/// A plan has no more items: nobody reads a longer one at the gate.
pub const MOST_ITEMS: usize = 200;
/// The words that open a plan are no longer.
pub const LONGEST_SUMMARY: usize = 2_000;
/// No neighbourhood has more to spend: a hundred million yuan and more is not a neighbourhood.
pub const MOST_BUDGET: Money = Money::from_yuan(10_000_000_000);

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 草案: it may still be changed.
    Draft,
    /// 已公示: what it says stays.
    Posted,
    /// 已撤回: the notice was taken down before its time.
    Withdrawn,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Posted => "posted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Draft, Self::Posted, Self::Withdrawn].into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// A version, without its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: VersionId,
    pub neighbourhood: NeighbourhoodId,
    /// Counted from 1 in each neighbourhood.
    pub number: i64,
    pub state: State,
    pub facts: Facts,
    /// Whom it named when it was posted: the leader in charge, and the residents' supervision body.
    pub leader: Option<TermId>,
    pub body: Option<BodyId>,
    /// Counts its changes: who changes it says which one they have seen.
    pub revision: i64,
    pub at: Timestamp,
    pub by_name: String,
}

/// What a version says as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it is about, in a few sentences for those who live there.
    pub summary: String,
    /// What there is to spend; nothing where nobody knows yet.
    pub budget: Option<Money>,
}

/// Why a version is not kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFacts {
    #[error("the text is longer than {LONGEST_SUMMARY} characters")]
    SummaryTooLong,
    #[error("the budget is not above zero, or beyond all measure")]
    Budget,
}

impl Facts {
    /// Checks what somebody typed.
    pub fn checked(mut self) -> Result<Self, BadFacts> {
        self.summary = clean_text(&self.summary);
        if self.summary.chars().count() > LONGEST_SUMMARY {
            return Err(BadFacts::SummaryTooLong);
        }
        match self.budget {
            Some(budget) if budget <= Money::ZERO || budget > MOST_BUDGET => Err(BadFacts::Budget),
            _ => Ok(self),
        }
    }
}

/// Why a plan is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("a version that was posted never changes")]
    Fixed,
    #[error("there is a draft already")]
    DraftThere,
    #[error("a plan has no more than {MOST_ITEMS} items")]
    Full,
    #[error("the need stands on another board, or on none")]
    NoSuchNeed,
    #[error("the place is not in this neighbourhood")]
    NoSuchPlace,
    #[error("the version has nothing in it")]
    Nothing,
    #[error("something stands against posting it")]
    Hindered,
    #[error("it is so already")]
    SoAlready,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_above_zero_and_within_measure() {
        let with = |yuan| Facts { budget: Some(Money::from_yuan(yuan)), ..Facts::default() }.checked();
        assert!(with(1).is_ok() && with(10_000_000_000).is_ok());
        for yuan in [0, -1, 10_000_000_001] {
            assert_eq!(with(yuan), Err(BadFacts::Budget));
        }
        assert!(Facts::default().checked().is_ok());
    }

    #[test]
    fn words_are_cleaned_and_bounded() {
        let said = |text: &str| Facts { summary: text.into(), budget: None }.checked();
        assert_eq!(said(" 先地下、后地上 \r\n").map(|facts| facts.summary), Ok("先地下、后地上".into()));
        assert_eq!(said(&"长".repeat(LONGEST_SUMMARY + 1)), Err(BadFacts::SummaryTooLong));
    }
}

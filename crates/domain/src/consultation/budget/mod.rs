//! Sharing out a budget (预算分配): which projects to take, from what households wish, what each costs and what there is.
//!
//! Two rules stand side by side. [`greedy`] is what most cities do: the most votes first, as long as the money lasts, so that one
//! half of a neighbourhood can decide about all of it. [`equal_shares`] gives every household the same share to spend on what it
//! wishes: a third of the households decides about a third of the money. Both are exact: no result depends on rounding, on the
//! order of ballots, or on anything but the election; equals are told apart by the letters of their ids.
//!
//! ```
//! use linli_domain::consultation::budget::*;
//!
//! let project = |id: &str, cost| Project { id: id.into(), name: id.into(), cost };
//! let ballot = |wishes: &[u32]| Ballot { wishes: wishes.iter().map(|&project| Wish { project, points: 1 }).collect() };
//! // Two households of three want ramps and lamps, one wants a bench.
//! let projects = vec![project("ramp", 200), project("lamp", 100), project("bench", 100)];
//! let ballots = vec![ballot(&[0, 1]), ballot(&[0, 1]), ballot(&[2])];
//! let election = Election::new(BallotKind::Approval, 1, 300, projects, ballots)?;
//!
//! assert_eq!(greedy(&election, Utility::Cost), [1, 0]);
//! let outcome = equal_shares(&election, Utility::Cost, Completion::None).expect("an outcome");
//! assert_eq!(outcome.order(), [1, 2]);
//! assert_eq!(outcome.steps[0].payments[0].each.to_string(), "50");
//! # Ok::<(), NoElection>(())
//! ```

mod chain;
mod election;
mod equal_shares;
mod explain;
mod fraction;
mod greedy;
mod run;
mod support;

#[cfg(test)]
mod tests;

pub use election::{
    Ballot, BallotKind, Election, FINEST, MOST_BALLOTS, MOST_MONEY, MOST_PARTS, MOST_POINTS, MOST_PROJECTS, NoElection,
    Project, Wish,
};
pub use equal_shares::{Completion, Endless, MOST_OUTCOMES, Outcome, equal_shares};
pub use explain::{Payment, Refused, Step};
pub use fraction::Fraction;
pub use greedy::greedy;
pub use support::Utility;

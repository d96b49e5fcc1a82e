//! The owners' vote (业主表决) under article 278 of the Civil Code. It binds every owner, unlike the consent survey (意愿征询).
//!
//! A [`Roll`] says who votes and with what weight: by heads, and by exclusive area in hundredths of a square metre. [`Ballot`]s
//! come on paper, by proxy or online; [`judge`] says which of them take part, and why the others do not; [`Tally`] counts the
//! rest in whole numbers against the [`Rule`] of the matter. [`Bound`] binds all ballots by one root of a Merkle tree, so that a
//! changed, removed or added ballot is found, and a receipt proves that a ballot was counted.
//!
//! ```
//! use linli_domain::kernel::Area;
//! use linli_domain::planning::vote::*;
//!
//! let day = |day| linli_domain::kernel::Date::constant(2022, 5, day);
//! // Of three owners of equal dwellings two come, and one of them says no.
//! let head = |id: &str| Head {
//!     id: id.into(),
//!     owners: vec![format!("owner of {id}")],
//!     dwellings: vec![Dwelling { name: id.into(), area: Area::from_hundredths(9_000) }],
//!     unsold: false,
//!     delivered: true,
//! };
//! let roll = Roll::new(vec![head("101"), head("102"), head("201")])?;
//! let ballots = [Ballot::paper(1, 0, Choice::For, day(3)), Ballot::paper(2, 1, Choice::Against, day(4))];
//! let vote = Vote {
//!     rule: Rule::of(Matter::Other, &VoteRules::default()),
//!     options: Options::default(),
//!     version: None,
//!     first: day(1),
//!     last: day(10),
//!     silence: false,
//! };
//!
//! let tally = Tally::of(&vote, &roll, &judge(&vote, &roll, &ballots));
//! assert!(tally.quorum.met() && !tally.majority.met() && !tally.carried());
//! # Ok::<(), NoRoll>(())
//! ```

mod ballot;
mod binding;
mod code;
pub mod conduct;
mod judging;
mod matter;
mod needed;
mod outcome;
mod roll;
mod rules;
mod tally;
mod threshold;
mod typed;

#[cfg(test)]
mod tests;

pub use ballot::{Ballot, Channel, Choice, Invalid, Options, Proxy, ProxyKind};
pub use binding::{Bound, NoProof, Proof, Root, Seal, content};
pub use code::{BallotCode, NoBallotCode};
pub use conduct::{BallotId, CannotFreeze, CannotHold, Draft, EntryId, State, VoteId, Voter, freeze};
pub use judging::{Judged, judge};
pub use matter::{Extent, Matter};
pub use needed::{Needed, needed};
pub use outcome::{Outcome, Silent};
pub use roll::{Dwelling, Head, MOST_AREA, MOST_HEADS, NoRoll, Roll, Weight};
pub use rules::{Duplicates, MatterRule, Rule, RulesFault, VoteRules};
pub use tally::{Count, Silence, Tally, Vote};
pub use threshold::{NoThreshold, Threshold};
pub use typed::{Came, Field, Typed, TypedProxy};

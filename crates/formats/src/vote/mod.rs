//! Owners' votes in an open format (JSON, version 1; docs/guide/vote.md), so that anybody can count one again by other means.
//!
//! Read strictly: a field that nobody knows, a value out of reach, an owner in two places is a [`Problem`] with its line, and
//! nothing is counted. What only concerns a single ballot makes that ballot invalid, and no more. What the file says of itself
//! (which ballots are invalid, the root, the result) is worked out anew; where that differs it is a [`Finding`].
//!
//! ```
//! use linli_formats::vote::{Finding, VoteFile};
//!
//! let file = r#"{"format": "linli-vote", "version": 1, "vote": "lamps", "matter": 9, "extent": "building",
//!   "first": "2022-05-01", "last": "2022-05-10",
//!   "options": ["for", "against", "abstain"],
//!   "rule": {"quorum": {"heads": ">= 2/3", "area": ">= 2/3"}, "majority": {"heads": "> 1/2", "area": "> 1/2"},
//!     "proxies_a_person": 3, "barred_proxies": [], "represented_may_act": false, "online": false, "duplicates": "first"},
//!   "total": {"heads": 2, "area": "150.50"},
//!   "heads": [
//!     {"head": "1", "owners": ["A"], "dwellings": [{"dwelling": "101", "area": "90.50"}]},
//!     {"head": "2", "owners": ["B"], "dwellings": [{"dwelling": "102", "area": "60.00"}]}
//!   ],
//!   "ballots": [
//!     {"ballot": 1, "head": "1", "channel": "paper", "marks": ["for"], "received": "2022-05-03", "typed_by": ["x", "y"]},
//!     {"ballot": 2, "head": "2", "channel": "paper", "marks": ["for"], "received": "2022-05-11", "typed_by": ["x", "y"]}
//!   ]}"#;
//! let read = VoteFile::read(file.as_bytes())?;
//! assert!(!read.tally().carried());
//! assert!(matches!(read.findings()[..], [Finding::Unsaid { line: 14, number: 2, .. }]), "the late ballot");
//!
//! let wrong = VoteFile::read(file.replace("150.50", "150.51").as_bytes()).unwrap_err();
//! assert_eq!(wrong.to_string(), "line 7: total area is 150.51, and the dwellings have 150.50");
//! # Ok::<(), linli_formats::vote::Problem>(())
//! ```

mod ballots;
mod finding;
mod problem;
mod reading;
mod receipt;
mod writing;

use linli_domain::kernel::digest::Digest;
use linli_domain::planning::vote::{
    Ballot, BallotCode, Bound, Extent, Invalid, Judged, Matter, Roll, Root, Seal, Tally, Vote, Weight, content, judge,
};

pub use crate::json::MOST_BYTES;
pub use finding::{Finding, Received, Stated};
pub use problem::{Problem, Wrong};
pub use receipt::ReceiptFile;

/// Ballots of one vote that are read.
pub const MOST_BALLOTS: usize = 2_000_000;

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteFile {
    /// The vote's own name, which every ballot is bound to.
    pub id: String,
    pub title: Option<String>,
    pub question: Option<String>,
    /// The matter of article 278; none where another law holds.
    pub matter: Option<Matter>,
    pub extent: Extent,
    pub vote: Vote,
    /// The clause by which silence follows the majority.
    pub silence_clause: Option<String>,
    pub roll: Roll,
    pub ballots: Vec<Ballot>,
    /// What stands with each ballot, in the same order.
    pub beside: Vec<Beside>,
    pub root: Option<(Root, u32)>,
    pub result: Option<(Said, u32)>,
}

/// What a file says of a ballot beyond what counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub line: u32,
    pub typed_by: Vec<String>,
    pub scan_file: Option<String>,
    pub invalid: Option<Invalid>,
    pub code: Option<BallotCode>,
    pub seal: Option<Seal>,
}

/// The result as a file states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub took_part: Weight,
    pub agreed: Weight,
    pub carried: bool,
}

impl VoteFile {
    /// Ballots with what is to be said of them, in the order of their numbers.
    pub fn judged(&self) -> Vec<Judged<'_>> {
        judge(&self.vote, &self.roll, &self.ballots)
    }

    pub fn tally(&self) -> Tally {
        Tally::of(&self.vote, &self.roll, &self.judged())
    }

    /// The seal of a ballot, worked out; without its code there is none.
    pub fn seal(&self, at: usize) -> Option<Seal> {
        let code = self.beside[at].code?;
        Some(Digest::of(content(&self.id, &self.roll, &self.ballots[at], code).as_bytes()))
    }

    /// All ballots bound together, in the order of their numbers; only where each has a code.
    pub fn bound(&self) -> Option<Bound> {
        let mut order: Vec<usize> = (0..self.ballots.len()).collect();
        order.sort_unstable_by_key(|at| self.ballots[*at].number);
        let seals: Option<Vec<Seal>> = order.into_iter().map(|at| self.seal(at)).collect();
        seals.map(Bound::new)
    }
}

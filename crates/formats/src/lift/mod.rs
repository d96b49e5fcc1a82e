//! A lift for an entrance in an open format (JSON, version 1; docs/guide/lifts.md), so that anybody can work the shares out again.
//!
//! Read strictly: a field that nobody knows, a sum finer than a fen, a door that stands there twice is a [`Problem`] with its line.
//!
//! ```
//! use linli_formats::lift::LiftFile;
//!
//! let file = r#"{"format": "linli-lift", "version": 1, "lift": "1栋1单元", "cost": "300000", "subsidies": [],
//!   "table": {"name": "as agreed", "floors": [{"floor": 1, "coefficient": "0"}, {"floor": 2, "coefficient": "0.5"}], "each_further": "0.1"},
//!   "households": [
//!     {"household": "101", "floor": 1, "answer": "for"},
//!     {"household": "201", "floor": 2, "answer": "for"},
//!     {"household": "301", "floor": 3, "answer": "against"}
//!   ]}"#;
//! let shared = LiftFile::read(file.as_bytes())?.share()?;
//! assert_eq!(shared.shares[1].pays.to_string(), "300000.00");
//!
//! let wrong = LiftFile::read(file.replace("\"201\"", "\"101\"").as_bytes())?.share().unwrap_err();
//! assert_eq!(wrong.to_string(), "line 5: household 101 stands in line 4 already");
//! # Ok::<(), linli_formats::lift::Problem>(())
//! ```

mod problem;
mod reading;

use linli_domain::planning::lift::{Lift, NoShares, Shared};

pub use problem::{Problem, Wrong};

/// What a file says, and in which lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiftFile {
    pub name: String,
    pub lift: Lift,
    households: Vec<u32>,
    groups: Vec<u32>,
    compensations: Vec<u32>,
    remainder: u32,
    cost: u32,
}

impl LiftFile {
    /// Shares it out, or says in which line that is which stands in the way.
    pub fn share(&self) -> Result<Shared, Problem> {
        self.lift.share().map_err(|why| self.told(why))
    }

    fn told(&self, why: NoShares) -> Problem {
        let line = |lines: &[u32], at: usize| lines.get(at).copied().unwrap_or(self.cost);
        let id = |at: usize| self.lift.households.get(at).map(|one| one.id.clone()).unwrap_or_default();
        match why {
            NoShares::Twice { at, first } => {
                let first = line(&self.households, first);
                Wrong::HouseholdTwice { id: id(at), first }.at(line(&self.households, at))
            }
            NoShares::GroupTwice { at, first } => {
                let id = self.lift.groups.get(at).map(|group| group.id.clone()).unwrap_or_default();
                Wrong::GroupTwice { id, first: line(&self.groups, first) }.at(line(&self.groups, at))
            }
            NoShares::NoArea { at } => Wrong::NoArea { id: id(at) }.at(line(&self.households, at)),
            NoShares::NobodyPaysIn { group, .. } | NoShares::AllZero { group } => {
                let line = line(&self.groups, group);
                Wrong::NoShares(why).at(line)
            }
            NoShares::NoHousehold { ref id } => {
                let at = self.lift.compensations.iter().position(|one| one.to == *id);
                let line = at.map_or(self.remainder, |at| line(&self.compensations, at));
                Wrong::NoHousehold { id: id.clone() }.at(line)
            }
            other => Wrong::NoShares(other).at(self.cost),
        }
    }
}

#[cfg(test)]
mod tests;

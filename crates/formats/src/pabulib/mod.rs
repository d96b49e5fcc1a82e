//! Elections about a budget in the format of Pabulib (`.pb`, pabulib.org/format), so that anybody can check a result by other means.
//!
//! A file has three sections, META, PROJECTS and VOTES, in UTF-8, with semicolons. What published files have beyond that is read as
//! well where it is clear: sections in another order, columns in any order, a mark at the beginning, CRLF, empty lines, spaces,
//! quotation marks, decimals with point or comma, empty ballots. What is not clear is named with its line.
//!
//! ```
//! use linli_formats::pabulib::{Pabulib, Wrong};
//!
//! let file = "META\nkey;value\nbudget;250,5\nvote_type;approval\nPROJECTS\nproject_id;cost\nramp;200\nlamp;50.5\nVOTES\nvoter_id;vote\n1;lamp\n2;ramp,lamp\n";
//! let read = Pabulib::read(file.as_bytes())?;
//! assert_eq!((read.election.budget(), read.election.parts(), read.voters.len()), (501, 2, 2));
//!
//! let wrong = Pabulib::read(file.replace("2;ramp", "2;rampe").as_bytes()).unwrap_err();
//! assert_eq!((wrong.line, wrong.wrong), (12, Wrong::UnknownProject { id: "rampe".into() }));
//! # Ok::<(), linli_formats::pabulib::Problem>(())
//! ```

mod lines;
mod number;
mod problem;
mod reading;
mod writing;

use linli_domain::consultation::budget::Election;

pub use problem::{Note, Problem, Wrong};
pub use reading::MOST_BYTES;

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pabulib {
    /// Keys in small letters and values, in the order of the file.
    pub meta: Vec<(String, String)>,
    pub election: Election,
    /// The ids of voters, one for each ballot.
    pub voters: Vec<String>,
    pub notes: Vec<Note>,
}

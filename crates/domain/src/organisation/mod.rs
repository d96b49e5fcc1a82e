//! Organisation (组织领导): who does it. Bodies with their members and terms, the leader in charge of each neighbourhood,
//! the four ones, and tasks with one owner and a day.

pub mod body;
pub mod four_ones;
pub mod rules;
pub mod task;
pub mod term;

pub use body::{Body, BodyId, BodyKind};
pub use rules::OrganisationRules;
pub use task::{Task, TaskId};
pub use term::{Term, TermId};

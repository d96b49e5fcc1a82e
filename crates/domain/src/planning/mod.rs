//! Planning (一区一策): what is done in a neighbourhood, for which needs, at which cost, with whose money, and how those who
//! live there have their say.

pub mod choice;
pub mod lift;
pub mod notice;
pub mod plan;
pub mod rules;
pub mod source;
pub mod vote;

pub use notice::{Notice, NoticeId};
pub use plan::{Item, ItemId, Version, VersionId};
pub use rules::PlanningRules;

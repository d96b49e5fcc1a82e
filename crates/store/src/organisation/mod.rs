//! Organisation: rows and statements of bodies, terms, tasks and the four ones.

pub mod body;
pub mod four_ones;
pub mod rules;
pub mod task;
pub mod term;

use linli_domain::organisation::{BodyId, TaskId, TermId};

crate::text_values!(BodyId, TermId, TaskId);

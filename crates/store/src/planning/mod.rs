//! Planning: plans with their versions and items, the notices by which they are posted, votes of owners, lifts.

pub mod lift;
pub mod notice;
pub mod plan;
pub mod rules;
pub mod vote;
mod wishes;

pub use wishes::wishes;

use linli_domain::planning::{ItemId, NoticeId, VersionId};

crate::text_values!(VersionId, ItemId, NoticeId);

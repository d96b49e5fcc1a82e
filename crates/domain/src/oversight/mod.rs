//! Oversight (督查、通报、调度、考核): how it goes, worked out from records and from what units declare.

pub mod bulletin;
pub mod declared;
pub mod figures;
pub mod finding;
mod headings;
pub mod lamp;
pub mod league;
pub mod number;
pub mod retention;
pub mod rules;

pub use bulletin::{Bulletin, BulletinId, BulletinState};
pub use declared::{Column, Declaration, DeclaredRow, DeclaredTable, TableId};
pub use figures::Figures;
pub use finding::{Earlier, Finding, FindingKind};
pub use league::{League, LeagueRow, Origin, Unit};
pub use retention::RetentionRules;

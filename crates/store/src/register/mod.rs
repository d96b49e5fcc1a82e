//! Register: rows and statements of divisions, neighbourhoods, buildings.

pub mod beginning;
pub mod building;
pub mod division;
pub mod evidence;
pub mod history;
pub mod intake;
pub mod listing;
pub mod merge;
pub mod neighbourhood;
pub mod overview;
pub mod owner;
pub mod search;

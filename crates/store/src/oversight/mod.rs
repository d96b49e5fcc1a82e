//! Oversight: rows and statements of declared tables, league tables, bulletins and targets.

pub mod across;
pub mod below;
pub mod bulletin;
pub mod declared;
pub mod found;
pub mod household;
pub mod known;
pub mod league;
pub mod picture;
pub mod retention;
pub mod targets;

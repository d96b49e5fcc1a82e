//! Oversight (督查通报): declared tables, league tables, bulletins and the targets they are measured by.

pub mod intake;
pub mod units;

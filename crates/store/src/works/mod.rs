//! Works: rows and statements of progress on site.

pub mod month_end;
pub mod month_rules;
pub mod monthly_report;
pub mod progress;
pub mod stage;

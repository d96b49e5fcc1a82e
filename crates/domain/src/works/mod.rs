//! Works (施工监督): what is done on site. The stages with what shows them, and what is done month by month,
//! up to the report that two people sign.

pub mod measure;
pub mod month_check;
pub mod month_end;
pub mod month_rules;
pub mod monthly_report;
pub mod progress;
pub mod stage;
pub mod stage_rules;

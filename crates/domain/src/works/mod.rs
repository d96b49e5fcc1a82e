//! Works (施工监督): what is done on site. The stages with what shows them, and the investment done, month by month.

pub mod progress;
pub mod stage;
pub mod stage_rules;

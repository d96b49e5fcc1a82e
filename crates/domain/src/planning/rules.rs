//! How an office posts plans (方案公示规则): a rule set with a day from which it holds.

use serde::{Deserialize, Serialize};

/// What is asked of a public notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanningRules {
    /// A plan is posted for at least so many days (公示期).
    pub notice_days: i64,
    /// A notice is on record when a photo shows the posted paper.
    pub photo_needed: bool,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl PlanningRules {
    /// What an office may set.
    pub const NOTICE_DAYS: std::ops::RangeInclusive<i64> = 1..=60;
}

impl Default for PlanningRules {
    fn default() -> Self {
        // Counties post for 7 to 10 days; no source binds Suining, so the office confirms it.
        Self { notice_days: 7, photo_needed: true, confirmed: false }
    }
}

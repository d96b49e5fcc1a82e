//! What an office promises those who say something (意见办理规则): a rule set with a day from which it holds.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsultationRules {
    /// An opinion is answered within so many working days.
    pub answer_days: i64,
    /// One household says at most so many things in a day: beyond that somebody plays with the form.
    pub most_a_day: i64,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl Default for ConsultationRules {
    fn default() -> Self {
        Self { answer_days: 5, most_a_day: 20, confirmed: false }
    }
}

impl ConsultationRules {
    /// What an office may set.
    pub const ANSWER_DAYS: std::ops::RangeInclusive<i64> = 1..=60;
    pub const MOST_A_DAY: std::ops::RangeInclusive<i64> = 1..=500;
}

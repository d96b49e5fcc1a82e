//! What an office asks of its organisation (组织规则): a rule set with a day from which it holds.

use serde::{Deserialize, Serialize};

use super::term::Standing;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRules {
    /// A residents' body has at least so many members,
    pub members_at_least: i64,
    /// and among them at least one of each of these kinds.
    pub standings: Vec<Standing>,
    /// A task turns yellow so many days before it is due.
    pub yellow_days: i64,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl Default for OrganisationRules {
    fn default() -> Self {
        // The four kinds are those that Suining named in 2022; number and days are unconfirmed.
        Self { members_at_least: 4, standings: Standing::ALL.to_vec(), yellow_days: 7, confirmed: false }
    }
}

impl OrganisationRules {
    /// What an office may set.
    pub const MEMBERS: std::ops::RangeInclusive<i64> = 1..=50;
    pub const DAYS: std::ops::RangeInclusive<i64> = 0..=90;
}

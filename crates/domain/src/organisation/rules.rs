//! What an office asks of its organisation and of its pace (组织与督办规则): a rule set with a day from which it holds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::term::Standing;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationRules {
    /// A residents' body has at least so many members,
    pub members_at_least: i64,
    /// and among them at least one of each of these kinds.
    pub standings: Vec<Standing>,
    /// A task turns yellow so many days before it is due.
    pub yellow_days: i64,
    /// What lacks of the four ones, or of the evidence of a start, is yellow for so many days and then red.
    pub grace_days: i64,
    /// Everything in a year's plan is started by this day of the year: month and day.
    pub start_by: (i8, i8),
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl Default for OrganisationRules {
    fn default() -> Self {
        Self {
            // The four kinds are those that Suining named in 2022; numbers and days are unconfirmed.
            members_at_least: 4,
            standings: Standing::ALL.to_vec(),
            yellow_days: 7,
            grace_days: 30,
            // Hunan's calendar of 2022: all started by the end of September.
            start_by: (9, 30),
            confirmed: false,
        }
    }
}

impl OrganisationRules {
    /// What an office may set.
    pub const MEMBERS: std::ops::RangeInclusive<i64> = 1..=50;
    pub const DAYS: std::ops::RangeInclusive<i64> = 0..=90;

    /// The day by which everything in the plan of a year is started.
    pub fn start_by(&self, year: i16) -> Option<Date> {
        Date::new(year, self.start_by.0, self.start_by.1).ok()
    }
}

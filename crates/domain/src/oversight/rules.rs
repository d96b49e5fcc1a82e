//! The rules a bulletin measures by (考核规则): dated, and set by each office, since places and years differ.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::{Month, Percent};

/// What a year demands. The default is what Hunan demanded of 2022; where a source is not confirmed, the page says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// All neighbourhoods of the plan are started by then (Hunan 2022: end of September).
    pub start_by: MonthDay,
    /// The share of the planned investment to be done by the end of the year (Hunan 2021 and 2022: 50 %).
    pub investment_by_year_end: Percent,
    /// Units below this start rate are named in a bulletin.
    pub named_below: Percent,
    /// How many are named at most.
    pub named_at_most: usize,
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDay {
    pub month: i8,
    pub day: i8,
}

impl MonthDay {
    /// The day in the year of `month`; the last day of that month where the year does not have it.
    pub fn in_year_of(self, month: Month) -> Date {
        let year = month.year();
        Date::new(year, self.month, self.day)
            .or_else(|_| Date::new(year, self.month.clamp(1, 12), 1).map(Date::last_of_month))
            .unwrap_or_else(|_| month.last_day())
    }
}

impl Default for Targets {
    fn default() -> Self {
        Self {
            start_by: MonthDay { month: 9, day: 30 },
            investment_by_year_end: Percent::from_hundredths(5_000),
            named_below: Percent::from_hundredths(6_000),
            named_at_most: 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_a_year_does_not_have_is_the_last_of_its_month() {
        let month = "2022-05".parse().expect("a month");
        assert_eq!(MonthDay { month: 2, day: 29 }.in_year_of(month).to_string(), "2022-02-28");
        assert_eq!(MonthDay { month: 9, day: 30 }.in_year_of(month).to_string(), "2022-09-30");
    }
}

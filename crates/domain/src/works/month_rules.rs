//! How a month is closed (月报规则): a rule set with a day from which it holds, set by each office. Places differ in their
//! cut-off day; the default is one city's practice and marked as unconfirmed for others.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::Month;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthRules {
    /// From this day of the month on it may be signed, and after it the return is late (截止日).
    pub cut_off_day: i8,
    /// Work that nobody reported anything of for so many weeks is named.
    pub silent_weeks: i64,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl Default for MonthRules {
    fn default() -> Self {
        // By the 27th: Liuzhou's circular of 2020. Elsewhere unconfirmed.
        Self { cut_off_day: 27, silent_weeks: 5, confirmed: false }
    }
}

impl MonthRules {
    /// What an office may set.
    pub const DAYS: std::ops::RangeInclusive<i8> = 1..=31;
    pub const WEEKS: std::ops::RangeInclusive<i64> = 1..=52;

    /// The cut-off day of a month, which is its last where it is short.
    pub fn cut_off(&self, month: Month) -> Date {
        let last = month.last_day();
        Date::new(month.year(), month.month(), self.cut_off_day.min(last.day())).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_short_month_is_cut_off_on_its_last_day() {
        let rules = MonthRules { cut_off_day: 30, ..MonthRules::default() };
        assert_eq!(rules.cut_off("2022-02".parse().expect("a month")), date(2022, 2, 28));
        assert_eq!(rules.cut_off("2022-05".parse().expect("a month")), date(2022, 5, 30));
    }
}

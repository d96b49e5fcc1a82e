//! Working days (工作日): Monday to Friday, but for the holidays and the made-up days (调休) that an office entered.
//!
//! The State Council says them anew each year, so none is shipped: a year without entries has plain weeks, and pages say so.

mod reading;
mod writing;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

pub use reading::{BadDay, BadLine, LONGEST_LIST, MOST_DAYS, read};
pub use writing::write;

/// What an office says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假
    Holiday,
    /// 调休上班: a Saturday or Sunday that is worked.
    MadeUp,
}

impl DayKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::MadeUp => "made_up",
        }
    }
}

/// A day that is not like its week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special {
    pub day: Date,
    pub kind: DayKind,
    /// The festival it belongs to, where the list names one.
    #[serde(default)]
    pub name: String,
}

/// The days of an office that are not like their weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar(BTreeMap<Date, DayKind>);

impl<'a> FromIterator<&'a Special> for Calendar {
    fn from_iter<T: IntoIterator<Item = &'a Special>>(days: T) -> Self {
        Self(days.into_iter().map(|special| (special.day, special.kind)).collect())
    }
}

impl Calendar {
    /// Whether offices work on this day.
    pub fn works(&self, day: Date) -> bool {
        match self.0.get(&day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::MadeUp) => true,
            None => !is_weekend(day),
        }
    }

    /// Whether anything was entered for a year.
    pub fn covers(&self, year: i16) -> bool {
        let first = Date::constant(year, 1, 1);
        self.0.range(first..).next().is_some_and(|(day, _)| day.year() == year)
    }

    /// The last day of a period of so many working days. The day on which it begins is not counted
    /// (《民法典》第201条第1款); where nothing is left of the calendar, its last day.
    pub fn due(&self, received_on: Date, days: i64) -> Date {
        let (mut day, mut left) = (received_on, days);
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            left -= i64::from(self.works(day));
        }
        day
    }
}

pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn special(day: Date, kind: DayKind) -> Special {
        Special { day, kind, name: String::new() }
    }

    /// The days around 1 May 2022, as they were announced.
    fn may() -> Calendar {
        let holidays = [date(2022, 4, 30), date(2022, 5, 1), date(2022, 5, 2), date(2022, 5, 3), date(2022, 5, 4)];
        let made_up = [date(2022, 4, 24), date(2022, 5, 7)];
        let days: Vec<Special> = (holidays.map(|day| special(day, DayKind::Holiday)).into_iter())
            .chain(made_up.map(|day| special(day, DayKind::MadeUp)))
            .collect();
        days.iter().collect()
    }

    #[test]
    fn five_working_days_over_a_festival() {
        assert_eq!(Calendar::default().due(date(2022, 4, 29), 5), date(2022, 5, 6));
        assert_eq!(may().due(date(2022, 4, 29), 5), date(2022, 5, 10));
        assert_eq!(may().due(date(2022, 4, 29), 0), date(2022, 4, 29));
        assert!(may().covers(2022) && !may().covers(2021) && !may().covers(2023));
    }

    #[test]
    fn the_end_of_the_calendar_is_the_last_day() {
        assert_eq!(Calendar::default().due(Date::MAX, 5), Date::MAX);
    }

    fn calendars() -> impl Strategy<Value = (Vec<Special>, Date)> {
        let kind = prop::sample::select(vec![DayKind::Holiday, DayKind::MadeUp]);
        let one = (0..200_i64, kind).prop_map(|(n, kind)| special(date(2022, 1, 1) + n.days(), kind));
        (prop::collection::vec(one, 0..60), (0..200_i64).prop_map(|n| date(2022, 1, 1) + n.days()))
    }

    proptest! {
        #[test]
        fn a_period_ends_on_a_working_day_and_holds_just_so_many((days, from) in calendars(), n in 1..40_i64) {
            let calendar: Calendar = days.iter().collect();
            let due = calendar.due(from, n);
            prop_assert!(calendar.works(due));
            let counted = from.series(1.day()).skip(1).take_while(|day| *day <= due).filter(|day| calendar.works(*day));
            prop_assert_eq!(i64::try_from(counted.count()).ok(), Some(n));
        }

        #[test]
        fn one_more_holiday_never_brings_it_nearer((days, from) in calendars(), more in 0..300_i64, n in 0..40_i64) {
            let fewer: Calendar = days.iter().collect();
            let also = special(date(2022, 1, 1) + more.days(), DayKind::Holiday);
            let more: Calendar = days.iter().chain([&also]).collect();
            prop_assert!(more.due(from, n) >= fewer.due(from, n));
        }

        #[test]
        fn who_comes_later_is_not_due_earlier((days, from) in calendars(), n in 0..40_i64, later in 0..30_i64) {
            let calendar: Calendar = days.iter().collect();
            prop_assert!(calendar.due(from + later.days(), n) >= calendar.due(from, n));
            prop_assert!(calendar.due(from, n + 1) > calendar.due(from, n));
        }
    }
}

//! Months: what tables, bulletins and month ends are about.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A month of the calendar, written `2022-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Why a text is not a month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month (YYYY-MM): {0}")]
pub struct BadMonth(pub String);

impl Month {
    /// The earliest and latest year that a record of this programme can be about.
    pub const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

    pub fn new(year: i16, month: i8) -> Option<Self> {
        (Self::YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// As people write it: `2021-8`, `2021年8月`, `2021.08`, `202108`.
    pub fn parse_loose(text: &str) -> Result<Self, BadMonth> {
        let plain = super::text::half_width(text);
        let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let (year, month) = match parts.as_slice() {
            [year, month] => (*year, *month),
            [both] if both.len() == 6 => both.split_at(4),
            _ => return text.parse(),
        };
        let shape = year.len() == 4 && (1..=2).contains(&month.len());
        let known = if shape { Self::new(year.parse().unwrap_or(0), month.parse().unwrap_or(0)) } else { None };
        known.ok_or_else(|| BadMonth(text.chars().take(20).collect()))
    }

    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    pub const fn year(self) -> i16 {
        self.year
    }

    pub const fn month(self) -> i8 {
        self.month
    }

    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    #[must_use]
    pub fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            month => Self { year: self.year, month: month + 1 },
        }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        match self.month {
            1 => Self { year: self.year - 1, month: 12 },
            month => Self { year: self.year, month: month - 1 },
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let refuse = || BadMonth(text.chars().take(20).collect());
        let (year, month) = text.split_once('-').ok_or_else(refuse)?;
        let shape = year.len() == 4 && month.len() == 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match (year.parse(), month.parse()) {
            (Ok(year), Ok(month)) if shape => Self::new(year, month).ok_or_else(refuse),
            _ => Err(refuse()),
        }
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_month_13() {
        assert!("2021-13".parse::<Month>().is_err());
        assert!("2021-1".parse::<Month>().is_err());
        assert!("+021-01".parse::<Month>().is_err());
        assert_eq!("2021-08".parse::<Month>().map(|m| m.to_string()), Ok("2021-08".into()));
    }

    #[test]
    fn a_month_is_understood_as_people_write_it() {
        for text in ["2021-08", "2021-8", "2021年8月", "２０２１．８", "202108", "2021/08"] {
            assert_eq!(Month::parse_loose(text).map(|m| m.to_string()), Ok("2021-08".into()), "{text}");
        }
        for text in ["2021-13", "21-8", "2021", "8月", "2021-008", "", "20210", "2021-8-1"] {
            assert!(Month::parse_loose(text).is_err(), "{text}");
        }
    }

    #[test]
    fn december_is_followed_by_january() {
        let december = Month::new(2021, 12).expect("a month");
        assert_eq!(december.next().to_string(), "2022-01");
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.last_day().to_string(), "2021-12-31");
    }
}

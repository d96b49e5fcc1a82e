//! One cell: what stands in it, and as what.

use std::borrow::Cow;

use jiff::SignedDuration;
use linli_domain::kernel::Date;

/// What stands in a cell. A formula counts as the value it had when the file was saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(Number),
    Date(Date),
    Bool(bool),
    /// `#DIV/0!` and its like.
    Error(String),
}

/// A number as the shortest decimal text that means it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub text: String,
    /// The cell shows it as a percentage: `0.4317` is shown as 43.17%.
    pub percent: bool,
}

impl Cell {
    /// A text cell, or an empty one where nothing can be seen.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn number(text: impl Into<String>) -> Self {
        Self::Number(Number { text: text.into(), percent: false })
    }

    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees in it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Borrowed(&number.text),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        }
    }
}

impl Number {
    /// From the binary number in a workbook. Binary sums carry a tail (`752393.7299999999`) that no spreadsheet shows:
    /// like them, more than 15 significant digits are rounded to 15, unless it is a whole number.
    pub fn from_f64(value: f64, percent: bool) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let value = if value == 0.0 { 0.0 } else { value };
        let shortest = value.to_string();
        let digits = shortest.bytes().filter(u8::is_ascii_digit).count();
        let text = if digits > 15 && value.fract() != 0.0 {
            let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
            rounded.to_string()
        } else {
            shortest
        };
        Some(Self { text, percent })
    }
}

/// The day a workbook's serial number means; fractions of a day are dropped.
pub(super) fn day_of_serial(serial: f64, epoch_1904: bool) -> Option<Date> {
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let days = serial.floor() as i64;
    let (epoch, days) = match (epoch_1904, days) {
        (true, _) => (Date::constant(1904, 1, 1), days),
        // The 1900 system counts a 29 February 1900 that never was.
        (false, 60) => return None,
        (false, 0..60) => (Date::constant(1899, 12, 31), days),
        (false, _) => (Date::constant(1899, 12, 30), days),
    };
    let date = epoch.checked_add(SignedDuration::from_hours(days * 24)).ok()?;
    (date.year() <= 9999).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        Number::from_f64(value, false).expect("finite").text
    }

    #[test]
    fn numbers_are_what_the_clerk_saw() {
        assert_eq!(text(86157.25), "86157.25");
        assert_eq!(text(86_157.250_000_000_01), "86157.25");
        assert_eq!(text(0.1 + 0.2), "0.3");
        assert_eq!(text(752_393.729_999_999_9), "752393.73");
        assert_eq!(text(-0.0), "0");
        assert_eq!(text(9_007_199_254_740_991.0), "9007199254740991");
        assert_eq!(Number::from_f64(f64::NAN, false), None);
    }

    #[test]
    fn both_date_systems_are_known() {
        assert_eq!(day_of_serial(44409.0, false), Some(Date::constant(2021, 8, 1)));
        assert_eq!(day_of_serial(42947.5, true), Some(Date::constant(2021, 8, 1)));
        assert_eq!(day_of_serial(1.0, false), Some(Date::constant(1900, 1, 1)));
        assert_eq!(day_of_serial(60.0, false), None);
        assert_eq!(day_of_serial(61.0, false), Some(Date::constant(1900, 3, 1)));
        assert_eq!(day_of_serial(-1.0, false), None);
    }
}

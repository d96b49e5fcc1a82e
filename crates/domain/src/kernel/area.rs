//! Floor area in 0.01 m²: the precision of the property register.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

use super::text::{BadNumber, plain_number, scaled_integer, with_decimals};

/// An area in hundredths of a square metre; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Area {
    centiares: i64,
}

/// Why a text is not an area.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadArea {
    #[error("not a number: {0}")]
    NotANumber(String),
    #[error("more than two decimals: {0}")]
    TooFine(String),
    #[error("negative: {0}")]
    Negative(String),
    #[error("too large: {0}")]
    TooLarge(String),
}

impl Area {
    /// From hundredths of a square metre (0.01 m²).
    pub const fn from_hundredths(centiares: i64) -> Self {
        Self { centiares }
    }

    /// In hundredths of a square metre (0.01 m²).
    pub const fn hundredths(self) -> i64 {
        self.centiares
    }

    /// Reads square metres, or 万㎡ when `wan` is set.
    pub fn parse(text: &str, wan: bool) -> Result<Self, BadArea> {
        match scaled_integer(&plain_number(text), if wan { 6 } else { 2 }) {
            Ok(value) if value < 0 => Err(BadArea::Negative(text.into())),
            Ok(value) => Ok(Self { centiares: value }),
            Err(BadNumber::TooFine) => Err(BadArea::TooFine(text.into())),
            Err(BadNumber::TooLarge) => Err(BadArea::TooLarge(text.into())),
            Err(BadNumber::NotANumber) => Err(BadArea::NotANumber(text.into())),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&with_decimals(i128::from(self.centiares), 2))
    }
}

impl Add for Area {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { centiares: self.centiares + other.centiares }
    }
}

impl Sum for Area {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_never_negative() {
        assert_eq!(Area::parse("-3", false), Err(BadArea::Negative("-3".into())));
        assert_eq!(Area::parse("1,203.55", false), Ok(Area::from_hundredths(120_355)));
        assert_eq!(Area::parse("5.91", true), Ok(Area::from_hundredths(5_910_000)));
    }
}

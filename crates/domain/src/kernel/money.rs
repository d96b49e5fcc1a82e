//! Money in whole fen (分): sums are exact, and 万元 exists only on paper.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

/// An amount in whole fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    fen: i64,
}

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    #[error("not a number: {0}")]
    NotANumber(String),
    #[error("more decimals than a fen has: {0}")]
    FinerThanAFen(String),
    #[error("too large: {0}")]
    TooLarge(String),
}

/// The unit in which an amount is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元
    Wan,
    /// 亿元
    Yi,
}

impl MoneyUnit {
    const fn decimals_to_fen(self) -> u32 {
        match self {
            Self::Yuan => 2,
            Self::Wan => 6,
            Self::Yi => 10,
        }
    }
}

impl Money {
    pub const ZERO: Self = Self { fen: 0 };

    pub const fn from_fen(fen: i64) -> Self {
        Self { fen }
    }

    pub const fn from_yuan(yuan: i64) -> Self {
        Self { fen: yuan * 100 }
    }

    pub const fn fen(self) -> i64 {
        self.fen
    }

    pub const fn is_negative(self) -> bool {
        self.fen < 0
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.fen.checked_add(other.fen).map(Self::from_fen)
    }

    /// Reads a decimal number exactly. `1,234.56` and full-width digits are taken; a number finer than a fen is not.
    pub fn parse(text: &str, unit: MoneyUnit) -> Result<Self, BadAmount> {
        let digits = super::text::plain_number(text);
        match super::text::scaled_integer(&digits, unit.decimals_to_fen()) {
            Ok(fen) => Ok(Self { fen }),
            Err(super::text::BadNumber::TooFine) => Err(BadAmount::FinerThanAFen(text.into())),
            Err(super::text::BadNumber::TooLarge) => Err(BadAmount::TooLarge(text.into())),
            Err(super::text::BadNumber::NotANumber) => Err(BadAmount::NotANumber(text.into())),
        }
    }

    /// Reads a decimal number to the nearest fen, half away from zero: for amounts that a machine divided, and nobody wrote.
    pub fn parse_rounded(text: &str, unit: MoneyUnit) -> Result<Self, BadAmount> {
        let digits = super::text::plain_number(text);
        // The first decimal beyond the fen decides.
        let kept = unit.decimals_to_fen() as usize + 1;
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        if !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(BadAmount::NotANumber(text.into()));
        }
        let tenths = format!("{whole}.{}", &decimals[..decimals.len().min(kept)]);
        let tenths = super::text::scaled_integer(&tenths, unit.decimals_to_fen() + 1).map_err(|bad| match bad {
            super::text::BadNumber::TooLarge => BadAmount::TooLarge(text.into()),
            _ => BadAmount::NotANumber(text.into()),
        })?;
        let fen = super::rate::divide_half_up(i128::from(tenths), 10);
        i64::try_from(fen).map(Self::from_fen).map_err(|_| BadAmount::TooLarge(text.into()))
    }

    /// The amount in 万元 with two decimals, rounded half away from zero: `1234.57`.
    pub fn to_wan(self) -> String {
        let hundredths = super::rate::divide_half_up(i128::from(self.fen), 10_000);
        super::text::with_decimals(hundredths, 2)
    }

    /// The amount in 元 with two decimals: `12345.67`.
    pub fn to_yuan(self) -> String {
        super::text::with_decimals(i128::from(self.fen), 2)
    }

    /// The amount in 万元 with every decimal that it has, at least two: what was printed comes back as printed.
    pub fn to_wan_exact(self) -> String {
        let mut text = super::text::with_decimals(i128::from(self.fen), 6);
        while text.ends_with('0') && !text.ends_with(".00") {
            let shorter = text.len() - 1;
            if text[..shorter].rsplit('.').next().is_some_and(|d| d.len() < 2) {
                break;
            }
            text.truncate(shorter);
        }
        text
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_yuan())
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { fen: self.fen + other.fen }
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { fen: self.fen - other.fen }
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self { fen: -self.fen }
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wan_is_read_to_the_fen() {
        assert_eq!(Money::parse("86157.25", MoneyUnit::Wan), Ok(Money::from_fen(86_157_250_000)));
        assert_eq!(Money::parse("１，２３４．５", MoneyUnit::Yuan), Ok(Money::from_fen(123_450)));
        assert_eq!(Money::parse("0.000001", MoneyUnit::Wan), Ok(Money::from_fen(1)));
    }

    #[test]
    fn what_is_finer_than_a_fen_is_refused() {
        assert!(matches!(Money::parse("1.005", MoneyUnit::Yuan), Err(BadAmount::FinerThanAFen(_))));
        assert!(matches!(Money::parse("十万", MoneyUnit::Yuan), Err(BadAmount::NotANumber(_))));
        assert!(matches!(Money::parse("9e99", MoneyUnit::Yuan), Err(BadAmount::NotANumber(_))));
        assert!(matches!(Money::parse("99999999999999999999", MoneyUnit::Yuan), Err(BadAmount::TooLarge(_))));
    }

    #[test]
    fn wan_is_printed_with_two_decimals_rounded_half_up() {
        assert_eq!(Money::from_fen(5_000).to_wan(), "0.01");
        assert_eq!(Money::from_fen(4_999).to_wan(), "0.00");
        assert_eq!(Money::from_fen(-5_000).to_wan(), "-0.01");
        assert_eq!(Money::from_fen(86_157_250_000).to_wan(), "86157.25");
    }

    #[test]
    fn exact_wan_keeps_what_was_printed() {
        assert_eq!(Money::from_fen(86_157_250_000).to_wan_exact(), "86157.25");
        assert_eq!(Money::from_fen(1).to_wan_exact(), "0.000001");
        assert_eq!(Money::from_fen(1_000_000).to_wan_exact(), "1.00");
    }
}

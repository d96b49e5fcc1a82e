//! An exact number: money shared among households has no last digit, and a result must not depend on one.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A fraction; what is below the line is above zero. It is said in lowest terms, whether it is kept so or not.
#[derive(Clone, Debug)]
pub struct Fraction {
    above: BigInt,
    below: BigInt,
}

impl Fraction {
    /// `below` is not zero.
    pub fn new(above: impl Into<BigInt>, below: impl Into<BigInt>) -> Self {
        let (above, below) = (above.into(), below.into());
        let (above, below) = if below.is_negative() { (-above, -below) } else { (above, below) };
        let common = above.gcd(&below);
        if common.is_one() { Self { above, below } } else { Self { above: above / &common, below: below / common } }
    }

    /// As it stands: there may be many, and few that are ever said.
    pub(super) const fn unreduced(above: BigInt, below: BigInt) -> Self {
        Self { above, below }
    }

    fn reduced(&self) -> Self {
        Self::new(self.above.clone(), self.below.clone())
    }

    pub fn is_zero(&self) -> bool {
        self.above.is_zero()
    }

    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self::new(&self.above * &other.below + &other.above * &self.below, &self.below * &other.below)
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self::new(&self.above * &other.below - &other.above * &self.below, &self.below * &other.below)
    }

    #[must_use]
    pub fn times(&self, factor: impl Into<BigInt>) -> Self {
        Self::new(&self.above * factor.into(), self.below.clone())
    }

    #[must_use]
    pub fn over(&self, divisor: impl Into<BigInt>) -> Self {
        Self::new(self.above.clone(), &self.below * divisor.into())
    }

    /// The divisor is not zero.
    #[must_use]
    pub fn divided(&self, divisor: &Self) -> Self {
        Self::new(&self.above * &divisor.below, &self.below * &divisor.above)
    }

    /// How many whole `unit`s hold it: 7 ÷ 2 is 4.
    pub fn ceiling_over(&self, unit: &Self) -> BigInt {
        Integer::div_ceil(&(&self.above * &unit.below), &(&self.below * &unit.above))
    }

    /// As a decimal of at most six places, where that says all.
    pub fn exact_decimal(&self) -> Option<String> {
        let rest: BigInt = &self.above * 1_000_000 % &self.below;
        rest.is_zero().then(|| self.decimal(6))
    }

    /// For people: rounded to so many places, half away from zero, without zeros at the end.
    pub fn decimal(&self, places: u32) -> String {
        let ten = BigInt::from(10).pow(places);
        let twice = self.above.abs() * &ten * 2 + &self.below;
        let digits: BigInt = twice / (&self.below * 2);
        let digits = digits.to_string();
        let places = places as usize;
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        let sign = if self.above.is_negative() && digits.bytes().any(|digit| digit != b'0') { "-" } else { "" };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

impl From<i64> for Fraction {
    fn from(whole: i64) -> Self {
        Self { above: whole.into(), below: BigInt::one() }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `421000/497`, or `3` where it is whole.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { above, below } = self.reduced();
        if below.is_one() { write!(f, "{above}") } else { write!(f, "{above}/{below}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_stands_in_lowest_terms() {
        assert_eq!(Fraction::new(6, -4).to_string(), "-3/2");
        assert_eq!(Fraction::new(8, 4).to_string(), "2");
        assert_eq!(Fraction::new(1, 3).plus(&Fraction::new(1, 6)), Fraction::new(1, 2));
        assert!(Fraction::new(1, 3) < Fraction::new(334, 1000));
        assert_eq!(Fraction::new(7, 1).ceiling_over(&Fraction::new(2, 1)), BigInt::from(4));
    }

    #[test]
    fn people_read_it_rounded() {
        let said = |above: i64, below: i64, places| Fraction::new(above, below).decimal(places);
        assert_eq!(
            (Fraction::new(1, 3).exact_decimal(), Fraction::new(5, 8).exact_decimal()),
            (None, Some("0.625".into()))
        );
        assert_eq!((said(2, 3, 2), said(1, 2, 0), said(-1, 8, 2)), ("0.67".into(), "1".into(), "-0.13".into()));
        assert_eq!(
            (said(3_616_778, 10, 2), said(5, 1, 2), said(-1, 1000, 2)),
            ("361677.8".into(), "5".into(), "0".into())
        );
    }
}

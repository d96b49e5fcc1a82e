//! Rates as the bulletins print them: per cent with two decimals, rounded half up, worked out in integers.
//!
//! A rate may exceed 100 % (a year can start more than it planned), and has no value where nothing was planned.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One exact quotient, kept as its two numbers, so that comparing never depends on rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    part: i64,
    whole: i64,
}

/// A printed rate in hundredths of a per cent: `4317` is 43.17 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent {
    hundredths: i64,
}

impl Ratio {
    /// `part ÷ whole`, or nothing where `whole` is not positive.
    pub fn new(part: i64, whole: i64) -> Option<Self> {
        (whole > 0).then_some(Self { part, whole })
    }

    pub fn percent(self) -> Percent {
        let scaled = divide_half_up(i128::from(self.part) * 10_000, i128::from(self.whole));
        Percent { hundredths: i64::try_from(scaled).unwrap_or(i64::MAX) }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.part) * i128::from(other.whole);
        left.cmp(&(i128::from(other.part) * i128::from(self.whole)))
    }
}

impl Percent {
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self { hundredths }
    }

    pub const fn hundredths(self) -> i64 {
        self.hundredths
    }

    /// Reads `43.17` or `43.17%`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = super::text::plain_number(text);
        let plain = plain.strip_suffix('%').unwrap_or(&plain);
        super::text::scaled_integer(plain, 2).ok().map(Self::from_hundredths)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::text::with_decimals(i128::from(self.hundredths), 2))
    }
}

/// Division rounded half away from zero; `by` is positive.
pub fn divide_half_up(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value / by, value % by);
    if rest.abs() * 2 >= by { quotient + value.signum() } else { quotient }
}

/// Places in a league table, best first: equal values share a place and the next place is skipped (1, 2, 2, 4).
/// Who has no value has no place.
pub fn places<T: Ord + Copy>(values: &[Option<T>]) -> Vec<Option<usize>> {
    let better = |value: T| values.iter().flatten().filter(|other| **other > value).count();
    values.iter().map(|value| value.map(|v| better(v) + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn percent(part: i64, whole: i64) -> String {
        Ratio::new(part, whole).expect("a positive whole").percent().to_string()
    }

    #[test]
    fn rates_are_rounded_half_up_to_two_decimals() {
        assert_eq!(percent(79, 183), "43.17");
        assert_eq!(percent(1, 800), "0.13");
        assert_eq!(percent(3, 3), "100.00");
        assert_eq!(percent(669, 664), "100.75");
    }

    #[test]
    fn nothing_planned_has_no_rate() {
        assert_eq!(Ratio::new(3, 0), None);
    }

    #[test]
    fn equal_values_share_a_place() {
        assert_eq!(places(&[Some(5), Some(9), Some(5), None, Some(1)]), [Some(2), Some(1), Some(2), None, Some(4)]);
    }

    proptest! {
        #[test]
        fn a_rate_is_within_half_a_hundredth(part in 0i64..1_000_000_000_000, whole in 1i64..1_000_000_000_000) {
            let printed = i128::from(Ratio::new(part, whole).expect("positive").percent().hundredths());
            let exact = i128::from(part) * 10_000;
            prop_assert!((printed * i128::from(whole) - exact).abs() * 2 <= i128::from(whole));
        }

        #[test]
        fn places_follow_the_values(values in proptest::collection::vec(proptest::option::of(0i32..20), 0..40)) {
            let found = places(&values);
            for (a, place_a) in values.iter().zip(&found) {
                for (b, place_b) in values.iter().zip(&found) {
                    if let (Some(a), Some(b)) = (a, b) {
                        prop_assert_eq!(a.cmp(b), place_b.cmp(place_a));
                    }
                }
            }
        }
    }
}

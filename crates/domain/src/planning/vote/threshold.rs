//! What share is needed (票数比例): "at least" (以上) takes in the number itself, "more than" (过半数) does not (Civil Code art. 1259).
//!
//! Shares are compared by multiplying, never by dividing: exactly two thirds are exactly two thirds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A share that is to be reached, or to be passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Threshold {
    part: i64,
    whole: i64,
    passed: bool,
}

/// Why a text is not a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a share such as >= 2/3 or > 1/2")]
pub struct NoThreshold;

impl Threshold {
    /// No law counts in finer parts.
    const MOST: i64 = 10_000;

    /// 以上: the share itself is enough.
    pub const fn at_least(part: i64, whole: i64) -> Self {
        Self { part, whole, passed: false }
    }

    /// 过: more than the share.
    pub const fn more_than(part: i64, whole: i64) -> Self {
        Self { part, whole, passed: true }
    }

    pub const fn part(self) -> i64 {
        self.part
    }

    pub const fn whole(self) -> i64 {
        self.whole
    }

    /// Whether it has to be passed, and not only reached.
    pub const fn is_passed(self) -> bool {
        self.passed
    }

    /// Whether so many of all are enough. Of nobody, nothing is.
    pub fn met(self, value: i64, all: i64) -> bool {
        let (have, need) = (i128::from(value) * i128::from(self.whole), i128::from(self.part) * i128::from(all));
        all > 0 && if self.passed { have > need } else { have >= need }
    }

    /// The smallest number that is enough of all.
    pub fn least(self, all: i64) -> i64 {
        let (need, whole) = (i128::from(self.part) * i128::from(all), i128::from(self.whole));
        let least = if self.passed { need.div_euclid(whole) + 1 } else { (need + whole - 1).div_euclid(whole) };
        i64::try_from(least).unwrap_or(i64::MAX)
    }

    /// Whether less is enough for it than for another.
    pub fn is_weaker_than(self, other: Self) -> bool {
        let (own, others) = (self.part * other.whole, other.part * self.whole);
        own < others || own == others && !self.passed && other.passed
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", if self.passed { ">" } else { ">=" }, self.part, self.whole)
    }
}

impl FromStr for Threshold {
    type Err = NoThreshold;

    fn from_str(text: &str) -> Result<Self, NoThreshold> {
        let (passed, share) = match text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
            Some(share) => (false, share),
            None => (true, text.strip_prefix('>').ok_or(NoThreshold)?),
        };
        let (part, whole) = share.trim().split_once('/').ok_or(NoThreshold)?;
        let number = |text: &str| {
            let plain = !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
            if plain { text.parse::<i64>().map_err(|_| NoThreshold) } else { Err(NoThreshold) }
        };
        let (part, whole) = (number(part.trim())?, number(whole.trim())?);
        let reachable = if passed { part < whole } else { 0 < part && part <= whole };
        if reachable && whole <= Self::MOST { Ok(Self { part, whole, passed }) } else { Err(NoThreshold) }
    }
}

impl TryFrom<String> for Threshold {
    type Error = NoThreshold;

    fn try_from(text: String) -> Result<Self, NoThreshold> {
        text.parse()
    }
}

impl From<Threshold> for String {
    fn from(threshold: Threshold) -> Self {
        threshold.to_string()
    }
}

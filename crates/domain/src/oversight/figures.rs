//! The figures of a unit at the end of a month (进度指标): counted by neighbourhoods and by households.

use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

use crate::kernel::{Money, Percent, Ratio};

/// What was planned for the year, and what of it is started, finished and built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// 计划改造小区（个）
    pub planned: i64,
    /// 累计开工（个）
    pub started: i64,
    /// 累计完工（个）; a declared table may not have it.
    pub finished: Option<i64>,
    /// The same by households (户); a declared table may not have them.
    pub households: Option<Households>,
    /// 计划投资额
    pub planned_investment: Money,
    /// 累计完成投资额
    pub done_investment: Money,
    /// Reported as started, and not counted since evidence is lacking (已上报待佐证). A declared table says nothing of it.
    #[serde(default, skip_serializing_if = "is_none")]
    pub unproven: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_none(count: &i64) -> bool {
    *count == 0
}

/// Households in the neighbourhoods planned, started and finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Households {
    pub planned: i64,
    pub started: i64,
    /// A declared table may not have it.
    pub finished: Option<i64>,
}

impl Figures {
    /// 开工率
    pub fn start_rate(&self) -> Option<Ratio> {
        Ratio::new(self.started, self.planned)
    }

    /// 计划投资完成率
    pub fn investment_rate(&self) -> Option<Ratio> {
        Ratio::new(self.done_investment.fen(), self.planned_investment.fen())
    }

    /// 完工率
    pub fn completion_rate(&self) -> Option<Ratio> {
        Ratio::new(self.finished?, self.planned)
    }

    /// 开工率 by households
    pub fn household_start_rate(&self) -> Option<Ratio> {
        let households = self.households?;
        Ratio::new(households.started, households.planned)
    }

    /// 完工率 by households
    pub fn household_completion_rate(&self) -> Option<Ratio> {
        let households = self.households?;
        Ratio::new(households.finished?, households.planned)
    }
}

/// A rate as it is printed.
pub fn printed(rate: Option<Ratio>) -> Option<Percent> {
    rate.map(Ratio::percent)
}

impl Add for Figures {
    type Output = Self;

    /// A sum knows what both parts know: one unit without households leaves the total without them.
    fn add(self, other: Self) -> Self {
        Self {
            planned: self.planned + other.planned,
            started: self.started + other.started,
            finished: self.finished.zip(other.finished).map(|(a, b)| a + b),
            households: self.households.zip(other.households).map(|(a, b)| Households {
                planned: a.planned + b.planned,
                started: a.started + b.started,
                finished: a.finished.zip(b.finished).map(|(a, b)| a + b),
            }),
            planned_investment: self.planned_investment + other.planned_investment,
            done_investment: self.done_investment + other.done_investment,
            unproven: self.unproven + other.unproven,
        }
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        let households = Some(Households { finished: Some(0), ..Households::default() });
        let nothing = Self { finished: Some(0), households, ..Self::default() };
        parts.fold(nothing, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_does_not_claim_what_one_unit_left_out() {
        let full =
            Figures { planned: 2, finished: Some(1), households: Some(Households::default()), ..Figures::default() };
        let short = Figures { planned: 3, ..Figures::default() };
        let total: Figures = [full, short].into_iter().sum();
        assert_eq!((total.planned, total.finished, total.households), (5, None, None));
        let twice = [full, full].into_iter().sum::<Figures>();
        assert_eq!((twice.finished, twice.households.map(|h| h.finished)), (Some(2), Some(None)));
    }

    #[test]
    fn a_rate_may_pass_a_hundred_per_cent() {
        let figures = Figures { planned: 664, started: 669, ..Figures::default() };
        assert_eq!(printed(figures.start_rate()).map(|p| p.to_string()), Some("100.75".into()));
    }
}

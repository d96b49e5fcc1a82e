//! Progress of one neighbourhood by month (月度进度): the investment done and what was built so far,
//! cumulative since its start.

use super::measure::Quantities;
use crate::kernel::{Money, Month, NeighbourhoodId};

/// One month's report of one neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub neighbourhood: NeighbourhoodId,
    pub month: Month,
    /// Cumulative investment done (累计完成投资).
    pub done: Money,
    /// Physical figures (工程量), cumulative too.
    pub quantities: Quantities,
    pub note: Option<String>,
}

/// Why a report is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReport {
    #[error("the month lies ahead")]
    AheadOfTime,
    #[error("money done cannot be negative")]
    Negative,
    #[error("a cumulative figure fell and no note says why")]
    FellWithoutNote { before: Money },
    #[error("nothing is done before the start")]
    NotStarted,
}

impl Progress {
    /// The money only.
    pub fn new(neighbourhood: NeighbourhoodId, month: Month, done: Money) -> Self {
        Self { neighbourhood, month, done, quantities: Quantities::default(), note: None }
    }

    /// A cumulative figure may fall only with a note (a correction), and no month is reported ahead of time.
    pub fn check(&self, before: Option<Money>, started: Option<Month>, this_month: Month) -> Result<(), CannotReport> {
        if self.month > this_month {
            return Err(CannotReport::AheadOfTime);
        }
        if self.done.is_negative() {
            return Err(CannotReport::Negative);
        }
        if self.done > Money::ZERO && started.is_none_or(|started| started > self.month) {
            return Err(CannotReport::NotStarted);
        }
        match before {
            Some(before) if self.done < before && self.note.is_none() => Err(CannotReport::FellWithoutNote { before }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn report(done: i64) -> Progress {
        Progress {
            neighbourhood: NeighbourhoodId::from_number(1),
            month: month("2022-05"),
            done: Money::from_yuan(done),
            quantities: Quantities::default(),
            note: None,
        }
    }

    #[test]
    fn a_cumulative_figure_falls_only_with_a_note() {
        let (before, started, now) = (Some(Money::from_yuan(100)), Some(month("2022-04")), month("2022-05"));
        let fell = Err(CannotReport::FellWithoutNote { before: Money::from_yuan(100) });
        assert_eq!(report(90).check(before, started, now), fell);
        let explained = Progress { note: Some("核减".into()), ..report(90) };
        assert_eq!(explained.check(before, started, now), Ok(()));
    }

    #[test]
    fn nothing_is_done_before_the_start_or_ahead_of_time() {
        assert_eq!(report(1).check(None, None, month("2022-05")), Err(CannotReport::NotStarted));
        assert_eq!(report(1).check(None, Some(month("2022-06")), month("2022-05")), Err(CannotReport::NotStarted));
        assert_eq!(report(0).check(None, None, month("2022-04")), Err(CannotReport::AheadOfTime));
    }
}

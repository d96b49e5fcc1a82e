//! What makes a set of facts impossible (校验): the field, and what is wrong with it.

use jiff::civil::Date;

use super::facts::{Arrangement, Facts, Field};
use crate::kernel::{Level, Money, Office};

/// Why a set of facts cannot be true: the field, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field:?}: {why:?}")]
pub struct Problem {
    pub field: Field,
    pub why: Why,
}

/// What is wrong with a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    TooLong,
    OutOfRange,
    Negative,
    /// The division is not a town or community of this office.
    ElsewhereOrTooHigh,
    InTheFuture,
    FinishWithoutStart,
    FinishBeforeStart,
    StartWithoutPlanYear,
}

impl Why {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too-long",
            Self::OutOfRange => "out-of-range",
            Self::Negative => "negative",
            Self::ElsewhereOrTooHigh => "elsewhere",
            Self::InTheFuture => "future",
            Self::FinishWithoutStart => "finish-without-start",
            Self::FinishBeforeStart => "finish-before-start",
            Self::StartWithoutPlanYear => "start-without-plan-year",
        }
    }
}

/// The longest name and the longest other text, in characters.
const LONGEST_NAME: usize = 80;
const LONGEST_TEXT: usize = 200;

impl Facts {
    /// Everything that is wrong with these facts as an entry of `office`, seen on `today`.
    pub fn problems(&self, office: Office, today: Date) -> Vec<Problem> {
        let mut found = Problems::default();
        found.unless(!self.name.is_empty(), Field::Name, Why::Missing);
        found.unless(self.name.chars().count() <= LONGEST_NAME, Field::Name, Why::TooLong);
        self.check_texts(&mut found);
        let here = self.division.level() >= Level::Town && office.code().contains(self.division);
        found.unless(here, Field::Division, Why::ElsewhereOrTooHigh);
        if let Some(at) = self.location {
            // The extent of the country, generously.
            let inside = (73_000_000..=136_000_000).contains(&at.longitude_e6)
                && (3_000_000..=54_000_000).contains(&at.latitude_e6);
            found.unless(inside, Field::Location, Why::OutOfRange);
        }
        if let Some(year) = self.built_year {
            found.unless((1880..=today.year()).contains(&year), Field::BuiltYear, Why::OutOfRange);
        }
        if let Some(year) = self.plan_year {
            found.unless((2000..=today.year() + 5).contains(&year), Field::PlanYear, Why::OutOfRange);
        }
        found.count(self.buildings, 2_000, Field::Buildings);
        found.count(self.households, 100_000, Field::Households);
        if let Some(area) = self.floor_area {
            found.unless(area.hundredths() <= 1_000_000_000, Field::FloorArea, Why::OutOfRange);
        }
        if let Some(money) = self.planned_investment {
            found.unless(!money.is_negative(), Field::PlannedInvestment, Why::Negative);
            found.unless(money <= Money::from_yuan(100_000_000_000), Field::PlannedInvestment, Why::OutOfRange);
        }
        self.check_dates(today, &mut found);
        found.0
    }

    fn check_texts(&self, found: &mut Problems) {
        let area = match &self.arrangement {
            Some(Arrangement::Contiguous(name)) => Some(name),
            _ => None,
        };
        let texts = [
            (self.address.as_ref(), Field::Address),
            (self.former_unit.as_ref(), Field::FormerUnit),
            (area, Field::Arrangement),
            (self.leader.as_ref(), Field::Leader),
            (self.residents_body.as_ref(), Field::ResidentsBody),
        ];
        for (text, field) in texts {
            found.unless(text.is_none_or(|t| t.chars().count() <= LONGEST_TEXT), field, Why::TooLong);
        }
    }

    /// A finish needs a start, a start needs a plan, and neither is reported ahead of the day.
    fn check_dates(&self, today: Date, found: &mut Problems) {
        if let Some(started) = self.started_on {
            found.unless(started <= today, Field::StartedOn, Why::InTheFuture);
            found.unless(started.year() >= 2000, Field::StartedOn, Why::OutOfRange);
            found.unless(self.plan_year.is_some(), Field::PlanYear, Why::StartWithoutPlanYear);
        }
        if let Some(finished) = self.finished_on {
            found.unless(finished <= today, Field::FinishedOn, Why::InTheFuture);
            match self.started_on {
                None => found.unless(false, Field::FinishedOn, Why::FinishWithoutStart),
                Some(started) => found.unless(started <= finished, Field::FinishedOn, Why::FinishBeforeStart),
            }
        }
    }
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn unless(&mut self, fine: bool, field: Field, why: Why) {
        if !fine {
            self.0.push(Problem { field, why });
        }
    }

    fn count(&mut self, count: Option<i64>, most: i64, field: Field) {
        if let Some(count) = count {
            self.unless(count >= 0, field, Why::Negative);
            self.unless(count <= most, field, Why::OutOfRange);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2022, 5, 31);

    fn facts() -> Facts {
        Facts::new("示例小区", "430527100001".parse().expect("a code"))
    }

    fn problems(facts: &Facts) -> Vec<(Field, Why)> {
        let office = "430527".parse().expect("an office");
        facts.problems(office, TODAY).into_iter().map(|p| (p.field, p.why)).collect()
    }

    #[test]
    fn a_name_and_a_place_are_enough() {
        assert_eq!(problems(&facts()), []);
    }

    #[test]
    fn a_finish_needs_a_start() {
        let finished = Facts { plan_year: Some(2021), finished_on: Some(date(2021, 12, 1)), ..facts() };
        assert_eq!(problems(&finished), [(Field::FinishedOn, Why::FinishWithoutStart)]);
        let backwards = Facts { started_on: Some(date(2021, 12, 2)), ..finished };
        assert_eq!(problems(&backwards), [(Field::FinishedOn, Why::FinishBeforeStart)]);
    }

    #[test]
    fn nothing_is_started_tomorrow_or_without_a_plan() {
        let early = Facts { started_on: Some(date(2022, 6, 1)), ..facts() };
        assert_eq!(
            problems(&early),
            [(Field::StartedOn, Why::InTheFuture), (Field::PlanYear, Why::StartWithoutPlanYear)]
        );
    }

    #[test]
    fn a_neighbourhood_lies_in_a_town_of_its_office() {
        for elsewhere in ["430522100", "430527"] {
            let facts = Facts { division: elsewhere.parse().expect("a code"), ..facts() };
            assert_eq!(problems(&facts), [(Field::Division, Why::ElsewhereOrTooHigh)]);
        }
    }
}

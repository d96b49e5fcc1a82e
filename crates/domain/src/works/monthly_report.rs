//! Monthly report (月报): what an office says of each of its neighbourhoods at the end of a month.
//!
//! It is worked out from the records, signed by the one who filled it in and by the head, and then stands as it was
//! signed. A correction is a further version with its reason; both stay readable.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::measure::Quantities;
use crate::kernel::people::Place;
use crate::kernel::{Area, DivisionCode, Level, Money, Month, NeighbourhoodId, Office};
use crate::register::Stage;

/// The report of one office for one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyReport {
    pub office: Office,
    pub month: Month,
    /// The last day of the month, or the day of the report where that is earlier.
    pub as_at: Date,
    pub lines: Vec<Line>,
}

/// One neighbourhood. What follows from the register and the stages is not typed a second time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: NeighbourhoodId,
    pub number: String,
    pub name: String,
    /// The town or community in which it lies.
    pub division: DivisionCode,
    pub plan_year: i16,
    pub state: Stage,
    pub households: Option<i64>,
    // Reports from before these two were in them stand as they were signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buildings: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area: Option<Area>,
    pub planned: Option<Money>,
    pub started_on: Option<Date>,
    /// The start is shown by what its rule asks for, or was taken over.
    pub start_counts: bool,
    pub finished_on: Option<Date>,
    pub finish_counts: bool,
    /// Cumulative investment done (累计完成投资), in fen.
    pub done: Money,
    pub quantities: Quantities,
    pub note: Option<String>,
    /// The month that these figures were reported for: this one, or an earlier one that is carried on.
    pub reported_for: Option<Month>,
}

/// Sums over some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub neighbourhoods: i64,
    pub households: i64,
    #[serde(default)]
    pub buildings: i64,
    #[serde(default)]
    pub floor_area: Area,
    pub started: i64,
    /// Reported as started and not shown yet.
    pub unproven: i64,
    pub finished: i64,
    pub planned: Money,
    pub done: Money,
    pub quantities: Quantities,
}

impl Line {
    /// Where it lies, for the question who may.
    pub fn place(&self, office: Office) -> Place {
        Place { office, division: Some(self.division), neighbourhood: Some(self.id) }
    }

    pub fn has_started(&self) -> bool {
        self.started_on.is_some() && self.start_counts
    }

    pub fn has_finished(&self) -> bool {
        self.finished_on.is_some() && self.finish_counts
    }
}

impl<'a> FromIterator<&'a Line> for Totals {
    fn from_iter<I: IntoIterator<Item = &'a Line>>(lines: I) -> Self {
        let lines: Vec<&Line> = lines.into_iter().collect();
        let count = |which: fn(&Line) -> bool| lines.iter().filter(|line| which(line)).map(|_| 1).sum();
        Self {
            neighbourhoods: count(|_| true),
            households: lines.iter().filter_map(|line| line.households).sum(),
            buildings: lines.iter().filter_map(|line| line.buildings).sum(),
            floor_area: lines.iter().filter_map(|line| line.floor_area).sum(),
            started: count(Line::has_started),
            unproven: count(|line| line.started_on.is_some() && !line.start_counts),
            finished: count(Line::has_finished),
            planned: lines.iter().filter_map(|line| line.planned).sum(),
            done: lines.iter().map(|line| line.done).sum(),
            quantities: lines.iter().map(|line| &line.quantities).sum(),
        }
    }
}

impl MonthlyReport {
    /// Everything of one plan year: what rates are about.
    pub fn of_year(&self, year: i16) -> Totals {
        self.lines.iter().filter(|line| line.plan_year == year).collect()
    }

    /// The plan of the month's own year.
    pub fn of_plan(&self) -> Totals {
        self.of_year(self.month.year())
    }

    /// The plan of the month's year by town, in the order of the codes.
    pub fn by_town(&self) -> Vec<(DivisionCode, Totals)> {
        let mut towns: BTreeMap<DivisionCode, Vec<&Line>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.plan_year == self.month.year()) {
            towns.entry(line.division.at(Level::Town)).or_default().push(line);
        }
        towns.into_iter().map(|(town, lines)| (town, lines.into_iter().collect())).collect()
    }

    /// The years in whose plans its neighbourhoods stand, latest first.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.lines.iter().map(|line| line.plan_year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years
    }

    /// What stands in one report and not in the other, or otherwise: line by line, in the order of the numbers.
    pub fn differences<'a>(&'a self, other: &'a Self) -> Vec<(Option<&'a Line>, Option<&'a Line>)> {
        let mut lines: BTreeMap<&str, (Option<&Line>, Option<&Line>)> = BTreeMap::new();
        for line in &self.lines {
            lines.entry(&line.number).or_default().0 = Some(line);
        }
        for line in &other.lines {
            lines.entry(&line.number).or_default().1 = Some(line);
        }
        lines.into_values().filter(|(one, two)| one != two).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::works::measure::Measure;

    pub fn line(n: u128, done: i64) -> Line {
        Line {
            id: NeighbourhoodId::from_number(n),
            number: format!("430527100-XQ-{n:04}"),
            name: format!("{n}号小区"),
            division: "430527100".parse().expect("a code"),
            plan_year: 2022,
            state: Stage::UnderWay,
            households: Some(40),
            buildings: Some(2),
            floor_area: Some(Area::from_hundredths(350_000)),
            planned: Some(Money::from_yuan(1_000)),
            started_on: Some(Date::constant(2022, 4, 8)),
            start_counts: true,
            finished_on: None,
            finish_counts: false,
            done: Money::from_yuan(done),
            quantities: [(Measure::Lift, 1)].into_iter().collect(),
            note: None,
            reported_for: Some(month()),
        }
    }

    pub fn month() -> Month {
        "2022-05".parse().expect("a month")
    }

    pub fn report(lines: Vec<Line>) -> MonthlyReport {
        let office = "430527".parse().expect("an office");
        MonthlyReport { office, month: month(), as_at: month().last_day(), lines }
    }

    #[test]
    fn rates_are_about_the_plan_of_the_year_and_a_start_without_proof_does_not_count() {
        let earlier = Line { plan_year: 2021, ..line(1, 900) };
        let reported = Line { start_counts: false, ..line(2, 100) };
        let totals = report(vec![earlier, reported, line(3, 200)]).of_plan();
        assert_eq!((totals.neighbourhoods, totals.started, totals.unproven), (2, 1, 1));
        assert_eq!((totals.done, totals.quantities.of(Measure::Lift)), (Money::from_yuan(300), Some(2)));
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let report = report(vec![line(1, 100), line(2, 7)]);
        let text = serde_json::to_string(&report).expect("it can be written");
        assert_eq!(serde_json::from_str::<MonthlyReport>(&text).ok(), Some(report));
    }

    #[test]
    fn two_versions_are_compared_line_by_line() {
        let (one, two) = (report(vec![line(1, 100), line(2, 7)]), report(vec![line(1, 90), line(2, 7), line(3, 1)]));
        let changed = one.differences(&two);
        let numbers: Vec<_> = changed.iter().map(|(a, b)| (a.map(|l| l.done), b.map(|l| l.done))).collect();
        assert_eq!(
            numbers,
            [(Some(Money::from_yuan(100)), Some(Money::from_yuan(90))), (None, Some(Money::from_yuan(1)))]
        );
    }
}

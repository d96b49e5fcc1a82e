//! What is looked at before a month is signed (月报审核). Some things must be mended first; others are known and signed with.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::measure::{Group, Measure};
use super::month_rules::MonthRules;
use super::monthly_report::{Line, MonthlyReport};
use crate::kernel::{Money, NeighbourhoodId, Timestamp};
use crate::register::Stage;

/// One thing that was found of a neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub of: NeighbourhoodId,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Finished, and never started.
    FinishWithoutStart,
    /// Money is done, and nothing was started.
    DoneWithoutStart { done: Money },
    /// More is done than planned, and no note says why.
    BeyondPlan { done: Money, planned: Money },
    /// The money done fell since the last frozen month, and no note says why.
    DoneFell { before: Money, now: Money },
    /// A physical figure fell, and no note says why.
    FigureFell { measure: Measure, before: i64, now: i64 },
    /// The sources together are not what is done.
    SourcesDiffer { sources: Money, done: Money },
    /// The planned sources together are not what is planned.
    PlannedSourcesDiffer { sources: Money, planned: Money },
    /// More are satisfied than were asked.
    MoreSatisfied { satisfied: i64, asked: i64 },
    /// Work is under way, and nothing was reported for this month: the last figures are carried on.
    NotReported,
    /// Work is under way, and nobody reported anything of it for weeks.
    Silent { weeks: i64 },
    /// The start is reported, and not shown.
    StartUnproven,
}

impl What {
    /// Whether it has to be mended before anybody signs.
    pub const fn must_be_mended(&self) -> bool {
        matches!(
            self,
            Self::FinishWithoutStart
                | Self::DoneWithoutStart { .. }
                | Self::BeyondPlan { .. }
                | Self::DoneFell { .. }
                | Self::FigureFell { .. }
                | Self::SourcesDiffer { .. }
                | Self::PlannedSourcesDiffer { .. }
                | Self::MoreSatisfied { .. }
        )
    }

    /// The end of its text key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::FinishWithoutStart => "finish-without-start",
            Self::DoneWithoutStart { .. } => "done-without-start",
            Self::BeyondPlan { .. } => "beyond-plan",
            Self::DoneFell { .. } => "done-fell",
            Self::FigureFell { .. } => "figure-fell",
            Self::SourcesDiffer { .. } => "sources-differ",
            Self::PlannedSourcesDiffer { .. } => "planned-sources-differ",
            Self::MoreSatisfied { .. } => "more-satisfied",
            Self::NotReported => "not-reported",
            Self::Silent { .. } => "silent",
            Self::StartUnproven => "start-unproven",
        }
    }
}

/// What else is known when a report is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The last month that was signed before this one.
    pub before: Option<&'a MonthlyReport>,
    /// When anything was last reported of a neighbourhood.
    pub heard_of: &'a BTreeMap<NeighbourhoodId, Timestamp>,
    pub rules: &'a MonthRules,
}

/// Everything there is to say, what must be mended first.
pub fn remarks(report: &MonthlyReport, beside: Beside<'_>) -> Vec<Remark> {
    let mut found: Vec<Remark> = report.lines.iter().flat_map(|line| of_line(report, line, beside)).collect();
    found.sort_by_key(|remark| !remark.what.must_be_mended());
    found
}

fn of_line(report: &MonthlyReport, line: &Line, beside: Beside<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    let explained = line.note.is_some();
    if line.finished_on.is_some() && line.started_on.is_none() {
        found.push(What::FinishWithoutStart);
    }
    if line.done > Money::ZERO && line.started_on.is_none() {
        found.push(What::DoneWithoutStart { done: line.done });
    }
    if let Some(planned) = line.planned.filter(|planned| line.done > *planned && !explained) {
        found.push(What::BeyondPlan { done: line.done, planned });
    }
    let before = beside.before.and_then(|before| before.lines.iter().find(|other| other.id == line.id));
    if let Some(before) = before.filter(|_| !explained) {
        if line.done < before.done {
            found.push(What::DoneFell { before: before.done, now: line.done });
        }
        let fell = line.quantities.fallen_since(&before.quantities).into_iter();
        found.extend(fell.map(|(measure, before, now)| What::FigureFell { measure, before, now }));
    }
    found.extend(sums(line));
    if line.state == Stage::UnderWay {
        if line.reported_for != Some(report.month) {
            found.push(What::NotReported);
        }
        if let Some(weeks) = silent(line, report.as_at, beside) {
            found.push(What::Silent { weeks });
        }
    }
    if line.started_on.is_some() && !line.start_counts {
        found.push(What::StartUnproven);
    }
    found.into_iter().map(|what| Remark { of: line.id, what }).collect()
}

/// What does not add up.
fn sums(line: &Line) -> impl Iterator<Item = What> {
    let of = |group| line.quantities.sum_of(group).map(Money::from_fen);
    let done = of(Group::Sources).filter(|sum| *sum != line.done);
    let planned = of(Group::Planned).zip(line.planned).filter(|(sum, planned)| sum != planned);
    let count = |measure| line.quantities.of(measure).unwrap_or(0);
    let (satisfied, asked) = (count(Measure::Satisfied), count(Measure::Asked));
    [
        done.map(|sources| What::SourcesDiffer { sources, done: line.done }),
        planned.map(|(sources, planned)| What::PlannedSourcesDiffer { sources, planned }),
        (satisfied > asked).then_some(What::MoreSatisfied { satisfied, asked }),
    ]
    .into_iter()
    .flatten()
}

/// For how many weeks nothing was heard, where that is too long. Before anything was said the start is what was heard.
fn silent(line: &Line, as_at: Date, beside: Beside<'_>) -> Option<i64> {
    let said = beside.heard_of.get(&line.id).map(|at| jiff::tz::offset(8).to_datetime(*at).date());
    let last = said.max(line.started_on)?;
    let weeks = i64::from(as_at.since(last).ok()?.get_days()) / 7;
    (weeks >= beside.rules.silent_weeks).then_some(weeks)
}

#[cfg(test)]
mod tests {
    use super::super::monthly_report::tests::{line, month, report};
    use super::*;
    use crate::works::measure::Quantities;

    fn heard(at: &str) -> BTreeMap<NeighbourhoodId, Timestamp> {
        BTreeMap::from([(NeighbourhoodId::from_number(1), at.parse().expect("a time"))])
    }

    fn looked_at(lines: Vec<Line>, before: Option<&MonthlyReport>) -> Vec<What> {
        let heard = heard("2022-05-30T02:00:00Z");
        let beside = Beside { before, heard_of: &heard, rules: &MonthRules::default() };
        remarks(&report(lines), beside).into_iter().map(|remark| remark.what).collect()
    }

    #[test]
    fn an_ordinary_month_has_nothing_to_mend() {
        assert_eq!(looked_at(vec![line(1, 100)], None), []);
    }

    #[test]
    fn nothing_is_finished_or_done_before_it_started() {
        let odd = Line { started_on: None, finished_on: Some(month().first_day()), ..line(1, 100) };
        let found = looked_at(vec![odd], None);
        assert_eq!(found, [What::FinishWithoutStart, What::DoneWithoutStart { done: Money::from_yuan(100) }]);
    }

    #[test]
    fn more_than_planned_and_less_than_before_need_a_note() {
        let before = report(vec![line(1, 1_200)]);
        let now = line(1, 1_100);
        let kinds: Vec<&str> = looked_at(vec![now.clone()], Some(&before)).iter().map(What::key).collect();
        assert_eq!(kinds, ["beyond-plan", "done-fell"]);
        let explained = Line { note: Some("审计核减".into()), ..now };
        assert_eq!(looked_at(vec![explained], Some(&before)), []);
    }

    #[test]
    fn a_physical_figure_falls_only_with_a_note() {
        let before = report(vec![line(1, 100)]);
        let fewer = Line { quantities: Quantities::default(), ..line(1, 100) };
        assert_eq!(
            looked_at(vec![fewer], Some(&before)),
            [What::FigureFell { measure: Measure::Lift, before: 1, now: 0 }]
        );
    }

    #[test]
    fn sources_add_up_to_what_is_done() {
        let mut one = line(1, 100);
        one.quantities.set(Measure::County, Some(9_999));
        let (sources, done) = (Money::from_fen(9_999), Money::from_yuan(100));
        assert_eq!(looked_at(vec![one.clone()], None), [What::SourcesDiffer { sources, done }]);
        one.quantities.set(Measure::Resident, Some(1));
        assert_eq!(looked_at(vec![one], None), []);
    }

    #[test]
    fn planned_sources_add_up_to_the_plan_and_nobody_is_satisfied_who_was_not_asked() {
        let mut one = line(1, 100);
        one.quantities.set(Measure::PlannedCounty, Some(70_000));
        one.quantities.set(Measure::Satisfied, Some(8));
        let (sources, planned) = (Money::from_yuan(700), Money::from_yuan(1_000));
        let found = looked_at(vec![one.clone()], None);
        assert_eq!(
            found,
            [What::PlannedSourcesDiffer { sources, planned }, What::MoreSatisfied { satisfied: 8, asked: 0 }]
        );
        one.quantities.set(Measure::PlannedUtility, Some(30_000));
        one.quantities.set(Measure::Asked, Some(8));
        assert_eq!(looked_at(vec![one], None), []);
    }

    #[test]
    fn a_plan_and_what_people_think_may_fall() {
        let mut then = line(1, 100);
        then.quantities.set(Measure::Asked, Some(30));
        then.quantities.set(Measure::PlannedCounty, Some(100_000));
        let mut now = line(1, 100);
        now.quantities.set(Measure::Asked, Some(20));
        assert_eq!(looked_at(vec![now], Some(&report(vec![then]))), []);
    }

    #[test]
    fn work_that_nobody_reports_of_is_named_and_does_not_hinder() {
        let heard = heard("2022-04-01T02:00:00Z");
        let beside = Beside { before: None, heard_of: &heard, rules: &MonthRules::default() };
        let quiet = Line { reported_for: None, ..line(1, 100) };
        let found = remarks(&report(vec![quiet]), beside);
        let kinds: Vec<_> = found.iter().map(|remark| (remark.what.key(), remark.what.must_be_mended())).collect();
        assert_eq!(kinds, [("not-reported", false), ("silent", false)]);
    }
}

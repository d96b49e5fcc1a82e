//! Findings (核对发现): every place where a declared table contradicts itself, the month before, or the list of units.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::declared::{Column, Declaration, DeclaredRow, DeclaredTable, Sum, summed};
use super::figures::{Figures, printed};
use crate::kernel::{DivisionCode, Money, Month, Percent};

/// What kind of contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The printed total is not the sum of the lines.
    TotalDiffers,
    /// A printed rate does not follow from the printed figures.
    RateDiffers,
    /// A rate is printed where nothing is planned.
    RateOverNothing,
    /// A unit declared something else to this office than it gathered itself.
    GatheredDiffers,
    /// More started than planned, and no note says why.
    StartedAbovePlan,
    /// More finished than started.
    FinishedAboveStarted,
    /// A cumulative figure is below that of the last month of the year that has one.
    CumulativeFell,
    /// A unit of the scope is not in the table.
    UnitMissing,
    /// A unit stands in the table twice.
    UnitTwice,
}

impl FindingKind {
    pub const fn key(self) -> &'static str {
        match self {
            Self::TotalDiffers => "total_differs",
            Self::RateDiffers => "rate_differs",
            Self::RateOverNothing => "rate_over_nothing",
            Self::GatheredDiffers => "gathered_differs",
            Self::StartedAbovePlan => "started_above_plan",
            Self::FinishedAboveStarted => "finished_above_started",
            Self::CumulativeFell => "cumulative_fell",
            Self::UnitMissing => "unit_missing",
            Self::UnitTwice => "unit_twice",
        }
    }
}

/// One contradiction, with both figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    /// The unit it is about; none for the total line.
    pub unit: Option<DivisionCode>,
    pub column: Option<Column>,
    /// What the table says: counts and per cent as printed, money in 万元.
    pub printed: String,
    /// What follows from the other figures.
    pub computed: String,
    /// Printed less computed, where it is money.
    pub difference_fen: Option<i64>,
    /// The month that it is held against, where it is an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Month>,
}

/// Everything that does not fit, in the order of the table.
pub fn findings(table: &DeclaredTable, before: Option<&DeclaredTable>, units: &[DivisionCode]) -> Vec<Finding> {
    let mut found: Vec<Finding> = table.rows.iter().flat_map(|row| of_row(row, before)).collect();
    found.extend(units_twice(table));
    found.extend(units_missing(table, units));
    if let Some(total) = &table.total {
        found.extend(of_rates(None, total));
        found.extend(of_total(table, total));
    }
    found
}

fn of_row(row: &DeclaredRow, before: Option<&DeclaredTable>) -> Vec<Finding> {
    let (unit, figures) = (Some(row.unit), &row.says.figures);
    let mut found = of_rates(unit, &row.says);
    if figures.started > figures.planned && row.says.note.is_none() {
        found.push(counts(FindingKind::StartedAbovePlan, unit, Column::Started, figures.started, figures.planned));
    }
    if let Some(finished) = figures.finished.filter(|finished| *finished > figures.started) {
        found.push(counts(FindingKind::FinishedAboveStarted, unit, Column::Finished, finished, figures.started));
    }
    if let Some((earlier, month)) = before.and_then(|table| Some((table.of(row.unit)?, table.month))) {
        found.extend(fallen(row, earlier).into_iter().map(|fell| Finding { against: Some(month), ..fell }));
    }
    found
}

/// Cumulative figures fall from month to month only by a mistake in one of the two; plans may change.
fn fallen(row: &DeclaredRow, earlier: &DeclaredRow) -> Vec<Finding> {
    let cumulative =
        |column: Column| !matches!(column, Column::Planned | Column::HouseholdsPlanned | Column::PlannedInvestment);
    let pairs = summed(&row.says.figures).into_iter().zip(summed(&earlier.says.figures));
    pairs
        .filter(|((column, _), _)| cumulative(*column))
        .filter_map(|((column, now), (_, then))| match (now?, then?) {
            (Sum::Count(now), Sum::Count(then)) if now < then => {
                Some(counts(FindingKind::CumulativeFell, Some(row.unit), column, now, then))
            }
            (Sum::Money(now), Sum::Money(then)) if now < then => {
                Some(amounts(FindingKind::CumulativeFell, Some(row.unit), column, now, then))
            }
            _ => None,
        })
        .collect()
}

fn of_rates(unit: Option<DivisionCode>, says: &Declaration) -> Vec<Finding> {
    let figures = &says.figures;
    let rates = [
        (Column::StartRate, says.printed.start, figures.start_rate()),
        (Column::CompletionRate, says.printed.completion, figures.completion_rate()),
        (Column::InvestmentRate, says.printed.investment, figures.investment_rate()),
    ];
    let differs = |(column, said, rate): (Column, Option<Percent>, _)| {
        let said = said?;
        let (kind, computed) = match printed(rate) {
            Some(computed) if computed == said => return None,
            Some(computed) => (FindingKind::RateDiffers, computed.to_string()),
            // Offices print 0.00 where nothing is planned, and mean nothing by it.
            None if said == Percent::from_hundredths(0) || unknown(column, figures) => return None,
            None => (FindingKind::RateOverNothing, String::new()),
        };
        let (printed, column) = (said.to_string(), Some(column));
        Some(Finding { kind, unit, column, printed, computed, difference_fen: None, against: None })
    };
    rates.into_iter().filter_map(differs).collect()
}

/// A table without a column of finished neighbourhoods may still print the rate: it cannot be worked out.
fn unknown(column: Column, figures: &Figures) -> bool {
    column == Column::CompletionRate && figures.finished.is_none()
}

/// Where a unit's line says something else than the tables that its own office gathered.
pub fn gathered_differs(table: &DeclaredTable, gathered: &BTreeMap<DivisionCode, Figures>) -> Vec<Finding> {
    let kind = FindingKind::GatheredDiffers;
    let of = |row: &DeclaredRow| {
        let pairs = gathered.get(&row.unit).map(|own| summed(&row.says.figures).into_iter().zip(summed(own)));
        let unit = Some(row.unit);
        let differs = pairs.into_iter().flatten().filter_map(move |((column, said), (_, own))| match (said?, own?) {
            (Sum::Count(said), Sum::Count(own)) if said != own => Some(counts(kind, unit, column, said, own)),
            (Sum::Money(said), Sum::Money(own)) if said != own => Some(amounts(kind, unit, column, said, own)),
            _ => None,
        });
        differs.collect::<Vec<_>>()
    };
    table.rows.iter().flat_map(of).collect()
}

fn of_total(table: &DeclaredTable, total: &Declaration) -> Vec<Finding> {
    let kind = FindingKind::TotalDiffers;
    let pairs = summed(&total.figures).into_iter().zip(summed(&table.sum()));
    pairs
        .filter_map(|((column, said), (_, sum))| match (said?, sum?) {
            (Sum::Count(said), Sum::Count(sum)) if said != sum => Some(counts(kind, None, column, said, sum)),
            (Sum::Money(said), Sum::Money(sum)) if said != sum => Some(amounts(kind, None, column, said, sum)),
            _ => None,
        })
        .collect()
}

fn units_twice(table: &DeclaredTable) -> Vec<Finding> {
    let mut lines: BTreeMap<DivisionCode, Vec<i64>> = BTreeMap::new();
    for row in &table.rows {
        lines.entry(row.unit).or_default().push(row.line);
    }
    let twice = lines.into_iter().filter(|(_, lines)| lines.len() > 1);
    twice.map(|(unit, lines)| counts(FindingKind::UnitTwice, Some(unit), Column::Unit, lines[1], lines[0])).collect()
}

fn units_missing(table: &DeclaredTable, units: &[DivisionCode]) -> Vec<Finding> {
    let missing = units.iter().filter(|unit| table.of(**unit).is_none());
    missing
        .map(|unit| Finding {
            kind: FindingKind::UnitMissing,
            unit: Some(*unit),
            column: None,
            printed: String::new(),
            computed: String::new(),
            difference_fen: None,
            against: None,
        })
        .collect()
}

fn counts(kind: FindingKind, unit: Option<DivisionCode>, column: Column, said: i64, computed: i64) -> Finding {
    let (printed, computed) = (said.to_string(), computed.to_string());
    Finding { kind, unit, column: Some(column), printed, computed, difference_fen: None, against: None }
}

fn amounts(kind: FindingKind, unit: Option<DivisionCode>, column: Column, said: Money, computed: Money) -> Finding {
    Finding {
        kind,
        unit,
        column: Some(column),
        printed: said.to_wan_exact(),
        computed: computed.to_wan_exact(),
        difference_fen: Some((said - computed).fen()),
        against: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::declared::PrintedRates;
    use super::*;

    fn row(unit: &str, planned: i64, started: i64, done: i64) -> DeclaredRow {
        let figures = Figures {
            planned,
            started,
            planned_investment: Money::from_yuan(1_000),
            done_investment: Money::from_yuan(done),
            ..Figures::default()
        };
        let says = Declaration { figures, printed: PrintedRates::default(), note: None };
        DeclaredRow { unit: unit.parse().expect("a code"), written: unit.into(), line: 2, says }
    }

    fn table(rows: Vec<DeclaredRow>) -> DeclaredTable {
        let scope = "430500".parse().expect("a code");
        DeclaredTable { scope, month: "2022-05".parse().expect("a month"), rows, total: None }
    }

    fn kinds(found: &[Finding]) -> Vec<FindingKind> {
        found.iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_table_that_adds_up_has_no_findings() {
        let mut good = table(vec![row("430527", 4, 4, 10), row("430522", 3, 1, 20)]);
        let says = Declaration { figures: good.sum(), printed: PrintedRates::default(), note: None };
        good.total = Some(says);
        assert_eq!(findings(&good, None, &[]), []);
    }

    #[test]
    fn a_total_that_is_off_is_named_to_the_fen() {
        let mut off = table(vec![row("430527", 4, 4, 10)]);
        let figures = Figures { done_investment: Money::from_fen(1_300), ..off.sum() };
        off.total = Some(Declaration { figures, printed: PrintedRates::default(), note: None });
        let found = findings(&off, None, &[]);
        assert_eq!(kinds(&found), [FindingKind::TotalDiffers]);
        assert_eq!((found[0].column, found[0].difference_fen), (Some(Column::DoneInvestment), Some(300)));
    }

    #[test]
    fn a_rate_that_does_not_follow_is_named() {
        let mut wrong = row("430527", 183, 79, 0);
        wrong.says.printed.start = Some(Percent::from_hundredths(43_18));
        let found = findings(&table(vec![wrong]), None, &[]);
        assert_eq!((found[0].printed.as_str(), found[0].computed.as_str()), ("43.18", "43.17"));
    }

    #[test]
    fn a_rate_over_nothing_planned_is_named_unless_it_is_nothing_too() {
        let mut odd = row("430527", 0, 0, 0);
        odd.says.printed.start = Some(Percent::from_hundredths(10_000));
        assert_eq!(kinds(&findings(&table(vec![odd.clone()]), None, &[])), [FindingKind::RateOverNothing]);
        odd.says.printed.start = Some(Percent::from_hundredths(0));
        assert_eq!(findings(&table(vec![odd.clone()]), None, &[]), []);
        odd.says.printed =
            PrintedRates { completion: Some(Percent::from_hundredths(5_000)), ..PrintedRates::default() };
        assert_eq!(findings(&table(vec![odd]), None, &[]), [], "nobody said how many are finished");
    }

    #[test]
    fn more_started_than_planned_needs_a_note() {
        let mut above = row("430527", 3, 4, 0);
        assert_eq!(kinds(&findings(&table(vec![above.clone()]), None, &[])), [FindingKind::StartedAbovePlan]);
        above.says.note = Some("追加".into());
        assert_eq!(findings(&table(vec![above]), None, &[]), []);
    }

    #[test]
    fn cumulative_figures_do_not_fall() {
        let before = table(vec![row("430527", 4, 4, 10)]);
        let now = table(vec![row("430527", 4, 3, 9)]);
        let expected = [FindingKind::CumulativeFell, FindingKind::CumulativeFell];
        assert_eq!(kinds(&findings(&now, Some(&before), &[])), expected);
    }

    #[test]
    fn every_unit_stands_in_the_table_once() {
        let codes = ["430527", "430522"].map(|code| code.parse().expect("a code"));
        let twice = table(vec![row("430527", 1, 1, 1), row("430527", 1, 1, 1)]);
        let expected = [FindingKind::UnitTwice, FindingKind::UnitMissing];
        assert_eq!(kinds(&findings(&twice, None, &codes)), expected);
    }
}

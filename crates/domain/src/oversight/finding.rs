//! Findings (核对发现): every place where a declared table contradicts itself, the month before, or the list of units.

use std::collections::{BTreeMap, BTreeSet};

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
    /// A unit declared something else than its own records, or what it gathered itself, say.
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

impl Finding {
    /// That nothing came from a unit.
    pub const fn missing(unit: DivisionCode) -> Self {
        Self {
            kind: FindingKind::UnitMissing,
            unit: Some(unit),
            column: None,
            printed: String::new(),
            computed: String::new(),
            difference_fen: None,
            against: None,
        }
    }
}

/// What each unit said in the months of the year before, latest first. A unit may skip a month, and a table a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier(BTreeMap<DivisionCode, Vec<(Month, Figures)>>);

impl Earlier {
    /// Lines in any order.
    pub fn new(lines: impl IntoIterator<Item = (Month, DivisionCode, Figures)>) -> Self {
        let mut of: BTreeMap<DivisionCode, Vec<(Month, Figures)>> = BTreeMap::new();
        for (month, unit, figures) in lines {
            of.entry(unit).or_default().push((month, figures));
        }
        for said in of.values_mut() {
            said.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
        }
        Self(of)
    }

    fn of(&self, unit: DivisionCode) -> &[(Month, Figures)] {
        self.0.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// The units whose own figures are in doubt. A unit that is missing has none.
pub fn units_in_doubt(findings: &[Finding]) -> BTreeSet<DivisionCode> {
    findings.iter().filter(|found| found.kind != FindingKind::UnitMissing).filter_map(|found| found.unit).collect()
}

/// Everything that does not fit, in the order of the table.
pub fn findings(table: &DeclaredTable, before: &Earlier, units: &[DivisionCode]) -> Vec<Finding> {
    let grains = Grains::of(table);
    let of_row = |row| of_row(row, before.of(row.unit), grains);
    let mut found: Vec<Finding> = table.rows.iter().flat_map(of_row).collect();
    found.extend(units_twice(table));
    found.extend(units_missing(table, units));
    if let Some(total) = &table.total {
        found.extend(of_rates(None, total, grains));
        found.extend(of_total(table, total));
    }
    found
}

fn of_row(row: &DeclaredRow, before: &[(Month, Figures)], grains: Grains) -> Vec<Finding> {
    let (unit, figures) = (Some(row.unit), &row.says.figures);
    let mut found = of_rates(unit, &row.says, grains);
    if figures.started > figures.planned && row.says.note.is_none() {
        found.push(counts(FindingKind::StartedAbovePlan, unit, Column::Started, figures.started, figures.planned));
    }
    if let Some(finished) = figures.finished.filter(|finished| *finished > figures.started) {
        found.push(counts(FindingKind::FinishedAboveStarted, unit, Column::Finished, finished, figures.started));
    }
    found.extend(fallen(row, before));
    found
}

/// Cumulative figures fall from month to month only by a mistake in one of the two; plans may change. Each is held
/// against the last month that has it.
fn fallen(row: &DeclaredRow, before: &[(Month, Figures)]) -> Vec<Finding> {
    let (kind, unit) = (FindingKind::CumulativeFell, Some(row.unit));
    let cumulative =
        |column: Column| !matches!(column, Column::Planned | Column::HouseholdsPlanned | Column::PlannedInvestment);
    let last = |at: usize| before.iter().find_map(|(month, figures)| Some((*month, summed(figures)[at].1?)));
    let fell = |(at, (column, now)): (usize, (Column, Option<Sum>))| {
        let (month, then) = last(at)?;
        let fell = match (now?, then) {
            (Sum::Count(now), Sum::Count(then)) if now < then => counts(kind, unit, column, now, then),
            (Sum::Money(now), Sum::Money(then)) if now < then => amounts(kind, unit, column, now, then),
            _ => return None,
        };
        Some(Finding { against: Some(month), ..fell })
    };
    let now = summed(&row.says.figures).into_iter().enumerate();
    now.filter(|(_, (column, _))| cumulative(*column)).filter_map(fell).collect()
}

/// How finely each column of rates is printed, in hundredths of a per cent: 1, 10 (95.3 %) or 100 (95 %).
#[derive(Clone, Copy, Debug)]
struct Grains([i64; 3]);

impl Grains {
    fn of(table: &DeclaredTable) -> Self {
        let rates = |pick: fn(&Declaration) -> Option<Percent>| {
            let says = table.rows.iter().map(|row| &row.says).chain(&table.total);
            grain(says.filter_map(pick).map(Percent::hundredths))
        };
        Self([rates(|s| s.printed.start), rates(|s| s.printed.completion), rates(|s| s.printed.investment)])
    }
}

/// A column is printed with fewer than two decimals if at least three of its rates are, and none has more: that 43.20
/// stands there once says nothing, and everybody's 0 and 100 neither.
fn grain(rates: impl Iterator<Item = i64>) -> i64 {
    let telling: Vec<i64> = rates.filter(|rate| !matches!(rate, 0 | 10_000)).collect();
    let whole = |by: i64| telling.len() >= 3 && telling.iter().all(|rate| rate % by == 0);
    [100, 10].into_iter().find(|by| whole(*by)).unwrap_or(1)
}

fn of_rates(unit: Option<DivisionCode>, says: &Declaration, grains: Grains) -> Vec<Finding> {
    let figures = &says.figures;
    let [start, completion, investment] = grains.0;
    let rates = [
        (Column::StartRate, says.printed.start, figures.start_rate(), start),
        (Column::CompletionRate, says.printed.completion, figures.completion_rate(), completion),
        (Column::InvestmentRate, says.printed.investment, figures.investment_rate(), investment),
    ];
    let differs = |(column, said, rate, grain): (Column, Option<Percent>, _, i64)| {
        let said = said?;
        let near = |computed: Percent| (computed.hundredths() - said.hundredths()).abs() * 2 <= grain;
        let (kind, computed) = match printed(rate) {
            Some(computed) if computed == said || (grain > 1 && near(computed)) => return None,
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

/// Where a unit's line says something else than its own records, or the tables that its own office gathered.
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
            (Sum::Money(said), Sum::Money(sum)) if (said - sum).fen().abs() * 2 > rounded(table, total, column) => {
                Some(amounts(kind, None, column, said, sum))
            }
            _ => None,
        })
        .collect()
}

/// How many amounts of a column were taken to the nearest fen here: each may be half a fen off, and the table is not to
/// blame.
fn rounded(table: &DeclaredTable, total: &Declaration, column: Column) -> i64 {
    let says = table.rows.iter().map(|row| &row.says).chain(std::iter::once(total));
    let amounts = says.flat_map(|says| &says.rounded).filter(|rounded| rounded.column == column);
    i64::try_from(amounts.count()).unwrap_or(i64::MAX)
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
    missing.map(|unit| Finding::missing(*unit)).collect()
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
    use super::super::declared::{PrintedRates, Rounded};
    use super::*;

    fn row(unit: &str, planned: i64, started: i64, done: i64) -> DeclaredRow {
        let figures = Figures {
            planned,
            started,
            planned_investment: Money::from_yuan(1_000),
            done_investment: Money::from_yuan(done),
            ..Figures::default()
        };
        let says = Declaration::of(figures, PrintedRates::default());
        DeclaredRow { unit: unit.parse().expect("a code"), written: unit.into(), line: 2, says }
    }

    fn table(rows: Vec<DeclaredRow>) -> DeclaredTable {
        let scope = "430500".parse().expect("a code");
        DeclaredTable { scope, month: "2022-05".parse().expect("a month"), rows, total: None }
    }

    #[test]
    fn half_a_fen_lost_in_rounding_is_no_difference() {
        let mut thirds = table(vec![row("430527", 1, 1, 10), row("430522", 1, 1, 10)]);
        let mut figures = thirds.sum();
        figures.done_investment = figures.done_investment + Money::from_fen(1);
        thirds.total = Some(Declaration::of(figures, PrintedRates::default()));
        assert_eq!(kinds(&findings(&thirds, &none(), &[])), [FindingKind::TotalDiffers]);
        for row in &mut thirds.rows {
            row.says.rounded = vec![Rounded { column: Column::DoneInvestment, given: "0.333333333333333".into() }];
        }
        assert_eq!(findings(&thirds, &none(), &[]), []);
    }

    fn none() -> Earlier {
        Earlier::default()
    }

    fn earlier(lines: &[(&str, DeclaredRow)]) -> Earlier {
        let line = |(month, row): &(&str, DeclaredRow)| (month.parse().expect("a month"), row.unit, row.says.figures);
        Earlier::new(lines.iter().map(line))
    }

    fn kinds(found: &[Finding]) -> Vec<FindingKind> {
        found.iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_table_that_adds_up_has_no_findings() {
        let mut good = table(vec![row("430527", 4, 4, 10), row("430522", 3, 1, 20)]);
        let says = Declaration::of(good.sum(), PrintedRates::default());
        good.total = Some(says);
        assert_eq!(findings(&good, &none(), &[]), []);
    }

    #[test]
    fn a_total_that_is_off_is_named_to_the_fen() {
        let mut off = table(vec![row("430527", 4, 4, 10)]);
        let figures = Figures { done_investment: Money::from_fen(1_300), ..off.sum() };
        off.total = Some(Declaration::of(figures, PrintedRates::default()));
        let found = findings(&off, &none(), &[]);
        assert_eq!(kinds(&found), [FindingKind::TotalDiffers]);
        assert_eq!((found[0].column, found[0].difference_fen), (Some(Column::DoneInvestment), Some(300)));
    }

    #[test]
    fn a_rate_that_does_not_follow_is_named() {
        let mut wrong = row("430527", 183, 79, 0);
        wrong.says.printed.start = Some(Percent::from_hundredths(43_18));
        let found = findings(&table(vec![wrong]), &none(), &[]);
        assert_eq!((found[0].printed.as_str(), found[0].computed.as_str()), ("43.18", "43.17"));
    }

    #[test]
    fn a_rate_over_nothing_planned_is_named_unless_it_is_nothing_too() {
        let mut odd = row("430527", 0, 0, 0);
        odd.says.printed.start = Some(Percent::from_hundredths(10_000));
        assert_eq!(kinds(&findings(&table(vec![odd.clone()]), &none(), &[])), [FindingKind::RateOverNothing]);
        odd.says.printed.start = Some(Percent::from_hundredths(0));
        assert_eq!(findings(&table(vec![odd.clone()]), &none(), &[]), []);
        odd.says.printed =
            PrintedRates { completion: Some(Percent::from_hundredths(5_000)), ..PrintedRates::default() };
        assert_eq!(findings(&table(vec![odd]), &none(), &[]), [], "nobody said how many are finished");
    }

    #[test]
    fn more_started_than_planned_needs_a_note() {
        let mut above = row("430527", 3, 4, 0);
        assert_eq!(kinds(&findings(&table(vec![above.clone()]), &none(), &[])), [FindingKind::StartedAbovePlan]);
        above.says.note = Some("追加".into());
        assert_eq!(findings(&table(vec![above]), &none(), &[]), []);
    }

    #[test]
    fn cumulative_figures_do_not_fall() {
        let before = earlier(&[("2022-04", row("430527", 4, 4, 10))]);
        let now = table(vec![row("430527", 4, 3, 9)]);
        let expected = [FindingKind::CumulativeFell, FindingKind::CumulativeFell];
        assert_eq!(kinds(&findings(&now, &before, &[])), expected);
    }

    #[test]
    fn each_figure_is_held_against_the_last_month_that_has_it() {
        let mut with_finished = row("430527", 4, 2, 5);
        with_finished.says.figures.finished = Some(2);
        let before = earlier(&[("2022-02", with_finished.clone()), ("2022-03", row("430527", 4, 3, 9))]);
        let mut now = row("430527", 4, 3, 8);
        now.says.figures.finished = Some(1);
        let found = findings(&table(vec![now, row("430522", 4, 1, 1)]), &before, &[]);
        let against: Vec<_> = found.iter().map(|f| (f.column, f.against.map(|month| month.to_string()))).collect();
        let expected = [(Column::Finished, "2022-02"), (Column::DoneInvestment, "2022-03")];
        assert_eq!(against, expected.map(|(column, month)| (Some(column), Some(month.to_owned()))));
    }

    #[test]
    fn rates_are_held_as_finely_as_their_column_prints_them() {
        let said = |unit, planned, started, printed| {
            let mut row = row(unit, planned, started, 0);
            row.says.printed.start = Some(Percent::from_hundredths(printed));
            row
        };
        // 79 of 183 is 43.17 %, 45 of 79 is 56.96 %, 1 of 3 is 33.33 %.
        let tenths = [said("430527", 183, 79, 43_20), said("430522", 79, 45, 57_00), said("430523", 3, 1, 33_30)];
        assert_eq!(findings(&table(tenths.to_vec()), &none(), &[]), []);
        let mut wrong = tenths.to_vec();
        wrong[0] = said("430527", 183, 79, 43_30);
        assert_eq!(kinds(&findings(&table(wrong), &none(), &[])), [FindingKind::RateDiffers]);
        let few = findings(&table(tenths[..2].to_vec()), &none(), &[]);
        assert_eq!(kinds(&few), [FindingKind::RateDiffers; 2], "two lines show no habit");
    }

    #[test]
    fn every_unit_stands_in_the_table_once() {
        let codes = ["430527", "430522"].map(|code| code.parse().expect("a code"));
        let twice = table(vec![row("430527", 1, 1, 1), row("430527", 1, 1, 1)]);
        let expected = [FindingKind::UnitTwice, FindingKind::UnitMissing];
        assert_eq!(kinds(&findings(&twice, &none(), &codes)), expected);
    }
}

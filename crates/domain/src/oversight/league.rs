//! League table (排名表): units of one scope side by side, with places by each rate.
//!
//! What is nearest to the neighbourhoods counts ([ADR 8](../../../../docs/adr/0008-whose-figures-count.md)): the records
//! of a unit; else what it gathered from all of its own units; else what it declared; else what is known of a part of
//! it. What it declared stands beside, and every line says where its figures come from.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use crate::kernel::rate::places;
use crate::kernel::{DivisionCode, Month};

/// A unit of the scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub code: DivisionCode,
    pub name: String,
}

/// Where the figures of a line come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Computed from the records in Linli.
    Records,
    /// Summed over all units below it, some of which declared.
    Gathered,
    /// As the unit declared.
    Declared,
    /// Of some of the units below it; the others are silent.
    Part,
    /// Nothing is known of this unit.
    None,
}

impl Origin {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Gathered => "gathered",
            Self::Declared => "declared",
            Self::Part => "part",
            Self::None => "none",
        }
    }

    /// Whether a figure stands for the unit as a whole: only then it has a place, is praised, or is named.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Records | Self::Gathered | Self::Declared)
    }
}

/// What is known of a unit before places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub unit: Unit,
    /// From below: the records, or the sum over the units below it.
    pub below: Option<Below>,
    pub declared: Option<Figures>,
}

/// What the units below a unit, or its own records, say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Below {
    pub figures: Figures,
    pub from: Origin,
}

impl Below {
    pub const fn records(figures: Figures) -> Self {
        Self { figures, from: Origin::Records }
    }

    /// Whether it stands for the unit as a whole.
    pub const fn is_whole(&self) -> bool {
        self.from.is_whole()
    }
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeagueRow {
    pub unit: Unit,
    pub origin: Origin,
    pub figures: Figures,
    /// What the unit declared, where something nearer to the neighbourhoods counts.
    pub declared: Option<Figures>,
    pub start_rank: Option<usize>,
    pub investment_rank: Option<usize>,
    pub completion_rank: Option<usize>,
}

/// The whole table of a scope at the end of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct League {
    pub scope: Unit,
    pub month: Month,
    pub rows: Vec<LeagueRow>,
    pub total: Figures,
}

impl League {
    /// Gives the places; a part of a unit takes none. The lines keep the order they come in (that of the codes).
    pub fn new(scope: Unit, month: Month, known: Vec<Known>) -> Self {
        let chosen: Vec<(Origin, Figures)> = known.iter().map(choose).collect();
        let counts = |rate: fn(&Figures) -> Option<crate::kernel::Ratio>| {
            let whole = |(origin, figures): &(Origin, Figures)| rate(figures).filter(|_| origin.is_whole());
            places(&chosen.iter().map(whole).collect::<Vec<_>>())
        };
        let (start, investment, completion) =
            (counts(Figures::start_rate), counts(Figures::investment_rate), counts(Figures::completion_rate));
        let total = chosen.iter().filter(|(origin, _)| *origin != Origin::None).map(|(_, figures)| *figures).sum();
        let rows = known
            .into_iter()
            .enumerate()
            .map(|(i, known)| LeagueRow {
                origin: chosen[i].0,
                figures: chosen[i].1,
                declared: known.declared.filter(|_| chosen[i].0 != Origin::Declared),
                unit: known.unit,
                start_rank: start[i],
                investment_rank: investment[i],
                completion_rank: completion[i],
            })
            .collect();
        Self { scope, month, rows, total }
    }

    /// The lines by their place in starting, best first; who has no place comes after them, who is silent last.
    pub fn by_start(&self) -> Vec<&LeagueRow> {
        let mut rows: Vec<&LeagueRow> = self.rows.iter().collect();
        let last = usize::MAX;
        let place = |row: &&LeagueRow| (row.start_rank.unwrap_or(last), row.investment_rank.unwrap_or(last));
        rows.sort_by_key(|row| (place(row), row.origin == Origin::None));
        rows
    }

    /// The units that have started all of their plan; where there are none, those that lead by starting (place 1).
    /// A unit that started nothing leads nobody.
    pub fn leaders(&self) -> Vec<&LeagueRow> {
        let all: Vec<&LeagueRow> = self.rows.iter().filter(|row| row.has_started_all()).collect();
        let first = |row: &&LeagueRow| row.start_rank == Some(1) && row.figures.started > 0;
        if all.is_empty() { self.rows.iter().filter(first).collect() } else { all }
    }

    /// Units whose start rate is below `rate`, worst first, at most `most`; not those known in part.
    pub fn behind(&self, rate: crate::kernel::Percent, most: usize) -> Vec<&LeagueRow> {
        let below =
            |row: &&LeagueRow| row.origin.is_whole() && row.figures.start_rate().is_some_and(|r| r.percent() < rate);
        let mut rows: Vec<&LeagueRow> = self.rows.iter().filter(below).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.start_rank));
        rows.truncate(most);
        rows
    }

    /// Units of which nothing is known (未报送).
    pub fn silent(&self) -> Vec<&LeagueRow> {
        self.of(Origin::None)
    }

    /// Units of which only a part is known (部分下级).
    pub fn parts(&self) -> Vec<&LeagueRow> {
        self.of(Origin::Part)
    }

    /// Whether nothing is known of anybody: no league table, and nothing to write about.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.origin == Origin::None)
    }

    /// Whether the total leaves anything of the scope out.
    pub fn is_partial(&self) -> bool {
        self.rows.iter().any(|row| !row.origin.is_whole())
    }

    fn of(&self, origin: Origin) -> Vec<&LeagueRow> {
        self.rows.iter().filter(|row| row.origin == origin).collect()
    }
}

impl LeagueRow {
    /// Whether work has begun in all that was planned (or more), as far as the unit is known as a whole.
    pub fn has_started_all(&self) -> bool {
        let figures = &self.figures;
        self.origin.is_whole() && figures.planned > 0 && figures.started >= figures.planned
    }
}

fn choose(known: &Known) -> (Origin, Figures) {
    match (known.below, known.declared) {
        (Some(below), _) if below.is_whole() => (below.from, below.figures),
        (_, Some(figures)) => (Origin::Declared, figures),
        (Some(below), None) => (below.from, below.figures),
        (None, None) => (Origin::None, Figures::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Percent;

    fn known(code: &str, planned: i64, started: i64) -> Known {
        let unit = Unit { code: code.parse().expect("a code"), name: code.into() };
        Known { unit, below: None, declared: Some(Figures { planned, started, ..Figures::default() }) }
    }

    fn league(known: Vec<Known>) -> League {
        let scope = Unit { code: "430500".parse().expect("a code"), name: "邵阳市".into() };
        League::new(scope, "2022-05".parse().expect("a month"), known)
    }

    #[test]
    fn ties_share_a_place_and_the_order_of_codes_stays() {
        let league = league(vec![known("430502", 4, 2), known("430522", 2, 2), known("430527", 3, 3)]);
        let places: Vec<_> = league.rows.iter().map(|row| row.start_rank).collect();
        assert_eq!(places, [Some(3), Some(1), Some(1)]);
        assert_eq!(league.leaders().len(), 2);
        assert_eq!(league.behind(Percent::from_hundredths(60_00), 3).len(), 1);
    }

    #[test]
    fn records_count_before_what_was_declared_and_both_are_shown() {
        let mut both = known("430527", 43, 40);
        both.below = Some(Below::records(Figures { planned: 43, started: 43, ..Figures::default() }));
        let row = league(vec![both]).rows.remove(0);
        assert_eq!((row.origin, row.figures.started), (Origin::Records, 43));
        assert_eq!(row.declared.map(|d| d.started), Some(40));
    }

    #[test]
    fn what_was_gathered_whole_counts_before_what_was_declared_and_a_part_after_it() {
        let of = |from, declared: Option<i64>| {
            let figures = Figures { planned: 43, started: 41, ..Figures::default() };
            let mut known = known("430500", 43, declared.unwrap_or_default());
            known.declared = known.declared.filter(|_| declared.is_some());
            let row = league(vec![Known { below: Some(Below { figures, from }), ..known }]).rows.remove(0);
            (row.origin, row.figures.started, row.declared.map(|d| d.started))
        };
        assert_eq!(of(Origin::Gathered, Some(40)), (Origin::Gathered, 41, Some(40)));
        assert_eq!(of(Origin::Part, Some(40)), (Origin::Declared, 40, None));
        assert_eq!(of(Origin::Part, None), (Origin::Part, 41, None));
    }

    #[test]
    fn who_reports_nothing_has_no_place_and_adds_nothing() {
        let silent = Known { declared: None, ..known("430502", 0, 0) };
        let mut full = known("430527", 3, 3);
        full.below = Some(Below::records(Figures { planned: 3, started: 3, finished: Some(1), ..Figures::default() }));
        let league = league(vec![silent, full]);
        assert_eq!((league.rows[0].origin, league.rows[0].start_rank), (Origin::None, None));
        assert_eq!((league.total.planned, league.total.finished), (3, Some(1)));
    }

    #[test]
    fn a_part_has_no_place_and_leaves_the_total_partial() {
        let figures = Figures { planned: 5, started: 5, ..Figures::default() };
        let part =
            Known { below: Some(Below { figures, from: Origin::Part }), declared: None, ..known("430500", 0, 0) };
        let league = league(vec![part, known("430600", 4, 1)]);
        assert_eq!((league.rows[0].start_rank, league.rows[1].start_rank), (None, Some(1)));
        assert_eq!((league.parts().len(), league.silent().len(), league.is_partial()), (1, 0, true));
        assert!(league.leaders().iter().all(|row| row.origin.is_whole()));
    }

    #[test]
    fn who_started_all_leads_with_who_started_more() {
        let league = league(vec![known("430502", 10, 12), known("430522", 2, 2), known("430527", 3, 2)]);
        assert_eq!(league.leaders().len(), 2);
        assert!(!league.is_partial());
    }
}

//! Whether today's records still give what a bulletin printed: its table cell by cell, and the sums of its text.

use linli_domain::kernel::DivisionCode;
use linli_domain::oversight::figures::printed;
use linli_domain::oversight::{Figures, League, LeagueRow};

use super::super::{paper, words};
use crate::shell::Ctx;

/// How many figures were compared, how many differ, and a line for each that does.
#[derive(Debug, Default)]
pub(super) struct Recomputed {
    pub compared: usize,
    pub differing: usize,
    pub lines: Vec<String>,
}

/// The columns of the printed table, and the unit of each.
const COLUMNS: [(&str, Option<&str>); 7] = [
    ("oversight-paper-place", None),
    ("oversight-column-planned", None),
    ("oversight-column-started", None),
    ("oversight-column-start-rate", None),
    ("oversight-column-planned-investment", Some("oversight-wan")),
    ("oversight-column-done-investment", Some("oversight-wan")),
    ("oversight-column-investment-rate", None),
];

/// What the text says of the whole besides: finished, and by households.
const SUMS: [(&str, Option<&str>); 5] = [
    ("oversight-column-finished", None),
    ("oversight-column-completion-rate", None),
    ("oversight-column-households-planned", None),
    ("oversight-column-households-started", None),
    ("oversight-household-start-rate", None),
];

const NOTHING: &str = "—";

/// Holds every printed figure against today's.
pub(super) fn recomputed(ctx: &Ctx, then: &League, now: &League) -> Recomputed {
    let of = |league: &League, code: DivisionCode| league.rows.iter().find(|row| row.unit.code == code).cloned();
    let mut found = Recomputed::default();
    for row in &then.rows {
        match of(now, row.unit.code) {
            Some(today) => found.compare(ctx, &row.unit.name, &COLUMNS, &cells(row), &cells(&today)),
            None => found.gone(ctx.t_with("oversight-recomputed-gone", &[("unit", &row.unit.name)]), &cells(row)),
        }
    }
    for row in now.rows.iter().filter(|row| of(then, row.unit.code).is_none()) {
        found.lines.push(ctx.t_with("oversight-recomputed-new", &[("unit", &row.unit.name)]));
    }
    let total = ctx.t(words::total(then.is_partial()));
    found.compare(ctx, &total, &COLUMNS[1..], &paper::figures(Some(&then.total)), &paper::figures(Some(&now.total)));
    found.compare(ctx, &total, &SUMS, &sums(&then.total), &sums(&now.total));
    found
}

impl Recomputed {
    pub(super) fn is_same(&self) -> bool {
        self.lines.is_empty()
    }

    fn compare(&mut self, ctx: &Ctx, unit: &str, columns: &[(&str, Option<&str>)], said: &[String], today: &[String]) {
        for ((column, suffix), (said, today)) in columns.iter().zip(said.iter().zip(today)) {
            if said == NOTHING && today == NOTHING {
                continue;
            }
            self.compared += 1;
            if said == today {
                continue;
            }
            let in_unit = |figure: &str| match suffix.filter(|_| figure != NOTHING) {
                Some(suffix) => format!("{figure}{}", ctx.t(suffix)),
                None => figure.to_owned(),
            };
            let values = [
                ("unit", unit.to_owned()),
                ("column", ctx.t(column)),
                ("said", in_unit(said)),
                ("computed", in_unit(today)),
            ];
            self.differing += 1;
            self.lines.push(ctx.t_with("oversight-recomputed-differs", &values));
        }
    }

    fn gone(&mut self, line: String, said: &[String]) {
        let printed = said.iter().filter(|figure| *figure != NOTHING).count();
        self.compared += printed;
        self.differing += printed;
        self.lines.push(line);
    }
}

fn cells(row: &LeagueRow) -> Vec<String> {
    let place = row.start_rank.map_or_else(|| NOTHING.to_owned(), |place| place.to_string());
    std::iter::once(place).chain(paper::figures(paper::known(row))).collect()
}

fn sums(total: &Figures) -> Vec<String> {
    let count = |n: Option<i64>| n.map_or_else(|| NOTHING.to_owned(), |n| n.to_string());
    let rate = |rate| printed(rate).map_or_else(|| NOTHING.to_owned(), paper::percent);
    let households = total.households.filter(|households| households.planned > 0);
    vec![
        count(total.finished),
        rate(total.completion_rate()),
        count(households.map(|h| h.planned)),
        count(households.map(|h| h.started)),
        rate(total.household_start_rate()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Lang;
    use linli_domain::kernel::Money;
    use linli_domain::oversight::league::{Below, Known, Unit};

    fn league(started: &[(&str, i64)]) -> League {
        let known = started.iter().map(|(code, started)| Known {
            unit: Unit { code: code.parse().expect("a code"), name: (*code).into() },
            below: Some(Below::records(Figures {
                planned: 10,
                started: *started,
                finished: Some(0),
                planned_investment: Money::from_yuan(100_000),
                done_investment: Money::from_yuan(started * 10_000),
                ..Figures::default()
            })),
            declared: None,
        });
        let scope = Unit { code: "430527".parse().expect("a code"), name: "绥宁县".into() };
        League::new(scope, "2022-05".parse().expect("a month"), known.collect())
    }

    #[test]
    fn every_printed_figure_is_compared_the_total_and_the_rates_too() {
        let (path, query) = ("/".to_owned(), String::new());
        let ctx = Ctx { lang: Lang::Zh, path, query, reader: None, illustrative: false };
        let then = league(&[("430527100", 5), ("430527101", 4)]);
        let same = recomputed(&ctx, &then, &then);
        // Two lines of seven, a total of six, finished and its rate.
        assert_eq!((same.compared, same.is_same()), (22, true));

        let now = league(&[("430527100", 5), ("430527101", 6)]);
        let found = recomputed(&ctx, &then, &now);
        // Both places change; started, its rate, invested, its rate, of the town and of the whole.
        assert_eq!(found.differing, 2 + 4 + 4, "{:?}", found.lines);
        assert!(found.lines.iter().any(|line| line.contains("合计") && line.contains("9.00万元")), "{:?}", found.lines);

        let gone = recomputed(&ctx, &then, &league(&[("430527100", 5)]));
        assert!(gone.differing > 7 && gone.lines.iter().any(|line| line.contains("没有这个单位")));
    }
}

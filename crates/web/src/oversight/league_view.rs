//! A league table as it is shown: on the desk, to the public and on paper the same lines.
//!
//! A page that includes `oversight/league_table.html` has a `ctx: Ctx` and a `table: LeagueView`.

use linli_domain::kernel::rate::{Ratio, places};
use linli_domain::kernel::{DivisionCode, Money, Month, Percent};
use linli_domain::oversight::{Figures, League, Origin};

use crate::shell::{Sort, Tone, chart};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// 按小区
    #[default]
    Neighbourhoods,
    /// 按户数
    Households,
}

/// The table with what its page chose.
#[derive(Clone, Debug)]
pub struct LeagueView {
    pub scope: String,
    pub month: Month,
    pub by: By,
    pub sort: Sort,
    /// Whether headings lead to another order (`?sort=`).
    pub sortable: bool,
    pub lines: Vec<Line>,
    pub total: Line,
    /// Whether the total leaves a unit or a part of one out.
    pub is_partial: bool,
    /// Whether any unit says how many are finished.
    pub has_completion: bool,
}

/// One unit, counted by neighbourhoods or by households.
#[derive(Clone, Debug)]
pub struct Line {
    pub code: DivisionCode,
    pub name: String,
    pub origin: Origin,
    pub planned: Option<i64>,
    pub started: Option<i64>,
    pub finished: Option<i64>,
    pub start: Option<Ratio>,
    pub completion: Option<Ratio>,
    pub planned_investment: Option<Money>,
    pub done_investment: Option<Money>,
    pub investment: Option<Ratio>,
    /// Reported as started without evidence; not counted.
    pub unproven: i64,
    pub start_place: Option<usize>,
    pub investment_place: Option<usize>,
    pub completion_place: Option<usize>,
    /// What the unit declared, where that is not what its records say.
    pub declared: Option<Figures>,
    /// The page that shows the records behind the figures.
    pub href: Option<String>,
    /// Marked as the reader's own.
    pub own: bool,
}

impl LeagueView {
    /// In the order of the codes; `sort` may be `start`, `investment`, `completion` or one of these with `-`.
    pub fn new(league: &League, by: By, sort: &str) -> Self {
        let rows = || league.rows.iter();
        let mut lines: Vec<Line> = rows()
            .map(|row| Line {
                start_place: row.start_rank,
                investment_place: row.investment_rank,
                completion_place: row.completion_rank,
                declared: row.declared.filter(|declared| differs(declared, &row.figures)),
                ..Line::of(row.unit.code, &row.unit.name, row.origin, &row.figures, by)
            })
            .collect();
        if by == By::Households {
            let start = places(&lines.iter().map(|line| line.start).collect::<Vec<_>>());
            let completion = places(&lines.iter().map(|line| line.completion).collect::<Vec<_>>());
            for ((line, start), completion) in lines.iter_mut().zip(start).zip(completion) {
                (line.start_place, line.completion_place) = (start, completion);
            }
        }
        let (name, down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        let sort = if sort_by(&mut lines, name, down) { Sort(sort.to_owned()) } else { Sort::default() };
        let total = Line::of(league.scope.code, &league.scope.name, Origin::None, &league.total, by);
        let has_completion = lines.iter().any(|line| line.finished.is_some());
        Self {
            scope: league.scope.name.clone(),
            month: league.month,
            by,
            sort,
            sortable: false,
            lines,
            total,
            is_partial: league.is_partial(),
            has_completion,
        }
    }

    /// Headings lead to other orders.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Names lead to pages.
    #[must_use]
    pub fn linked(mut self, href: impl Fn(&Line) -> Option<String>) -> Self {
        for line in &mut self.lines {
            line.href = href(line);
        }
        self
    }

    /// Marks the line of a unit.
    #[must_use]
    pub fn own(mut self, code: DivisionCode) -> Self {
        for line in &mut self.lines {
            line.own = line.code == code;
        }
        self
    }

    pub fn by_households(&self) -> bool {
        self.by == By::Households
    }

    /// Where all lines come from one place, it is said once, below; what was gathered is always marked.
    pub fn mixed(&self) -> bool {
        let mut known = self.lines.iter().map(|line| line.origin).filter(|origin| *origin != Origin::None);
        let first = known.next();
        matches!(first, Some(Origin::Part | Origin::Gathered)) || known.any(|origin| Some(origin) != first)
    }

    /// The text of the last line's name.
    pub const fn total_name(&self) -> &'static str {
        super::words::total(self.is_partial)
    }

    /// Whether a line says where it comes from: where all do from one place, none does.
    pub fn marked(&self, line: &Line) -> bool {
        self.mixed() && !matches!(line.origin, Origin::Records | Origin::None)
    }
}

impl Line {
    fn of(code: DivisionCode, name: &str, origin: Origin, figures: &Figures, by: By) -> Self {
        let households = figures.households;
        let money = origin != Origin::None || figures.planned > 0;
        let (planned, started, finished) = match by {
            By::Neighbourhoods => (Some(figures.planned), Some(figures.started), figures.finished),
            By::Households => {
                (households.map(|h| h.planned), households.map(|h| h.started), households.and_then(|h| h.finished))
            }
        };
        let (start, completion) = match by {
            By::Neighbourhoods => (figures.start_rate(), figures.completion_rate()),
            By::Households => (figures.household_start_rate(), figures.household_completion_rate()),
        };
        Self {
            code,
            name: name.to_owned(),
            origin,
            planned: planned.filter(|_| money),
            started: started.filter(|_| money),
            finished: finished.filter(|_| money),
            start,
            completion,
            planned_investment: money.then_some(figures.planned_investment),
            done_investment: money.then_some(figures.done_investment),
            investment: figures.investment_rate(),
            unproven: figures.unproven,
            start_place: None,
            investment_place: None,
            completion_place: None,
            declared: None,
            href: None,
            own: false,
        }
    }

    pub fn start_rate(&self) -> Option<Percent> {
        self.start.map(Ratio::percent)
    }

    pub fn completion_rate(&self) -> Option<Percent> {
        self.completion.map(Ratio::percent)
    }

    pub fn investment_rate(&self) -> Option<Percent> {
        self.investment.map(Ratio::percent)
    }

    /// A small bar of a rate. The figure stands beside it, so the picture says no more than its name.
    pub fn bar(rate: Option<Percent>, label: &str) -> String {
        rate.map_or_else(String::new, |rate| chart::bar(rate.hundredths(), 10_000, Tone::Info, label))
    }

    /// `records`, `declared` or `none`.
    pub fn origin_key(&self) -> &'static str {
        self.origin.key()
    }
}

/// Whether a declaration says another thing than the records, in what it says.
fn differs(declared: &Figures, records: &Figures) -> bool {
    let whole = |a: Option<i64>, b: Option<i64>| a.is_some() && a != b;
    declared.planned != records.planned
        || declared.started != records.started
        || declared.planned_investment != records.planned_investment
        || declared.done_investment != records.done_investment
        || whole(declared.finished, records.finished)
}

/// Units without a place come last either way. Says whether there is such an order.
fn sort_by(lines: &mut [Line], name: &str, down: bool) -> bool {
    let place: fn(&Line) -> Option<usize> = match name {
        "start" => |line| line.start_place,
        "investment" => |line| line.investment_place,
        "completion" => |line| line.completion_place,
        _ => return false,
    };
    lines.sort_by_key(|line| {
        let place = place(line);
        let order = place.map_or(0, |place| i64::try_from(place).unwrap_or(i64::MAX));
        (place.is_none(), if down { -order } else { order })
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_domain::oversight::figures::Households;
    use linli_domain::oversight::league::{Below, Known, Unit};

    fn league() -> League {
        let known =
            [("430502", 4, 2, 50), ("430522", 2, 2, 10), ("430527", 0, 0, 0)].map(|(code, planned, started, of)| {
                let households = Some(Households { planned: 100, started: of, finished: None });
                Known {
                    unit: Unit { code: code.parse().expect("a code"), name: code.into() },
                    below: None,
                    declared: (planned > 0).then(|| Figures { planned, started, households, ..Figures::default() }),
                }
            });
        let scope = Unit { code: "430500".parse().expect("a code"), name: "邵阳市".into() };
        League::new(scope, "2022-05".parse().expect("a month"), known.into())
    }

    fn codes(view: &LeagueView) -> Vec<String> {
        view.lines.iter().map(|line| line.name.clone()).collect()
    }

    #[test]
    fn places_follow_what_is_counted() {
        let league = league();
        assert_eq!(codes(&LeagueView::new(&league, By::Neighbourhoods, "start")), ["430522", "430502", "430527"]);
        assert_eq!(codes(&LeagueView::new(&league, By::Households, "start")), ["430502", "430522", "430527"]);
    }

    #[test]
    fn what_was_gathered_or_is_a_part_is_always_marked() {
        for (from, marked) in [(Origin::Gathered, true), (Origin::Part, true), (Origin::Records, false)] {
            let figures = Figures { planned: 4, started: 2, ..Figures::default() };
            let known = Known {
                unit: Unit { code: "430500".parse().expect("a code"), name: "邵阳市".into() },
                below: Some(Below { figures, from }),
                declared: None,
            };
            let scope = Unit { code: "430000".parse().expect("a code"), name: "湖南省".into() };
            let league = League::new(scope, "2022-05".parse().expect("a month"), vec![known]);
            let view = LeagueView::new(&league, By::Neighbourhoods, "");
            assert_eq!((view.mixed(), view.marked(&view.lines[0])), (marked, marked), "{from:?}");
            assert_eq!(view.is_partial, from == Origin::Part);
        }
    }

    #[test]
    fn who_has_no_place_comes_last_either_way_and_an_unknown_order_is_that_of_codes() {
        let league = league();
        assert_eq!(codes(&LeagueView::new(&league, By::Neighbourhoods, "-start")), ["430502", "430522", "430527"]);
        let view = LeagueView::new(&league, By::Neighbourhoods, "nonsense");
        assert_eq!(
            (codes(&view), view.sort),
            (vec!["430502".into(), "430522".into(), "430527".into()], Sort::default())
        );
    }
}

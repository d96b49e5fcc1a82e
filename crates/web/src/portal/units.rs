//! The units of a province or prefecture side by side: lines of a table, and the map that shows the same.

use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::oversight::{Figures, League, LeagueRow, Origin};
use linli_domain::register::division::short_name;

use super::figures::Shown;
use super::map::{self, Area, Class};
use super::place_url;
use crate::reference;
use crate::shell::Ctx;

/// One unit of a table.
pub(super) struct Line {
    pub name: String,
    pub href: String,
    pub origin: Origin,
    pub shown: Shown,
    pub start_rank: Option<usize>,
    pub investment_rank: Option<usize>,
}

impl From<&LeagueRow> for Line {
    fn from(row: &LeagueRow) -> Self {
        Self {
            name: row.unit.name.clone(),
            href: place_url(row.unit.code),
            origin: row.origin,
            shown: Shown::from(&row.figures),
            start_rank: row.start_rank,
            investment_rank: row.investment_rank,
        }
    }
}

impl Line {
    /// The line of sums.
    pub fn total(name: String, of: &Figures) -> Self {
        let (shown, href) = (Shown::from(of), String::new());
        Self { name, href, origin: Origin::Records, shown, start_rank: None, investment_rank: None }
    }

    pub fn is_declared(&self) -> bool {
        self.origin == Origin::Declared
    }

    /// Nothing is known of this unit: dashes say so, not zeros.
    pub fn is_silent(&self) -> bool {
        self.origin == Origin::None
    }
}

/// The lines of a league table, best start first.
pub(super) fn lines(league: &League) -> Vec<Line> {
    league.by_start().into_iter().map(Line::from).collect()
}

/// Units by their start rate on the outlines of their counties.
pub(super) fn drawn(ctx: &Ctx, league: &League) -> Option<String> {
    let scope = league.scope.code;
    if scope.level() > Level::Prefecture {
        return None;
    }
    let outlines = reference::outlines(scope);
    let of_unit = |unit: DivisionCode| outlines.iter().filter(move |(county, _)| unit.contains(**county));
    let area = |row: &LeagueRow| {
        let rate = Shown::from(&row.figures).start_rate.filter(|_| row.origin != Origin::None);
        Area {
            href: place_url(row.unit.code),
            title: format!("{} {}", row.unit.name, ctx.percent(rate)),
            class: Class::of(rate),
            outlines: of_unit(row.unit.code).map(|(_, outline)| outline).collect(),
            name: "",
        }
    };
    let areas: Vec<Area> =
        league.rows.iter().map(|row| Area { name: short_name(&row.unit.name), ..area(row) }).collect();
    map::of_areas(&areas, &ctx.t_with("portal-map-label", &[("place", &league.scope.name)]))
}

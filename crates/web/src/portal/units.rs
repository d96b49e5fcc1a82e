//! The units of a province or prefecture: the way to each, and the map of their rates.

use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::oversight::{League, LeagueRow, Origin};
use linli_domain::register::division::short_name;

use super::figures::Shown;
use super::map::{self, Area, Class};
use super::place_url;
use crate::oversight::league_view::{By, LeagueView};
use crate::reference;
use crate::shell::Ctx;

/// A unit to go to.
pub(super) struct Line {
    pub name: String,
    pub href: String,
    pub shown: Shown,
}

impl From<&LeagueRow> for Line {
    fn from(row: &LeagueRow) -> Self {
        Self { name: row.unit.name.clone(), href: place_url(row.unit.code), shown: Shown::from(&row.figures) }
    }
}

/// The league table as the public reads it: best start first, each unit the way to its page.
pub(super) fn table(league: &League, by: By) -> LeagueView {
    LeagueView::new(league, by, "start").linked(|line| Some(place_url(line.code)))
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

//! A county, or a town or community of it: its figures, its neighbourhoods as a list, and where they stand.
//!
//! A county that keeps no register in this Linli shows what it declared to the prefecture.

use askama::Template;
use axum::response::Response;
use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::Figures;
use linli_domain::register::division::short_name;
use linli_domain::register::{Division, Neighbourhood, Stage};
use linli_store::oversight::{declared, league};
use linli_store::register::division;
use linli_store::register::listing::{self, Sort, Wanted};
use linli_store::register::overview::{self, Facet, Point};
use linli_store::{Error, Tx};

use super::answer::Keep;
use super::figures::Shown;
use super::map::{self, Spot, TownSpot};
use super::place::{Asked, month_of};
use super::{asked_month, asked_words, crumbs, place_url};
use crate::app::App;
use crate::error::WebError;
use crate::reference;
use crate::shell::{Crumb, Ctx, Field};

/// Neighbourhoods on a page.
const PAGE: usize = 24;
/// A map with more points than this shows nothing any more.
const POINTS: i64 = 2_000;

#[derive(Template)]
#[template(path = "portal/county.html")]
#[allow(clippy::struct_excessive_bools, reason = "what a page shows or leaves out")]
struct CountyPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    place: Division,
    month: Month,
    /// By the end of the month; a community has none of its own.
    total: Option<Shown>,
    is_declared: bool,
    is_county: bool,
    stages: Vec<(Stage, i64)>,
    filters: Vec<Field>,
    filtered: bool,
    rows: Vec<Neighbourhood>,
    towns: Vec<(DivisionCode, String)>,
    shown: String,
    next: Option<String>,
    previous: Option<String>,
    first: Option<String>,
    map: Option<String>,
    /// Towns, rather than neighbourhoods.
    map_of_towns: bool,
}

/// What one unit of work reads: six statements at most.
struct Found {
    path: Vec<Division>,
    month: Month,
    figures: Option<Figures>,
    is_declared: bool,
    facets: Vec<Facet>,
    page: listing::Page,
    points: Vec<Point>,
}

pub(super) async fn show(
    ctx: Ctx,
    keep: &Keep,
    app: &App,
    code: DivisionCode,
    asked: Asked,
) -> Result<Response, WebError> {
    let (month, this_month) = (asked_month(asked.month.as_deref()), Month::of(app.today()));
    let wanted = wanted(code, &asked);
    let kept = wanted.clone();
    let found = app.store.read(move |tx| find(tx, code, &kept, month, this_month)).await?;
    keep.page(&page(ctx, code, &wanted, found)?)
}

fn wanted(code: DivisionCode, asked: &Asked) -> Wanted {
    let town = asked.town.as_deref().and_then(|text| text.parse::<DivisionCode>().ok());
    let part = Some(code).filter(|code| code.level() > Level::County);
    Wanted {
        words: asked_words(asked.q.as_deref()),
        stage: asked.stage.as_deref().and_then(|text| text.parse().ok()),
        plan_year: asked.year.as_deref().and_then(|text| text.parse().ok()).filter(|year| *year > 0),
        division: part.or(town.filter(|town| code.contains(*town) && *town != code)),
        sort: Sort::Name,
        after: key(asked.after.as_deref()),
        before: key(asked.before.as_deref()),
        ..Wanted::default()
    }
}

/// Where a page goes on: `sound~id`.
fn key(said: Option<&str>) -> Option<(String, String)> {
    said?.split_once('~').map(|(key, id)| (key.to_owned(), id.to_owned()))
}

fn find(tx: &mut Tx, code: DivisionCode, wanted: &Wanted, month: Option<Month>, now: Month) -> Result<Found, Error> {
    let (office, part) = (code.office(), Some(code).filter(|code| code.level() > Level::County));
    let path = division::path(tx, code)?;
    if path.last().is_none_or(|last| last.code != code) {
        return Err(Error::Missing);
    }
    let facets = overview::facets(tx, office, part)?;
    if facets.is_empty() {
        return elsewhere(tx, code, path, month, now);
    }
    let month = month_of(tx, office.code(), month, now)?;
    let towns = league::by_town(tx, office, month)?;
    let figures = match code.level() {
        Level::County => Some(towns.into_values().sum()),
        _ => towns.get(&code).copied(),
    };
    let page = listing::page(tx, office, wanted, PAGE)?;
    let points = overview::points(tx, office, wanted.division, POINTS)?;
    Ok(Found { path, month, figures, is_declared: false, facets, page, points })
}

/// Nothing is registered here: what the county declared, if it did.
fn elsewhere(
    tx: &mut Tx,
    code: DivisionCode,
    path: Vec<Division>,
    month: Option<Month>,
    now: Month,
) -> Result<Found, Error> {
    let above = code.parent().filter(|_| code.level() == Level::County);
    let (mut figures, mut shown) = (None, month.unwrap_or(now));
    if let Some(above) = above {
        shown = month_of(tx, above, month, now)?;
        figures = declared::current(tx, above, shown)?.and_then(|kept| kept.table.of(code).map(|row| row.says.figures));
    }
    let page = listing::Page::default();
    let is_declared = figures.is_some();
    Ok(Found { path, month: shown, figures, is_declared, facets: Vec::new(), page, points: Vec::new() })
}

fn page(ctx: Ctx, code: DivisionCode, wanted: &Wanted, found: Found) -> Result<CountyPage, WebError> {
    let place = found.path.last().cloned().ok_or(WebError::NotFound)?;
    let is_county = code.level() == Level::County;
    let narrowed = Some(wanted.division).filter(|_| is_county).flatten();
    let filtered =
        !wanted.words.is_empty() || wanted.stage.is_some() || wanted.plan_year.is_some() || narrowed.is_some();
    let next = found.page.next.as_ref().map(|(key, id)| ctx.here_with("after", &format!("{key}~{id}")));
    let previous = found.page.previous.as_ref().map(|(key, id)| ctx.here_with("before", &format!("{key}~{id}")));
    let first = previous.as_ref().map(|_| ctx.here_with("first", "1"));
    Ok(CountyPage {
        crumbs: crumbs(&ctx, &found.path),
        total: found.figures.as_ref().map(Shown::from),
        is_declared: found.is_declared,
        is_county,
        stages: by_stage(&found.facets),
        filters: filters(&ctx, wanted, is_county, &found.facets),
        filtered,
        towns: towns(&found.facets),
        shown: shown(&ctx, wanted, &found),
        map: drawn(&ctx, &place, wanted.division, &found),
        map_of_towns: wanted.division.is_none(),
        month: found.month,
        rows: found.page.rows,
        next,
        previous,
        first,
        place,
        ctx,
    })
}

impl CountyPage {
    /// The name of the town a neighbourhood lies in, where the list is about more than one.
    fn town_of(&self, of: &Neighbourhood) -> &str {
        let town = of.facts.division.at(Level::Town);
        self.towns.iter().find(|(code, _)| *code == town).map_or("", |(_, name)| name.as_str())
    }

    fn stage_of(of: &Neighbourhood) -> Stage {
        // No date of the register lies ahead.
        let facts = &of.facts;
        match (facts.finished_on, facts.started_on, facts.plan_year) {
            (Some(_), ..) => Stage::Finished,
            (_, Some(_), _) => Stage::UnderWay,
            (.., Some(_)) => Stage::Planned,
            _ => Stage::Reserve,
        }
    }
}

fn by_stage(facets: &[Facet]) -> Vec<(Stage, i64)> {
    let count = |stage| facets.iter().filter(|facet| facet.stage == stage).map(|facet| facet.count).sum();
    Stage::ALL.into_iter().rev().map(|stage| (stage, count(stage))).filter(|(_, count)| *count > 0).collect()
}

fn towns(facets: &[Facet]) -> Vec<(DivisionCode, String)> {
    let mut towns: Vec<_> = facets.iter().map(|facet| (facet.town, facet.town_name.clone())).collect();
    towns.dedup();
    towns
}

fn filters(ctx: &Ctx, wanted: &Wanted, is_county: bool, facets: &[Facet]) -> Vec<Field> {
    let all = |key: &str| (String::new(), ctx.t(key));
    let stages = by_stage(facets).into_iter();
    let stages =
        stages.map(|(stage, _)| (stage.as_str().to_owned(), ctx.t(format!("portal-stage-{}", stage.as_str()))));
    let mut years: Vec<i16> = facets.iter().filter_map(|facet| facet.plan_year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years.into_iter().map(|year| (year.to_string(), year.to_string()));
    let mut fields = vec![
        Field::new("q", ctx.t("portal-filter-words"))
            .kind("search")
            .value(&wanted.words)
            .hint(ctx.t("portal-filter-words-hint"))
            .quiet(),
        Field::new("stage", ctx.t("portal-filter-stage"))
            .kind("select")
            .options(std::iter::once(all("portal-filter-all-stages")).chain(stages))
            .value(wanted.stage.map_or("", Stage::as_str))
            .quiet(),
        Field::new("year", ctx.t("portal-filter-year"))
            .kind("select")
            .options(std::iter::once(all("portal-filter-all-years")).chain(years))
            .value(wanted.plan_year.map(|year| year.to_string()).unwrap_or_default())
            .quiet(),
    ];
    if is_county {
        let towns = towns(facets).into_iter().map(|(code, name)| (code.to_string(), name));
        fields.push(
            Field::new("town", ctx.t("portal-filter-town"))
                .kind("select")
                .options(std::iter::once(all("portal-filter-all-towns")).chain(towns))
                .value(wanted.division.map(|code| code.to_string()).unwrap_or_default())
                .quiet(),
        );
    }
    fields
}

/// How many there are: counted where the choice is one of the counts at hand, else those of this page.
fn shown(ctx: &Ctx, wanted: &Wanted, found: &Found) -> String {
    let here = i64::try_from(found.page.rows.len()).unwrap_or(0);
    if !wanted.words.is_empty() {
        let more = found.page.next.is_some() || found.page.previous.is_some();
        return ctx.t_n(if more { "portal-list-on-page" } else { "portal-list-count" }, here);
    }
    let chosen = found.facets.iter().filter(|facet| {
        wanted.stage.is_none_or(|stage| facet.stage == stage)
            && wanted.plan_year.is_none_or(|year| facet.plan_year == Some(year))
            && wanted.division.is_none_or(|part| part.level() > Level::Town || part == facet.town)
    });
    ctx.t_n("portal-list-count", chosen.map(|facet| facet.count).sum::<i64>())
}

/// A county shows its towns; a town or community its neighbourhoods.
fn drawn(ctx: &Ctx, place: &Division, part: Option<DivisionCode>, found: &Found) -> Option<String> {
    let county = place.code.at(Level::County);
    let outlines = reference::outlines(county);
    let spot = |point: &Point| Spot {
        href: format!("/neighbourhoods/{county}/{}", point.id),
        title: format!("{} {}", point.name, ctx.t(format!("portal-stage-{}", point.stage.as_str()))),
        at: point.at,
        stage: point.stage,
        town: point.town,
    };
    let spots: Vec<Spot> = found.points.iter().map(spot).collect();
    if spots.is_empty() {
        return None;
    }
    let label = ctx.t_with("portal-map-spots", &[("place", &place.name)]);
    let outline = outlines.get(&county);
    if part.is_some() {
        return map::of_spots(outline, &spots, &label);
    }
    let names = towns(&found.facets);
    let towns: Vec<TownSpot> = names.iter().filter_map(|(town, name)| town_spot(ctx, *town, name, &spots)).collect();
    map::of_towns(outline, &towns, &label)
}

fn town_spot<'a>(ctx: &Ctx, town: DivisionCode, name: &'a str, spots: &[Spot]) -> Option<TownSpot<'a>> {
    let here: Vec<&Spot> = spots.iter().filter(|spot| spot.town == town).collect();
    let count = Some(here.len()).filter(|count| *count > 0)?;
    let number = i64::try_from(count).unwrap_or(i64::MAX);
    let title = format!("{name} {}", ctx.t_n("portal-list-count", number));
    Some(TownSpot {
        href: place_url(town),
        name: short_name(name),
        title,
        count,
        at: map::middle_of(&here.iter().map(|spot| spot.at).collect::<Vec<_>>()),
    })
}

//! `GET /desk/{office}/mine`: the neighbourhoods of this reader as small pictures, what is late first: stage, lamp, money
//! done against the plan, the last photo, the oldest open point. Made for a phone. Five statements at most.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{Date, DivisionCode, Level, Money, Month, NeighbourhoodId, Office, Ratio};
use linli_domain::organisation::task::Lamp as Light;
use linli_domain::register::{EvidenceId, Stage};
use linli_store::oversight::picture::{self as store, SHOWN};
use serde::Deserialize;

use super::picture::{self, Lit};
use super::{lamp, mine_of, said};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::register::words::{self, Names};
use crate::shell::{Ctx, Field, Lamp, chart, page};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `red`, `yellow` or `green`.
    lamp: String,
    town: String,
    year: String,
    /// The number of the last one on the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "overview/mine.html")]
struct MinePage {
    ctx: Ctx,
    here: String,
    tabs: Vec<Tab>,
    lamp: String,
    filters: [Field; 2],
    cards: Vec<Card>,
    shown: String,
    next: Option<String>,
    nothing: bool,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Card {
    href: String,
    name: String,
    place: String,
    lamp: Lamp,
    stage: String,
    look: &'static str,
    /// The stage of the programme that it has reached and shown.
    reached: String,
    curve: String,
    money: String,
    leader: String,
    photo: Option<Photo>,
    oldest: String,
    more: String,
}

struct Photo {
    href: String,
    small: String,
    /// What it shows, for who does not see it.
    alt: String,
    day: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let picture = picture::of(&app, office).await?;
    let all: Vec<&Lit> = picture.for_reader(&actor, office).collect();
    let (town, year) = (asked.town.parse::<DivisionCode>().ok(), asked.year.parse::<i16>().ok());
    let within: Vec<&Lit> = all
        .iter()
        .copied()
        .filter(|lit| town.is_none_or(|town| town.contains(lit.stands.division)))
        .filter(|lit| year.is_none_or(|year| lit.stands.plan_year == year))
        .collect();
    let wanted = |lit: &&Lit| asked.lamp.is_empty() || lamp(lit.lamp).name() == asked.lamp;
    let chosen: Vec<&Lit> = within.iter().copied().filter(wanted).collect();
    let from = chosen.iter().position(|lit| lit.stands.number == asked.after).map_or(0, |at| at + 1);
    let shown: Vec<&Lit> = chosen.iter().copied().skip(from).take(SHOWN).collect();
    let next = shown.last().filter(|_| chosen.len() > from + SHOWN);

    let ids: Vec<NeighbourhoodId> = shown.iter().map(|lit| lit.stands.id).collect();
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((
            store::curves(tx, office, &ids)?,
            store::last_photos(tx, office, &ids)?,
            Names::read(tx, office)?,
        ))
    });
    let (curves, photos, names) = read.await?;
    let here = mine_of(office);
    let count = |of: Option<Light>| within.iter().filter(|lit| of.is_none_or(|of| lit.lamp == of)).count();
    let tab = |key: &str, value: &str, of: Option<Light>| Tab {
        label: ctx.t(key),
        count: ctx.number(count(of)),
        href: ctx.here_with("lamp", value),
        current: asked.lamp == value,
    };
    Ok(page(&MinePage {
        tabs: vec![
            tab("overview-all", "", None),
            tab("shell-lamp-red", "red", Some(Light::Red)),
            tab("shell-lamp-yellow", "yellow", Some(Light::Yellow)),
            tab("shell-lamp-green", "green", Some(Light::Green)),
        ],
        filters: filters(&ctx, &asked, &all, &names),
        lamp: asked.lamp.clone(),
        cards: shown.iter().map(|lit| card(&ctx, office, &names, lit, &curves, &photos)).collect(),
        shown: ctx.t_with("overview-shown", &[("shown", ctx.number(shown.len())), ("count", ctx.number(chosen.len()))]),
        next: next.map(|last| ctx.here_with("after", &last.stands.number)),
        nothing: all.is_empty(),
        here,
        ctx,
    }))
}

fn filters(ctx: &Ctx, asked: &Asked, all: &[&Lit], names: &Names) -> [Field; 2] {
    let towns = picture::towns(all.iter().copied()).into_iter().map(|town| (town.to_string(), names.of(town)));
    let mut years: Vec<i16> = all.iter().map(|lit| lit.stands.plan_year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years.into_iter().map(|year| (year.to_string(), ctx.t_with("register-year", &[("year", year)])));
    let every = |key: &str| std::iter::once((String::new(), ctx.t(key)));
    [
        Field::new("town", ctx.t("register-col-town"))
            .kind("select")
            .options(every("register-all-towns").chain(towns))
            .value(&asked.town)
            .quiet(),
        Field::new("year", ctx.t("register-field-plan_year"))
            .kind("select")
            .options(every("register-all-years").chain(years))
            .value(&asked.year)
            .quiet(),
    ]
}

fn card(
    ctx: &Ctx,
    office: Office,
    names: &Names,
    lit: &Lit,
    curves: &BTreeMap<NeighbourhoodId, Vec<(Month, Money)>>,
    photos: &BTreeMap<NeighbourhoodId, (EvidenceId, Option<Date>)>,
) -> Card {
    let of = &lit.stands;
    let money = money(ctx, of.planned, of.done);
    let points = curves.get(&of.id).map(Vec::as_slice).unwrap_or_default();
    let drawn = series(points);
    Card {
        href: crate::register::address(office, of.id),
        name: of.name.clone(),
        place: names.of(of.division.at(Level::Town)),
        lamp: lamp(lit.lamp),
        stage: words::stage(ctx, of.state),
        look: words::stage_look(of.state),
        reached: lit
            .reached
            .filter(|_| of.state != Stage::Finished)
            .map(|stage| ctx.t(format!("works-stage-{}", stage.as_str().replace('_', "-"))))
            .unwrap_or_default(),
        curve: match of.planned {
            Some(planned) => chart::against_plan(&drawn, planned.fen(), &money),
            None => chart::sparkline(&drawn, of.done.fen(), &money),
        },
        money,
        leader: lit.leader.as_ref().map(|leader| ctx.personal(leader)).unwrap_or_default(),
        photo: photos.get(&of.id).map(|(id, day)| Photo {
            href: format!("/desk/{office}/evidence/{id}"),
            small: format!("/desk/{office}/evidence/{id}/small"),
            alt: ctx.t_with("overview-photo-of", &[("name", &of.name)]),
            day: day.map(|day| ctx.day(day)).unwrap_or_default(),
        }),
        oldest: lit.points.first().map(|point| said(ctx, point)).unwrap_or_default(),
        more: lit
            .points
            .len()
            .checked_sub(1)
            .filter(|more| *more > 0)
            .map(|more| ctx.t_n("overview-more-open", more))
            .unwrap_or_default(),
    }
}

fn money(ctx: &Ctx, planned: Option<Money>, done: Money) -> String {
    let rate = planned.and_then(|planned| Ratio::new(done.fen(), planned.fen())).map(Ratio::percent);
    let planned = planned.map_or_else(|| "—".to_owned(), |planned| ctx.money_wan(planned));
    ctx.t_with("overview-money", &[("done", ctx.money_wan(done)), ("planned", planned), ("rate", ctx.percent(rate))])
}

/// Every month from the first report to the last: a month without one carries the figure on.
fn series(points: &[(Month, Money)]) -> Vec<Option<i64>> {
    const LONGEST: usize = 60;
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else { return Vec::new() };
    let mut drawn = vec![Some(0)];
    let (mut month, mut at, mut done) = (*first, 0, 0);
    while month <= *last && drawn.len() < LONGEST {
        while let Some((_, money)) = points.get(at).filter(|(of, _)| *of <= month) {
            (done, at) = (money.fen(), at + 1);
        }
        drawn.push(Some(done));
        month = month.next();
    }
    drawn
}

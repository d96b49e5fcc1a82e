//! `GET /desk/{office}/overview`: the county at a glance: figures of the year, a map by town and state, what happened this
//! week, what is late and who holds it up. Four statements at most where nothing was written since the last look.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{DivisionCode, Level, Office, Ratio};
use linli_domain::organisation::task::Lamp as Light;
use linli_domain::register::Stage;
use linli_domain::register::division::short_name;
use linli_store::organisation::task::{self, Wanted, Whose};
use linli_store::oversight::picture::Happened;
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::picture::{self, Lit, Picture, Sums};
use super::{lamp, mine_of, said};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::portal::map::{self, Spot, TownSpot};
use crate::reference;
use crate::register::words::{self, Names};
use crate::shell::{Ctx, Lamp, page};

/// So many late ones of a kind are listed; the rest is a step away.
const LATE: usize = 10;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
}

#[derive(Template)]
#[template(path = "overview/county.html")]
struct CountyPage {
    ctx: Ctx,
    name: String,
    year: i16,
    years: Vec<(i16, String)>,
    sums: Sums,
    start_rate: String,
    money_rate: String,
    lamps: Vec<(Lamp, String, String)>,
    map: Option<String>,
    towns: Vec<Town>,
    stages: Vec<String>,
    late: Vec<Late>,
    more_late: Option<String>,
    tasks: Vec<Late>,
    months: Vec<(String, String)>,
    week: Vec<News>,
}

struct Town {
    name: String,
    href: String,
    counts: Vec<String>,
    rate: String,
    red: String,
}

struct Late {
    href: String,
    name: String,
    what: String,
    who: String,
}

struct News {
    href: String,
    name: String,
    what: String,
    at: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let picture = picture::of(&app, office).await?;
    let (today, reader) = (picture.today, actor.account);
    let read = app.store.read(move |tx| {
        let overdue =
            Wanted { due_before: Some(today), reach: Some(Reach::All), ..Wanted::running(Whose::All, reader) };
        let own = linli_store::register::division::find(tx, office.code())?;
        let tasks = task::page(tx, office, &overdue, LATE)?;
        Ok::<_, WebError>((tasks, Names::read(tx, office)?, own))
    });
    let (tasks, names, own) = read.await?;
    let mut years: Vec<i16> = picture.all.iter().map(|lit| lit.stands.plan_year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let year = asked.year.parse().ok().filter(|year| years.contains(year));
    let year = year.or_else(|| years.iter().copied().find(|year| *year <= today.year())).unwrap_or(today.year());
    let all: Vec<&Lit> = picture.all.iter().filter(|lit| lit.stands.plan_year == year).collect();
    let sums: Sums = all.iter().copied().collect();
    let rate = |part: i64, whole: i64| ctx.percent(Ratio::new(part, whole).map(Ratio::percent));
    let reds: Vec<&Lit> = picture.all.iter().filter(|lit| lit.lamp == Light::Red).collect();
    let mine = mine_of(office);
    let open_task = |(task, place): &(linli_domain::organisation::Task, Option<String>)| Late {
        href: format!("/desk/{office}/tasks/{}", task.id),
        name: task.title.clone(),
        what: ctx.t_with("overview-task-due", &[("day", ctx.day(task.due))]),
        who: match place {
            Some(place) => format!("{} · {place}", task.owner.name),
            None => task.owner.name.clone(),
        },
    };
    // A task that its owner reported waits for its giver: that is nobody's delay yet.
    let overdue = tasks.iter().filter(|(task, _)| task.state == linli_domain::organisation::task::TaskState::Open);
    Ok(page(&CountyPage {
        name: own.map_or_else(|| office.to_string(), |own| own.name),
        start_rate: rate(sums.started, sums.planned),
        money_rate: rate(sums.money_done.fen(), sums.money_planned.fen()),
        lamps: lamps(&ctx, &mine, &picture),
        map: drawn(&ctx, office, &names, &all),
        towns: towns(&ctx, office, &names, &all, year),
        stages: Stage::ALL[1..].iter().map(|stage| words::stage(&ctx, *stage)).collect(),
        late: reds.iter().take(LATE).map(|lit| late(&ctx, office, lit)).collect(),
        more_late: (reds.len() > LATE).then(|| format!("{mine}?lamp=red")),
        tasks: if reads_tasks(&actor, office) { overdue.map(open_task).collect() } else { Vec::new() },
        months: picture.unsigned.iter().map(|m| (ctx.month(*m), format!("/desk/{office}/months/{m}"))).collect(),
        week: picture.happened.iter().map(|happened| news(&ctx, office, happened)).collect(),
        years: years.into_iter().map(|year| (year, ctx.here_with("year", &year.to_string()))).collect(),
        year,
        sums,
        ctx,
    }))
}

fn reads_tasks(actor: &Actor, office: Office) -> bool {
    Reach::of(actor, Act::ReadOrganisation, office) == Reach::All
}

fn lamps(ctx: &Ctx, mine: &str, picture: &Picture) -> Vec<(Lamp, String, String)> {
    let count = |light: Light| picture.all.iter().filter(|lit| lit.lamp == light).count();
    [Light::Red, Light::Yellow, Light::Green]
        .map(|light| (lamp(light), ctx.number(count(light)), format!("{mine}?lamp={}", lamp(light).name())))
        .to_vec()
}

fn late(ctx: &Ctx, office: Office, lit: &Lit) -> Late {
    Late {
        href: crate::register::address(office, lit.stands.id),
        name: lit.stands.name.clone(),
        what: lit
            .points
            .iter()
            .find(|point| point.lamp == Light::Red)
            .map(|point| said(ctx, point))
            .unwrap_or_default(),
        who: lit.leader.clone().unwrap_or_else(|| ctx.t("overview-nobody")),
    }
}

fn news(ctx: &Ctx, office: Office, of: &Happened) -> News {
    let key = format!("overview-news-{}", of.act.replace(['.', '_'], "-"));
    let what = match of.act.split('.').next() {
        Some("stage") => ctx.t(format!("works-stage-{}", of.what.replace('_', "-"))),
        Some("progress") => {
            of.what.parse().map(|month: linli_domain::kernel::Month| ctx.month(month)).unwrap_or_default()
        }
        _ => ctx.number(of.count),
    };
    News {
        href: crate::register::address(office, of.neighbourhood),
        name: of.name.clone(),
        what: ctx.t_with(&key, &[("what", what)]),
        at: ctx.instant(of.at),
    }
}

/// The towns of the year's plan: how many in each state, how far the money is, how many are red.
fn towns(ctx: &Ctx, office: Office, names: &Names, all: &[&Lit], year: i16) -> Vec<Town> {
    let town = |code: DivisionCode| {
        let here: Vec<&Lit> = all.iter().copied().filter(|lit| code.contains(lit.stands.division)).collect();
        let sums: Sums = here.iter().copied().collect();
        let count = |stage: Stage| here.iter().filter(|lit| lit.stands.state == stage).count();
        let rate = Ratio::new(sums.money_done.fen(), sums.money_planned.fen()).map(Ratio::percent);
        Town {
            name: names.of(code),
            href: format!("{}?town={code}&year={year}", mine_of(office)),
            counts: Stage::ALL[1..].iter().map(|stage| ctx.number(count(*stage))).collect(),
            rate: ctx.percent(rate),
            red: ctx.number(here.iter().filter(|lit| lit.lamp == Light::Red).count()),
        }
    };
    picture::towns(all.iter().copied()).into_iter().map(town).collect()
}

/// Towns as discs with their number; the states stand in the title of each and in the table beside.
fn drawn(ctx: &Ctx, office: Office, names: &Names, all: &[&Lit]) -> Option<String> {
    let spot = |lit: &&Lit| {
        let of = &lit.stands;
        Some(Spot {
            href: crate::register::address(office, of.id),
            title: of.name.clone(),
            at: of.location?,
            stage: of.state,
            town: of.division.at(Level::Town),
        })
    };
    let spots: Vec<Spot> = all.iter().filter_map(spot).collect();
    let codes = picture::towns(all.iter().copied());
    let named: Vec<(DivisionCode, String)> = codes.into_iter().map(|code| (code, names.of(code))).collect();
    let towns: Vec<TownSpot> =
        named.iter().filter_map(|(code, name)| town_spot(ctx, office, *code, name, &spots)).collect();
    let outlines = reference::outlines(office.code());
    if towns.is_empty() { None } else { map::of_towns(outlines.get(&office.code()), &towns, &ctx.t("overview-map")) }
}

fn town_spot<'a>(ctx: &Ctx, office: Office, code: DivisionCode, name: &'a str, spots: &[Spot]) -> Option<TownSpot<'a>> {
    let here: Vec<&Spot> = spots.iter().filter(|spot| spot.town == code).collect();
    let count = Some(here.len()).filter(|count| *count > 0)?;
    let of = |stage: Stage| here.iter().filter(|spot| spot.stage == stage).count();
    let states = Stage::ALL[1..].iter().filter(|stage| of(**stage) > 0);
    let states: Vec<String> =
        states.map(|stage| format!("{} {}", words::stage(ctx, *stage), ctx.number(of(*stage)))).collect();
    Some(TownSpot {
        href: format!("{}?town={code}", mine_of(office)),
        name: short_name(name),
        title: format!("{name}: {}", states.join(", ")),
        count,
        at: TownSpot::middle(&here),
    })
}

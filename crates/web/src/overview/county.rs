//! `GET /desk/{office}/overview`: the county at a glance: figures of the year, a map by town and state, what happened this
//! week, what is late and who holds it up. Four statements at most where nothing was written since the last look.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Office, Ratio};
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
use crate::portal::map::{self, TownSpot};
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
    let asked: Option<i16> = asked.year.parse().ok();
    let of = |year: i16| picture.plans.iter().find(|of| of.year == year);
    let this = asked.and_then(of).or_else(|| picture.plans.iter().find(|of| of.year <= today.year()));
    let year = this.or(picture.plans.first());
    let (sums, all) = year.map_or((Sums::default(), &[][..]), |of| (of.sums, &of.towns[..]));
    let year = year.map_or(today.year(), |of| of.year);
    let rate = |part: i64, whole: i64| ctx.percent(Ratio::new(part, whole).map(Ratio::percent));
    let reds = picture.all.iter().take_while(|lit| lit.lamp == Light::Red);
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
        map: drawn(&ctx, office, &names, all),
        towns: all.iter().map(|town| town_row(&ctx, office, &names, town, year)).collect(),
        stages: Stage::ALL[1..].iter().map(|stage| words::stage(&ctx, *stage)).collect(),
        late: reds.take(LATE).map(|lit| late(&ctx, office, lit)).collect(),
        more_late: (picture.lamps[0] > LATE).then(|| format!("{mine}?lamp=red")),
        tasks: if reads_tasks(&actor, office) { overdue.map(open_task).collect() } else { Vec::new() },
        months: picture.unsigned.iter().map(|m| (ctx.month(*m), format!("/desk/{office}/months/{m}"))).collect(),
        week: picture.happened.iter().map(|happened| news(&ctx, office, happened)).collect(),
        years: picture.plans.iter().map(|of| (of.year, ctx.here_with("year", &of.year.to_string()))).collect(),
        year,
        sums,
        ctx,
    }))
}

fn reads_tasks(actor: &Actor, office: Office) -> bool {
    Reach::of(actor, Act::ReadOrganisation, office) == Reach::All
}

fn lamps(ctx: &Ctx, mine: &str, picture: &Picture) -> Vec<(Lamp, String, String)> {
    let lights = [Light::Red, Light::Yellow, Light::Green].into_iter().zip(picture.lamps);
    let link = |light: Light| format!("{mine}?lamp={}", lamp(light).name());
    lights.map(|(light, count)| (lamp(light), ctx.number(count), link(light))).collect()
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
        who: lit.leader.as_ref().map_or_else(|| ctx.t("overview-nobody"), |leader| ctx.personal(leader)),
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

/// A town of the year's plan: how many in each state, how far the money is, how many are red.
fn town_row(ctx: &Ctx, office: Office, names: &Names, town: &picture::Town, year: i16) -> Town {
    let rate = Ratio::new(town.sums.money_done.fen(), town.sums.money_planned.fen()).map(Ratio::percent);
    Town {
        name: names.of(town.code),
        href: format!("{}?town={}&year={year}", mine_of(office), town.code),
        counts: town.states.iter().map(|count| ctx.number(*count)).collect(),
        rate: ctx.percent(rate),
        red: ctx.number(town.red),
    }
}

/// Towns as discs with their number; the states stand in the title of each and in the table beside.
fn drawn(ctx: &Ctx, office: Office, names: &Names, all: &[picture::Town]) -> Option<String> {
    let named: Vec<(&picture::Town, String)> = all.iter().map(|town| (town, names.of(town.code))).collect();
    let spot = |(town, name): &'_ (&picture::Town, String)| -> Option<(String, String, usize, (f64, f64))> {
        let (at, count) = town.middle?;
        let states = Stage::ALL[1..].iter().zip(town.states).filter(|(_, count)| *count > 0);
        let states: Vec<String> =
            states.map(|(stage, count)| format!("{} {}", words::stage(ctx, *stage), ctx.number(count))).collect();
        let href = format!("{}?town={}", mine_of(office), town.code);
        Some((href, format!("{name}: {}", states.join(", ")), count, at))
    };
    let spots = named.iter().filter_map(|named| Some((named, spot(named)?)));
    let towns: Vec<TownSpot> = spots
        .map(|((_, name), (href, title, count, at))| TownSpot { href, name: short_name(name), title, count, at })
        .collect();
    let outlines = reference::outlines(office.code());
    if towns.is_empty() { None } else { map::of_towns(outlines.get(&office.code()), &towns, &ctx.t("overview-map")) }
}

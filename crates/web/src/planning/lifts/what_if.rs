//! What if (边谈边算): change who pays, the coefficient of a floor, the subsidy, and see every share at once beside those held on to.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::lift::{Answer, FloorTable, SchemeId, State as Stands};
use linli_domain::register::EntranceId;
use linli_domain::register::owner::{Scope, Unit};
use linli_store::planning::lift;
use linli_store::register::{neighbourhood, owner};

use super::outcome::{Entrance, Keep, Outcome, worked_out};
use super::tried::Tried;
use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::register::Head;
use crate::register::words::Names;
use crate::shell::{Crumb, Ctx, Field, Problems, encode, page_with};

#[derive(Template)]
#[template(path = "planning/lifts/what_if.html")]
struct WhatIfPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    base: String,
    fields: Vec<Field>,
    /// Where coefficients decide.
    floors: Vec<Floor>,
    doors: Vec<Door>,
    outcome: Option<Outcome>,
    /// What those left empty count, or that there is no table.
    table: String,
    /// The scheme that is there already: its address, in words.
    scheme: Option<(String, String)>,
    problems: Problems,
}

struct Floor {
    name: String,
    label: String,
    value: String,
    hint: String,
    wrong: bool,
}

struct Door {
    name: String,
    room: String,
    answers: Vec<(&'static str, String, bool)>,
}

/// `GET /desk/{office}/register/{id}/lifts/{entrance}?cost=…`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, entrance)): Path<(Office, NeighbourhoodId, EntranceId)>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        let roll = owner::roll(tx, office, id, Scope::Entrance(entrance))?;
        let table = lift::rules::of(tx, office, today)?.table;
        let versions = lift::versions(tx, office, entrance)?;
        Ok::<_, WebError>((n, roll.units, Names::read(tx, office)?, table, versions))
    });
    let (n, doors, names, table, versions) = read.await?;
    actor.may(Act::ReadPlans, &n.place())?;
    let Some(first) = doors.first() else { return Err(WebError::NotFound) };
    let title = format!("{} {}", first.building_name, first.entrance_name);
    let head = Head::of(&ctx, &names, &n, &actor, today);
    let mut crumbs = head.crumbs_below();
    crumbs.push(Crumb::new(ctx.t("lifts-title"), super::root(office, id)));
    let tried = Tried::of(&asked);
    let base = asked.get("base").cloned().unwrap_or_default();
    let here = format!("{}/{entrance}", super::root(office, id));
    let mut problems = Problems::default();
    let keeps = actor.may(Act::KeepPlans, &n.place()).is_ok();
    let reads = actor.may(Act::ReadOpinions, &n.place()).is_ok();
    let draft = versions.iter().find(|one| one.state == Stands::Draft).map(|draft| draft.id);
    let keep = match draft {
        _ if !keeps => Keep::No,
        Some(draft) => Keep::Draft(format!("{}/edit?tried={}", super::address(office, draft), encode(&tried.line()))),
        None => Keep::New { to: format!("{here}/schemes"), id: SchemeId::new(), tried: tried.line() },
    };
    let known = Entrance { here: &here, doors: &doors, table: table.as_ref() };
    let outcome = if tried.has_cost() { worked_out(&ctx, &known, &tried, &base, keep, &mut problems) } else { None };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = WhatIfPage {
        fields: fields(&ctx, &tried, &problems),
        floors: floors(&ctx, &tried, &doors, table.as_ref()),
        table: match &table {
            Some(table) => ctx.t_with("lifts-left-empty", &[("table", words::table_name(&ctx, table))]),
            None => ctx.t("lifts-no-table"),
        },
        scheme: versions.first().filter(|_| reads).map(|last| {
            let said = format!("{} · {}", ctx.t_n("lifts-version", last.number), words::state(&ctx, last.state).0);
            (super::address(office, last.id), said)
        }),
        doors: doors.iter().enumerate().map(|(at, door)| answers(&ctx, &tried, at, door)).collect(),
        base: Tried::read(&base).line(),
        crumbs,
        title,
        here,
        outcome,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn fields(ctx: &Ctx, tried: &Tried, problems: &Problems) -> Vec<Field> {
    let money = |name: &'static str| {
        Field::new(name, ctx.t(format!("lifts-field-{name}"))).value(tried.get(name)).problem(problems)
    };
    let rules = ["coefficient", "equal", "area"].map(|rule| (rule, ctx.t(format!("lifts-rule-{rule}"))));
    let rule = Field::new("rule", ctx.t("lifts-field-rule")).kind("select").options(rules).value(tried.get("rule"));
    vec![money("cost").required(), money("subsidy"), money("fund"), rule.required()]
}

fn floors(ctx: &Ctx, tried: &Tried, doors: &[Unit], table: Option<&FloorTable>) -> Vec<Floor> {
    let mut all: Vec<i64> = doors.iter().map(|door| door.floor).collect();
    all.sort_unstable();
    all.dedup();
    let one = |floor: i64| {
        let name = format!("k-{floor}");
        Floor {
            label: ctx.t_with("lifts-coefficient-of", &[("floor", ctx.number(floor))]),
            value: tried.get(&name).to_owned(),
            hint: table.map(|table| table.of(floor).to_string()).unwrap_or_default(),
            wrong: tried.coefficient(floor, table).is_err(),
            name,
        }
    };
    all.into_iter().map(one).collect()
}

fn answers(ctx: &Ctx, tried: &Tried, at: usize, door: &Unit) -> Door {
    let said = tried.answer(at);
    let answer = |one: Answer| (one.as_str(), ctx.t(format!("lifts-answer-{}", one.as_str())), one == said);
    Door { name: format!("a-{at}"), room: door.room.clone(), answers: Answer::ALL.map(answer).into() }
}

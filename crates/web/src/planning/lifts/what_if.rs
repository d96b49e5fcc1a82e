//! What if (边谈边算): change who pays, the coefficient of a floor, the subsidy, and see every share at once beside those held on to.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Money, NeighbourhoodId, Office};
use linli_domain::planning::lift::{Answer, NoShares, Share, Shared};
use linli_domain::register::EntranceId;
use linli_domain::register::owner::{Scope, Unit};
use linli_store::register::{neighbourhood, owner};

use super::tried::Tried;
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

struct Outcome {
    line: String,
    by_area: bool,
    remainder: String,
    rows: Vec<Row>,
    total: String,
    held: Option<String>,
    /// Where these figures are held on to.
    hold: String,
}

struct Row {
    room: String,
    floor: String,
    coefficient: String,
    pays: String,
    before: Option<(String, String, &'static str)>,
}

/// `GET /desk/{office}/register/{id}/lifts/{entrance}?cost=…`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, entrance)): Path<(Office, NeighbourhoodId, EntranceId)>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        let roll = owner::roll(tx, office, id, Scope::Entrance(entrance))?;
        Ok::<_, WebError>((n, roll.units, Names::read(tx, office)?))
    });
    let (n, doors, names) = read.await?;
    actor.may(Act::ReadPlans, &n.place())?;
    let Some(first) = doors.first() else { return Err(WebError::NotFound) };
    let title = format!("{} {}", first.building_name, first.entrance_name);
    let head = Head::of(&ctx, &names, &n, &actor, app.today());
    let mut crumbs = head.crumbs_below();
    crumbs.push(Crumb::new(ctx.t("lifts-title"), super::root(office, id)));
    let tried = Tried::of(&asked);
    let base = asked.get("base").cloned().unwrap_or_default();
    let here = format!("{}/{entrance}", super::root(office, id));
    let mut problems = Problems::default();
    let outcome = if tried.has_cost() { worked_out(&ctx, &here, &tried, &base, &doors, &mut problems) } else { None };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = WhatIfPage {
        fields: fields(&ctx, &tried, &problems),
        floors: floors(&ctx, &tried, &doors),
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

fn floors(ctx: &Ctx, tried: &Tried, doors: &[Unit]) -> Vec<Floor> {
    let mut all: Vec<i64> = doors.iter().map(|door| door.floor).collect();
    all.sort_unstable();
    all.dedup();
    let one = |floor: i64| {
        let name = format!("k-{floor}");
        Floor {
            label: ctx.t_with("lifts-coefficient-of", &[("floor", ctx.number(floor))]),
            value: tried.get(&name).to_owned(),
            hint: Tried::default().coefficient(floor).map(|k| k.to_string()).unwrap_or_default(),
            wrong: tried.coefficient(floor).is_err(),
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

/// The shares, or what stands in the way.
fn worked_out(
    ctx: &Ctx,
    here: &str,
    tried: &Tried,
    base: &str,
    doors: &[Unit],
    problems: &mut Problems,
) -> Option<Outcome> {
    let lift = match tried.lift(doors) {
        Ok(lift) => lift,
        Err(wrong) => {
            for (name, why) in wrong {
                let (field, of) = place(&name);
                problems.add(field, ctx.t_with(why, &[("of", of), ("given", tried.get(&name).to_owned())]));
            }
            return None;
        }
    };
    let shared = match lift.share() {
        Ok(shared) => shared,
        Err(why) => {
            problems.add("cost", no_shares(ctx, &why, doors));
            return None;
        }
    };
    let held = Some(Tried::read(base)).filter(Tried::has_cost);
    let before = held.as_ref().and_then(|held| held.lift(doors).ok()?.share().ok());
    Some(outcome(ctx, here, tried, &shared, before.as_ref()))
}

/// The field that a figure stands in, and of which floor it is.
fn place(name: &str) -> (&'static str, String) {
    match name {
        "cost" => ("cost", String::new()),
        "subsidy" => ("subsidy", String::new()),
        "fund" => ("fund", String::new()),
        other => ("coefficients", other.trim_start_matches("k-").to_owned()),
    }
}

fn outcome(ctx: &Ctx, here: &str, tried: &Tried, shared: &Shared, before: Option<&Shared>) -> Outcome {
    let row = |(at, share): (usize, &Share)| Row {
        room: share.id.clone(),
        floor: ctx.number(share.floor),
        coefficient: share.coefficient.map_or_else(|| "—".to_owned(), |k| k.to_string()),
        pays: ctx.money_yuan(share.pays),
        before: before.and_then(|shared| shared.shares.get(at)).map(|was| differs(ctx, share.pays, was.pays)),
    };
    let sums = [
        ("cost", ctx.money_yuan(shared.cost)),
        ("given", ctx.money_yuan(shared.given)),
        ("pays", ctx.money_yuan(shared.to_pay)),
    ];
    let took = shared.shares.iter().filter(|share| share.remainder_fen > 0).map(|share| share.id.clone());
    let took: Vec<String> = took.collect();
    Outcome {
        line: ctx.t_with("lifts-sum", &sums),
        by_area: shared.groups.iter().any(|group| group.by_area_instead),
        remainder: if took.is_empty() {
            String::new()
        } else {
            ctx.t_with("lifts-remainder", &[("rooms", took.join("、"))])
        },
        rows: shared.shares.iter().enumerate().map(row).collect(),
        total: ctx.money_yuan(shared.shares.iter().map(|share| share.pays).sum::<Money>()),
        held: before.map(|before| ctx.t_with("lifts-held", &[("pays", ctx.money_yuan(before.to_pay))])),
        hold: format!("{here}?{}&base={}", query(tried), encode(&tried.line())),
    }
}

fn differs(ctx: &Ctx, now: Money, was: Money) -> (String, String, &'static str) {
    let more = now - was;
    let (sign, look) = match more.fen() {
        0 => ("", ""),
        fen if fen > 0 => ("+", "more"),
        _ => ("", "less"),
    };
    (ctx.money_yuan(was), format!("{sign}{}", ctx.money_yuan(more)), look)
}

fn query(tried: &Tried) -> String {
    tried.0.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

fn no_shares(ctx: &Ctx, why: &NoShares, doors: &[Unit]) -> String {
    match why {
        NoShares::AboveCost { given, cost } => {
            let sums = [("given", ctx.money_yuan(*given)), ("cost", ctx.money_yuan(*cost))];
            ctx.t_with("lifts-why-above-cost", &sums)
        }
        NoShares::NobodyPays | NoShares::NobodyPaysIn { .. } => ctx.t("lifts-why-nobody-pays"),
        NoShares::AllZero { .. } => ctx.t("lifts-why-all-zero"),
        NoShares::NoArea { at } => {
            let room = doors.get(*at).map(|door| door.room.clone()).unwrap_or_default();
            ctx.t_with("lifts-why-no-area", &[("room", room)])
        }
        NoShares::Negative { .. } => ctx.t("lifts-why-negative"),
        _ => ctx.t("lifts-why-too-large"),
    }
}

//! `GET /desk/{office}/lifts/{scheme}`: one version: what is built, who pays what to the fen, what each household said, the owners'
//! votes of the entrance, and the other versions.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::lift::{Answer, Basis, Scheme, SchemeId, State as Stands};
use linli_domain::register::owner::Scope;
use linli_store::planning::lift::{self, Brief};
use linli_store::planning::vote::{self, Kept};

use super::known::{Known, know};
use super::shares::{Told, told};
use super::{address, root, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, page_with};

#[derive(Template)]
#[template(path = "planning/lifts/show.html")]
struct ShowPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    number: String,
    state: String,
    look: &'static str,
    written: String,
    here: String,
    what_if: String,
    begin: String,
    next: SchemeId,
    facts: Vec<(String, String)>,
    summary: Vec<String>,
    warnings: Vec<String>,
    said: Vec<(String, String, String)>,
    outcome: Result<Told, String>,
    compensations: Vec<(String, String, String)>,
    votes: Vec<Vote>,
    versions: Vec<Other>,
    may_keep: bool,
    may_settle: bool,
    may_begin: bool,
}

/// An owners' vote of this entrance.
struct Vote {
    href: String,
    title: String,
    state: String,
}

struct Other {
    href: String,
    number: String,
    state: String,
    look: &'static str,
    written: String,
    current: bool,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::ReadOpinions, office, id).await?;
    let (entrance, of, number) = (known.scheme.entrance, known.place.id, known.scheme.number);
    let read = app.store.read(move |tx| {
        let versions = lift::versions(tx, office, entrance)?;
        // What was given up is nothing to compare with.
        let earlier = versions.iter().find(|one| one.number < number && one.state != Stands::GivenUp);
        let before = earlier.map(|one| lift::get(tx, office, one.id)).transpose()?;
        let mut votes = vote::of(tx, office, of)?;
        votes.retain(|vote| vote.draft.scope == Scope::Entrance(entrance));
        Ok::<_, WebError>((versions, before, votes))
    });
    let (versions, before, votes) = read.await?;
    let shown = show_page(ctx, &actor, office, &known, &versions, before.as_ref(), &votes);
    Ok(page_with(StatusCode::OK, &shown))
}

fn show_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    known: &Known,
    versions: &[Brief],
    before: Option<&Scheme>,
    votes: &[Kept],
) -> ShowPage {
    let (scheme, at) = (&known.scheme, known.place.place());
    let (state, look) = words::state(&ctx, scheme.state);
    let may = |act| actor.may(act, &at).is_ok();
    let has_draft = versions.iter().any(|one| one.state == Stands::Draft);
    let lifts = root(office, known.place.id);
    let mut crumbs = super::crumbs(&ctx, office);
    crumbs.push(Crumb::new(&known.place.facts.name, &lifts));
    ShowPage {
        crumbs,
        title: if scheme.terms.design.title.is_empty() { known.name() } else { scheme.terms.design.title.clone() },
        number: known.number(&ctx),
        state,
        look,
        written: written(&ctx, scheme),
        here: address(office, scheme.id),
        what_if: format!("{lifts}/{}", scheme.entrance),
        begin: format!("{lifts}/{}/schemes", scheme.entrance),
        next: SchemeId::new(),
        facts: facts(&ctx, known),
        summary: scheme.terms.design.summary.lines().map(str::to_owned).collect(),
        warnings: if known.is_draft() { warnings(&ctx, known, votes) } else { Vec::new() },
        said: said(&ctx, scheme),
        outcome: told(&ctx, scheme, &scheme.terms, &scheme.shared(), before),
        compensations: compensations(&ctx, scheme),
        votes: votes.iter().map(|one| told_vote(&ctx, office, one)).collect(),
        versions: versions.iter().map(|one| other(&ctx, office, one, scheme.id)).collect(),
        may_keep: known.is_draft() && may(Act::KeepPlans),
        may_settle: known.is_draft() && may(Act::PostPlans),
        may_begin: !has_draft && may(Act::KeepPlans),
        ctx,
    }
}

fn written(ctx: &Ctx, scheme: &Scheme) -> String {
    match &scheme.settled {
        Some(settled) => {
            ctx.t_with("lifts-settled-by", &[("name", settled.by_name.clone()), ("day", ctx.day(settled.on))])
        }
        None => ctx.t_with("lifts-begun-by", &[("name", scheme.by_name.clone()), ("at", ctx.instant(scheme.at))]),
    }
}

/// What is built, for how much, by what.
pub(super) fn facts(ctx: &Ctx, known: &Known) -> Vec<(String, String)> {
    let (terms, lift) = (&known.scheme.terms, &known.scheme.terms.lift);
    let yuan = |money: Money| ctx.t_with("lifts-yuan", &[("sum", ctx.money_yuan(money))]);
    let mut all = vec![
        (ctx.t("lifts-where"), format!("{} {}", known.place.facts.name, known.name())),
        (ctx.t("lifts-field-model"), terms.design.model.clone()),
        (ctx.t("lifts-field-stops"), terms.design.stops.map(|stops| ctx.number(stops)).unwrap_or_default()),
        (ctx.t("lifts-cost"), yuan(lift.cost)),
    ];
    all.extend(lift.subsidies.iter().map(|one| (one.name.clone(), yuan(one.amount))));
    if lift.fund > Money::ZERO {
        all.push((ctx.t("lifts-fund"), yuan(lift.fund)));
    }
    all.push((ctx.t("lifts-coefficients"), words::basis(ctx, terms)));
    all.push((ctx.t("lifts-remainder-rule"), words::remainder(ctx, &lift.remainder, &known.scheme)));
    if let Some(upkeep) = lift.upkeep {
        let values = [("sum", ctx.money_yuan(upkeep.yearly)), ("rule", words::rule(ctx, upkeep.rule))];
        all.push((ctx.t("lifts-upkeep"), ctx.t_with("lifts-upkeep-says", &values)));
    }
    for (_, value) in &mut all {
        if value.is_empty() {
            "—".clone_into(value);
        }
    }
    all
}

/// What somebody should know before it is settled.
pub(super) fn warnings(ctx: &Ctx, known: &Known, votes: &[Kept]) -> Vec<String> {
    let (terms, mut all) = (&known.scheme.terms, Vec::new());
    if let Err(why) = terms.ready() {
        all.push(words::not_ready(ctx, &why, &known.scheme));
    }
    let silent = terms.lift.households.iter().filter(|one| one.answer == Answer::Silent).count();
    if silent > 0 {
        all.push(ctx.t_n("lifts-warn-silent", silent));
    }
    if terms.lift.table.as_ref().is_some_and(|table| table.example) {
        all.push(ctx.t("lifts-warn-example"));
    }
    if terms.basis == Basis::Office && terms.lift.table != known.table {
        all.push(ctx.t("lifts-warn-table"));
    }
    if votes.is_empty() {
        all.push(ctx.t("lifts-warn-no-vote"));
    }
    all
}

/// Households and area by what they said.
fn said(ctx: &Ctx, scheme: &Scheme) -> Vec<(String, String, String)> {
    let told = |said: linli_domain::planning::lift::Said| {
        let answer = ctx.t(format!("lifts-answer-{}", said.answer.as_str()));
        (answer, ctx.number(said.households), ctx.t_with("lifts-area-said", &[("area", ctx.area(said.area))]))
    };
    scheme.terms.lift.consent().said.map(told).into()
}

pub(super) fn compensations(ctx: &Ctx, scheme: &Scheme) -> Vec<(String, String, String)> {
    let lines = scheme.terms.lift.compensations.iter();
    lines.map(|one| (scheme.room_of(&one.to).to_owned(), ctx.money_yuan(one.amount), one.why.clone())).collect()
}

fn told_vote(ctx: &Ctx, office: Office, one: &Kept) -> Vote {
    Vote {
        href: format!("/desk/{office}/votes/{}", one.id),
        title: one.draft.title.clone(),
        state: ctx.t(format!("lifts-vote-{}", one.state.as_str())),
    }
}

fn other(ctx: &Ctx, office: Office, one: &Brief, current: SchemeId) -> Other {
    let (state, look) = words::state(ctx, one.state);
    let by = [("name", one.by_name.clone()), ("at", ctx.instant(one.at))];
    Other {
        href: address(office, one.id),
        number: ctx.t_n("lifts-version", one.number),
        state,
        look,
        written: ctx.t_with("lifts-begun-by", &by),
        current: one.id == current,
    }
}

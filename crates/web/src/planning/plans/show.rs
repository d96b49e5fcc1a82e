//! `GET /desk/{office}/plans/{version}`: one version: its items by class, its sums, what stands against posting it, the four ones.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Money, NeighbourhoodId, Office};
use linli_domain::planning::notice::NotReady;
use linli_domain::planning::plan::{Standing, State as Stands, Sums};
use linli_domain::planning::{Notice, Version, VersionId};
use linli_store::organisation::term;
use linli_store::planning::notice;
use linli_store::planning::plan::{self, Known};
use linli_store::register::neighbourhood;

use super::super::notices;
use super::super::words::{self, Places};
use super::checks::{Found, found};
use super::table::{Class, Row, by_source, classes, rows};
use super::{address, crumbs, number, of_place as place_address};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::organisation::words as titles;
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "planning/plans/show.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
struct PlanPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    number: String,
    state: String,
    look: &'static str,
    written: String,
    summary: Vec<String>,
    here: String,
    place: String,
    version: VersionId,
    revision: i64,
    figures: Vec<Figure>,
    ones: Vec<One>,
    members: Vec<Member>,
    hinders: Vec<Found>,
    warns: Vec<Found>,
    classes: Vec<Class>,
    dropped: Vec<Row>,
    sources: Vec<(String, String, String)>,
    notice: Option<Hangs>,
    others: Vec<Other>,
    is_draft: bool,
    may_keep: bool,
    may_post: bool,
    /// No other draft is there, so the next one may be begun.
    may_begin: bool,
    facts: Vec<Field>,
    problems: Problems,
}

struct Figure {
    label: String,
    said: String,
    unit: String,
    note: String,
}

/// One of the four ones.
struct One {
    label: String,
    has: String,
    lacks: bool,
}

/// Who sits in the supervision body: as what, named how, how reached.
struct Member {
    name: String,
    post: String,
    standing: String,
    until: String,
    contact: String,
}

struct Hangs {
    href: String,
    window: String,
    said: String,
    look: &'static str,
}

struct Other {
    href: String,
    number: String,
    state: String,
    look: &'static str,
    written: String,
    compare: Option<String>,
    current: bool,
}

/// `GET /desk/{office}/plans/places/{neighbourhood}`: its draft, else its last version; without any, where the first is begun.
pub async fn of_place(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app
        .store
        .read(move |tx| Ok::<_, WebError>((neighbourhood::get(tx, office, of)?, plan::versions(tx, office, of)?)));
    let (place, versions) = read.await?;
    actor.may(Act::ReadPlans, &place.place())?;
    if let Some(last) = versions.first() {
        return Ok(Redirect::to(&address(office, last.id)).into_response());
    }
    if let Some(into) = place.merged_into {
        return Ok(Redirect::to(&place_address(office, into)).into_response());
    }
    Ok(page(&NonePage {
        crumbs: crumbs(&ctx, office),
        title: place.facts.name.clone(),
        begin: actor
            .may(Act::KeepPlans, &place.place())
            .is_ok()
            .then(|| (format!("{}/versions", place_address(office, of)), VersionId::new())),
        ctx,
    }))
}

#[derive(Template)]
#[template(path = "planning/plans/none.html")]
struct NonePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    /// Where the first version is begun, and its id.
    begin: Option<(String, VersionId)>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
) -> Result<Response, WebError> {
    plan_page(&app, ctx, &actor, office, id, None, Problems::default()).await
}

/// What a page of a version is made of.
struct Read {
    known: Known,
    places: Places,
    versions: Vec<Version>,
    notice: Option<Notice>,
    members: Vec<linli_domain::organisation::Term>,
    ready: Result<(), NotReady>,
}

/// Some twenty statements, however many items there are. `typed` are words and budget that were refused.
pub(super) async fn plan_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    id: VersionId,
    typed: Option<(String, String)>,
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let known = plan::know(tx, office, id, today)?;
        let of = known.version.neighbourhood;
        let members = match &known.body {
            Some(body) => term::of_body(tx, office, body.id)?,
            None => Vec::new(),
        };
        Ok::<_, WebError>(Read {
            places: plan::places(tx, office, of)?,
            versions: plan::versions(tx, office, of)?,
            notice: notice::of_version(tx, office, id)?,
            ready: notice::ready(tx, office, &known.version, today)?,
            members,
            known,
        })
    });
    let read = read.await?;
    let (known, version) = (&read.known, &read.known.version);
    let at = known.place.place();
    actor.may(Act::ReadPlans, &at)?;
    let is_draft = version.state == Stands::Draft;
    let checks = if is_draft { known.checks() } else { Vec::new() };
    let told = |hinders| {
        let some = checks.iter().filter(move |check| check.hinders() == hinders);
        some.map(|check| found(&ctx, office, known, check)).collect::<Vec<_>>()
    };
    let (summary, budget) = typed.unwrap_or_else(|| {
        let budget = version.facts.budget.map(Money::to_yuan).unwrap_or_default();
        (version.facts.summary.clone(), budget)
    });
    let sums = Sums::of(&known.items);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut way = crumbs(&ctx, office);
    way.push(Crumb::new(&known.place.facts.name, crate::register::address(office, known.place.id)));
    let shown = PlanPage {
        crumbs: way,
        title: ctx.t_with("plans-of", &[("name", &known.place.facts.name)]),
        number: number(&ctx, version),
        state: ctx.t(words::state_key(version.state)),
        look: words::state_look(version.state),
        written: written(&ctx, version),
        summary: version.facts.summary.lines().map(str::to_owned).collect(),
        here: address(office, id),
        place: place_address(office, known.place.id),
        version: VersionId::new(),
        revision: version.revision,
        figures: figures(&ctx, version, &sums),
        ones: ones(&ctx, known),
        members: read.members.iter().filter(|term| term.ended.is_none()).map(|term| member(&ctx, term)).collect(),
        hinders: told(true),
        warns: told(false),
        classes: classes(&ctx, office, known, &read.places, &sums),
        dropped: rows(&ctx, office, known, &read.places, |item| item.standing == Standing::Dropped),
        sources: by_source(&ctx, &sums),
        notice: read.notice.as_ref().map(|one| hangs(&ctx, office, one, read.ready, today)),
        others: read.versions.iter().map(|one| other(&ctx, office, one, version)).collect(),
        is_draft,
        may_keep: is_draft && actor.may(Act::KeepPlans, &at).is_ok(),
        may_begin: read.versions.iter().all(|one| one.state != Stands::Draft)
            && known.place.merged_into.is_none()
            && actor.may(Act::KeepPlans, &at).is_ok(),
        may_post: is_draft && actor.may(Act::PostPlans, &at).is_ok(),
        facts: fact_fields(&ctx, &summary, &budget, &problems),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn written(ctx: &Ctx, version: &Version) -> String {
    ctx.t_with("plans-written", &[("name", version.by_name.clone()), ("at", ctx.instant(version.at))])
}

fn figures(ctx: &Ctx, version: &Version, sums: &Sums) -> Vec<Figure> {
    let figure =
        |key: &str, said: String, note: String| Figure { label: ctx.t(key), said, unit: ctx.t("plans-wan"), note };
    let budget = version.facts.budget;
    let left = budget.map(|budget| budget - sums.cost);
    let note = match left {
        Some(left) if left.is_negative() => ctx.t_with("plans-over", &[("sum", ctx.money_wan(-left))]),
        Some(left) => ctx.t_with("plans-left", &[("sum", ctx.money_wan(left))]),
        None => String::new(),
    };
    vec![
        Figure { label: ctx.t("plans-items"), said: ctx.number(sums.items), unit: String::new(), note: String::new() },
        figure("plans-cost", ctx.money_wan(sums.cost), note),
        figure("plans-budget", budget.map_or_else(|| "—".to_owned(), |budget| ctx.money_wan(budget)), String::new()),
        figure("plans-lacking", ctx.money_wan(sums.lacking), String::new()),
        figure("plans-reserve", ctx.money_wan(sums.reserve), String::new()),
    ]
}

/// 四个一: one neighbourhood, one plan, one leader, one residents' supervision body.
fn ones(ctx: &Ctx, known: &Known) -> Vec<One> {
    let one = |key: &str, has: Option<String>| One {
        label: ctx.t(key),
        lacks: has.is_none(),
        has: has.unwrap_or_else(|| ctx.t("plans-one-lacks")),
    };
    let plan = (known.version.state == Stands::Posted).then(|| number(ctx, &known.version));
    vec![
        one("plans-one-neighbourhood", Some(known.place.facts.name.clone())),
        one("plans-one-plan", plan.or_else(|| Some(ctx.t("plans-one-draft")))),
        one("plans-one-leader", words::leader(ctx, known)),
        one("plans-one-body", words::body(known)),
    ]
}

fn member(ctx: &Ctx, term: &linli_domain::organisation::Term) -> Member {
    Member {
        name: ctx.personal(&term.name),
        post: titles::post(ctx, term.post),
        standing: titles::sits_as(ctx, term),
        until: term.until.map(|day| ctx.t_with("posted-until", &[("day", ctx.day(day))])).unwrap_or_default(),
        contact: term.contact.as_ref().map(|contact| ctx.personal(contact)).unwrap_or_default(),
    }
}

fn hangs(ctx: &Ctx, office: Office, one: &Notice, ready: Result<(), NotReady>, today: Date) -> Hangs {
    let window = [("from", ctx.day(one.window.from)), ("until", ctx.day(one.window.until))];
    let (said, look) = words::readiness(ctx, one, ready, today);
    Hangs { href: notices::address(office, one.id), window: ctx.t_with("notices-window", &window), said, look }
}

fn other(ctx: &Ctx, office: Office, one: &Version, shown: &Version) -> Other {
    let current = one.id == shown.id;
    Other {
        href: address(office, one.id),
        number: number(ctx, one),
        state: ctx.t(words::state_key(one.state)),
        look: words::state_look(one.state),
        written: written(ctx, one),
        compare: (!current).then(|| format!("{}/comparison?with={}", address(office, shown.id), one.id)),
        current,
    }
}

fn fact_fields(ctx: &Ctx, summary: &str, budget: &str, problems: &Problems) -> Vec<Field> {
    let fields = vec![
        Field::new("budget", ctx.t("plans-field-budget")).hint(ctx.t("plans-field-budget-hint")).value(budget),
        Field::new("summary", ctx.t("plans-field-summary"))
            .kind("textarea")
            .hint(ctx.t("plans-field-summary-hint"))
            .value(summary),
    ];
    fields.into_iter().map(|field| field.problem(problems)).collect()
}

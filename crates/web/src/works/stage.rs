//! One stage of one neighbourhood: reported for a day, shown by evidence, confirmed by residents, taken back with a reason.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor, Denied};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::works::stage::{CannotReport, CannotReverse, Stage};
use linli_store::works::stage as store;
use serde::Deserialize;

use super::evidence::{self as pieces, Shown};
use super::stages::{self, Found, Happened};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::{Head, address, done};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

const LONGEST_REASON: usize = 200;

#[derive(Template)]
#[template(path = "works/stage.html")]
struct StagePage {
    ctx: Ctx,
    head: Head,
    crumbs: Vec<Crumb>,
    title: String,
    base: String,
    step: stages::Step,
    rule: Rule,
    evidence: Vec<Shown>,
    events: Vec<Happened>,
    problems: Problems,
    /// Filled where this reader may report it and it does not stand.
    report: Option<Field>,
    may_confirm: bool,
    /// The fields of the upload, where this reader may add evidence.
    upload: Vec<Field>,
    /// The form that takes it back, where it stands.
    reversal: Option<Field>,
}

/// What the rule set says of this stage.
struct Rule {
    documents: Vec<String>,
    source: String,
    confirmed: bool,
}

/// What is typed into the forms of this page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    on: String,
    reason: String,
}

fn stage_of(text: &str) -> Result<Stage, WebError> {
    text.parse().map_err(|()| WebError::NotFound)
}

/// `GET /desk/{office}/register/{id}/stages/{stage}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, stage)): Path<(Office, NeighbourhoodId, String)>,
) -> Result<Response, WebError> {
    let draft = Draft { on: app.today().to_string(), ..Draft::default() };
    stage_page(&app, ctx, &actor, (office, id, stage_of(&stage)?), &draft, Problems::default()).await
}

pub(super) async fn stage_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id, stage): (Office, NeighbourhoodId, Stage),
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    let found = app.store.read(move |tx| Found::read(tx, office, id, today)).await?;
    let place = found.n.place();
    actor.may(Act::ReadRegister, &place)?;
    let open = found.n.merged_into.is_none();
    let may = |act| open && actor.may(act, &place).is_ok();
    let standing = found.course.of(stage);
    let head = Head::of(&ctx, &found.names, &found.n, actor, today);
    let mut crumbs = head.crumbs_below();
    crumbs.push(Crumb::new(ctx.t("works-stages"), format!("{}/stages", head.base)));
    let rules = found.by.rules.of(stage);
    let day = Field::new("on", ctx.t("works-field-on")).kind("date").value(&draft.on).required().problem(&problems);
    let reason = Field::new("reason", ctx.t("works-field-reason"))
        .hint(ctx.t("works-hint-reason"))
        .value(&draft.reason)
        .required()
        .problem(&problems);
    let kinds: Vec<&str> = found.by.rules.documents(stage);
    let upload = if may(Act::AddEvidence) { pieces::fields(&ctx, Some(&kinds), &problems) } else { Vec::new() };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = StagePage {
        title: stages::name(&ctx, stage),
        base: format!("{}/stages/{}", head.base, stage.as_str()),
        step: stages::step(&ctx, &found, stage),
        rule: Rule {
            documents: kinds.iter().map(|kind| stages::document(&ctx, kind)).collect(),
            source: rules.source.clone(),
            confirmed: rules.confirmed,
        },
        evidence: found.of(stage).map(|(piece, kind)| pieces::shown(&ctx, office, piece, Some(kind))).collect(),
        events: found.events.iter().filter(|e| e.stage == stage).map(|e| stages::happened(&ctx, e)).collect(),
        report: (may(Act::ReportStage) && standing.is_none()).then_some(day),
        may_confirm: may(Act::ConfirmStage) && standing.is_some_and(|s| !s.confirmed && !s.taken_over),
        upload,
        reversal: (may(Act::ReportStage) && standing.is_some()).then_some(reason),
        head,
        crumbs,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// Why an act on a stage is not done.
enum Refused {
    Report(CannotReport),
    Reverse(CannotReverse),
    /// Whoever reported does not confirm.
    OwnReport,
    NothingToConfirm,
}

/// Nothing of a renewal is older.
const FIRST_YEAR: i16 = 2000;

/// `POST /desk/{office}/register/{id}/stages/{stage}`: reports it for a day.
pub async fn report(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, stage)): Path<(Office, NeighbourhoodId, String)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (stage, today) = (stage_of(&stage)?, app.today());
    let at = (office, id, stage);
    let typed = clean_line(&half_width(&draft.on)).parse::<Date>();
    let Some(on) = typed.ok().filter(|on| on.year() >= FIRST_YEAR) else {
        let mut problems = Problems::default();
        problems.add("on", ctx.t("works-why-day"));
        return stage_page(&app, ctx, &actor, at, &draft, problems).await;
    };
    let written = app.store.write(&actor, move |tx| {
        let found = open(tx, office, id, Act::ReportStage, today)?;
        // Sent twice: it stands there already, for this very day.
        if found.course.of(stage).is_some_and(|standing| standing.on == on) {
            return Ok(Ok(()));
        }
        if let Err(why) = found.course.may_report(stage, on, today, &found.by.rules) {
            return Ok(Err(Refused::Report(why)));
        }
        store::report(tx, &found.n, stage, on)?;
        settle(tx, office, id, &found)?;
        Ok::<_, WebError>(Ok(()))
    });
    answer(&app, ctx, &actor, at, &draft, written.await?, "works-done-stage-reported").await
}

/// `POST …/confirmation`: a member of the residents' body says that it is so.
pub async fn confirm(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, stage)): Path<(Office, NeighbourhoodId, String)>,
) -> Result<Response, WebError> {
    let (stage, today) = (stage_of(&stage)?, app.today());
    let written = app.store.write(&actor, move |tx| {
        let found = open(tx, office, id, Act::ConfirmStage, today)?;
        let Some(standing) = found.course.of(stage) else { return Ok(Err(Refused::NothingToConfirm)) };
        if standing.confirmed {
            return Ok(Ok(()));
        }
        let last = found.events.iter().find(|event| event.stage == stage && event.act == store::Act::Reported);
        if last.is_some_and(|last| tx.actor().must_differ_from(last.account) == Err(Denied::SamePerson)) {
            return Ok(Err(Refused::OwnReport));
        }
        store::confirm(tx, &found.n, stage, standing.on)?;
        settle(tx, office, id, &found)?;
        Ok::<_, WebError>(Ok(()))
    });
    answer(&app, ctx, &actor, (office, id, stage), &Draft::default(), written.await?, "works-done-stage-confirmed")
        .await
}

/// `POST …/reversal`: takes it back, with a reason.
pub async fn reverse(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, stage)): Path<(Office, NeighbourhoodId, String)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (stage, today) = (stage_of(&stage)?, app.today());
    let reason = clean_line(&draft.reason);
    if reason.chars().count() > LONGEST_REASON {
        let mut problems = Problems::default();
        problems.add("reason", ctx.t("register-why-too-long"));
        return stage_page(&app, ctx, &actor, (office, id, stage), &draft, problems).await;
    }
    let written = app.store.write(&actor, move |tx| {
        let found = open(tx, office, id, Act::ReportStage, today)?;
        if let Err(why) = found.course.may_reverse(stage, &reason, &found.by.rules) {
            return Ok(Err(Refused::Reverse(why)));
        }
        store::reverse(tx, &found.n, stage, &reason)?;
        settle(tx, office, id, &found)?;
        Ok::<_, WebError>(Ok(()))
    });
    answer(&app, ctx, &actor, (office, id, stage), &draft, written.await?, "works-done-stage-reversed").await
}

/// The course of a neighbourhood that this person may act on.
fn open(
    tx: &mut linli_store::Transaction,
    office: Office,
    id: NeighbourhoodId,
    act: Act,
    today: Date,
) -> Result<Found, WebError> {
    let found = Found::read(tx, office, id, today)?;
    tx.actor().may(act, &found.n.place())?;
    if found.n.merged_into.is_some() { Err(WebError::Conflict) } else { Ok(found) }
}

/// The record may have a new version by now.
pub(super) fn settle(
    tx: &mut linli_store::Transaction,
    office: Office,
    id: NeighbourhoodId,
    found: &Found,
) -> Result<(), WebError> {
    let n = linli_store::register::neighbourhood::get(tx, office, id)?;
    store::settle(tx, &n, &found.by)?;
    Ok(())
}

async fn answer(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id, stage): (Office, NeighbourhoodId, Stage),
    draft: &Draft,
    written: Result<(), Refused>,
    key: &str,
) -> Result<Response, WebError> {
    match written {
        Ok(()) => Ok(done(&format!("{}/stages/{}", address(office, id), stage.as_str()), key)),
        Err(refused) => {
            let mut problems = Problems::default();
            let (field, text) = refusal(&ctx, &refused);
            problems.add(field, text);
            stage_page(app, ctx, actor, (office, id, stage), draft, problems).await
        }
    }
}

fn refusal(ctx: &Ctx, refused: &Refused) -> (&'static str, String) {
    use {CannotReport as R, CannotReverse as V};
    let named = |key: &str, stage| ctx.t_with(key, &[("stage", stages::name(ctx, stage))]);
    match refused {
        Refused::Report(R::InTheFuture) => ("on", ctx.t("works-why-future")),
        Refused::Report(R::StandsAlready { on }) => ("on", ctx.t_with("works-why-stands", &[("day", ctx.day(*on))])),
        Refused::Report(R::Skips { missing }) => ("on", named("works-why-skips", *missing)),
        Refused::Report(R::BeforeEarlier { earlier, on }) => {
            let said = [("stage", stages::name(ctx, *earlier)), ("day", ctx.day(*on))];
            ("on", ctx.t_with("works-why-before", &said))
        }
        Refused::Report(R::NotProven { earlier }) => ("on", named("works-why-not-proven", *earlier)),
        Refused::Reverse(V::DoesNotStand) => ("reason", ctx.t("works-why-does-not-stand")),
        Refused::Reverse(V::BuiltUpon { later }) => ("reason", named("works-why-built-upon", *later)),
        Refused::Reverse(V::NoReason) => ("reason", ctx.t("works-why-no-reason")),
        Refused::OwnReport => ("confirm", ctx.t("works-why-own-report")),
        Refused::NothingToConfirm => ("confirm", ctx.t("works-why-nothing-to-confirm")),
    }
}

//! The course of one neighbourhood (改造进程): every stage, what shows it, and what it still needs to count.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_domain::register::evidence::Evidence;
use linli_domain::works::stage::{Course, Lack, Stage, Standing};
use linli_domain::works::stage_rules::StageRules;
use linli_store::Tx;
use linli_store::register::{evidence, neighbourhood};
use linli_store::works::stage::{self as store, Event, RulesOf};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::words::Names;
use crate::register::{Head, address};
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "works/stages.html")]
struct StagesPage {
    ctx: Ctx,
    head: Head,
    title: String,
    steps: Vec<Step>,
    /// Since when evidence is demanded here.
    since: String,
    events: Vec<Happened>,
}

/// One stage as it is shown.
pub(super) struct Step {
    pub href: String,
    pub name: String,
    /// `timeline-past`, `timeline-now`, `timeline-later`.
    pub look: &'static str,
    pub tag: String,
    pub tone: &'static str,
    pub day: String,
    pub lacks: Vec<String>,
    pub photos: Vec<Thumb>,
    pub may_skip: bool,
}

/// A small photo that leads to the large one.
pub(super) struct Thumb {
    pub href: String,
    pub small: String,
    pub alt: String,
}

/// Something that was done to a stage.
pub(super) struct Happened {
    pub at: String,
    pub text: String,
    pub by: String,
    pub reason: String,
}

/// Everything about the course of one neighbourhood.
pub(super) struct Found {
    pub n: Neighbourhood,
    pub names: Names,
    pub by: RulesOf,
    pub course: Course,
    pub evidence: Vec<Evidence>,
    pub put: Vec<(Stage, linli_domain::register::evidence::EvidenceId, String)>,
    pub events: Vec<Event>,
}

impl Found {
    /// Nine statements, whatever lies there.
    pub fn read(
        tx: &mut Tx,
        office: Office,
        id: NeighbourhoodId,
        today: linli_domain::kernel::Date,
    ) -> Result<Self, WebError> {
        let n = neighbourhood::get(tx, office, id)?;
        let by = store::rules(tx, office, today)?;
        Ok(Self {
            names: Names::read(tx, office)?,
            course: store::course(tx, &n, by.evidence_from)?,
            evidence: evidence::of(tx, office, id)?,
            put: store::evidence_of(tx, office, id)?,
            events: store::events(tx, office, id)?,
            by,
            n,
        })
    }

    /// What lies there for a stage: the piece and the kind of document it is; withdrawn pieces among it.
    pub fn of(&self, stage: Stage) -> impl Iterator<Item = (&Evidence, &str)> {
        let here = self.put.iter().filter(move |(other, ..)| *other == stage);
        here.filter_map(|(_, id, document)| {
            let piece = self.evidence.iter().find(|piece| piece.id == *id)?;
            Some((piece, document.as_str()))
        })
    }
}

/// `GET /desk/{office}/register/{id}/stages`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let found = app.store.read(move |tx| Found::read(tx, office, id, today)).await?;
    actor.may(Act::ReadRegister, &found.n.place())?;
    Ok(page(&stages_page(&app, ctx, &actor, &found)))
}

fn stages_page(app: &App, ctx: Ctx, actor: &Actor, found: &Found) -> StagesPage {
    let since = found.by.evidence_from.map(|day| ctx.t_with("works-evidence-since", &[("day", ctx.day(day))]));
    StagesPage {
        title: ctx.t("works-stages"),
        head: Head::of(&ctx, &found.names, &found.n, actor, app.today()),
        steps: Stage::ALL.into_iter().map(|stage| step(&ctx, found, stage)).collect(),
        since: since.unwrap_or_default(),
        events: found.events.iter().map(|event| happened(&ctx, event)).collect(),
        ctx,
    }
}

pub(super) fn step(ctx: &Ctx, found: &Found, stage: Stage) -> Step {
    let rules = &found.by.rules;
    let standing = found.course.of(stage);
    let (tag, tone) = state(ctx, standing, rules);
    let reached = found.course.furthest().is_some_and(|furthest| furthest.stage >= stage);
    let look = match standing {
        Some(standing) if standing.counts(rules) => "timeline-past",
        Some(_) => "timeline-now",
        None if reached => "timeline-past timeline-unknown",
        None => "timeline-later",
    };
    let photos = found.of(stage).filter(|(piece, _)| piece.withdrawn.is_none() && piece.picture.is_some());
    Step {
        href: format!("{}/stages/{}", address(found.n.office, found.n.id), stage.as_str()),
        name: name(ctx, stage),
        look,
        tag,
        tone,
        day: standing.map(|standing| ctx.day(standing.on)).unwrap_or_default(),
        lacks: standing.map(|s| s.lacks(rules).iter().map(|lack| lack_text(ctx, lack)).collect()).unwrap_or_default(),
        photos: photos.take(4).map(|(piece, _)| thumb(ctx, found.n.office, piece)).collect(),
        may_skip: rules.of(stage).may_skip,
    }
}

/// What a stage is, in a word and a colour.
pub(super) fn state(ctx: &Ctx, standing: Option<&Standing>, rules: &StageRules) -> (String, &'static str) {
    let (key, tone) = match standing {
        Some(standing) if standing.taken_over => ("works-state-taken-over", "declared"),
        Some(standing) if standing.counts(rules) => ("works-state-counts", "green"),
        Some(_) => ("works-state-unproven", "amber"),
        None => return (String::new(), "grey"),
    };
    (ctx.t(key), tone)
}

pub(super) fn thumb(ctx: &Ctx, office: Office, piece: &Evidence) -> Thumb {
    let href = super::evidence::address(office, piece.id);
    let day = piece.taken_on().map(|day| ctx.day(day)).unwrap_or_default();
    let caption = piece.caption.clone().unwrap_or_else(|| piece.file_name.clone());
    Thumb { small: format!("{href}/small"), href, alt: format!("{caption} {day}").trim().to_owned() }
}

pub(super) fn happened(ctx: &Ctx, event: &Event) -> Happened {
    let key = format!("works-event-{}", event.act.as_str());
    let on = event.on.map(|day| ctx.day(day)).unwrap_or_default();
    Happened {
        at: ctx.instant(event.at),
        text: ctx.t_with(&key, &[("stage", name(ctx, event.stage)), ("day", on)]),
        by: event.by_name.clone(),
        reason: event.reason.clone().unwrap_or_default(),
    }
}

pub(super) fn name(ctx: &Ctx, stage: Stage) -> String {
    ctx.t(format!("works-stage-{}", stage.as_str().replace('_', "-")))
}

/// A kind of document by its name; one that a place has added is its own name.
pub(super) fn document(ctx: &Ctx, kind: &str) -> String {
    let key = format!("works-document-{}", kind.replace('_', "-"));
    if ctx.lang.has(&key) { ctx.t(key) } else { kind.to_owned() }
}

pub(super) fn lack_text(ctx: &Ctx, lack: &Lack) -> String {
    match lack {
        Lack::Document(any_of) => {
            let names: Vec<String> = any_of.iter().map(|kind| document(ctx, kind)).collect();
            names.join(&ctx.t("works-or"))
        }
        Lack::Photo => ctx.t("works-lack-photo"),
        Lack::Residents => ctx.t("works-lack-residents"),
    }
}

//! `GET /desk/{office}/opinions/{opinion}`: what was said, what came of it, and every step between.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::opinion::Content;
use linli_domain::consultation::opinion::door::Door;
use linli_domain::consultation::{Catalogue, Need, Opinion, OpinionId, Verdict};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Office, Personal};
use linli_domain::register::Neighbourhood;
use linli_domain::register::evidence::Evidence;
use linli_store::consultation::answer::{self, Help};
use linli_store::consultation::opinion::{self, Taken};
use linli_store::consultation::{catalogue, need};
use linli_store::register::neighbourhood;

use super::steps::{Draft, StepForm, forms};
use super::{address, crumbs, look, place, state, veil, wishes};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "consultation/opinions/show.html")]
struct OpinionPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    version: i64,
    tags: Vec<(String, &'static str)>,
    text: String,
    wishes: Vec<String>,
    facts: Vec<(String, String)>,
    /// What it objects to.
    objects_to: Option<String>,
    versions: Vec<Other>,
    answer: Option<Answered>,
    no_answer: String,
    forms: Vec<StepForm>,
    evidence: Vec<Piece>,
    file: Field,
    course: Vec<Shown>,
    needs: Vec<(String, String)>,
    board: String,
    answer_here: Option<String>,
    receipt: Option<String>,
    may_answer: bool,
    may_record: bool,
    problems: Problems,
}

/// What was sent once more under its id.
struct Other {
    here: String,
    by: String,
    differs: Vec<(String, String)>,
}

struct Answered {
    verdict: String,
    look: &'static str,
    reason: String,
    by: String,
    serves: String,
    others: String,
    href: String,
    earlier: Vec<(String, String)>,
    help: Vec<(String, String)>,
}

struct Piece {
    href: String,
    /// Where it is withdrawn, for who may.
    withdrawal: Option<String>,
    small: Option<String>,
    name: String,
    by: String,
    withdrawn: Option<String>,
}

struct Shown {
    what: String,
    note: String,
    by: String,
}

/// What the page stands on. At most eleven statements.
pub(super) struct Known {
    pub opinion: Opinion,
    pub n: Neighbourhood,
    written: [String; 3],
    pub steps: Vec<Taken>,
    versions: Vec<opinion::Version>,
    doors: Vec<Door>,
    evidence: Vec<Evidence>,
    answers: Vec<answer::Version>,
    serves: i64,
    help: Vec<Help>,
    catalogue: Catalogue,
    needs: Vec<Need>,
}

pub(super) async fn know(app: &App, actor: &Actor, office: Office, id: OpinionId) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let one = opinion::get(tx, office, id)?;
        let (of, given) = (one.address.neighbourhood, one.standing.answer);
        let versions = opinion::versions(tx, office, id)?;
        let doors = if versions.is_empty() { Vec::new() } else { opinion::doors(tx, office, of)? };
        Ok::<_, WebError>(Known {
            n: neighbourhood::get(tx, office, of)?,
            written: opinion::written(tx, office, id)?,
            steps: opinion::steps(tx, office, id)?,
            evidence: opinion::evidence(tx, office, id)?,
            answers: given.map(|given| answer::versions(tx, office, given)).transpose()?.unwrap_or_default(),
            serves: given.map(|given| answer::serves(tx, office, given)).transpose()?.unwrap_or_default(),
            help: given.map(|given| answer::said_of(tx, office, id, given)).transpose()?.unwrap_or_default(),
            catalogue: catalogue::of(tx, office, today)?.catalogue,
            needs: need::of_opinion(tx, office, id)?,
            versions,
            doors,
            opinion: one,
        })
    });
    let mut known = read.await?;
    actor.may(Act::ReadOpinions, &known.n.place())?;
    veil(actor, office, &mut known.opinion);
    if actor.office != office {
        for help in &mut known.help {
            help.words = Personal::Closed;
        }
        for other in &mut known.versions {
            other.content = None;
        }
    }
    Ok(known)
}

pub async fn show(
    Shared(app): Shared<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, OpinionId)>,
) -> Result<Response, WebError> {
    opinion_page(&app, ctx, &actor, (office, id), &Draft::default(), Problems::default()).await
}

pub(super) async fn opinion_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, OpinionId),
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let known = know(app, actor, office, id).await?;
    let (one, standing) = (&known.opinion, &known.opinion.standing);
    let may_answer = actor.may(Act::AnswerOpinion, &known.n.place()).is_ok();
    let may_record = actor.may(Act::RecordOpinion, &known.n.place()).is_ok();
    let may_withdraw = actor.may(Act::AddEvidence, &known.n.place()).is_ok();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let waiting = standing.state().is_waiting();
    let file = Field::new("file", ctx.t("opinions-field-file")).kind("file").hint(ctx.t("opinions-field-file-hint"));
    let shown = OpinionPage {
        crumbs: crumbs(&ctx, office),
        title: place(std::iter::once(&known.n.facts.name).chain(&known.written)),
        here: address(office, id),
        version: standing.version,
        tags: tags(&ctx, &known, app.today()),
        text: if one.text.known() == Some("") { String::new() } else { ctx.personal(&one.text) },
        wishes: wishes::names(&ctx, &known.catalogue, &one.wishes),
        facts: facts(&ctx, one),
        objects_to: one.objects_to.map(|posted| format!("/desk/{office}/notices/{posted}")),
        versions: known.versions.iter().map(|other| differing(&ctx, office, &known, other)).collect(),
        answer: answered(&ctx, office, &known),
        no_answer: ctx.t_with("opinions-no-answer", &[("day", ctx.day(standing.due))]),
        forms: if may_answer { forms(&ctx, standing, draft, &problems) } else { Vec::new() },
        evidence: known.evidence.iter().map(|piece| shown_piece(&ctx, office, piece, may_withdraw)).collect(),
        file: file.required().problem(&problems),
        course: course(&ctx, &known),
        needs: known.needs.iter().map(|need| need_link(office, need)).collect(),
        board: format!("/desk/{office}/needs/places/{}", known.n.merged_into.unwrap_or(known.n.id)),
        answer_here: (may_answer && waiting).then(|| format!("/desk/{office}/answers/new?of={id}")),
        receipt: may_record.then(|| format!("{}/receipt", address(office, id))),
        may_answer,
        may_record: may_record && one.text != Personal::Erased,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn need_link(office: Office, need: &Need) -> (String, String) {
    (need.facts.title.clone(), format!("/desk/{office}/needs/{}", need.id))
}

fn tags(ctx: &Ctx, known: &Known, today: linli_domain::kernel::Date) -> Vec<(String, &'static str)> {
    let (one, standing) = (&known.opinion, &known.opinion.standing);
    let all = [
        Some((state(ctx, standing.state()), look(standing.state()))),
        standing.is_late(today).then(|| (ctx.t("opinions-late"), "red")),
        standing.hazard_open.then(|| (ctx.t("opinions-hazard-open"), "red")),
        (one.hazard && !standing.hazard_open).then(|| (ctx.t("opinions-hazard-over"), "green")),
        one.objects_to.map(|_| (ctx.t("opinions-objection"), "amber")),
        (!one.address.is_verified()).then(|| (ctx.t("opinions-unverified"), "grey")),
    ];
    all.into_iter().flatten().collect()
}

fn facts(ctx: &Ctx, one: &Opinion) -> Vec<(String, String)> {
    let received = [("day", ctx.instant(one.received_at)), ("name", one.by_name.clone())];
    vec![
        (ctx.t("opinions-field-channel"), ctx.t(format!("opinions-channel-{}", one.channel.as_str()))),
        (ctx.t("opinions-field-said-on"), ctx.day(one.said_on)),
        (ctx.t("opinions-recorded"), ctx.t_with("opinions-recorded-by", &received)),
        (ctx.t("opinions-due"), ctx.day(one.standing.due)),
    ]
}

/// What another content says that this one does not.
fn differing(ctx: &Ctx, office: Office, known: &Known, other: &opinion::Version) -> Other {
    let here = format!("{}/versions/{}", address(office, known.opinion.id), other.id);
    let by = ctx.t_with("opinions-recorded-by", &[("day", ctx.instant(other.at)), ("name", other.by_name.clone())]);
    let differs = match (&known.opinion.content(), &other.content) {
        (Some(own), Some(other)) => differences(ctx, known, own, other),
        _ => vec![(ctx.t("opinions-field-text"), ctx.personal(&Personal::Closed))],
    };
    Other { here, by, differs }
}

fn differences(ctx: &Ctx, known: &Known, own: &Content, other: &Content) -> Vec<(String, String)> {
    let names = wishes::names(ctx, &known.catalogue, &other.wishes).join(&ctx.t("opinions-and"));
    let yes = ctx.t(if other.hazard { "opinions-yes" } else { "opinions-no" });
    let at = known.doors.iter().find(|door| match &door.dwelling {
        Some((id, _)) => Some(*id) == other.address.dwelling,
        None => false,
    });
    let whole = |door: &Door| {
        let entrance = door.entrance.as_ref().map(|(_, name)| name);
        let room = door.dwelling.as_ref().map(|(_, room)| room);
        place(std::iter::once(&door.building_name).chain(entrance).chain(room))
    };
    let at = at.map_or_else(|| ctx.t("opinions-other-door"), whole);
    let all = [
        (own.text != other.text).then(|| (ctx.t("opinions-field-text"), other.text.clone())),
        (own.wishes != other.wishes).then(|| (ctx.t("opinions-wishes"), names)),
        (own.hazard != other.hazard).then(|| (ctx.t("opinions-field-hazard"), yes)),
        (own.said_on != other.said_on).then(|| (ctx.t("opinions-field-said-on"), ctx.day(other.said_on))),
        (own.channel != other.channel)
            .then(|| (ctx.t("opinions-field-channel"), ctx.t(format!("opinions-channel-{}", other.channel.as_str())))),
        (own.address != other.address).then(|| (ctx.t("opinions-field-room"), at)),
    ];
    all.into_iter().flatten().collect()
}

fn answered(ctx: &Ctx, office: Office, known: &Known) -> Option<Answered> {
    let (now, earlier) = known.answers.split_first()?;
    let by = |version: &answer::Version| {
        ctx.t_with("opinions-recorded-by", &[("day", ctx.instant(version.at)), ("name", version.by_name.clone())])
    };
    let old = |version: &answer::Version| {
        let said = [("verdict", verdict(ctx, version.answer.verdict)), ("by", by(version))];
        (version.answer.reason.clone(), ctx.t_with("opinions-answer-before", &said))
    };
    let help = |help: &Help| {
        let words = if help.words == Personal::Erased { String::new() } else { ctx.personal(&help.words) };
        (ctx.t(if help.helped { "opinions-helped" } else { "opinions-helped-not" }), words)
    };
    let right = |why: &str| ctx.t_with("opinions-put-right", &[("why", why)]);
    Some(Answered {
        verdict: verdict(ctx, now.answer.verdict),
        look: verdict_look(now.answer.verdict),
        reason: now.answer.reason.clone(),
        by: if now.why.is_empty() { by(now) } else { format!("{} · {}", by(now), right(&now.why)) },
        serves: ctx.t_n("opinions-serves", known.serves),
        others: format!("/desk/{office}/opinions?show=all&answer={}", now.id),
        href: format!("/desk/{office}/answers/{}?of={}", now.id, known.opinion.id),
        earlier: earlier.iter().map(old).collect(),
        help: known.help.iter().map(help).collect(),
    })
}

pub(crate) fn verdict(ctx: &Ctx, verdict: Verdict) -> String {
    ctx.t(format!("opinions-verdict-{}", verdict.as_str().replace('_', "-")))
}

pub(crate) const fn verdict_look(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Adopted => "green",
        Verdict::Partly => "amber",
        Verdict::NotAdopted => "grey",
    }
}

fn shown_piece(ctx: &Ctx, office: Office, piece: &Evidence, may_withdraw: bool) -> Piece {
    let href = format!("/desk/{office}/evidence/{}", piece.id);
    let withdrawn = piece.withdrawn.as_ref().map(|withdrawn| {
        ctx.t_with("works-withdrawn", &[("name", withdrawn.by_name.clone()), ("reason", withdrawn.reason.clone())])
    });
    Piece {
        withdrawal: (may_withdraw && piece.withdrawn.is_none()).then(|| format!("{href}/withdrawal")),
        small: piece.picture.is_some().then(|| format!("{href}/small")),
        name: piece.file_name.clone(),
        by: ctx.t_with("opinions-recorded-by", &[("day", ctx.instant(piece.at)), ("name", piece.by_name.clone())]),
        withdrawn,
        href,
    }
}

/// From its recording on, every step with who, when and why.
fn course(ctx: &Ctx, known: &Known) -> Vec<Shown> {
    let one = &known.opinion;
    let by =
        |at, name: &String| ctx.t_with("opinions-recorded-by", &[("day", ctx.instant(at)), ("name", name.clone())]);
    let first =
        Shown { what: ctx.t("opinions-said-record"), note: String::new(), by: by(one.received_at, &one.by_name) };
    let step = |step: &Taken| {
        let key = format!("opinions-said-{}", step.act.replace('_', "-"));
        let after = step.after.parse().map(|after| state(ctx, after)).unwrap_or_default();
        let what = ctx.t_with(&key, &[("day", ctx.day(step.due)), ("state", after)]);
        Shown { what, note: step.note.clone(), by: by(step.at, &step.by_name) }
    };
    std::iter::once(first).chain(known.steps.iter().map(step)).collect()
}

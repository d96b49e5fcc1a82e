//! `…/votes/{vote}/inspection`: who voted how (查阅表决票), for those whom the law lets look, with a reason that stays in the trail. A
//! form that is sent, so that the reason stands before anything is shown and no address opens it again.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_domain::planning::vote::{MOST_HEADS, State as Stands, VoteId};
use linli_store::planning::vote::{self, Closing, Line};
use serde::Deserialize;
use serde_json::json;

use super::{Known, address, crumbs_of, know, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// The longest reason, in characters.
const LONGEST: usize = 200;
/// Ballots that are looked at in one go.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "planning/votes/inspect.html")]
struct InspectPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    reason: Field,
    /// Nothing until somebody said why.
    rows: Option<Vec<Row>>,
    said: String,
    /// The last ballot of this page, where there are more.
    next: Option<u32>,
    problems: Problems,
}

struct Row {
    number: u32,
    head: String,
    doors: String,
    names: String,
    answer: String,
    received: String,
    channel: String,
    proxy: String,
    invalid: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Why {
    pub reason: String,
    /// The last ballot of the page before.
    after: u32,
}

impl Why {
    /// The reason, in one line that fits; a problem where there is none.
    pub fn read(&self, ctx: &Ctx, problems: &mut Problems) -> Option<String> {
        let reason: String = clean_line(&self.reason).chars().take(LONGEST).collect();
        if reason.is_empty() {
            problems.add("reason", ctx.t("votes-why-reason"));
        }
        (!reason.is_empty()).then_some(reason)
    }
}

pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::InspectVotes, office, id).await?;
    Ok(inspect_page(ctx, office, &known, "", None, None, Problems::default()))
}

/// Before it is closed nobody looks: how it stands would get about.
pub async fn look(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(why): Form<Why>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::InspectVotes, office, id).await?;
    let mut problems = Problems::default();
    let reason = why.read(&ctx, &mut problems);
    let closed = known.vote.state == Stands::Closed;
    if !closed {
        problems.add("reason", ctx.t("votes-why-not-closed"));
    }
    let Some(reason) = reason.filter(|_| closed) else {
        return Ok(inspect_page(ctx, office, &known, &why.reason, None, None, problems));
    };
    let (told, after) = (reason.clone(), why.after);
    let noted = app.store.write(&actor, move |tx| {
        tx.record("vote.inspected", id, json!({ "reason": told, "after": after }));
        Ok::<_, linli_store::Error>(())
    });
    noted.await?;
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((vote::prepare(tx, office, id)?, vote::lines(tx, office, id, 0, MOST_HEADS)?))
    });
    let (closing, lines) = read.await?;
    let names = actor.may(Act::ReadOwners, &known.place.place()).is_ok();
    let mut rows = rows(&ctx, &closing, &lines, names, why.after);
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.number);
    Ok(inspect_page(ctx, office, &known, &reason, Some(rows), next, problems))
}

fn rows(ctx: &Ctx, closing: &Closing, lines: &[Line], names: bool, after: u32) -> Vec<Row> {
    let line_of = |head: Option<usize>| {
        let number = closing.roll.heads().get(head?)?.id.parse::<u32>().ok()?;
        let at = lines.binary_search_by_key(&number, |line| line.number).ok()?;
        lines.get(at)
    };
    let row = |(ballot, beside): (&linli_domain::planning::vote::Ballot, &vote::Beside)| {
        let line = line_of(ballot.head);
        let marks: Vec<String> = ballot.marks.iter().map(|mark| words::choice(ctx, *mark)).collect();
        Row {
            number: ballot.number,
            head: line.map_or_else(|| "—".to_owned(), |line| line.number.to_string()),
            doors: line.map(|line| line.doors.join(&ctx.t("plans-and"))).unwrap_or_default(),
            names: line.filter(|_| names).map(|line| line.party.names()).unwrap_or_default(),
            answer: marks.join(&ctx.t("plans-and")),
            received: ctx.day(ballot.received),
            channel: words::channel(ctx, ballot.channel),
            proxy: ballot.proxy.as_ref().map(|proxy| proxy.person.clone()).unwrap_or_default(),
            invalid: beside.invalid.map(|why| words::invalid(ctx, why)).unwrap_or_default(),
        }
    };
    let ballots = closing.ballots.iter().zip(&closing.beside).filter(|(ballot, _)| ballot.number > after);
    ballots.take(PAGE + 1).map(row).collect()
}

fn inspect_page(
    ctx: Ctx,
    office: Office,
    known: &Known,
    reason: &str,
    rows: Option<Vec<Row>>,
    next: Option<u32>,
    problems: Problems,
) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = InspectPage {
        crumbs: crumbs_of(&ctx, office, known),
        here: format!("{}/inspection", address(office, known.vote.id)),
        reason: Field::new("reason", ctx.t("votes-field-reason"))
            .hint(ctx.t("votes-field-reason-hint"))
            .value(reason)
            .required()
            .problem(&problems),
        said: ctx.t_with("votes-inspected-for", &[("reason", reason)]),
        rows,
        next,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

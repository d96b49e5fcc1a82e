//! What goes out: the announcement (表决公告), a ballot for each head (表决票), the list of deliveries to sign (送达签收表).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::vote::{Choice, VoteId};
use linli_official::{Align, Part};
use linli_store::planning::vote::{self, Line};
use serde::Deserialize;

use super::super::{delivery::way, words};
use super::{Desk, heading, words_of};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::Ctx;

/// Ballots in one file: those of one page of the delivery list.
const MOST_BALLOTS: usize = super::super::delivery::PAGE;
const MOST_LINES: usize = 1_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: u32,
}

/// `GET …/announcement.pdf`: what is voted on, from when to when, by what rule (表决公告).
pub async fn announcement(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let desk = Desk::open((app, ctx, &headers), (&actor, Act::ReadPlans), (office, id)).await?;
    let (ctx, known) = (&desk.ctx, &desk.known);
    let on = known.vote.announced_on.ok_or(WebError::Conflict)?;
    let mut parts: Vec<Part> = desk.question().collect();
    parts.push(desk.facts());
    if let Some(clause) = &known.vote.draft.clause {
        parts.push(heading(ctx.t("votes-clause")));
        parts.extend(clause.lines().map(words_of));
    }
    parts.push(heading(ctx.t("votes-paper-how")));
    parts.extend(
        ["votes-paper-how-give", "votes-paper-how-proxy", "votes-paper-how-invalid"]
            .map(|key| words_of(ctx.t_n(key, known.rules().proxies_a_person))),
    );
    if let Some(contact) = desk.app.config.contact.as_deref() {
        parts.push(words_of(ctx.t_with("notices-paper-contact", &[("contact", contact)])));
    }
    desk.hand(ctx.t("votes-announcement"), parts, Some(desk.code()), on).await
}

/// `GET …/papers.pdf?after=N`: a ballot for each head, a hundred at a time (表决票).
pub async fn ballots(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let desk = Desk::open((app, ctx, &headers), (&actor, Act::KeepVotes), (office, id)).await?;
    let (ctx, known) = (&desk.ctx, &desk.known);
    let on = known.vote.announced_on.ok_or(WebError::Conflict)?;
    let lines = desk.app.store.read(move |tx| vote::lines(tx, office, id, asked.after, MOST_BALLOTS)).await?;
    if lines.is_empty() {
        return Err(WebError::NotFound);
    }
    let names = actor.may(Act::ReadOwners, &known.place.place()).is_ok();
    let mut parts = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            parts.push(Part::Page { title: ctx.t("votes-ballot"), subtitle: desk.subtitle() });
        }
        parts.extend(ballot(&desk, line, names));
    }
    desk.hand(ctx.t("votes-ballot"), parts, None, on).await
}

fn ballot(desk: &Desk, line: &Line, names: bool) -> Vec<Part> {
    let ctx = &desk.ctx;
    let boxed = |choice: Choice| format!("□ {}", words::choice(ctx, choice));
    let options: Vec<String> = desk.known.vote.draft.options.choices().map(boxed).collect();
    let owner = if names { line.party.names() } else { String::new() };
    let row = |label: &str, value: String| vec![ctx.t(label), value];
    let rows = vec![
        row("votes-col-number", line.number.to_string()),
        row("votes-col-doors", line.doors.join(&ctx.t("plans-and"))),
        row("votes-col-names", owner),
        row("votes-col-area", format!("{} ㎡", ctx.area(line.area))),
        row("votes-when", words::days(ctx, &desk.known.vote)),
    ];
    let mut parts = vec![desk.table(&[("votes-col-what", Align::Center), ("votes-paper-filled", Align::Left)], rows)];
    parts.push(heading(ctx.t("votes-question")));
    parts.extend(desk.question());
    parts.push(heading(options.join("　　")));
    parts.push(words_of(ctx.t("votes-paper-mark")));
    let lines = ["votes-sign-owner", "votes-sign-day", "votes-sign-proxy", "votes-sign-ballot-number"];
    parts.push(Part::Signatures { lines: lines.map(|key| ctx.t(key)).to_vec() });
    parts
}

/// `GET …/delivery.pdf?after=N`: who was handed a ballot, with room to sign (送达签收表).
pub async fn delivery(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let desk = Desk::open((app, ctx, &headers), (&actor, Act::ReadOwners), (office, id)).await?;
    let (ctx, known) = (&desk.ctx, &desk.known);
    known.vote.announced_on.ok_or(WebError::Conflict)?;
    let lines = desk.app.store.read(move |tx| vote::lines(tx, office, id, asked.after, MOST_LINES)).await?;
    let heads = [
        ("votes-col-number", Align::Center),
        ("votes-col-doors", Align::Left),
        ("votes-col-names", Align::Left),
        ("votes-col-area", Align::Right),
        ("votes-col-delivered", Align::Left),
        ("votes-sign-received", Align::Left),
    ];
    let row = |line: &Line| {
        vec![
            line.number.to_string(),
            line.doors.join(&ctx.t("plans-and")),
            line.party.names(),
            ctx.area(line.area),
            line.delivered.as_ref().map(|delivered| way(ctx, delivered)).unwrap_or_default(),
            String::new(),
        ]
    };
    let table = desk.table(&heads, lines.iter().map(row).collect());
    desk.hand(ctx.t("votes-delivery-list"), vec![table], None, desk.app.today()).await
}

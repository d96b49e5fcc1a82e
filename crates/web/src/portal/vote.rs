//! `GET /neighbourhoods/{office}/{id}/votes/{vote}`: an owners' vote for everybody: what is asked, what is still needed, the result with
//! its root, and whether one's own ballot was counted.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::planning::vote::{BallotCode, Bound, State as Stands, VoteId};
use linli_formats::vote::ReceiptFile;
use linli_store::planning::vote::{self, Kept, Step};
use linli_store::register::division;
use serde::Deserialize;

use super::{crumbs, place_url};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path};
use crate::planning::votes::{self, public_address, told, words};
use crate::shell::{Crumb, Ctx, Field, Problems, file, page_with};

/// A vote on the page of its neighbourhood.
pub(super) struct Line {
    pub href: String,
    pub title: String,
    pub state: String,
    pub look: &'static str,
    pub days: String,
}

/// Those that were announced, the last one first.
pub(super) fn lines(ctx: &Ctx, office: Office, votes: &[Kept], today: Date) -> Vec<Line> {
    let line = |vote: &Kept| {
        let (state, look) = words::state(ctx, vote, today);
        let href = public_address(office, vote.draft.neighbourhood, vote.id);
        Line { href, title: vote.draft.title.clone(), state, look, days: words::days(ctx, vote) }
    };
    votes.iter().filter(|vote| vote.announced_on.is_some()).map(line).collect()
}

#[derive(Template)]
#[template(path = "portal/vote.html")]
struct VotePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    place: String,
    state: String,
    look: &'static str,
    ended: Option<String>,
    told: String,
    closed: bool,
    code: Field,
    /// What a code came to: the words, and whether the ballot is there.
    answer: Option<(String, bool)>,
    problems: Problems,
}

/// A code as somebody typed it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    code: String,
    /// The receipt is wanted as a file.
    file: String,
}

pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path((office, of, id)): Path<(Office, NeighbourhoodId, VoteId)>,
) -> Result<Response, WebError> {
    vote_page(&app, ctx, (office, of, id), "", None, Problems::default()).await
}

async fn vote_page(
    app: &App,
    ctx: Ctx,
    (office, of, id): (Office, NeighbourhoodId, VoteId),
    typed: &str,
    answer: Option<(String, bool)>,
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let known = votes::read(tx, office, id, today)?;
        let path = division::path(tx, known.place.facts.division)?;
        Ok::<_, WebError>((known, path))
    });
    let (known, path) = read.await?;
    if known.place.id != of || known.vote.announced_on.is_none() {
        return Err(WebError::NotFound);
    }
    let mut way = crumbs(&ctx, &path);
    way.extend(path.last().map(|last| Crumb::new(&last.name, place_url(last.code))));
    way.push(Crumb::new(&known.place.facts.name, format!("/neighbourhoods/{office}/{of}")));
    let (state, look) = words::state(&ctx, &known.vote, today);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = VotePage {
        crumbs: way,
        title: known.vote.draft.title.clone(),
        here: public_address(office, of, id),
        place: known.ground(),
        state,
        look,
        ended: known.vote.ended_why.as_ref().map(|why| ctx.t_with("votes-ended", &[("why", why)])),
        told: told::told(&ctx, &known, today)?,
        closed: known.vote.state == Stands::Closed,
        code: Field::new("code", ctx.t("votes-code"))
            .hint(ctx.t("votes-code-hint"))
            .value(typed)
            .problem(&problems)
            .required(),
        answer,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// `POST …/check`: whether a ballot was counted. The code stands in the form and in no address; what the ballot says is not told.
pub(super) async fn check(
    ctx: Ctx,
    State(app): State<App>,
    Path(at): Path<(Office, NeighbourhoodId, VoteId)>,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let (office, of, id) = at;
    let mut problems = Problems::default();
    let Ok(code) = asked.code.parse::<BallotCode>() else {
        problems.add("code", ctx.t("votes-why-code"));
        return vote_page(&app, ctx, at, &asked.code, None, problems).await;
    };
    let read = app.store.read(move |tx| {
        let kept = vote::get(tx, office, id)?;
        if kept.draft.neighbourhood != of || kept.announced_on.is_none() {
            return Err(WebError::NotFound);
        }
        let lies = vote::find(tx, office, id, code.number)?.is_some_and(|one| one.step == Step::Settled)
            && vote::code(tx, office, id, code.number)? == code;
        let place = if kept.state == Stands::Closed { vote::place(tx, office, id, code)? } else { None };
        Ok((kept, lies, place))
    });
    let (kept, lies, place) = read.await?;
    if let (Some((_, seals)), false) = (&place, asked.file.is_empty()) {
        let receipt = ReceiptFile::of(&id.to_string(), seals, code.number).ok_or(WebError::NotFound)?;
        let name = format!("{}-{}", ctx.t("votes-receipt"), code.number);
        return Ok(file(&ctx, &name, "json", "application/json", receipt.write().into_bytes()));
    }
    let answer = match (&place, lies) {
        (Some((at, seals)), _) => counted(&ctx, &kept, *at, seals),
        (None, true) => (ctx.t("votes-code-lies"), true),
        (None, false) => (ctx.t("votes-code-unknown"), false),
    };
    vote_page(&app, ctx, at, &asked.code, Some(answer), problems).await
}

/// A seal among those that the printed root binds; where it does not lead there, somebody changed something.
fn counted(ctx: &Ctx, kept: &Kept, at: usize, seals: &[linli_domain::planning::vote::Seal]) -> (String, bool) {
    let bound = Bound::new(seals.iter().copied());
    let holds = bound.proof(at).zip(kept.bound()).is_some_and(|(proof, root)| root.holds(seals[at], at, &proof));
    let key = if holds { "votes-code-counted" } else { "votes-code-broken" };
    (ctx.t_n(key, i64::try_from(at).unwrap_or(i64::MAX) + 1), holds)
}

/// `GET …/seals.txt`: the seals of all ballots, a line each, in the order of their numbers: whoever has them works the root out anew.
pub(super) async fn seals(
    ctx: Ctx,
    State(app): State<App>,
    Path((office, of, id)): Path<(Office, NeighbourhoodId, VoteId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let kept = vote::get(tx, office, id)?;
        Ok::<_, WebError>((kept, vote::seals(tx, office, id)?))
    });
    let (kept, seals) = read.await?;
    if kept.draft.neighbourhood != of || kept.state != Stands::Closed {
        return Err(WebError::NotFound);
    }
    let mut lines: Vec<String> = seals.iter().map(ToString::to_string).collect();
    lines.push(String::new());
    let text = lines.join("\n");
    Ok(file(&ctx, &kept.draft.title, "txt", "text/plain; charset=utf-8", text.into_bytes()))
}

//! The steps of a vote that a head answers for: announced, closed, withdrawn.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_text;
use linli_domain::planning::vote::{State as Stands, VoteId};
use linli_store::Error;
use linli_store::planning::vote::{self, NotHeld};
use serde::Deserialize;

use super::show::vote_page;
use super::{address, know, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};

/// The longest reason, in characters.
const LONGEST_WHY: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    revision: i64,
}

/// `POST …/announced`: roll and rules are frozen.
pub async fn announce(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(seen): Form<Seen>,
) -> Result<Response, WebError> {
    know(&app, &actor, Act::HoldVotes, office, id).await?;
    let (mut problems, mut status) = (Problems::default(), StatusCode::UNPROCESSABLE_ENTITY);
    match app.store.write(&actor, move |tx| vote::announce(tx, id, seen.revision)).await {
        Ok(()) => return Ok(done(&address(office, id), "votes-done-announced")),
        Err(NotHeld::Store(Error::Stale)) => {
            status = StatusCode::CONFLICT;
            problems.add("problems", ctx.t("votes-why-stale"));
        }
        Err(NotHeld::Store(why)) => return Err(why.into()),
        Err(NotHeld::Plan) => problems.add("problems", ctx.t("votes-why-plan-not-ready")),
        Err(NotHeld::Roll(why)) => problems.add("problems", words::cannot_freeze(&ctx, &why)),
        Err(NotHeld::Faults(faults)) => {
            for why in faults {
                problems.add("problems", words::cannot_hold(&ctx, why).1);
            }
        }
    }
    vote_page(&app, ctx, &actor, office, id, status, problems).await
}

/// `POST …/closed`: counted, sealed, bound. Counted before the unit of work that writes it; where a ballot came between, it says so.
pub async fn close(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::HoldVotes, office, id).await?;
    if known.vote.state != Stands::Announced {
        return Err(WebError::Conflict);
    }
    let (mut problems, mut status) = (Problems::default(), StatusCode::CONFLICT);
    let closing = Arc::new(app.store.read(move |tx| vote::prepare(tx, office, id)).await?);
    match app.store.write(&actor, move |tx| vote::close(tx, id, &closing)).await {
        Ok(()) => return Ok(done(&address(office, id), "votes-done-closed")),
        Err(Error::Stale) => problems.add("problems", ctx.t("votes-why-moved")),
        Err(Error::Refused) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            problems.add("problems", ctx.t("votes-why-not-over"));
        }
        Err(why) => return Err(why.into()),
    }
    vote_page(&app, ctx, &actor, office, id, status, problems).await
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    seen: String,
    why: String,
}

/// `POST …/withdrawn`, with the reason.
pub async fn withdraw(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(sent): Form<Back>,
) -> Result<Response, WebError> {
    know(&app, &actor, Act::HoldVotes, office, id).await?;
    let seen: Stands = sent.seen.parse().map_err(|()| WebError::BadRequest)?;
    let why: String = clean_text(&sent.why).chars().take(LONGEST_WHY).collect();
    let mut problems = Problems::default();
    if why.is_empty() {
        problems.add("why", ctx.t("votes-why-no-why"));
        return vote_page(&app, ctx, &actor, office, id, StatusCode::UNPROCESSABLE_ENTITY, problems).await;
    }
    match app.store.write(&actor, move |tx| vote::withdraw(tx, id, seen, &why)).await {
        Ok(()) => Ok(done(&address(office, id), "votes-done-withdrawn")),
        Err(Error::Stale) => {
            problems.add("problems", ctx.t("votes-why-stale"));
            vote_page(&app, ctx, &actor, office, id, StatusCode::CONFLICT, problems).await
        }
        Err(why) => Err(why.into()),
    }
}

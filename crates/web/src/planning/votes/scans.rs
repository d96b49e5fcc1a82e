//! Scans of a ballot and of a proxy's written authority: seen by who types ballots as long as the vote runs, and then by nobody but
//! who inspects it.

use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::vote::{State as Stands, VoteId};
use linli_store::planning::vote::{self, Shows};
use linli_store::register::evidence;

use super::{address, know};
use crate::app::App;
use crate::consultation::opinions::files;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};

fn shows(text: &str) -> Result<Shows, WebError> {
    [Shows::Ballot, Shows::Authority].into_iter().find(|one| one.as_str() == text).ok_or(WebError::NotFound)
}

/// `POST …/ballots/{number}/scans`
pub async fn put(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::TypeBallots, office, id).await?;
    if known.vote.state != Stands::Announced {
        return Err(WebError::Conflict);
    }
    let sent = files::Sent::read(form).await?;
    let which = shows(&sent.text("shows"))?;
    let mut problems = Problems::default();
    if sent.files.len() != 1 {
        problems.add("file", ctx.t("votes-why-one-file"));
    }
    let pieces = if problems.is_empty() {
        files::taken(&app, &ctx, &actor, known.place.id, &sent.files, &mut problems).await?
    } else {
        Vec::new()
    };
    let here = format!("{}/ballots/{number}", address(office, id));
    let Some(piece) = pieces.into_iter().next().filter(|_| problems.is_empty()) else {
        return super::typing::scan_refused(
            &app,
            ctx,
            &actor,
            (office, id, number),
            problems,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    app.store.write(&actor, move |tx| vote::scan(tx, id, number, which, &piece)).await?;
    Ok(done(&here, "votes-done-scanned"))
}

/// `GET …/ballots/{number}/scans/{shows}`
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, number, which)): Path<(Office, VoteId, u32, String)>,
) -> Result<Response, WebError> {
    let which = shows(&which)?;
    let known = know(&app, &actor, Act::TypeBallots, office, id).await?;
    if known.vote.state != Stands::Announced {
        actor.may(Act::InspectVotes, &known.place.place())?;
    }
    let read = app.store.read(move |tx| {
        let ballot = vote::find(tx, office, id, number)?.ok_or(WebError::NotFound)?;
        let piece = match which {
            Shows::Ballot => ballot.scan,
            Shows::Authority => ballot.proxy_scan,
        };
        Ok::<_, WebError>(evidence::get(tx, office, piece.ok_or(WebError::NotFound)?)?)
    });
    let piece = read.await?;
    crate::register::files::file(&app, &piece, false).await
}

//! `…/ballots/new` and `…/ballots/{number}`: a paper typed in for the first time, for the second time, or settled where the two
//! readings differ. Who reads it second sees the paper and its scan, and nothing of what was typed before.

mod compared;
mod filled;
mod sheet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::vote::{BallotId, Field as Where, State as Stands, VoteId};
use linli_store::Error;
use linli_store::planning::vote::{self, Ballot, Reading, Sheet, Step, TypeError};

use super::{Known, address, know};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};
use filled::{Draft, blank, read};
use sheet::{Of, typing_page};

async fn announced(app: &App, actor: &Actor, office: Office, id: VoteId) -> Result<Known, WebError> {
    let known = know(app, actor, Act::TypeBallots, office, id).await?;
    if known.vote.state == Stands::Announced { Ok(known) } else { Err(WebError::Conflict) }
}

/// `GET …/ballots/new`
pub async fn ask_new(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = announced(&app, &actor, office, id).await?;
    let draft = blank(&known, BallotId::new().to_string(), app.today());
    let of = Of { known: &known, office, ballot: None, readings: None };
    Ok(typing_page(ctx, &actor, &of, &draft, StatusCode::OK, Problems::default()))
}

/// `POST …/ballots/new`: the first reading; the number that it is given is told, to be written on the paper.
pub async fn first(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let draft = Draft::of(pairs)?;
    let known = announced(&app, &actor, office, id).await?;
    let ballot: BallotId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let mut problems = Problems::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(typed) = read(&ctx, &draft, app.today(), &mut problems) {
        match app.store.write(&actor, move |tx| vote::type_in(tx, id, Sheet::New(ballot), &typed)).await {
            Ok((number, _)) => {
                return Ok(done(&format!("{}/ballots/{number}", address(office, id)), "votes-done-typed"));
            }
            Err(why) => status = refused(&ctx, why, &mut problems)?,
        }
    }
    let of = Of { known: &known, office, ballot: None, readings: None };
    Ok(typing_page(ctx, &actor, &of, &draft, status, problems))
}

/// `GET …/ballots/{number}`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
) -> Result<Response, WebError> {
    let known = announced(&app, &actor, office, id).await?;
    let (ballot, readings) = lying(&app, &actor, office, id, number).await?;
    let draft = blank(&known, String::new(), app.today());
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, &actor, &of, &draft, StatusCode::OK, Problems::default()))
}

type Lying = (Ballot, Option<(Vec<Reading>, Vec<Where>)>);

/// A ballot; and for who may settle it, what the two read.
async fn lying(app: &App, actor: &Actor, office: Office, id: VoteId, number: u32) -> Result<Lying, WebError> {
    let by = actor.account;
    let read = app.store.read(move |tx| {
        let ballot = vote::find(tx, office, id, number)?.ok_or(WebError::NotFound)?;
        let readings = match vote::readings(tx, office, (id, number), by) {
            Ok(both) => Some(both),
            Err(TypeError::SamePerson | TypeError::NotNow | TypeError::NoHead(_)) => None,
            Err(TypeError::Store(why)) => return Err(why.into()),
        };
        Ok::<_, WebError>((ballot, readings))
    });
    read.await
}

/// `POST …/ballots/{number}`: the second reading, or the one that settles two.
pub async fn next(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let draft = Draft::of(pairs)?;
    let known = announced(&app, &actor, office, id).await?;
    let (ballot, readings) = lying(&app, &actor, office, id, number).await?;
    let mut problems = Problems::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(typed) = read(&ctx, &draft, app.today(), &mut problems) {
        let settles = ballot.step == Step::Differs;
        let written = app.store.write(&actor, move |tx| {
            if settles {
                return vote::settle(tx, id, number, &typed).map(|()| Step::Settled);
            }
            vote::type_in(tx, id, Sheet::Numbered(number), &typed).map(|(_, step)| step)
        });
        match written.await {
            Ok(step) => {
                let key = if step == Step::Differs { "votes-done-differs" } else { "votes-done-settled" };
                return Ok(done(&format!("{}/ballots", address(office, id)), key));
            }
            Err(why) => status = refused(&ctx, why, &mut problems)?,
        }
    }
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, &actor, &of, &draft, status, problems))
}

/// The page of a ballot to which a scan was not put, with the reason.
pub(super) async fn scan_refused(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id, number): (Office, VoteId, u32),
    problems: Problems,
    status: StatusCode,
) -> Result<Response, WebError> {
    let known = announced(app, actor, office, id).await?;
    let (ballot, readings) = lying(app, actor, office, id, number).await?;
    let draft = blank(&known, String::new(), app.today());
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, actor, &of, &draft, status, problems))
}

/// Why a reading was not taken, told where it arose.
fn refused(ctx: &Ctx, why: TypeError, problems: &mut Problems) -> Result<StatusCode, WebError> {
    match why {
        TypeError::SamePerson => problems.add("problems", ctx.t("votes-why-same-person")),
        TypeError::NotNow => problems.add("problems", ctx.t("votes-why-not-now")),
        TypeError::NoHead(number) => {
            problems.add("head", ctx.t_n("votes-why-no-head", i64::from(number)));
            return Ok(StatusCode::UNPROCESSABLE_ENTITY);
        }
        TypeError::Store(Error::Stale | Error::Duplicate) => problems.add("problems", ctx.t("votes-why-stale")),
        TypeError::Store(why) => return Err(why.into()),
    }
    Ok(StatusCode::CONFLICT)
}

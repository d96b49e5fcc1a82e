//! `PUT …/door/visits/{id}`: a visit arrives, as often as it takes; it is kept once.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::survey::visit::BadVisit;
use linli_domain::consultation::survey::{CampaignId, Visit, VisitId};
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Office, Timestamp};
use linli_store::Error;
use linli_store::consultation::survey::visit::{Received, Sent, find, receive as keep};
use linli_store::consultation::{catalogue, receipt, survey};
use linli_store::register::neighbourhood;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::Ctx;

/// What a phone sends.
#[derive(Clone, Debug, Deserialize)]
pub struct Body {
    campaign: CampaignId,
    form_version: i64,
    opinion: OpinionId,
    visit: Visit,
    at: Timestamp,
    sent_at: Timestamp,
}

/// Why it was not kept.
enum Refused {
    Bad(BadVisit),
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

pub async fn receive(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VisitId)>,
    bytes: Bytes,
) -> Result<Response, WebError> {
    // Read by hand: what a phone sends that cannot be read stays there, and the surveyor is told.
    let body: Body = serde_json::from_slice(&bytes).map_err(|_| WebError::BadRequest)?;
    let (today, dwelling) = (app.today(), body.visit.dwelling);
    let place = app.store.read(move |tx| {
        let door = survey::doors::one(tx, office, dwelling)?;
        Ok::<_, Error>(neighbourhood::get(tx, office, door.neighbourhood)?.place())
    });
    let place = match place.await {
        Ok(place) => place,
        Err(Error::Missing) => return Ok(refused(&ctx, StatusCode::NOT_FOUND, "gone")),
        Err(error) => return Err(error.into()),
    };
    if actor.may(Act::VisitDoors, &place).is_err() {
        return Ok(refused(&ctx, StatusCode::FORBIDDEN, "not-yours"));
    }
    let kept = app.store.write(&actor, move |tx| {
        let form = survey::form(tx, office, body.campaign, body.form_version)?;
        let catalogue = catalogue::of(tx, office, today)?.catalogue;
        let visit = body.visit.clone().checked(&form, &catalogue).map_err(Refused::Bad)?;
        let Body { campaign, form_version, opinion, at, sent_at, .. } = body;
        let received = keep(tx, &Sent { id, campaign, form_version, opinion, visit, at, sent_at })?;
        let secret = receipt::secret_or_new(tx)?;
        let said = find(tx, office, id)?.and_then(|visit| visit.opinion);
        Ok::<_, Refused>((received, said.map(|said| secret.receipt(said).to_string())))
    });
    match kept.await {
        Ok((received, receipt)) => {
            let word = match received {
                Received::New => "new",
                Received::Same => "same",
                Received::Second => "second",
            };
            Ok(Json(json!({ "kept": word, "receipt": receipt })).into_response())
        }
        Err(Refused::Bad(why)) => Ok(refused(&ctx, StatusCode::UNPROCESSABLE_ENTITY, key(why))),
        Err(Refused::Store(Error::Missing)) => Ok(refused(&ctx, StatusCode::NOT_FOUND, "gone")),
        Err(Refused::Store(Error::Duplicate)) => Ok(refused(&ctx, StatusCode::CONFLICT, "taken")),
        Err(Refused::Store(error)) => Err(error.into()),
    }
}

/// In words that the phone shows beside the record.
fn refused(ctx: &Ctx, status: StatusCode, why: &str) -> Response {
    (status, Json(json!({ "why": ctx.t(format!("door-why-{why}")) }))).into_response()
}

pub(in super::super) const fn key(why: BadVisit) -> &'static str {
    match why {
        BadVisit::Answers => "answers",
        BadVisit::TextTooLong => "text",
        BadVisit::Wishes => "wishes",
        BadVisit::Pay => "pay",
        BadVisit::Needs => "needs",
        BadVisit::Reply => "reply",
    }
}

//! `PUT …/door/photos/{id}`: a photo of a visit arrives after it, one by one, as often as it takes.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::survey::VisitId;
use linli_domain::kernel::Office;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_store::consultation::survey::{self, visit};
use linli_store::register::evidence;
use linli_store::{Error, Transaction};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::register::files::{self, told};
use crate::shell::Ctx;

/// Whose photo it is, and what it shows.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    visit: VisitId,
    place: String,
}

const PLACES: [&str; 4] = ["building", "entrance", "common", "dwelling"];

pub async fn receive(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
    Query(asked): Query<Asked>,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let place = PLACES.into_iter().find(|place| *place == asked.place).ok_or(WebError::BadRequest)?;
    let of = asked.visit;
    let (known, account) = (app.store.read(move |tx| visit::place_of(tx, office, of)).await?, actor.account);
    // A photo comes after its visit: until that is here, the phone keeps both.
    let (neighbourhood, owner) = known.ok_or(WebError::NotFound)?;
    if owner != account {
        return Err(WebError::NotFound);
    }
    let arrived = match files::take(&app, "photo", bytes).await? {
        Ok(arrived) if arrived.picture.is_some() => arrived,
        Ok(_) => return Ok(refused(&ctx.t("works-file-no-photo"))),
        Err(why) => return Ok(refused(&told(&ctx, "", &why))),
    };
    let piece = Evidence {
        id,
        neighbourhood,
        file_name: arrived.file_name,
        media_type: arrived.media_type.to_owned(),
        digest: arrived.digest,
        bytes: arrived.bytes,
        picture: arrived.picture,
        caption: None,
        at: app.now(),
        account,
        by_name: actor.name.clone(),
        withdrawn: None,
        confidential: true,
    };
    let written = app.store.write(&actor, move |tx| put(tx, office, &piece, of, place)).await;
    match written {
        Ok(()) => Ok(Json(json!({ "kept": "new" })).into_response()),
        // Of two that arrive at one moment the other one was first.
        Err(Error::Duplicate) => Ok(Json(json!({ "kept": "same" })).into_response()),
        Err(Error::Refused) => Ok(refused(&ctx.t_n("opinions-why-files", visit::MOST_PHOTOS))),
        Err(error) => Err(error.into()),
    }
}

fn put(tx: &mut Transaction, office: Office, piece: &Evidence, of: VisitId, place: &str) -> Result<(), Error> {
    // A photo of what was let go of is not kept; the phone may let go of it too.
    if !survey::forget::still_said(tx, of)? {
        return Ok(());
    }
    match evidence::find(tx, office, piece.id)? {
        None => evidence::add(tx, piece)?,
        // Sent once more. Another piece under this id is not theirs to hang here.
        Some(there) if (there.digest, there.account) == (piece.digest, piece.account) => {}
        Some(_) => return Err(Error::Stale),
    }
    visit::put_photo(tx, of, piece.id, place)
}

fn refused(why: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "why": why }))).into_response()
}

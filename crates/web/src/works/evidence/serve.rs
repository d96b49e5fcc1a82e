//! Evidence looked at: a photo is shown, a document is saved by the browser and never opened.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor, Denied};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_store::register::{evidence as rows, neighbourhood};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};

/// A piece that this person may see.
pub(super) async fn visible(app: &App, actor: &Actor, office: Office, id: EvidenceId) -> Result<Evidence, WebError> {
    let read = app.store.read(move |tx| {
        let piece = rows::get(tx, office, id)?;
        let n = neighbourhood::get(tx, office, piece.neighbourhood)?;
        Ok::<_, linli_store::Error>((piece, n))
    });
    let (piece, n) = read.await?;
    // What hangs on an opinion shows what a resident wrote: it stays in the office that answers.
    let act = if piece.confidential { Act::ReadOpinions } else { Act::ReadRegister };
    if piece.confidential && actor.office != office {
        return Err(Denied::OtherOffice.into());
    }
    actor.may(act, &n.place())?;
    Ok(piece)
}

/// `GET /desk/{office}/evidence/{piece}`: the photo, or the document as a download.
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, false).await
}

/// `GET /desk/{office}/evidence/{piece}/small`
pub async fn small(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, true).await
}

/// A photo to look at, or a document to save.
pub(crate) async fn file(app: &App, piece: &Evidence, small: bool) -> Result<Response, WebError> {
    let digest = match &piece.picture {
        Some(picture) if small => picture.small,
        None if small => return Err(WebError::NotFound),
        _ => piece.digest,
    };
    let bytes = app.objects.get(digest).await?;
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    if piece.picture.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
        return Ok(answer);
    }
    // Whatever it is, a browser saves it and opens nothing.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let name: String = piece
        .file_name
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(disposition).map_err(WebError::fault)?);
    Ok(answer)
}

//! Uploads that go on after a break (tus 1.0): a phone on a bad network sends a photo in parts and loses at most one of them.
//!
//! The page's script sends files here first and then the form with their ids; without script the form carries the files
//! itself. Parts belong to the account that began: nobody else goes on with them or finishes them.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Actor};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Path, SignedIn};
use crate::register::files::LARGEST;

linli_domain::id! {
    /// An upload in parts.
    UploadId
}

const VERSION: &str = "1.0.0";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

/// What is known of an upload from its beginning.
#[derive(Debug, Deserialize, Serialize)]
struct About {
    length: u64,
    name: String,
}

/// Where the parts lie: below the account, so that an id alone opens nothing.
fn key(account: AccountId, id: UploadId) -> String {
    format!("{account}.{id}")
}

/// `POST /desk/{office}/uploads`: begins an upload.
pub async fn begin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let length = number(&headers, &LENGTH).ok_or(WebError::BadRequest)?;
    if length > LARGEST as u64 {
        return Err(WebError::TooLarge);
    }
    let id = UploadId::new();
    let about = About { length, name: file_name(&headers) };
    let about = serde_json::to_vec(&about).map_err(WebError::fault)?;
    app.objects.begin(&key(actor.account, id), about.into()).await?;
    let at = format!("/desk/{office}/uploads/{id}");
    let location = HeaderValue::try_from(at).map_err(WebError::fault)?;
    Ok((StatusCode::CREATED, [(LOCATION, location), (RESUMABLE, HeaderValue::from_static(VERSION))]).into_response())
}

/// `GET`, `HEAD /desk/{office}/uploads/{upload}`: how much has come.
pub async fn status(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((_, id)): Path<(Office, UploadId)>,
) -> Result<Response, WebError> {
    let key = key(actor.account, id);
    let about = about(&app, &key).await?;
    let received = app.objects.received(&key).await?;
    let mut answer = reached(StatusCode::OK, received);
    answer.headers_mut().insert(LENGTH, about.length.into());
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// `PATCH /desk/{office}/uploads/{upload}`: the next part.
pub async fn add(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((_, id)): Path<(Office, UploadId)>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, WebError> {
    let bytes = body.map_err(|cause| WebError::of_body(&cause))?;
    let offset = number(&headers, &OFFSET).ok_or(WebError::BadRequest)?;
    let key = key(actor.account, id);
    let about = about(&app, &key).await?;
    let received = app.objects.received(&key).await?;
    let after = offset.saturating_add(bytes.len() as u64);
    if offset != received {
        return Err(WebError::Conflict);
    }
    if after > about.length {
        return Err(WebError::TooLarge);
    }
    if !bytes.is_empty() && !app.objects.add_part(&key, offset, bytes).await? {
        return Err(WebError::Conflict);
    }
    Ok(reached(StatusCode::NO_CONTENT, after))
}

fn reached(status: StatusCode, offset: u64) -> Response {
    let headers = [(OFFSET, HeaderValue::from(offset)), (RESUMABLE, HeaderValue::from_static(VERSION))];
    (status, headers).into_response()
}

async fn about(app: &App, key: &str) -> Result<About, WebError> {
    let bytes = app.objects.about(key).await?;
    serde_json::from_slice(&bytes).map_err(WebError::fault)
}

/// A finished upload: its name and its bytes. One that lacks something is not taken.
pub(super) async fn collect(app: &App, actor: &Actor, upload: &str) -> Result<(String, Bytes), WebError> {
    let id: UploadId = upload.parse().map_err(|_| WebError::BadRequest)?;
    let key = key(actor.account, id);
    let about = about(app, &key).await?;
    // Of nothing no part ever came; whoever takes the file says that it is empty.
    let bytes = if about.length == 0 { Bytes::new() } else { app.objects.assembled(&key).await? };
    if bytes.len() as u64 != about.length {
        return Err(WebError::Conflict);
    }
    Ok((about.name, bytes))
}

/// Parts that became evidence are not needed any more; what is left here by a fault, `linli check --clean` removes.
pub(super) async fn forget(app: &App, actor: &Actor, upload: &str) {
    let Ok(id) = upload.parse::<UploadId>() else { return };
    if let Err(error) = app.objects.drop_parts(&key(actor.account, id)).await {
        tracing::warn!(%error, "the parts of an upload were not removed");
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `filename 5YWJLmpwZw==`, among other pairs.
fn file_name(headers: &HeaderMap) -> String {
    use base64::Engine as _;
    let said = headers.get(&METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encoded = said.split(',').find_map(|pair| pair.trim().strip_prefix("filename ")).unwrap_or_default();
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).chars().take(200).collect()
}

//! A form as it was published, the list of the files beside it, and those files. A version stays reachable after the next one.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use linli_domain::consultation::openrosa::FieldFormId;
use linli_store::consultation::openrosa::form::{self, Medium};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::answer::{escaped, kept, xml};
use super::gate::Collector;
use crate::app::App;
use crate::error::WebError;
use crate::extract::Path;
use crate::shell::encode;

/// Which version.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct At {
    form: FieldFormId,
    number: i64,
}

/// `GET …/form.xml`: the very bytes whose MD5 the list told.
pub async fn form(
    State(app): State<App>,
    collector: Collector,
    Path(at): Path<At>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let office = collector.actor.office;
    let (text, md5) = app.store.read(move |tx| form::xml(tx, office, at.form, at.number)).await?;
    Ok(xml(&headers, &md5, text))
}

/// `GET …/manifest.xml`: a phone refuses the whole of it where a file lacks its name, hash or address.
pub async fn manifest(
    State(app): State<App>,
    collector: Collector,
    Path(at): Path<At>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let office = collector.actor.office;
    let media = app.store.read(move |tx| form::media(tx, office, at.form, at.number)).await?;
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">\n",
    );
    for Medium { name, md5, .. } in &media {
        let (base, At { form, number }) = (&collector.base, at);
        let _ = writeln!(
            body,
            "<mediaFile><filename>{}</filename><hash>md5:{md5}</hash><downloadUrl>{base}/forms/{form}/{number}/media/{}</downloadUrl></mediaFile>",
            escaped(name),
            encode(name)
        );
    }
    body.push_str("</manifest>\n");
    Ok(xml(&headers, &hex::encode(&Sha256::digest(&body)[..16]), body))
}

/// Which file.
#[derive(Clone, Debug, Deserialize)]
pub struct Of {
    form: FieldFormId,
    number: i64,
    name: String,
}

/// `GET …/media/{name}`
pub async fn medium(
    State(app): State<App>,
    collector: Collector,
    Path(Of { form, number, name }): Path<Of>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let office = collector.actor.office;
    let media = app.store.read(move |tx| form::media(tx, office, form, number)).await?;
    let medium = media.into_iter().find(|medium| medium.name == name).ok_or(WebError::NotFound)?;
    let bytes = app.objects.get(medium.digest).await?;
    Ok(kept(&headers, HeaderValue::from_static("application/octet-stream"), &medium.md5, bytes))
}

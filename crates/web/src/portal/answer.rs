//! Public pages may be kept for a moment by whoever stands between us and the reader, and are not sent again
//! while they have not changed. Who is signed in gets pages of their own, which nobody else may keep.

use std::convert::Infallible;

use askama::Template;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::people::Actor;
use sha2::{Digest, Sha256};

use crate::error::WebError;

const OPEN: &str = "public, max-age=60";
const OWN: &str = "private, no-cache";

/// How an answer may be kept: what the request said of it.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    signed_in: bool,
    known: Option<HeaderValue>,
}

impl<S: Send + Sync> FromRequestParts<S> for Keep {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let signed_in = parts.extensions.get::<Option<Actor>>().is_some_and(Option::is_some);
        Ok(Self { signed_in, known: parts.headers.get(IF_NONE_MATCH).cloned() })
    }
}

impl Keep {
    pub fn page(&self, page: &impl Template) -> Result<Response, WebError> {
        Ok(self.answer("text/html; charset=utf-8", page.render()?.into()))
    }

    /// Bytes with their tag; an empty 304 where the reader has them already.
    pub fn answer(&self, kind: &'static str, body: Bytes) -> Response {
        let digest = hex::encode(&Sha256::digest(&body)[..12]);
        let tag = HeaderValue::try_from(format!("W/\"{digest}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""));
        let unchanged = self.known.as_ref().is_some_and(|known| {
            known.to_str().is_ok_and(|text| text.split(',').any(|one| one.trim().as_bytes() == tag.as_bytes()))
        });
        let keep = if self.signed_in { OWN } else { OPEN };
        let headers = [
            (CACHE_CONTROL, HeaderValue::from_static(keep)),
            (VARY, HeaderValue::from_static("accept-language, cookie")),
            (ETAG, tag),
        ];
        if unchanged {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, [(CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
    }
}

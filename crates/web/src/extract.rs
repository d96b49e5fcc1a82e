//! What handlers take from a request: who asks, which office, an address or a form that was read strictly.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::rejection::{BytesRejection, FormRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::WebError;
use crate::observe;
use crate::session::Session;

/// Who asks. The gate has let them in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Actor);

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let actor = parts.extensions.get::<Option<Actor>>().cloned().flatten();
        actor.map(Self).ok_or(WebError::SignIn { back_to: None })
    }
}

/// The living session itself, for pages on the own account.
impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let session = parts.extensions.get::<Option<Self>>().cloned().flatten();
        session.ok_or(WebError::SignIn { back_to: None })
    }
}

/// The address a request came from; where it is not known, all such requests share one.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        Ok(Self(observe::address(app, parts).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED))))
    }
}

/// What stands in the address, read strictly: what cannot be, is not found.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value)).map_err(|_| WebError::NotFound)
    }
}

/// The `{office}` of the address, whatever else stands in it.
#[derive(Clone, Copy, Debug)]
pub struct OfficeOf(pub Office);

impl<S: Send + Sync> FromRequestParts<S> for OfficeOf {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let params = axum::extract::RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| WebError::NotFound)?;
        let text = params.iter().find(|(name, _)| *name == "office").map(|(_, text)| text);
        text.and_then(|text| text.parse().ok()).map(Self).ok_or(WebError::NotFound)
    }
}

/// The query of an address. What cannot be read is a bad request.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Query(value)| Self(value)).map_err(|_| WebError::BadRequest)
    }
}

/// A form that a page sent: the right kind, not too large, not too slow, and with the fields it should have.
#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        match axum::Form::<T>::from_request(request, state).await {
            Ok(axum::Form(form)) => Ok(Self(form)),
            Err(FormRejection::InvalidFormContentType(_)) => Err(WebError::MediaType),
            Err(FormRejection::BytesRejection(cause)) => Err(of_bytes(&cause)),
            Err(_) => Err(WebError::BadRequest),
        }
    }
}

fn of_bytes(cause: &BytesRejection) -> WebError {
    match cause.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::of_body(cause),
    }
}

//! What one request may take: bytes, time, and a place among those that are being answered.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tower_http::timeout::TimeoutBody;

use crate::error::WebError;

/// The bounds of one route.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Largest body, in bytes.
    pub body: usize,
    /// Longest pause between two pieces of the body.
    pub pause: Duration,
    /// Longest time for the whole answer.
    pub whole: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { body: 1024 * 1024, pause: Duration::from_secs(10), whole: Duration::from_secs(30) }
    }
}

impl Bounds {
    pub const fn upload(bytes: usize) -> Self {
        Self { body: bytes, pause: Duration::from_secs(20), whole: Duration::from_mins(5) }
    }
}

/// Tests cannot wait ten seconds for a slow body: this replaces the times of every route.
#[derive(Clone, Copy, Debug)]
pub struct Hurry {
    pub pause: Duration,
    pub whole: Duration,
}

/// Refuses a body that says it is too large, gives up on one that trickles, ends what takes too long.
pub(crate) async fn bound(State(mut bounds): State<Bounds>, request: Request, next: Next) -> Response {
    if let Some(hurry) = request.extensions().get::<Hurry>() {
        (bounds.pause, bounds.whole) = (hurry.pause, hurry.whole);
    }
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > bounds.body) {
        return WebError::TooLarge.into_response();
    }
    let has_body = !request.body().is_end_stream();
    let request = request.map(|body| Body::new(TimeoutBody::new(bounds.pause, body)));
    match tokio::time::timeout(bounds.whole, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) if has_body => WebError::Slow.into_response(),
        Err(_) => WebError::Busy.into_response(),
    }
}

/// Lets so many requests in at once; a further one waits a moment, and is then told to come back.
pub(crate) async fn queue(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let patience = request.extensions().get::<Hurry>().map_or(Duration::from_secs(5), |hurry| hurry.whole);
    match tokio::time::timeout(patience, places.acquire()).await {
        Ok(Ok(_place)) => next.run(request).await,
        _ => WebError::Busy.into_response(),
    }
}

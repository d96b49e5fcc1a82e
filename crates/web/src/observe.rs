//! Every request gets a number, a span in the log, and a place in the figures.
//!
//! Neither log nor figures ever hold a query string, a form or a cookie: only the route's template.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::id::Uuid;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::Instrument;

use crate::app::App;
use crate::error::WebError;

/// The number of a request, shown on error pages, so that a reader can name it and a log can find it.
#[derive(Clone, Debug)]
pub struct RequestId(Uuid);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_simple().fmt(f)
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) async fn request(mut request: Request, next: Next) -> Response {
    let id = RequestId(Uuid::now_v7());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let span = tracing::info_span!("request", %id, method, route);
    request.extensions_mut().insert(id.clone());

    let start = Instant::now();
    let mut answer = next.run(request).instrument(span.clone()).await;
    let (status, took) = (answer.status().as_u16(), start.elapsed());

    span.in_scope(|| tracing::info!(status, took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "answered"));
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("linli_requests_total", &labels).increment(1);
    metrics::histogram!("linli_request_seconds", &labels[..2]).record(took.as_secs_f64());
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    answer
}

/// A closed set, since anybody can invent verbs and each would become a series of figures.
fn known(method: &axum::http::Method) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
        .into_iter()
        .find(|name| *name == method.as_str())
        .unwrap_or("other")
}

/// Where a request came from. Behind a proxy of our own (`Config::behind_proxy`) the proxy's word is taken.
pub fn address(app: &App, request: &axum::http::request::Parts) -> Option<IpAddr> {
    if app.config.behind_proxy {
        // The last line is that of the proxy beside us: one that a client sent stands before it.
        let said = request.headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
        return said.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    }
    request.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip())
}

/// The recorder of this process; the first caller installs it.
pub(crate) fn recorder() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
        let recorder = PrometheusBuilder::new().set_buckets(&seconds).ok()?.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).ok()?;
        Some(handle)
    };
    HANDLE.get_or_init(install).as_ref()
}

/// `GET /metrics`: for the machine itself, or for who brings the token of the configuration. Others find nothing here.
///
/// A request that says it was passed on comes from outside, whatever its address.
pub(crate) async fn figures(State(app): State<App>, request: Request) -> Result<Response, WebError> {
    let (parts, _) = request.into_parts();
    if !may_see_figures(&app, &parts) {
        return Err(WebError::NotFound);
    }
    let handle = recorder().ok_or(WebError::NotFound)?;
    handle.run_upkeep();
    Ok(([(axum::http::header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response())
}

fn may_see_figures(app: &App, parts: &axum::http::request::Parts) -> bool {
    if let Some(token) = &app.config.metrics_token {
        return bearer(&parts.headers).is_some_and(|brought| crate::session::same_secret(brought, token));
    }
    let passed_on = parts.headers.contains_key("x-forwarded-for") || parts.headers.contains_key("forwarded");
    !passed_on && address(app, parts).is_some_and(|from| from.is_loopback())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

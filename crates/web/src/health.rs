//! `GET /healthz`: whether this server can answer, asked by whoever watches over it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// Reads from the store. The answer carries its own type, so that it stays a word and never becomes a page.
pub(crate) async fn check(State(app): State<App>) -> Response {
    let read = app.store.read(|tx| tx.query_one("select 1", linli_store::args![], |row| row.get::<i64>(0))).await;
    let (status, word) = match read {
        Ok(_) => (StatusCode::OK, r#"{"status":"ok"}"#),
        Err(fault) => {
            tracing::error!(%fault, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"store"}"#)
        }
    };
    (status, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], word).into_response()
}

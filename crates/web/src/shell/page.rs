//! From a filled template to a response, and the page for what went wrong.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{self, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::response::{Html, IntoResponse, Response};

use super::{Ctx, Tone};

/// The page with status 200.
pub fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

/// The page with a status of its own: a form sent back is 422, a refused act 403.
pub fn page_with(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::VARY, "accept-language, cookie")], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A file to keep, under a name of its own.
pub fn file(ctx: &Ctx, name: &str, end: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    (sent_as(ctx, name, end, kind), bytes).into_response()
}

/// What stands over a file that is kept under a name of its own.
pub fn sent_as(ctx: &Ctx, name: &str, end: &str, kind: &'static str) -> [(HeaderName, String); 2] {
    let encoded = name.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let office = ctx.office().map(|office| office.to_string()).unwrap_or_default();
    let disposition = format!("attachment; filename=\"linli-{office}.{end}\"; filename*=UTF-8''{encoded}.{end}");
    [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)]
}

/// What is shown when there is nothing here, or something broke.
#[derive(Template, Debug)]
#[template(path = "shell/error.html")]
pub struct ErrorPage {
    pub ctx: Ctx,
    pub status: StatusCode,
    pub title: String,
    pub message: String,
    /// For the log; shown so that it can be told on the telephone.
    pub request_id: Option<String>,
}

impl ErrorPage {
    /// With the words that fit the status (`shell-error-404`…).
    pub fn of(ctx: Ctx, status: StatusCode, request_id: Option<String>) -> Self {
        let known = match status.as_u16() {
            code @ (400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 503 | 507) => code,
            code if code < 500 => 400,
            _ => 500,
        };
        let title = ctx.t(format!("shell-error-{known}"));
        let message = ctx.t(format!("shell-error-{known}-hint"));
        Self { ctx, status, title, message, request_id }
    }

    fn tone(&self) -> Tone {
        if self.status.is_server_error() { Tone::Error } else { Tone::Info }
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        page_with(self.status, &self)
    }
}

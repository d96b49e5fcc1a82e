//! `GET /about`: what this is, where its figures come from, and what it does with what it knows.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::answer::Keep;
use crate::app::App;
use crate::error::WebError;
use crate::shell::{Crumb, Ctx};

#[derive(Template)]
#[template(path = "portal/about.html")]
struct AboutPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    contact: Option<String>,
}

/// Explains Linli.
pub(super) async fn show(ctx: Ctx, keep: Keep, State(app): State<App>) -> Result<Response, WebError> {
    let crumbs = vec![Crumb::new(ctx.t("portal-crumb-home"), "/")];
    keep.page(&AboutPage { ctx, crumbs, contact: app.config.contact.clone() })
}

/// `GET /robots.txt`: the public pages may be found; the offices' desks are nobody's business.
pub(super) async fn robots() -> Response {
    const TEXT: &str = "User-agent: *\nDisallow: /desk\nDisallow: /me\nDisallow: /sign-in\nDisallow: /search\n";
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")], TEXT).into_response()
}

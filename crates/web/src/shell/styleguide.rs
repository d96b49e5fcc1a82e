//! `GET /styleguide`: every colour, size and part on one page, so that a new page looks like the others.

use askama::Template;
use axum::response::Response;

use super::{Ctx, page};

#[derive(Template)]
#[template(path = "shell/styleguide.html")]
struct Styleguide {
    ctx: Ctx,
}

/// `GET /styleguide`
pub async fn show(ctx: Ctx) -> Response {
    page(&Styleguide { ctx })
}

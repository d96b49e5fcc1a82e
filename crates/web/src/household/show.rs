//! `GET /household`: where the reader is, the way to say something, and one section after the other.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::slip::Paper;

use super::{plan, said, vote};
use crate::app::App;
use crate::error::WebError;
use crate::home::AtHome;
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "household/show.html")]
struct HouseholdPage {
    ctx: Ctx,
    place: String,
    /// A poster is read by everybody who passes.
    poster: bool,
    /// Whom to ask, as the place has set it.
    contact: Option<String>,
    sections: Vec<String>,
}

pub async fn show(State(app): State<App>, ctx: Ctx, home: AtHome) -> Result<Response, WebError> {
    Ok(page(&HouseholdPage {
        place: home.place(),
        poster: home.held.paper() == Paper::Poster,
        contact: app.config.contact.clone(),
        sections: sections(&app, &ctx, &home).await?,
        ctx,
    }))
}

/// What the page shows below, in this order; a section that has nothing to say leaves itself out.
async fn sections(app: &App, ctx: &Ctx, home: &AtHome) -> Result<Vec<String>, WebError> {
    let all = [
        plan::section(app, ctx, home).await?,
        vote::section(app, ctx, home).await?,
        said::section(app, ctx, home).await?,
    ];
    Ok(all.into_iter().flatten().collect())
}

//! `GET /search?q=`: neighbourhoods and places by name, sound or initials.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Level;
use linli_domain::register::Division;
use linli_store::oversight::across::{self, Found};
use linli_store::register::division;
use serde::Deserialize;

use super::answer::Keep;
use super::{asked_words, home_place};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Query;
use crate::shell::{Crumb, Ctx};

/// A list longer than this is better asked more exactly.
const MOST: i64 = 40;
const PLACES: i64 = 12;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/search.html")]
struct SearchPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    words: String,
    neighbourhoods: Vec<Found>,
    places: Vec<Division>,
    more: bool,
}

/// Shows what was found.
pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let words = asked_words(asked.q.as_deref());
    let (own, looked_for) = (app.clone(), words.clone());
    let read = app.store.read(move |tx| {
        let home = home_place(&own, tx)?;
        let Some(home) = home.filter(|_| !looked_for.is_empty()) else { return Ok((Vec::new(), Vec::new())) };
        let found = across::search(tx, home, &looked_for, MOST + 1)?;
        Ok::<_, linli_store::Error>((found, division::search(tx, &looked_for, PLACES)?))
    });
    let (mut neighbourhoods, places) = read.await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = neighbourhoods.len() > most;
    neighbourhoods.truncate(most);
    let crumbs = vec![Crumb::new(ctx.t("portal-crumb-home"), "/")];
    keep.page(&SearchPage { ctx, crumbs, words, neighbourhoods, places, more })
}

fn level_key(level: Level) -> &'static str {
    match level {
        Level::Province => "portal-level-province",
        Level::Prefecture => "portal-level-prefecture",
        Level::County => "portal-level-county",
        Level::Town => "portal-level-town",
        Level::Community => "portal-level-community",
    }
}

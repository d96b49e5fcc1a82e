//! `GET /`: what this is, how the unit stands, the way to one's own neighbourhood.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Month;
use linli_domain::oversight::{League, Origin};
use linli_store::oversight::bulletin::{self, Headline};
use linli_store::oversight::league;

use super::answer::Keep;
use super::figures::Shown;
use super::home_place;
use super::map::Class;
use super::place::month_of;
use super::units::{self, Line};
use crate::app::App;
use crate::error::WebError;
use crate::oversight::words;
use crate::shell::Ctx;

/// Bulletins on the start page.
const BULLETINS: i64 = 3;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    ctx: Ctx,
    home: Option<Home>,
}

/// The unit this portal is about.
struct Home {
    league: League,
    total: Shown,
    /// Whose figures are not in it.
    left_out: Option<String>,
    /// Units whose own registers can be looked at here.
    open: Vec<Line>,
    bulletins: Vec<Headline>,
    map: Option<String>,
}

/// Records stand behind all or some of it.
const fn is_from_below(origin: Origin) -> bool {
    matches!(origin, Origin::Records | Origin::Gathered | Origin::Part)
}

/// Shows the start page.
pub(super) async fn show(ctx: Ctx, keep: Keep, State(app): State<App>) -> Result<Response, WebError> {
    let this_month = Month::of(app.today());
    let own = app.clone();
    let read = app.store.read(move |tx| {
        let Some(home) = home_place(&own, tx)? else { return Ok::<_, linli_store::Error>(None) };
        let month = month_of(tx, home, None, this_month)?;
        Ok(Some((league::of(tx, home, month)?, bulletin::headlines(tx, home.office(), None, BULLETINS)?)))
    });
    let home = match read.await {
        Ok(found) => found.map(|(league, bulletins)| Home {
            total: Shown::from(&league.total),
            left_out: words::left_out(ctx.lang, &league),
            open: league.rows.iter().filter(|row| is_from_below(row.origin)).map(Line::from).collect(),
            map: units::drawn(&ctx, &league),
            league,
            bulletins,
        }),
        // The divisions are not there yet: a start page all the same.
        Err(linli_store::Error::Missing) => None,
        Err(fault) => return Err(fault.into()),
    };
    keep.page(&HomePage { ctx, home })
}

//! The public portal (公众页面): everything that is public, for everyone, without an account.
//!
//! It reads every room and writes in none. What it never shows: accounts, versions, notes, the reasons of edits.

mod about;
mod answer;
mod bulletin;
mod county;
mod figures;
mod home;
mod league;
pub(crate) mod map;
mod neighbourhood;
mod place;
mod plan;
mod search;
mod units;
mod vote;

use linli_domain::kernel::{DivisionCode, Month};
use linli_domain::register::Division;
use linli_store::oversight::across;
use linli_store::{Result, Tx};

use crate::access::{Access, Routes, get, post};
use crate::app::App;
use crate::shell::{Crumb, Ctx};

pub fn routes() -> Routes {
    Routes::new()
        .route("/", get(home::show), Access::Public)
        .route("/search", get(search::show), Access::Public)
        .route("/places/{code}", get(place::show), Access::Public)
        .route("/neighbourhoods/{office}/{id}", get(neighbourhood::show), Access::Public)
        .route("/neighbourhoods/{office}/{id}/plan", get(plan::show), Access::Public)
        .route("/neighbourhoods/{office}/{id}/votes/{vote}", get(vote::show), Access::Public)
        .route("/neighbourhoods/{office}/{id}/votes/{vote}/check", post(vote::check), Access::Public)
        .route("/neighbourhoods/{office}/{id}/votes/{vote}/seals.txt", get(vote::seals), Access::Public)
        .route("/neighbourhoods/{office}/{id}/photos/{piece}", get(neighbourhood::photo), Access::Public)
        .route("/league/{code}", get(league::show), Access::Public)
        .route("/bulletins", get(bulletin::list), Access::Public)
        .route("/bulletins/{office}/{id}", get(bulletin::show), Access::Public)
        .route("/about", get(about::show), Access::Public)
        .route("/robots.txt", get(about::robots), Access::Public)
}

/// The place that this portal is about: what the configuration says, else the highest office with anything to show.
fn home_place(app: &App, tx: &mut Tx) -> Result<Option<DivisionCode>> {
    match app.config.home {
        Some(home) => Ok(Some(home.code())),
        None => Ok(across::highest_office(tx)?.map(linli_domain::kernel::Office::code)),
    }
}

/// The month that an address asks for; what cannot be read asks for none.
fn asked_month(month: Option<&str>) -> Option<Month> {
    month.and_then(|text| text.trim().parse().ok())
}

/// Words to look for, not longer than a name can be.
fn asked_words(words: Option<&str>) -> String {
    let plain = linli_domain::kernel::text::clean_line(words.unwrap_or_default());
    plain.chars().take(40).collect()
}

/// The way down from the start page to a place; the last of `path` is the place itself.
fn crumbs(ctx: &Ctx, path: &[Division]) -> Vec<Crumb> {
    let above = path.iter().take(path.len().saturating_sub(1));
    let start = Crumb::new(ctx.t("portal-crumb-home"), "/");
    std::iter::once(start).chain(above.map(|d| Crumb::new(&d.name, place_url(d.code)))).collect()
}

fn place_url(code: DivisionCode) -> String {
    format!("/places/{code}")
}

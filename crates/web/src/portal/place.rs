//! `GET /places/{code}`: a province or prefecture with its units, a county with its neighbourhoods, a part of a county.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::League;
use linli_domain::register::Division;
use linli_store::oversight::league;
use linli_store::register::division;
use linli_store::{Error, Tx};
use serde::Deserialize;

use super::answer::Keep;
use super::figures::Shown;
use super::map::Class;
use super::units;
use super::{asked_month, county, crumbs};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::oversight::league_view::{By, LeagueView};
use crate::oversight::words;
use crate::shell::{Crumb, Ctx};

/// What an address may ask of a place. What cannot be read narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub month: Option<String>,
    pub q: Option<String>,
    pub stage: Option<String>,
    pub year: Option<String>,
    pub town: Option<String>,
    pub after: Option<String>,
    pub before: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/units.html")]
struct UnitsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    place: Division,
    month: Month,
    total: Shown,
    /// Whose figures are not in it.
    left_out: Option<String>,
    table: LeagueView,
    map: Option<String>,
}

/// Shows a place of any level.
pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let code: DivisionCode = code.parse().map_err(|_| WebError::NotFound)?;
    if code.level() >= Level::County {
        return county::show(ctx, &keep, &app, code, asked).await;
    }
    let (wanted, this_month) = (asked_month(asked.month.as_deref()), Month::of(app.today()));
    let read = app.store.read(move |tx| {
        let path = division::path(tx, code)?;
        if path.last().is_none_or(|last| last.code != code) {
            return Err(Error::Missing);
        }
        let month = month_of(tx, code, wanted, this_month)?;
        Ok((path, league::of(tx, code, month)?))
    });
    let (path, league) = read.await?;
    let page = units_page(ctx, &path, &league).ok_or(WebError::NotFound)?;
    keep.page(&page)
}

fn units_page(ctx: Ctx, path: &[Division], league: &League) -> Option<UnitsPage> {
    Some(UnitsPage {
        crumbs: crumbs(&ctx, path),
        place: path.last()?.clone(),
        month: league.month,
        total: Shown::from(&league.total),
        left_out: words::left_out(ctx.lang, league),
        map: units::drawn(&ctx, league),
        table: units::table(league, By::Neighbourhoods),
        ctx,
    })
}

/// The month asked for, else the last one with figures, else this one.
pub(super) fn month_of(tx: &mut Tx, scope: DivisionCode, wanted: Option<Month>, now: Month) -> Result<Month, Error> {
    match wanted {
        Some(month) => Ok(month),
        None => Ok(league::latest_month(tx, scope)?.unwrap_or(now)),
    }
}

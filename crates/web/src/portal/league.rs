//! `GET /league/{code}`: the public league table of a place at the end of a month, as page and as CSV.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::{League, Origin};
use linli_domain::register::Division;
use linli_formats::sheet::write_csv;
use linli_store::oversight::league;
use linli_store::register::division;
use serde::Deserialize;

use super::answer::Keep;
use super::place::month_of;
use super::{asked_month, crumbs, place_url, units};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::oversight::league::sheet;
use crate::oversight::league_view::{By, LeagueView};
use crate::oversight::words;
use crate::shell::{Crumb, Ctx, Field};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    month: Option<String>,
    by: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/league.html")]
struct LeaguePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    code: DivisionCode,
    place: String,
    month: Month,
    field: Field,
    next: Option<Month>,
    /// By neighbourhoods and by households: address, words, whether this is it.
    tabs: [(String, &'static str, bool); 2],
    table: LeagueView,
    left_out: Option<String>,
    any: bool,
}

/// Shows the table of a place down to the county; with `.csv` at the end, hands it over as a file.
pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (text, as_file) = code.strip_suffix(".csv").map_or((code.as_str(), false), |code| (code, true));
    let code: DivisionCode = text.parse().map_err(|_| WebError::NotFound)?;
    if code.level() > Level::County {
        return Err(WebError::NotFound);
    }
    let (wanted, this_month) = (asked_month(asked.month.as_deref()), Month::of(app.today()));
    let by = if asked.by.as_deref() == Some("households") { By::Households } else { By::Neighbourhoods };
    let read = app.store.read(move |tx| {
        let path = division::path(tx, code)?;
        let month = month_of(tx, code, wanted, this_month)?;
        Ok::<_, linli_store::Error>((path, league::of(tx, code, month)?))
    });
    let (path, league) = read.await?;
    let table = units::table(&league, by);
    if as_file { file(&ctx, &keep, &league, &table) } else { keep.page(&page(ctx, &path, &league, table, this_month)) }
}

fn page(ctx: Ctx, path: &[Division], league: &League, table: LeagueView, this_month: Month) -> LeaguePage {
    let mut crumbs = crumbs(&ctx, path);
    crumbs.extend(path.last().map(|place| Crumb::new(&place.name, place_url(place.code))));
    let hint = ctx.t("portal-league-month-hint");
    let by = |name| ctx.here_with("by", name);
    LeaguePage {
        crumbs,
        code: league.scope.code,
        place: league.scope.name.clone(),
        month: league.month,
        field: Field::new("month", ctx.t("portal-league-month"))
            .kind("month")
            .value(league.month.to_string())
            .hint(hint)
            .quiet(),
        next: Some(league.month.next()).filter(|month| *month <= this_month),
        tabs: [
            (by("neighbourhoods"), "oversight-by-neighbourhoods", !table.by_households()),
            (by("households"), "oversight-by-households", table.by_households()),
        ],
        any: table.lines.iter().any(|line| line.origin != Origin::None),
        left_out: words::left_out(ctx.lang, league),
        table,
        ctx,
    }
}

fn file(ctx: &Ctx, keep: &Keep, league: &League, table: &LeagueView) -> Result<Response, WebError> {
    let (scope, month) = (league.scope.code, league.month);
    let bytes = write_csv(&sheet(ctx, table)).map_err(WebError::fault)?;
    let mut answer = keep.answer("text/csv; charset=utf-8", bytes.into());
    let name = format!("attachment; filename=\"league-{scope}-{month}.csv\"");
    answer.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(WebError::fault)?);
    Ok(answer)
}

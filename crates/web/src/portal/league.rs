//! `GET /league/{code}`: the public league table of a place at the end of a month, as page and as CSV.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::{DivisionCode, Level, Month, Percent};
use linli_domain::oversight::{League, LeagueRow};
use linli_domain::register::Division;
use linli_formats::sheet::{Column, Format, Table, write_csv};
use linli_formats::table::Cell;
use linli_store::oversight::league;
use linli_store::register::division;
use serde::Deserialize;

use super::answer::Keep;
use super::figures::Shown;
use super::place::month_of;
use super::units::{self, Line};
use super::{asked_month, crumbs, place_url};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::shell::{Crumb, Ctx, Field};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    month: Option<String>,
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
    total: Shown,
    lines: Vec<Line>,
    any_declared: bool,
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
    let read = app.store.read(move |tx| {
        let path = division::path(tx, code)?;
        let month = month_of(tx, code, wanted, this_month)?;
        Ok::<_, linli_store::Error>((path, league::of(tx, code, month)?))
    });
    let (path, league) = read.await?;
    if as_file { file(&ctx, &keep, &league) } else { keep.page(&page(ctx, &path, &league, this_month)) }
}

fn page(ctx: Ctx, path: &[Division], league: &League, this_month: Month) -> LeaguePage {
    let lines = units::lines(league);
    let mut crumbs = crumbs(&ctx, path);
    crumbs.extend(path.last().map(|place| Crumb::new(&place.name, place_url(place.code))));
    let hint = ctx.t("portal-league-month-hint");
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
        total: Shown::from(&league.total),
        any_declared: lines.iter().any(Line::is_declared),
        any: lines.iter().any(|line| !line.is_silent()),
        lines,
        ctx,
    }
}

fn file(ctx: &Ctx, keep: &Keep, league: &League) -> Result<Response, WebError> {
    let (scope, month) = (league.scope.code, league.month);
    let bytes = write_csv(&table(ctx, league)).map_err(WebError::fault)?;
    let mut answer = keep.answer("text/csv; charset=utf-8", bytes.into());
    let name = format!("attachment; filename=\"league-{scope}-{month}.csv\"");
    answer.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(WebError::fault)?);
    Ok(answer)
}

/// The columns of the printed table, with the origin of each line; amounts in 万元, exact.
fn table(ctx: &Ctx, league: &League) -> Table {
    let columns = [
        ("portal-col-code", Format::Text),
        ("portal-col-unit", Format::Text),
        ("portal-col-origin", Format::Text),
        ("portal-col-planned", Format::Count),
        ("portal-col-started", Format::Count),
        ("portal-col-start-rate-percent", Format::Percent),
        ("portal-col-start-rank", Format::Count),
        ("portal-col-finished", Format::Count),
        ("portal-col-completion-rate-percent", Format::Percent),
        ("portal-col-planned-wan", Format::Amount),
        ("portal-col-done-wan", Format::Amount),
        ("portal-col-investment-rate-percent", Format::Percent),
        ("portal-col-investment-rank", Format::Count),
        ("portal-col-households-planned", Format::Count),
        ("portal-col-households-started", Format::Count),
        ("portal-col-households-finished", Format::Count),
    ];
    Table {
        name: league.scope.name.clone(),
        columns: columns.map(|(key, format)| Column::new(ctx.t(key), format)).into(),
        rows: league.rows.iter().map(|row| cells(ctx, row)).collect(),
        ..Table::default()
    }
}

fn cells(ctx: &Ctx, row: &LeagueRow) -> Vec<Cell> {
    let (figures, shown) = (&row.figures, Shown::from(&row.figures));
    let count = |n: i64| Cell::number(n.to_string());
    let maybe = |n: Option<i64>| n.map_or(Cell::Empty, count);
    let rate = |rate: Option<Percent>| rate.map_or(Cell::Empty, |rate| Cell::number(rate.to_string()));
    let place = |rank: Option<usize>| rank.map_or(Cell::Empty, |rank| Cell::number(rank.to_string()));
    let names = vec![
        Cell::text(row.unit.code.to_string()),
        Cell::text(row.unit.name.clone()),
        Cell::text(ctx.t(format!("portal-origin-{}", row.origin.key()))),
    ];
    if row.origin == linli_domain::oversight::Origin::None {
        return names;
    }
    let figures = [
        count(figures.planned),
        count(figures.started),
        rate(shown.start_rate),
        place(row.start_rank),
        maybe(figures.finished),
        rate(shown.completion_rate),
        Cell::money(figures.planned_investment, MoneyUnit::Wan),
        Cell::money(figures.done_investment, MoneyUnit::Wan),
        rate(shown.investment_rate),
        place(row.investment_rank),
        maybe(figures.households.map(|households| households.planned)),
        maybe(figures.households.map(|households| households.started)),
        maybe(figures.households.map(|households| households.finished)),
    ];
    names.into_iter().chain(figures).collect()
}

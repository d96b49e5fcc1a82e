//! The league table of an office's scope (排名): by month, to be sorted, printed and taken away.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Level, Month, Office};
use linli_domain::oversight::{League, Origin};
use linli_formats::sheet::{Column, Format, Table, write_csv, write_xlsx};
use linli_formats::table::Cell;
use linli_store::oversight::league;
use serde::Deserialize;

use super::league_view::{By, LeagueView};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Crumb, Ctx, file, page};

/// What the address asks for; what cannot be read is as if it were not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub month: String,
    pub by: String,
    pub sort: String,
}

impl Asked {
    /// The month that is asked for, else the last that there are figures of, else the last that has ended.
    async fn month(&self, app: &App, office: Office) -> Result<Month, WebError> {
        if let Ok(month) = self.month.parse() {
            return Ok(month);
        }
        let latest = app.store.read(move |tx| league::latest_month(tx, office.code())).await?;
        Ok(latest.unwrap_or_else(|| Month::of(app.today()).previous()))
    }

    /// Best start first, as bulletins have it; `code` is the order of the codes.
    fn sort(&self) -> &str {
        if self.sort.is_empty() { "start" } else { &self.sort }
    }

    fn by(&self) -> By {
        if self.by == "households" { By::Households } else { By::Neighbourhoods }
    }
}

#[derive(Template)]
#[template(path = "oversight/league.html")]
struct LeaguePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    table: LeagueView,
    month: Month,
    /// The pages of the months around, and the files.
    previous: String,
    next: String,
    tabs: [(String, &'static str, bool); 2],
    files: [String; 2],
    draft: Option<String>,
    silent: usize,
    empty: bool,
}

/// `GET /desk/{office}/league`
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let (month, by) = (asked.month(&app, office).await?, asked.by());
    let league = read(&app, &actor, office, month).await?;
    let view = LeagueView::new(&league, by, asked.sort()).sortable().own(actor.office.code());
    let records = |line: &super::league_view::Line| records(office, &actor, month, line);
    let base = format!("/desk/{office}/league");
    let by_name = if by == By::Households { "households" } else { "neighbourhoods" };
    let of_month = |month: Month| format!("{base}?month={month}&by={by_name}&sort={}", view.sort.0);
    let silent = view.lines.iter().filter(|line| line.origin == Origin::None).count();
    let may_draft = actor.may_enter(Act::DraftBulletins, office).is_ok();
    Ok(page(&LeaguePage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        previous: of_month(month.previous()),
        next: of_month(month.next()),
        tabs: [
            (ctx.here_with("by", "neighbourhoods"), "oversight-by-neighbourhoods", by == By::Neighbourhoods),
            (ctx.here_with("by", "households"), "oversight-by-households", by == By::Households),
        ],
        files: ["xlsx", "csv"].map(|end| format!("{base}/table.{end}?month={month}&by={by_name}&sort={}", view.sort.0)),
        draft: may_draft.then(|| format!("/desk/{office}/bulletins?month={month}")),
        silent,
        empty: silent == view.lines.len(),
        table: view.linked(records),
        month,
        ctx,
    }))
}

/// `GET /desk/{office}/league/table.csv`
pub async fn csv(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, &ctx).await?;
    let bytes = write_csv(&table).map_err(WebError::fault)?;
    Ok(file(&ctx, &table.name, "csv", "text/csv; charset=utf-8", bytes))
}

/// `GET /desk/{office}/league/table.xlsx`
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, &ctx).await?;
    let name = table.name.clone();
    let written = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &name, "xlsx", kind, written.map_err(WebError::fault)?))
}

/// What an office may see of its scope.
pub(super) async fn read(app: &App, actor: &Actor, office: Office, month: Month) -> Result<League, WebError> {
    super::units::prepare(&app.store, actor, office.code()).await?;
    Ok(app.store.read(move |tx| league::of(tx, office.code(), month)).await?)
}

/// The register filter that shows the records behind a line; records of another office are seen there.
fn records(office: Office, actor: &Actor, month: Month, line: &super::league_view::Line) -> Option<String> {
    if line.origin != Origin::Records {
        return None;
    }
    let year = month.year();
    let address = match line.code.level() {
        Level::Town => format!("/desk/{office}/register?year={year}&town={}", line.code),
        Level::County => format!("/desk/{}/register?year={year}", line.code),
        _ => return None,
    };
    let owner = if line.code.level() == Level::Town { office } else { line.code.office() };
    actor.may_enter(Act::ReadRegister, owner).is_ok().then_some(address)
}

async fn table(app: &App, actor: &Actor, office: Office, asked: &Asked, ctx: &Ctx) -> Result<Table, WebError> {
    let (month, by) = (asked.month(app, office).await?, asked.by());
    Ok(sheet(ctx, &LeagueView::new(&read(app, actor, office, month).await?, by, asked.sort())))
}

/// The table as a sheet to calculate with: rates as numbers, the codes of the units, and where each line comes from.
pub(crate) fn sheet(ctx: &Ctx, view: &LeagueView) -> Table {
    let head = |key: &str, format| Column::new(ctx.t(key), format);
    let wan = |key: &str| Column::new(format!("{}（{}）", ctx.t(key), ctx.t("shell-unit-wan")), Format::Amount);
    let planned = if view.by_households() { "oversight-households-planned" } else { "oversight-planned" };
    let columns = vec![
        head("oversight-column-unit", Format::Text),
        head(planned, Format::Count),
        head("oversight-started", Format::Count),
        head("oversight-column-start-rate", Format::Percent),
        head("oversight-start-place", Format::Count),
        head("oversight-finished", Format::Count),
        head("oversight-column-completion-rate", Format::Percent),
        wan("oversight-column-planned-investment"),
        wan("oversight-column-done-investment"),
        head("oversight-column-investment-rate", Format::Percent),
        head("oversight-investment-place", Format::Count),
        head("oversight-origin", Format::Text),
        head("oversight-column-code", Format::Text),
    ];
    let count = |n: Option<i64>| n.map_or(Cell::Empty, Cell::from);
    let place = |n: Option<usize>| n.and_then(|n| i64::try_from(n).ok()).map_or(Cell::Empty, Cell::from);
    let rows = view.lines.iter().chain(std::iter::once(&view.total)).enumerate().map(|(at, line)| {
        let whole = at == view.lines.len();
        let name = if whole { ctx.t(view.total_name()) } else { line.name.clone() };
        let origin = ctx.t(format!("oversight-origin-{}", line.origin_key()));
        vec![
            Cell::text(name),
            count(line.planned),
            count(line.started),
            line.start_rate().map_or(Cell::Empty, Cell::percent),
            place(line.start_place),
            count(line.finished),
            line.completion_rate().map_or(Cell::Empty, Cell::percent),
            line.planned_investment.map_or(Cell::Empty, |m| Cell::money(m, MoneyUnit::Wan)),
            line.done_investment.map_or(Cell::Empty, |m| Cell::money(m, MoneyUnit::Wan)),
            line.investment_rate().map_or(Cell::Empty, Cell::percent),
            place(line.investment_place),
            if whole { Cell::Empty } else { Cell::text(origin) },
            Cell::text(line.code.to_string()),
        ]
    });
    let values = [("scope", view.scope.clone()), ("month", ctx.month(view.month))];
    let title = ctx.t_with("oversight-league-caption", &values);
    Table {
        name: title.chars().take(31).collect(),
        illustrative: ctx.illustrative.then(|| ctx.t("shell-illustrative")),
        rows: rows.collect(),
        title: Some(title),
        columns,
        notes: vec![ctx.t("oversight-how-rounded"), ctx.t("oversight-how-places")],
    }
}

//! Declared tables (上报进度): listed, taken after a look, shown as they came with everything that does not fit.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Month, Office, Percent};
use linli_domain::oversight::declared::PrintedRates;
use linli_domain::oversight::{Declaration, DeclaredTable, Figures, TableId};
use linli_formats::sheet::{Column, Format, Table, write_csv};
use linli_formats::table::Cell;
use linli_store::Error;
use linli_store::oversight::declared::{self, Kept};
use serde::Deserialize;

use super::declared_row::{RowView, rows};
use super::units::Units;
use super::upload::Upload;
use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page};

/// Tables on one page.
const PAGE: i64 = 30;

/// Where the list goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "oversight/declared_list.html")]
pub(super) struct ListPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    root: String,
    tables: Vec<Kept>,
    next: Option<String>,
    fields: Option<[Field; 4]>,
    problems: Problems,
}

/// `GET /desk/{office}/declared`
pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let after =
        asked.after.split_once('|').and_then(|(month, version)| Some((month.parse().ok()?, version.parse().ok()?)));
    let sent = Upload { month: Month::of(app.today()).previous().to_string(), ..Upload::default() };
    Ok(page(&list_page(&app, &actor, office, after, ctx, &sent, Problems::default()).await?))
}

pub(super) async fn list_page(
    app: &App,
    actor: &Actor,
    office: Office,
    after: Option<(Month, i64)>,
    ctx: Ctx,
    sent: &Upload,
    problems: Problems,
) -> Result<ListPage, WebError> {
    let mut tables = app.store.read(move |tx| declared::list(tx, office, after, PAGE + 1)).await?;
    let more = tables.len() > usize::try_from(PAGE).unwrap_or_default();
    tables.truncate(usize::try_from(PAGE).unwrap_or_default());
    let root = format!("/desk/{office}/declared");
    let next = tables.last().filter(|_| more).map(|last| format!("{root}?after={}|{}", last.table.month, last.version));
    let fields = actor.may_enter(Act::DeclareProgress, office).is_ok().then(|| {
        [
            Field::new("file", ctx.t("oversight-upload-file"))
                .kind("file")
                .hint(ctx.t("oversight-upload-file-hint"))
                .required(),
            Field::new("month", ctx.t("oversight-upload-month")).kind("month").value(&sent.month).required(),
            Field::new("sender", ctx.t("oversight-upload-sender")).value(&sent.sender).required(),
            Field::new("note", ctx.t("oversight-upload-note")).value(&sent.note),
        ]
        .map(|field| field.problem(&problems))
    });
    Ok(ListPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        root,
        tables,
        next,
        fields,
        problems,
        ctx,
    })
}

#[derive(Template)]
#[template(path = "oversight/declared_show.html")]
struct ShowPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    root: String,
    kept: Kept,
    scope: String,
    rows: Vec<RowView>,
    total: Option<RowView>,
    findings: Vec<String>,
    versions: Vec<Kept>,
    /// What changed against the version before: unit, column, before, now.
    changes: Option<Vec<(String, String, String, String)>>,
}

/// `GET /desk/{office}/declared/{id}`
pub async fn show(
    State(app): State<App>,
    Path((office, id)): Path<(Office, TableId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let kept = declared::get(tx, office, id)?;
        let (scope, month) = (kept.table.scope, kept.table.month);
        let mut versions = declared::list(tx, office, Some((month.next(), 0)), 50)?;
        versions.retain(|other| other.table.month == month && other.table.scope == scope);
        let before = versions.iter().find(|other| other.version + 1 == kept.version).map(|other| other.id);
        let before = before.map(|id| declared::get(tx, office, id)).transpose()?;
        let findings = declared::findings_of(tx, &kept.table)?;
        Ok::<_, Error>((Units::read(tx, scope)?, kept, versions, before, findings))
    });
    let (units, kept, versions, before, findings) = read.await?;
    let root = format!("/desk/{office}/declared");
    let crumbs =
        vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("oversight-declared"), root.clone())];
    Ok(page(&ShowPage {
        crumbs,
        root,
        scope: units.scope.name.clone(),
        rows: rows(&kept.table, &units),
        total: kept.table.total.as_ref().map(|says| RowView::of(ctx.t("oversight-total"), "", says)),
        findings: words::findings(ctx.lang, &findings, |code| units.name(code)),
        changes: before.map(|before| changes(&ctx, &units, &before.table, &kept.table)),
        versions,
        kept,
        ctx,
    }))
}

/// Two versions line by line.
fn changes(
    ctx: &Ctx,
    units: &Units,
    before: &DeclaredTable,
    now: &DeclaredTable,
) -> Vec<(String, String, String, String)> {
    let codes = before.rows.iter().chain(&now.rows).map(|row| row.unit);
    let codes: std::collections::BTreeSet<_> = codes.collect();
    let said = |table: &DeclaredTable, code| table.of(code).map(|row| cells(&row.says));
    let nothing = Declaration::of(Figures::default(), PrintedRates::default());
    let mut found = Vec::new();
    for code in codes {
        let (then, now) = (said(before, code).unwrap_or_default(), said(now, code).unwrap_or_default());
        for (at, (key, _)) in cells(&nothing).iter().enumerate() {
            let (then, now) = (then.get(at).map(|c| c.1.clone()), now.get(at).map(|c| c.1.clone()));
            if then != now {
                let shown = |text: Option<String>| text.filter(|t| !t.is_empty()).unwrap_or_else(|| "—".to_owned());
                found.push((units.name(code), words::column(ctx.lang, key), shown(then), shown(now)));
            }
        }
    }
    found
}

/// What a line says, column by column, as text.
fn cells(says: &Declaration) -> Vec<(&'static str, String)> {
    let (figures, printed) = (&says.figures, &says.printed);
    let text = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let rate = |rate: Option<Percent>| rate.map(|rate| rate.to_string()).unwrap_or_default();
    let households = figures.households;
    vec![
        ("planned", figures.planned.to_string()),
        ("started", figures.started.to_string()),
        ("start_rate", rate(printed.start)),
        ("finished", text(figures.finished)),
        ("completion_rate", rate(printed.completion)),
        ("households_planned", text(households.map(|h| h.planned))),
        ("households_started", text(households.map(|h| h.started))),
        ("households_finished", text(households.and_then(|h| h.finished))),
        ("planned_investment", figures.planned_investment.to_wan_exact()),
        ("done_investment", figures.done_investment.to_wan_exact()),
        ("investment_rate", rate(printed.investment)),
        ("note", says.note.clone().unwrap_or_default()),
    ]
}

/// `GET /desk/{office}/declared/{id}/table.csv`: the table as it was declared, to be taken away or sent in again.
pub async fn csv(
    State(app): State<App>,
    Path((office, id)): Path<(Office, TableId)>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    let kept = app.store.read(move |tx| declared::get(tx, office, id)).await?;
    let unit = |key: &str| match key {
        "planned_investment" | "done_investment" => format!("（{}）", ctx.t("shell-unit-wan")),
        "start_rate" | "completion_rate" | "investment_rate" => "（%）".to_owned(),
        _ => String::new(),
    };
    let names = cells(&Declaration::of(Figures::default(), PrintedRates::default()));
    let heads = std::iter::once("unit").chain(names.iter().map(|(key, _)| *key));
    let line = |name: &str, says: &Declaration| {
        let values = cells(says).into_iter().map(|(key, text)| {
            if key == "note" {
                Cell::text(text)
            } else if text.is_empty() {
                Cell::Empty
            } else {
                Cell::number(text)
            }
        });
        std::iter::once(Cell::text(name)).chain(values).collect::<Vec<_>>()
    };
    let total = kept.table.total.as_ref().map(|says| line(&ctx.t("oversight-total"), says));
    let table = Table {
        name: format!("{} {}", kept.table.month, kept.version),
        columns: heads
            .map(|key| Column::new(format!("{}{}", words::column(ctx.lang, key), unit(key)), Format::Text))
            .collect(),
        rows: kept.table.rows.iter().map(|row| line(&row.written, &row.says)).chain(total).collect(),
        ..Table::default()
    };
    let bytes = write_csv(&table).map_err(WebError::fault)?;
    Ok(crate::shell::file(&ctx, &table.name, "csv", "text/csv; charset=utf-8", bytes))
}

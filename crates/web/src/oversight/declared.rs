//! Declared tables (上报进度): listed, taken after a look, shown as they came with everything that does not fit.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::rate::Ratio;
use linli_domain::kernel::{Month, Office, Percent};
use linli_domain::oversight::declared::FIELDS;
use linli_domain::oversight::{Declaration, DeclaredTable, Finding, TableId};
use linli_formats::sheet::{Column, Format, Table, write_csv};
use linli_formats::table::Cell;
use linli_store::Error;
use linli_store::oversight::declared::{self, Kept};
use serde::Deserialize;

use super::intake::{self, Intake};
use super::units::{Units, prepare};
use super::upload::Upload;
use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// Tables on one page.
const PAGE: i64 = 30;
/// Lines with reasons that a preview shows; the rest is counted.
const REASONS: usize = 100;

/// Where the list goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "oversight/declared_list.html")]
struct ListPage {
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

async fn list_page(
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
#[template(path = "oversight/declared_preview.html")]
struct PreviewPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    root: String,
    upload: Upload,
    month: Month,
    scope: String,
    columns: Vec<(usize, String, String, Field)>,
    intake: Intake,
    rows: Vec<RowView>,
    missing: Vec<String>,
    refused: Vec<(u32, String, String)>,
    refused_count: usize,
    findings: Vec<String>,
    seen: Option<String>,
    can: bool,
    problem: Option<String>,
}

/// One line as declared, with rates beside what follows from the figures.
struct RowView {
    name: String,
    written: String,
    says: Declaration,
    start: Option<Percent>,
    investment: Option<Percent>,
}

impl RowView {
    fn of(name: String, written: &str, says: &Declaration) -> Self {
        let (start, investment) = (says.figures.start_rate(), says.figures.investment_rate());
        let written = if written == name { String::new() } else { written.to_owned() };
        Self {
            name,
            written,
            says: says.clone(),
            start: start.map(Ratio::percent),
            investment: investment.map(Ratio::percent),
        }
    }

    fn start_differs(&self) -> bool {
        self.says.printed.start.is_some_and(|said| Some(said) != self.start)
    }

    fn investment_differs(&self) -> bool {
        self.says.printed.investment.is_some_and(|said| Some(said) != self.investment)
    }
}

fn rows(table: &DeclaredTable, units: &Units) -> Vec<RowView> {
    table.rows.iter().map(|row| RowView::of(units.name(row.unit), &row.written, &row.says)).collect()
}

/// `POST /desk/{office}/declared/preview`: what the file says; nothing is kept.
pub async fn preview(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    ctx: Ctx,
    form: Multipart,
) -> Result<Response, WebError> {
    let upload = Upload::read(form).await?;
    match look(&app, &actor, office, &ctx, &upload).await? {
        Ok(looked) => Ok(page(&PreviewPage::new(ctx, office, upload, looked, None))),
        Err(problems) => refuse(&app, &actor, office, ctx, &upload, problems).await,
    }
}

/// `POST /desk/{office}/declared`: keeps what was looked at.
pub async fn keep(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    ctx: Ctx,
    form: Multipart,
) -> Result<Response, WebError> {
    let upload = Upload::read(form).await?;
    let looked = match look(&app, &actor, office, &ctx, &upload).await? {
        Ok(looked) => looked,
        Err(problems) => return refuse(&app, &actor, office, ctx, &upload, problems).await,
    };
    if !looked.intake.may_be_kept(upload.skip_refused) {
        let problem = ctx.t("oversight-preview-cannot");
        let shown = PreviewPage::new(ctx, office, upload, looked, Some(problem));
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown));
    }
    let (table, origin) = (looked.intake.table.clone(), upload.origin(looked.intake.digest.clone()));
    let kept =
        app.store.write(&actor, move |tx| match declared::seen(tx, table.scope, table.month, &origin.file_digest)? {
            Some(id) => Ok::<_, Error>((id, "oversight-done-same")),
            None => Ok((declared::put(tx, &table, &origin)?, "oversight-done-kept")),
        });
    let (id, done) = kept.await?;
    Ok(Redirect::to(&format!("/desk/{office}/declared/{id}?done={done}")).into_response())
}

async fn refuse(
    app: &App,
    actor: &Actor,
    office: Office,
    ctx: Ctx,
    upload: &Upload,
    problems: Problems,
) -> Result<Response, WebError> {
    let shown = list_page(app, actor, office, None, ctx, upload, problems).await?;
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

struct Looked {
    intake: Intake,
    units: Units,
    findings: Vec<Finding>,
    seen: Option<TableId>,
}

/// Reads the file away from the others' threads, and asks the store what it contradicts.
async fn look(
    app: &App,
    actor: &Actor,
    office: Office,
    ctx: &Ctx,
    upload: &Upload,
) -> Result<Result<Looked, Problems>, WebError> {
    let month = match upload.checked(ctx) {
        Ok(month) => month,
        Err(problems) => return Ok(Err(problems)),
    };
    prepare(&app.store, actor, office.code()).await?;
    let units = app.store.read(move |tx| Units::read(tx, office.code())).await?;
    let (sent, known) = (upload.clone(), units.clone());
    let read = app.parse(move || intake::take(&sent.bytes, &sent.file_name, &known, month, sent.mapping.as_ref()));
    let intake = match read.await? {
        Ok(intake) => intake,
        Err(error) => {
            let mut problems = Problems::default();
            problems.add("file", words::unreadable(ctx.lang, &error));
            return Ok(Err(problems));
        }
    };
    let (table, digest, whole) = (intake.table.clone(), intake.digest.clone(), intake.missing.is_empty());
    let asked = app.store.read(move |tx| {
        let findings = if whole { declared::findings_of(tx, &table)? } else { Vec::new() };
        Ok::<_, Error>((findings, declared::seen(tx, table.scope, table.month, &digest)?))
    });
    let (findings, seen) = asked.await?;
    Ok(Ok(Looked { intake, units, findings, seen }))
}

impl PreviewPage {
    fn new(ctx: Ctx, office: Office, upload: Upload, looked: Looked, problem: Option<String>) -> Self {
        let Looked { intake, units, findings, seen } = looked;
        let root = format!("/desk/{office}/declared");
        let choices = || {
            let none = (String::new(), ctx.t("oversight-preview-not-read"));
            std::iter::once(none).chain(FIELDS.iter().map(|f| (f.key.to_owned(), words::column(ctx.lang, f.key))))
        };
        let column = |column: &intake::ColumnRead| {
            let field = Field::new("column", column.header.clone()).kind("select").quiet();
            let field = field.options(choices()).value(column.field.unwrap_or_default());
            (column.index, column.header.clone(), column.sample.clone(), field)
        };
        let refused = intake.refused.iter().take(REASONS);
        Self {
            crumbs: vec![
                Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
                Crumb::new(ctx.t("oversight-declared"), root.clone()),
            ],
            month: intake.table.month,
            scope: units.scope.name.clone(),
            columns: intake.columns.iter().map(column).collect(),
            rows: rows(&intake.table, &units),
            missing: intake.missing.iter().map(|field| words::column(ctx.lang, field)).collect(),
            refused: refused.map(|row| (row.line, row.written.clone(), words::refusal(ctx.lang, row))).collect(),
            refused_count: intake.refused.len(),
            findings: words::findings(ctx.lang, &findings, |code| units.name(code)),
            seen: seen.map(|id| format!("{root}/{id}")),
            can: intake.may_be_kept(true),
            problem,
            root,
            upload,
            intake,
            ctx,
        }
    }
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
    let mut found = Vec::new();
    for code in codes {
        let (then, now) = (said(before, code).unwrap_or_default(), said(now, code).unwrap_or_default());
        for (at, (key, _)) in cells(&Declaration::default_for_names()).iter().enumerate() {
            let (then, now) = (then.get(at).map(|c| c.1.clone()), now.get(at).map(|c| c.1.clone()));
            if then != now {
                let shown = |text: Option<String>| text.filter(|t| !t.is_empty()).unwrap_or_else(|| "—".to_owned());
                found.push((units.name(code), words::column(ctx.lang, key), shown(then), shown(now)));
            }
        }
    }
    found
}

/// A declaration without figures, for the names of its columns.
trait Names {
    fn default_for_names() -> Self;
}

impl Names for Declaration {
    fn default_for_names() -> Self {
        Self {
            figures: linli_domain::oversight::Figures::default(),
            printed: linli_domain::oversight::declared::PrintedRates::default(),
            note: None,
        }
    }
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
        ("households_finished", text(households.map(|h| h.finished))),
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
    let names = cells(&Declaration::default_for_names());
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

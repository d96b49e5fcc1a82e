//! A declared table before it is kept: what the file says, what does not fit, and the choices that put it right.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Month, Office};
use linli_domain::oversight::declared::FIELDS;
use linli_domain::oversight::{Finding, TableId};
use linli_formats::table::Unit;
use linli_store::Error;
use linli_store::oversight::declared;

use super::declared::list_page;
use super::declared_row::{RowView, rows};
use super::intake::{self, Intake};
use super::units::{Units, prepare};
use super::upload::{MONEY, Upload};
use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// Lines with reasons that a preview shows; the rest is counted.
const REASONS: usize = 100;

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
    sums_without_refused: bool,
    findings: Vec<String>,
    same: Option<String>,
    /// The printed total line.
    total: Option<RowView>,
    /// Where there are several sheets.
    sheet: Option<Field>,
    hidden_sheets: String,
    money: Field,
    can: bool,
    problem: Option<String>,
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
    let kept = app.store.write(&actor, move |tx| match declared::same(tx, &table, &origin.file_digest)? {
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
    same: Option<TableId>,
}

/// Reads the file away from the others' threads, and asks the store what it contradicts.
async fn look(
    app: &App,
    actor: &Actor,
    office: Office,
    ctx: &Ctx,
    upload: &Upload,
) -> Result<Result<Looked, Problems>, WebError> {
    let month = match upload.checked(ctx, Month::of(app.today())) {
        Ok(month) => month,
        Err(problems) => return Ok(Err(problems)),
    };
    prepare(&app.store, actor, office.code()).await?;
    let units = app.store.read(move |tx| Units::read(tx, office.code())).await?;
    let (sent, known) = (upload.clone(), units.clone());
    let read = app.parse(move || intake::take(&sent.bytes, &sent.file_name, &known, month, &sent.decided()));
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
        Ok::<_, Error>((findings, declared::same(tx, &table, &digest)?))
    });
    let (findings, same) = asked.await?;
    Ok(Ok(Looked { intake, units, findings, same }))
}

impl PreviewPage {
    fn new(ctx: Ctx, office: Office, upload: Upload, looked: Looked, problem: Option<String>) -> Self {
        let Looked { intake, units, findings, same } = looked;
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
            sums_without_refused: words::sums_without_refused(&findings, intake.refused.len()),
            findings: words::findings(ctx.lang, &findings, |code| units.name(code)),
            same: same.map(|id| format!("{root}/{id}")),
            total: intake.table.total.as_ref().map(|says| RowView::of(ctx.t("oversight-total"), "", says)),
            sheet: intake::choice_of_sheet(&intake).map(|sheets| sheet_field(&ctx, &intake.sheet, sheets)),
            hidden_sheets: words::list(ctx.lang, intake.hidden_sheets.iter().map(String::as_str)),
            money: money_field(&ctx, upload.money),
            can: intake.may_be_kept(true),
            problem,
            root,
            upload,
            intake,
            ctx,
        }
    }
}

fn sheet_field(ctx: &Ctx, read: &str, sheets: &[String]) -> Field {
    let field = Field::new("sheet", ctx.t("oversight-preview-sheet")).kind("select").quiet().value(read);
    field.options(sheets.iter().map(|name| (name.clone(), name.clone())))
}

/// For tables that nowhere say what money is counted in.
fn money_field(ctx: &Ctx, said: Option<Unit>) -> Field {
    let as_said = (String::new(), ctx.t("oversight-preview-money-as-said"));
    let units = MONEY.iter().map(|(key, _)| ((*key).to_owned(), ctx.t(format!("oversight-preview-money-{key}"))));
    let value = MONEY.iter().find(|(_, unit)| Some(*unit) == said).map_or("", |(key, _)| key);
    let field = Field::new("money", ctx.t("oversight-preview-money")).kind("select").quiet().value(value);
    field.options(std::iter::once(as_said).chain(units))
}

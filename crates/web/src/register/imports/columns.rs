//! Which column is what: guessed, shown with samples, changed where the guess is wrong, remembered for the next file.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::text::half_width;
use linli_domain::register::intake::{FIELDS, ImportId};
use linli_formats::table::{Confidence, Mapped, Mapping, Unit};
use linli_store::register::intake::{self, Intake, State as Stand};
use serde::Deserialize;

use super::reading::Reading;
use super::{background, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::shell::{Choice, Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "register/imports/columns.html")]
struct ColumnsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    file: String,
    failed: Option<String>,
    same: Option<(String, String)>,
    hidden: Option<String>,
    sheets: Vec<Choice>,
    sheet: String,
    rows: String,
    problems: Problems,
    columns: Vec<ColumnRow>,
    fields: Vec<Choice>,
    plan_year: Field,
}

struct ColumnRow {
    index: usize,
    header: String,
    samples: String,
    field: String,
    sure: &'static str,
    units: Vec<Choice>,
    unit: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    sheet: Option<String>,
}

/// `GET /desk/{office}/imports/{id}/columns`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    columns(&app, ctx, office, about, wanted.sheet, StatusCode::OK, Problems::default()).await
}

pub(super) async fn columns(
    app: &App,
    ctx: Ctx,
    office: Office,
    about: Intake,
    sheet: Option<String>,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    if !matches!(about.state, Stand::Uploaded | Stand::Previewed | Stand::Failed) {
        return Ok(Redirect::to(&super::address(office, about.id)).into_response());
    }
    let (reading, about) = read(app, office, about, sheet).await?;
    let (digest, id) = (about.digest.clone(), about.id);
    let same = app.store.read(move |tx| intake::same_file(tx, office, &digest, id)).await?;
    let hidden =
        (!reading.hidden_sheets.is_empty()).then(|| reading.hidden_sheets.join(&ctx.t("imports-between-names")));
    let page = ColumnsPage {
        crumbs: vec![Crumb::new(ctx.t("imports-title"), super::root(office))],
        here: super::address(office, id),
        file: about.file_name.clone(),
        failed: about.message.as_ref().map(|key| ctx.t(format!("imports-message-{key}"))),
        same: same.map(|other| (super::address(office, other.id), ctx.instant(other.at))),
        hidden,
        sheets: reading.sheets.iter().map(|name| Choice { value: name.clone(), label: name.clone() }).collect(),
        sheet: reading.sheet_name().to_owned(),
        rows: ctx.t_n("imports-rows-found", reading.found.rows.len()),
        plan_year: Field::new("plan_year", ctx.t("imports-plan-year"))
            .hint(ctx.t("imports-plan-year-hint"))
            .value(reading.plan_year.map(|year| year.to_string()).unwrap_or_default())
            .problem(&problems),
        problems,
        columns: reading.found.columns.iter().map(|column| row(&ctx, &reading, column)).collect(),
        fields: fields(&ctx),
        ctx,
    };
    Ok(page_with(status, &page))
}

/// The file with its columns as they stand: decided for this import, else remembered for tables like it, else guessed.
async fn read(app: &App, office: Office, about: Intake, sheet: Option<String>) -> Result<(Reading, Intake), WebError> {
    let id = about.id;
    let bytes = app.store.read(move |tx| intake::content(tx, office, id)).await?;
    let asked = sheet.clone().or(about.sheet.clone());
    let name = about.file_name.clone();
    let work = move || Reading::of(&bytes, &name, asked.as_deref());
    let mut reading = app.parse(work).await?.map_err(WebError::fault)?;
    let decided = about.mapping.clone().filter(|_| sheet.is_none() || sheet == about.sheet);
    let fingerprint = reading.found.fingerprint();
    let mapping = match decided {
        Some(mapping) => Some(mapping),
        None => app.store.read(move |tx| intake::remembered(tx, office, &fingerprint)).await?,
    };
    if let Some(mapping) = mapping.and_then(|text| serde_json::from_str::<Mapping>(&text).ok()) {
        reading.decide(&mapping);
    }
    Ok((reading, about))
}

fn row(ctx: &Ctx, reading: &Reading, column: &linli_formats::table::Column) -> ColumnRow {
    let cells = reading.found.rows.iter().filter_map(|row| row.cells.get(column.index));
    let samples: Vec<String> =
        cells.filter(|cell| !cell.is_empty()).take(3).map(|cell| cell.shown().chars().take(30).collect()).collect();
    let kind = column.guess.and_then(|guess| FIELDS.iter().find(|f| f.key == guess.field)).map(|field| field.kind);
    let unit = |unit: Unit, key: &str| Choice { value: unit_key(unit).to_owned(), label: ctx.t(key) };
    let units = match kind {
        Some(FieldKind::Money) => vec![
            unit(Unit::Yuan, "imports-unit-yuan"),
            unit(Unit::Wan, "imports-unit-wan"),
            unit(Unit::Yi, "imports-unit-yi"),
        ],
        Some(FieldKind::Area) => vec![
            unit(Unit::SquareMetre, "imports-unit-square-metre"),
            unit(Unit::WanSquareMetre, "imports-unit-wan-square-metre"),
        ],
        _ => Vec::new(),
    };
    ColumnRow {
        index: column.index,
        header: if column.header.is_empty() { format!("{}", column.index + 1) } else { column.header.clone() },
        samples: samples.join(" · "),
        field: column.guess.map(|guess| guess.field.to_owned()).unwrap_or_default(),
        sure: match column.guess.map(|guess| guess.confidence) {
            Some(Confidence::Exact) => "exact",
            Some(_) => "guess",
            None => "none",
        },
        units,
        unit: column.unit.map(unit_key).unwrap_or_default().to_owned(),
    }
}

fn fields(ctx: &Ctx) -> Vec<Choice> {
    let none = Choice { value: String::new(), label: ctx.t("imports-not-read") };
    let field = |field: &linli_domain::kernel::table::Field| Choice {
        value: field.key.to_owned(),
        label: words::field(ctx.lang, field.key),
    };
    std::iter::once(none).chain(FIELDS.iter().map(field)).collect()
}

const UNITS: [Unit; 5] = [Unit::Yuan, Unit::Wan, Unit::Yi, Unit::SquareMetre, Unit::WanSquareMetre];

const fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Yuan => "yuan",
        Unit::Wan => "wan",
        Unit::Yi => "yi",
        Unit::SquareMetre => "square_metre",
        Unit::WanSquareMetre => "wan_square_metre",
        Unit::WanCount => "wan_count",
        Unit::Percent => "percent",
    }
}

/// `POST /desk/{office}/imports/{id}/columns`: the columns are decided, the rows are planned.
pub async fn confirm(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    let sheet = form.get("sheet").cloned();
    let mut mapping = decided(&form);
    let mut problems = problems(&ctx, &mapping);
    let typed = half_width(form.get("plan_year").map_or("", String::as_str));
    match typed.trim().trim_end_matches('年') {
        "" => {}
        year => match year.parse::<i16>() {
            Ok(year) if (2000..2100).contains(&year) => mapping.plan_year = Some(year),
            _ => problems.add("plan_year", ctx.t("imports-why-year")),
        },
    }
    if !problems.is_empty() {
        let about = Intake { mapping: serde_json::to_string(&mapping).ok(), sheet: sheet.clone(), ..about };
        return columns(&app, ctx, office, about, sheet, StatusCode::UNPROCESSABLE_ENTITY, problems).await;
    }
    let (reading, _) = read(&app, office, about, sheet).await?;
    let (fingerprint, sheet) = (reading.found.fingerprint(), reading.sheet_name().to_owned());
    let text = serde_json::to_string(&mapping).map_err(WebError::fault)?;
    let remembered = Mapping { plan_year: None, ..mapping };
    let remembered = serde_json::to_string(&remembered).map_err(WebError::fault)?;
    let kept = app.store.write(&actor, move |tx| {
        intake::begin_planning(tx, id, &sheet, &text)?;
        intake::remember(tx, &fingerprint, &remembered)
    });
    match kept.await {
        Ok(()) => background::plan(&app, &actor, id).await,
        // Somebody else has gone on already: the page shows how far it is.
        Err(linli_store::Error::Missing) => {}
        Err(other) => return Err(other.into()),
    }
    Ok(Redirect::to(&super::address(office, id)).into_response())
}

fn decided(form: &BTreeMap<String, String>) -> Mapping {
    let mut mapping = Mapping::default();
    for (name, value) in form {
        if let Some(index) = name.strip_prefix("field-").and_then(|index| index.parse::<usize>().ok()) {
            let field = FIELDS.iter().find(|field| field.key == value).map(|field| field.key.to_owned());
            let unit = form.get(&format!("unit-{index}"));
            let unit = unit.and_then(|key| UNITS.into_iter().find(|unit| unit_key(*unit) == key));
            mapping.columns.insert(index, Mapped { field, unit });
        }
    }
    mapping
}

/// Every row needs a name or our number, and no two columns are the same thing.
fn problems(ctx: &Ctx, mapping: &Mapping) -> Problems {
    let mut problems = Problems::default();
    let taken: Vec<&str> = mapping.columns.values().filter_map(|mapped| mapped.field.as_deref()).collect();
    if !taken.iter().any(|field| matches!(*field, "name" | "number")) {
        problems.add("columns", ctx.t("imports-no-name"));
    }
    for field in FIELDS {
        if taken.iter().filter(|key| **key == field.key).count() > 1 {
            let name = words::field(ctx.lang, field.key);
            problems.add("columns", ctx.t_with("imports-field-twice", &[("field", name)]));
        }
    }
    problems
}

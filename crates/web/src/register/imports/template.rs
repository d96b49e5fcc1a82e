//! The form that offices fill in: headers, an example, lists to choose from, and a sheet that explains.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::Level;
use linli_domain::kernel::table::FieldKind;
use linli_domain::register::Division;
use linli_domain::register::facts::Ownership;
use linli_domain::register::intake::FIELDS;
use linli_formats::sheet::{Format, Template, TemplateColumn, write_template};
use linli_formats::table::Cell;
use linli_store::register::division;

use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::OfficeOf;
use crate::shell::{Ctx, Lang};

/// What the form asks for: the office's own county and our number need no filling in, one column holds the place on the map.
const LEFT_OUT: [&str; 3] = ["county", "longitude", "latitude"];

/// `GET /desk/{office}/imports/template.xlsx`
pub async fn download(State(app): State<App>, ctx: Ctx, OfficeOf(office): OfficeOf) -> Result<Response, WebError> {
    let divisions = app.store.read(move |tx| division::within(tx, office.code())).await?;
    let lang = ctx.lang;
    let work = move || write_template(&form(lang, &divisions));
    let bytes = tokio::task::spawn_blocking(work).await.map_err(WebError::fault)?.map_err(WebError::fault)?;
    Ok(workbook(bytes, "template.xlsx"))
}

pub(super) fn workbook(bytes: Vec<u8>, name: &str) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, bytes).into_response()
}

fn form(lang: Lang, divisions: &[Division]) -> Template {
    let t = |key: &str| lang.text(key);
    let names = |level: Level| divisions.iter().filter(move |d| d.code.level() == level).map(|d| d.name.clone());
    let column = |field: &linli_domain::kernel::table::Field| TemplateColumn {
        header: header(lang, field.key),
        format: match field.kind {
            FieldKind::Integer => Format::Count,
            FieldKind::Money | FieldKind::Area => Format::Amount,
            FieldKind::Date => Format::Date,
            _ => Format::Text,
        },
        required: matches!(field.key, "name" | "town"),
        explanation: t(&format!("imports-hint-{}", field.key)),
        example: example(lang, field.key, divisions),
        choices: match field.key {
            "town" => names(Level::Town).collect(),
            "community" => names(Level::Community).collect(),
            "ownership" => Ownership::ALL.iter().map(|kind| words::ownership(lang, *kind)).collect(),
            "arrangement" => vec![t("imports-single"), t("imports-contiguous")],
            _ => Vec::new(),
        },
    };
    Template {
        sheet_name: t("imports-sheet"),
        title: None,
        number_header: t("imports-serial"),
        example_label: t("imports-example"),
        columns: FIELDS.iter().filter(|field| !LEFT_OUT.contains(&field.key)).map(column).collect(),
        explanations_name: t("imports-explanations"),
        explanation_headers: [
            t("imports-explain-column"),
            t("imports-explain-required"),
            t("imports-explain-how"),
            t("imports-explain-choices"),
        ],
        yes_no: [t("imports-yes"), t("imports-no")],
    }
}

/// The name of the field with its unit, as a table says it.
fn header(lang: Lang, key: &str) -> String {
    let unit = match key {
        "floor_area" => "imports-unit-square-metre",
        "planned_investment" => "imports-unit-wan",
        _ => return words::field(lang, key),
    };
    format!("{}（{}）", words::field(lang, key), lang.text(unit))
}

fn example(lang: Lang, key: &str, divisions: &[Division]) -> Cell {
    let first = |level| divisions.iter().find(|d| d.code.level() == level).map_or("", |d| d.name.as_str());
    match key {
        "name" => Cell::text(lang.text("imports-example-name")),
        "town" => first(Level::Town).into(),
        "community" => first(Level::Community).into(),
        "built_year" => 1988.into(),
        "plan_year" => 2022.into(),
        "floor_area" => Cell::number("12000.50"),
        "buildings" => 6.into(),
        "households" => 120.into(),
        "planned_investment" => Cell::number("360.5"),
        "ownership" => Cell::text(words::ownership(lang, Ownership::Reform)),
        "arrangement" => Cell::text(lang.text("imports-single")),
        "started_on" => linli_domain::kernel::Date::constant(2022, 4, 20).into(),
        _ => Cell::Empty,
    }
}

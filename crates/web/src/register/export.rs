//! Taking the register away as a file (导出): what the list shows, in columns that an import reads again.
//!
//! A file leaves the house, so each one is a line in the trail. Its headings are Chinese whoever takes it: it goes
//! back into Linli, or to an office that knows these words.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::register::Neighbourhood;
use linli_domain::register::facts::{Arrangement, Facts, Field};
use linli_formats::sheet::{Column, Format, Table, write_csv, write_xlsx};
use linli_formats::table::Cell;
use linli_store::Store;
use linli_store::register::listing::{self, Wanted};

use super::list::Asked;
use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::Lang;

/// The most rows of one file; an office of that size narrows the list first.
const MOST: usize = 50_000;

/// `GET /desk/{office}/register/export.xlsx`
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, "xlsx").await?;
    let bytes = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes.map_err(WebError::fault)?, kind, office, app.today(), "xlsx"))
}

/// `GET /desk/{office}/register/export.csv`
pub async fn csv(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, "csv").await?;
    let bytes = write_csv(&table).map_err(WebError::fault)?;
    Ok(file(bytes, "text/csv; charset=utf-8", office, app.today(), "csv"))
}

async fn table(app: &App, actor: &Actor, office: Office, asked: &Asked, kind: &'static str) -> Result<Table, WebError> {
    let wanted = Wanted { after: None, before: None, ..asked.wanted(actor, Act::ExportRegister, office) };
    let detail = serde_json::json!({
        "kind": kind, "words": wanted.words, "stage": asked.stage, "year": asked.year, "town": asked.town,
    });
    let taken = take(&app.store, actor, office, &wanted, detail, app.today()).await.map_err(|why| match why {
        CannotExport::TooMany => WebError::Unprocessable,
        CannotExport::Store(error) => error.into(),
    })?;
    Ok(Table { illustrative: app.config.illustrative.then(|| Lang::Zh.text("shell-illustrative")), ..taken })
}

/// Why nothing was taken away.
#[derive(Debug, thiserror::Error)]
pub enum CannotExport {
    #[error("more than {MOST} rows")]
    TooMany,
    #[error(transparent)]
    Store(#[from] linli_store::Error),
}

/// The neighbourhoods that are wanted, as a table; that they were taken away stands in the trail with `detail`.
pub async fn take(
    store: &Store,
    actor: &Actor,
    office: Office,
    wanted: &Wanted,
    detail: serde_json::Value,
    today: Date,
) -> Result<Table, CannotExport> {
    let wanted = wanted.clone();
    let read = store.read(move |tx| {
        let found = listing::page(tx, office, &wanted, MOST)?;
        if found.next.is_some() {
            return Err(CannotExport::TooMany);
        }
        Ok((found.rows, Names::read(tx, office)?))
    });
    let (rows, names) = read.await?;
    // Written before anything leaves the house; others who write wait for a line only, not for the reading.
    let mut detail = detail;
    detail["rows"] = rows.len().into();
    let kept = store.write(actor, move |tx| {
        tx.record("register.exported", office, detail.clone());
        Ok::<_, CannotExport>(())
    });
    kept.await?;
    let headings = std::iter::once(Column::new("编号", Format::Text))
        .chain(Field::ALL.into_iter().map(|field| Column::new(field.heading(), format(field))))
        .chain(["所在地", "改造状态"].map(|heading| Column::new(heading, Format::Text)));
    Ok(Table {
        name: "小区台账".to_owned(),
        title: None,
        illustrative: None,
        columns: headings.collect(),
        rows: rows.iter().map(|n| line(n, &names, today)).collect(),
        notes: Vec::new(),
    })
}

const fn format(field: Field) -> Format {
    match field {
        Field::Buildings | Field::Households => Format::Count,
        Field::FloorArea | Field::PlannedInvestment => Format::Amount,
        Field::StartedOn | Field::FinishedOn => Format::Date,
        _ => Format::Text,
    }
}

fn line(n: &Neighbourhood, names: &Names, today: Date) -> Vec<Cell> {
    let stage = Lang::Zh.text(&format!("register-stage-{}", n.stage(today).as_str()));
    std::iter::once(Cell::text(&n.number))
        .chain(Field::ALL.into_iter().map(|field| cell(&n.facts, field)))
        .chain([Cell::text(names.place(n.facts.division)), Cell::text(stage)])
        .collect()
}

fn cell(facts: &Facts, field: Field) -> Cell {
    let known = match field {
        Field::FloorArea => facts.floor_area.map(Cell::area),
        Field::Buildings => facts.buildings.map(Cell::from),
        Field::Households => facts.households.map(Cell::from),
        Field::PlannedInvestment => facts.planned_investment.map(|money| Cell::money(money, MoneyUnit::Wan)),
        Field::StartedOn => facts.started_on.map(Cell::from),
        Field::FinishedOn => facts.finished_on.map(Cell::from),
        Field::Ownership => {
            facts.ownership.map(|kind| Cell::text(Lang::Zh.text(&format!("register-ownership-{}", kind.as_str()))))
        }
        Field::Arrangement => facts.arrangement.as_ref().map(|arrangement| match arrangement {
            Arrangement::Single => Cell::text("单体"),
            Arrangement::Contiguous(area) => Cell::text(format!("连片：{area}")),
        }),
        _ => facts.text(field).map(Cell::text),
    };
    known.unwrap_or_default()
}

fn file(bytes: Vec<u8>, kind: &'static str, office: Office, today: Date, ending: &str) -> Response {
    let name = format!("attachment; filename=\"register-{office}-{today}.{ending}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

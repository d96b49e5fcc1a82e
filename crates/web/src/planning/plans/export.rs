//! `GET …/table.xlsx`: a version as a workbook: every item with its figures, whose money, who looks after it, for which needs.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::people::Act;
use linli_domain::planning::{Item, VersionId};
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::planning::plan::{self, Known};
use serde_json::json;

use super::super::words::{self, Places};
use super::number;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, file};

const COLUMNS: [(&str, Format); 12] = [
    ("class", Format::Text),
    ("work", Format::Text),
    ("item", Format::Text),
    ("where", Format::Text),
    ("quantity", Format::Text),
    ("unit-cost", Format::Amount),
    ("cost", Format::Amount),
    ("standing", Format::Text),
    ("sources", Format::Text),
    ("upkeep", Format::Text),
    ("needs", Format::Text),
    ("reason", Format::Text),
];

pub async fn xlsx(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let known = plan::know(tx, office, id, today)?;
        let places = plan::places(tx, office, known.version.neighbourhood)?;
        Ok::<_, WebError>((known, places))
    });
    let (known, places) = read.await?;
    actor.may(Act::ReadPlans, &known.place.place())?;
    let name = format!("{} {}", known.place.facts.name, number(&ctx, &known.version));
    let table = Table {
        name: ctx.t("plans-items"),
        title: Some(name.clone()),
        illustrative: app.config.illustrative.then(|| ctx.t("shell-illustrative")),
        columns: COLUMNS.iter().map(|(key, format)| Column::new(ctx.t(format!("plans-col-{key}")), *format)).collect(),
        rows: known.items.iter().map(|item| line(&ctx, &known, &places, item)).collect(),
        notes: Vec::new(),
    };
    let detail = json!({ "kind": "xlsx", "rows": known.items.len() });
    let kept = app.store.write(&actor, move |tx| {
        tx.record("plan.exported", id, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    let bytes = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &name, "xlsx", kind, bytes.map_err(WebError::fault)?))
}

fn line(ctx: &Ctx, known: &Known, places: &Places, item: &Item) -> Vec<Cell> {
    let needs = known.needs.iter().filter(|need| item.needs.contains(&need.id));
    let needs: Vec<&str> = needs.map(|need| need.facts.title.as_str()).collect();
    vec![
        Cell::text(words::class(ctx, &known.catalogue, &item.class)),
        Cell::text(words::work(ctx, &known.catalogue, &item.work)),
        Cell::text(&item.title),
        Cell::text(words::place(ctx, places, item.place)),
        Cell::text(words::quantity(ctx, item)),
        Cell::money(item.unit_cost, MoneyUnit::Yuan),
        Cell::money(item.cost(), MoneyUnit::Yuan),
        Cell::text(ctx.t(words::standing_key(item.standing))),
        Cell::text(words::sources(ctx, item)),
        Cell::text(words::upkeep(ctx, item)),
        Cell::text(needs.join(&ctx.t("plans-and"))),
        Cell::text(&item.reason),
    ]
}

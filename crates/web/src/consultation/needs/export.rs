//! Needs as a workbook (导出): every need that stands, with the households behind it; no text of a resident is in it.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::Catalogue;
use linli_domain::kernel::people::Act;
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::consultation::catalogue;
use linli_store::consultation::need::{self, Listed};
use linli_store::register::listing::Reach;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, SignedIn};
use crate::shell::{Ctx, Lang, file};

/// The most rows of one file.
const MOST: usize = 20_000;
const COLUMNS: [(&str, Format); 10] = [
    ("小区", Format::Text),
    ("需求", Format::Text),
    ("改造内容", Format::Text),
    ("类别", Format::Text),
    ("紧急程度", Format::Text),
    ("户数", Format::Count),
    ("意见数", Format::Count),
    ("未核实意见数", Format::Count),
    ("待答复意见数", Format::Count),
    ("答复", Format::Text),
];

/// `GET /desk/{office}/needs/export.xlsx`
pub async fn xlsx(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let (today, reach) = (app.today(), Reach::of(&actor, Act::ExportOpinions, office));
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((need::list(tx, office, &reach, MOST + 1)?, catalogue::of(tx, office, today)?.catalogue))
    });
    let (all, catalogue) = read.await?;
    if all.len() > MOST {
        return Err(WebError::Unprocessable);
    }
    let table = Table {
        name: "居民需求".to_owned(),
        title: None,
        illustrative: app.config.illustrative.then(|| Lang::Zh.text("shell-illustrative")),
        columns: COLUMNS.into_iter().map(|(heading, format)| Column::new(heading, format)).collect(),
        rows: all.iter().map(|one| line(one, &catalogue)).collect(),
        notes: Vec::new(),
    };
    let detail = serde_json::json!({ "kind": "xlsx", "rows": all.len() });
    let kept = app.store.write(&actor, move |tx| {
        tx.record("needs.exported", office, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    let bytes = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &format!("居民需求-{today}"), "xlsx", kind, bytes.map_err(WebError::fault)?))
}

fn line(one: &Listed, catalogue: &Catalogue) -> Vec<Cell> {
    let need = &one.need;
    let item = catalogue.item(&need.facts.item);
    let class = item.and_then(|item| catalogue.class(&item.class));
    let verdict =
        one.verdict.map(|verdict| Lang::Zh.text(&format!("opinions-verdict-{}", verdict.as_str().replace('_', "-"))));
    vec![
        Cell::text(&one.neighbourhood),
        Cell::text(&need.facts.title),
        Cell::text(item.map_or(need.facts.item.as_str(), |item| item.name.zh.as_str())),
        Cell::text(class.map_or("", |class| class.name.zh.as_str())),
        Cell::text(Lang::Zh.text(&format!("needs-urgency-{}", need.urgency().as_str().replace('_', "-")))),
        Cell::from(need.weight.households),
        Cell::from(need.weight.opinions),
        Cell::from(need.weight.unverified),
        Cell::from(need.weight.waiting),
        Cell::text(verdict.unwrap_or_default()),
    ]
}

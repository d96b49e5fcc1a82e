//! Taking opinions away as a file (导出): the list as it is narrowed, with the texts. That it left the house stands in the trail.

use axum::extract::State as Shared;
use axum::response::Response;
use linli_domain::consultation::Catalogue;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office, Personal};
use linli_formats::sheet::{Column, Format, Table, write_csv, write_xlsx};
use linli_formats::table::Cell;
use linli_store::consultation::catalogue;
use linli_store::consultation::opinion::{self, Listed};

use super::list::Asked;
use super::veil;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Lang, file};

/// The most rows of one file; a list of that size is narrowed first.
const MOST: usize = 20_000;
const COLUMNS: [(&str, Format); 14] = [
    ("编号", Format::Text),
    ("小区", Format::Text),
    ("楼栋", Format::Text),
    ("单元", Format::Text),
    ("房号", Format::Text),
    ("日期", Format::Date),
    ("来源", Format::Text),
    ("意见", Format::Text),
    ("愿望", Format::Text),
    ("安全隐患", Format::Text),
    ("收到日期", Format::Date),
    ("答复期限", Format::Date),
    ("状态", Format::Text),
    ("核实", Format::Text),
];

/// `GET /desk/{office}/opinions/export.xlsx`
pub async fn xlsx(
    Shared(app): Shared<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, "xlsx").await?;
    let bytes = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &name(app.today()), "xlsx", kind, bytes.map_err(WebError::fault)?))
}

/// `GET /desk/{office}/opinions/export.csv`
pub async fn csv(
    Shared(app): Shared<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let table = table(&app, &actor, office, &asked, "csv").await?;
    Ok(file(&ctx, &name(app.today()), "csv", "text/csv; charset=utf-8", write_csv(&table).map_err(WebError::fault)?))
}

fn name(today: Date) -> String {
    format!("居民意见-{today}")
}

async fn table(app: &App, actor: &Actor, office: Office, asked: &Asked, kind: &'static str) -> Result<Table, WebError> {
    let today = app.today();
    let wanted = opinion::Wanted { after: None, ..asked.wanted(actor, Act::ExportOpinions, office, today) };
    let read = app.store.read(move |tx| {
        let found = opinion::page(tx, office, &wanted, MOST + 1)?;
        let wishes = opinion::all_wishes(tx, office)?;
        Ok::<_, WebError>((found, wishes, catalogue::of(tx, office, today)?.catalogue))
    });
    let (mut found, wishes, catalogue) = read.await?;
    for one in &mut found {
        veil(actor, office, &mut one.opinion);
    }
    if found.len() > MOST {
        return Err(WebError::Unprocessable);
    }
    // Written before anything leaves the house.
    let detail = serde_json::json!({ "kind": kind, "rows": found.len(), "show": asked.show });
    let kept = app.store.write(actor, move |tx| {
        tx.record("opinions.exported", office, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    let row = |one: &Listed| line(one, wishes.get(&one.opinion.id).map_or(&[][..], Vec::as_slice), &catalogue);
    Ok(Table {
        name: "居民意见".to_owned(),
        title: None,
        illustrative: app.config.illustrative.then(|| Lang::Zh.text("shell-illustrative")),
        columns: COLUMNS.into_iter().map(|(heading, format)| Column::new(heading, format)).collect(),
        rows: found.iter().map(row).collect(),
        notes: Vec::new(),
    })
}

/// What was said; nothing tells it where it is sealed, and what was let go of says so.
fn words(text: &Personal) -> String {
    match text {
        Personal::Known(text) => text.clone(),
        Personal::Closed => "—".to_owned(),
        Personal::Erased => Lang::Zh.text("people-personal-erased"),
    }
}

/// In columns that an import reads again.
fn line(one: &Listed, wishes: &[String], catalogue: &Catalogue) -> Vec<Cell> {
    let opinion = &one.opinion;
    let word = |family: &str, word: &str| Cell::text(Lang::Zh.text(&format!("opinions-{family}-{word}")));
    let named = |code: &String| catalogue.item(code).map_or_else(|| code.clone(), |item| item.name.zh.clone());
    let wishes: Vec<String> = wishes.iter().map(named).collect();
    vec![
        Cell::text(opinion.id.to_string()),
        Cell::text(&one.neighbourhood),
        Cell::text(&one.building),
        Cell::text(&one.entrance),
        Cell::text(&one.room),
        Cell::from(opinion.said_on),
        word("channel", opinion.channel.as_str()),
        Cell::text(words(&opinion.text)),
        Cell::text(wishes.join("；")),
        Cell::text(if opinion.hazard { "是" } else { "" }),
        Cell::from(opinion.received_on),
        Cell::from(opinion.standing.due),
        word("state", opinion.standing.state().as_str()),
        // Who counts households leaves the others out.
        Cell::text(Lang::Zh.text(if opinion.address.is_verified() {
            "opinions-verified"
        } else {
            "opinions-unverified"
        })),
    ]
}

//! A campaign as a workbook (导出): each door that was visited, and what was answered but for the words. That it left the house stands
//! in the trail.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::CampaignId;
use linli_domain::kernel::{Money, Office};
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::consultation::survey::{self, said};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, Lang, file};

/// The most rows of one file.
const MOST: usize = 100_000;
const COLUMNS: [(&str, Format); 11] = [
    ("小区", Format::Text),
    ("楼栋", Format::Text),
    ("单元", Format::Text),
    ("房号", Format::Text),
    ("入户结果", Format::Text),
    ("入户次数", Format::Count),
    ("是否愿意改造", Format::Text),
    ("是否愿意出资", Format::Text),
    ("愿出资金额（元）", Format::Amount),
    ("愿意参加理事会", Format::Text),
    ("调查员", Format::Text),
];

/// `GET /desk/{office}/surveys/{campaign}/export.xlsx`
pub async fn xlsx(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    let read = app
        .store
        .read(move |tx| Ok::<_, WebError>((survey::get(tx, office, id)?.name, said::lines(tx, office, id, MOST + 1)?)));
    let (name, lines) = read.await?;
    if lines.len() > MOST {
        return Err(WebError::Unprocessable);
    }
    let detail = serde_json::json!({ "kind": "xlsx", "rows": lines.len() });
    let kept = app.store.write(&actor, move |tx| {
        tx.record("campaign.exported", id, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    let table = Table {
        name: "入户情况".to_owned(),
        title: Some(name.clone()),
        illustrative: app.config.illustrative.then(|| Lang::Zh.text("shell-illustrative")),
        columns: COLUMNS.into_iter().map(|(heading, format)| Column::new(heading, format)).collect(),
        rows: lines.iter().map(row).collect(),
        notes: Vec::new(),
    };
    let bytes = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&ctx, &format!("入户情况-{}", app.today()), "xlsx", kind, bytes.map_err(WebError::fault)?))
}

fn row(one: &said::Line) -> Vec<Cell> {
    let will = |will: &Option<String>| {
        Cell::text(will.as_ref().map_or_else(String::new, |will| Lang::Zh.text(&format!("door-{will}"))))
    };
    let amount = one.pay_fen.map_or_else(|| Cell::text(""), |fen| Cell::number(Money::from_fen(fen).to_yuan()));
    let council = one.council.map_or("", |yes| if yes { "是" } else { "否" });
    vec![
        Cell::text(&one.neighbourhood),
        Cell::text(&one.building),
        Cell::text(&one.entrance),
        Cell::text(&one.room),
        Cell::text(Lang::Zh.text(&format!("survey-{}", one.state))),
        Cell::from(one.visits),
        will(&one.willing),
        will(&one.pay),
        amount,
        Cell::text(council),
        Cell::text(&one.member),
    ]
}

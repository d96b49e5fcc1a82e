//! The refused rows as a workbook: as they came, with the reasons beside them, to be corrected and loaded again.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::register::intake::ImportId;
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::{Cell, Unit};
use linli_store::Error;
use linli_store::register::intake;

use super::reading::Reading;
use super::{background, template, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, Lang};

/// Rows in one file: what nobody will correct by hand is not written.
const MOST: i64 = 20_000;

/// `GET /desk/{office}/imports/{id}/refused.xlsx`
pub async fn download(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
) -> Result<Response, WebError> {
    background::look(&app, &actor, id).await?;
    let read = app.store.read(move |tx| {
        let about = intake::get(tx, office, id)?;
        let lines = intake::page(tx, office, id, "refused", 0, MOST)?;
        Ok::<_, Error>((about, lines, intake::content(tx, office, id)?))
    });
    let (about, lines, bytes) = read.await?;
    if lines.is_empty() {
        return Err(WebError::NotFound);
    }
    let lang = ctx.lang;
    let reasons: BTreeMap<i64, String> = lines
        .iter()
        .map(|line| (line.row, line.reasons.iter().map(|r| words::sentence(lang, r)).collect::<Vec<_>>().join("；")))
        .collect();
    let name = about.file_name.clone();
    let work = move || {
        let reading = Reading::of(&bytes, &name, about.sheet.as_deref()).map_err(WebError::fault)?;
        write_xlsx(&table(lang, &reading, &reasons)).map_err(WebError::fault)
    };
    let bytes = app.parse(work).await??;
    Ok(template::workbook(bytes, "refused.xlsx"))
}

fn table(lang: Lang, reading: &Reading, reasons: &BTreeMap<i64, String>) -> Table {
    let mut columns = vec![Column::new(lang.text("imports-refused-reason"), Format::Text)];
    columns.extend(reading.found.columns.iter().map(|column| Column::new(headed(column), Format::Text)));
    let rows = reading.found.rows.iter().filter_map(|row| {
        let reason = reasons.get(&i64::from(row.number))?;
        let cells = (0..reading.found.columns.len()).map(|at| row.cells.get(at).cloned().unwrap_or_default());
        Some(std::iter::once(Cell::text(reason.as_str())).chain(cells).collect())
    });
    Table { name: lang.text("imports-outcome-refused"), columns, rows: rows.collect(), ..Table::default() }
}

/// A unit that stood above the table goes into the header: the new file has no such line.
fn headed(column: &linli_formats::table::Column) -> String {
    let word = match column.unit {
        Some(Unit::Yuan) => "元",
        Some(Unit::Wan) => "万元",
        Some(Unit::Yi) => "亿元",
        Some(Unit::SquareMetre) => "㎡",
        Some(Unit::WanSquareMetre) => "万㎡",
        _ => return column.header.clone(),
    };
    let said = column.header.contains(['（', '(', '_']) || column.header.contains(word);
    if said { column.header.clone() } else { format!("{}（{word}）", column.header) }
}

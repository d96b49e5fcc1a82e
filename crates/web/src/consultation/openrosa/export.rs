//! Taking answers away as a file (导出填报): CSV table by table, JSON with the repeats inside, GeoJSON of every place. All by the
//! version that is offered now; what it does not know is in the JSON. That it left the house stands in the trail.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::openrosa::FieldFormId;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_formats::xforms::export::{write_csv, write_geojson, write_json};
use linli_formats::xforms::{Answers, Form, TableShape};
use linli_store::consultation::openrosa::{form, listing};
use serde::Deserialize;

use super::tables;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Ctx, file};

/// The most answers of one file, and how many are read at one time.
const MOST: usize = 20_000;
const BATCH: usize = 25;
/// The most bytes of answers that are taken together for a file.
const MOST_BYTES: i64 = 256 << 20;

/// Which table, the main one first.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    table: usize,
}

type At = Path<(Office, FieldFormId)>;

/// Writes answers by the tables of their form.
type Write = fn(&[TableShape], &[Answers], usize) -> Result<Vec<u8>, WebError>;

pub async fn csv(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    at: At,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let write: Write = |shapes, answers, table| {
        if table >= shapes.len() {
            return Err(WebError::NotFound);
        }
        let mut out = Vec::new();
        write_csv(shapes, table, answers, &mut out).map_err(WebError::fault)?;
        Ok(out)
    };
    let bytes = written(&app, &actor, at.0, "csv", asked.table, write).await?;
    Ok(file(&ctx, &ctx.t("openrosa-file-name"), "csv", "text/csv; charset=utf-8", bytes))
}

pub async fn json(State(app): State<App>, ctx: Ctx, SignedIn(actor): SignedIn, at: At) -> Result<Response, WebError> {
    let write: Write = |shapes, answers, _| {
        let mut out = Vec::new();
        write_json(shapes, answers, &mut out).map_err(WebError::fault)?;
        Ok(out)
    };
    let bytes = written(&app, &actor, at.0, "json", 0, write).await?;
    Ok(file(&ctx, &ctx.t("openrosa-file-name"), "json", "application/json", bytes))
}

pub async fn geojson(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    at: At,
) -> Result<Response, WebError> {
    let write: Write = |shapes, answers, _| {
        let mut out = Vec::new();
        write_geojson(shapes, answers, &mut out).map_err(WebError::fault)?;
        Ok(out)
    };
    let bytes = written(&app, &actor, at.0, "geojson", 0, write).await?;
    Ok(file(&ctx, &ctx.t("openrosa-file-name"), "geojson", "application/geo+json", bytes))
}

async fn written(
    app: &App,
    actor: &Actor,
    (office, id): (Office, FieldFormId),
    kind: &'static str,
    table: usize,
    write: Write,
) -> Result<Vec<u8>, WebError> {
    let read = app.store.read(move |tx| {
        let form = form::get(tx, office, id)?;
        form::xml(tx, office, id, form.number)
    });
    let (xml, _) = read.await?;
    let form = app.parse(move || Form::read(xml.as_bytes())).await?.map_err(WebError::fault)?;
    let (mut all, mut before, mut form, mut bytes) = (Vec::new(), None, form, 0_i64);
    loop {
        let batch = app.store.read(move |tx| listing::page(tx, office, id, before, false, BATCH)).await?;
        let Some(last) = batch.last() else { break };
        before = Some((last.received_at, last.id));
        bytes += batch.iter().map(|one| one.bytes).sum::<i64>();
        let ended = batch.len() < BATCH;
        let (known, answers) = app
            .parse(move || {
                let answers: Vec<Answers> = batch.iter().filter_map(|one| tables::answers(one, &form)).collect();
                (form, answers)
            })
            .await?;
        form = known;
        all.extend(answers);
        if all.len() > MOST || bytes > MOST_BYTES {
            return Err(WebError::Unprocessable);
        }
        if ended {
            break;
        }
    }
    // Written before anything leaves the house.
    let detail = serde_json::json!({ "kind": kind, "rows": all.len(), "form": form.id });
    let kept = app.store.write(actor, move |tx| {
        tx.record("forms.exported", id, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    app.parse(move || write(&form.tables(), &all, table)).await?
}

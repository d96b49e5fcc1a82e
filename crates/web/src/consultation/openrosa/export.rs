//! Taking answers away as a file (导出填报): CSV table by table, JSON with the repeats inside, GeoJSON of every place. All by the
//! version that is offered now; what it does not know is in the JSON. That it left the house stands in the trail.
//!
//! The file is sent while it is read, batch by batch: a county's answers fit on a phone, not all at once in memory.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt as _};
use linli_domain::consultation::openrosa::{FieldFormId, SubmissionId};
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Office, Timestamp};
use linli_formats::xforms::export::{Export, Kind};
use linli_formats::xforms::{Answers, Form};
use linli_store::consultation::openrosa::{form, listing};
use serde::Deserialize;

use super::tables;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Ctx, sent_as};

/// How many answers are read at one time.
const BATCH: usize = 25;

/// Which table, the main one first.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    table: usize,
}

type At = Path<(Office, FieldFormId)>;

pub async fn csv(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    at: At,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let named = |form: &str| if asked.table == 0 { form.to_owned() } else { format!("{form}-{}", asked.table + 1) };
    send(app, &ctx, &actor, at.0, ("csv", "text/csv; charset=utf-8"), Kind::Csv(asked.table), named).await
}

pub async fn json(State(app): State<App>, ctx: Ctx, SignedIn(actor): SignedIn, at: At) -> Result<Response, WebError> {
    send(app, &ctx, &actor, at.0, ("json", "application/json"), Kind::Json, str::to_owned).await
}

pub async fn geojson(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    at: At,
) -> Result<Response, WebError> {
    send(app, &ctx, &actor, at.0, ("geojson", "application/geo+json"), Kind::Geojson, str::to_owned).await
}

async fn send(
    app: App,
    ctx: &Ctx,
    actor: &Actor,
    (office, id): (Office, FieldFormId),
    (end, media): (&'static str, &'static str),
    kind: Kind,
    named: impl FnOnce(&str) -> String,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let form = form::get(tx, office, id)?;
        form::xml(tx, office, id, form.number)
    });
    let (xml, _) = read.await?;
    let form = app.parse(move || Form::read(xml.as_bytes())).await?.map_err(WebError::fault)?;
    let tables = form.tables();
    if matches!(kind, Kind::Csv(table) if table >= tables.len()) {
        return Err(WebError::NotFound);
    }
    let name = named(&form.title);
    // Written before anything leaves the house.
    let detail = serde_json::json!({ "kind": end, "form": form.id });
    let kept = app.store.write(actor, move |tx| {
        tx.record("forms.exported", id, detail.clone());
        Ok::<_, WebError>(())
    });
    kept.await?;
    let export = Export::new(kind, tables);
    let head = export.head().map_err(WebError::fault)?;
    let head = stream::once(async move { Ok(Bytes::from(head)) });
    let rest = rest(Reading { app, office, id, form: Arc::new(form), export, before: None, ended: false });
    Ok((sent_as(ctx, &name, end, media), Body::from_stream(head.chain(rest))).into_response())
}

/// How far a file has come.
struct Reading {
    app: App,
    office: Office,
    id: FieldFormId,
    form: Arc<Form>,
    export: Export,
    before: Option<(Timestamp, SubmissionId)>,
    ended: bool,
}

/// Batch after batch, then the foot. What fails on the way cuts the file off, so that no half one is taken for whole.
fn rest(reading: Reading) -> impl Stream<Item = Result<Bytes, WebError>> {
    stream::try_unfold(Some(reading), async |reading| {
        let Some(mut reading) = reading else { return Ok(None) };
        if reading.ended {
            return Ok(Some((Bytes::from_static(reading.export.foot()), None)));
        }
        let bytes = reading.next().await?;
        Ok(Some((bytes, Some(reading))))
    })
    .inspect(|part: &Result<Bytes, WebError>| {
        if let Err(error) = part {
            tracing::error!(error = ?error, "an export ended early");
        }
    })
}

impl Reading {
    async fn next(&mut self) -> Result<Bytes, WebError> {
        let (office, id, before) = (self.office, self.id, self.before);
        let batch = self.app.store.read(move |tx| listing::page(tx, office, id, before, false, BATCH)).await?;
        self.before = batch.last().map(|last| (last.received_at, last.id));
        self.ended = batch.len() < BATCH;
        let form = Arc::clone(&self.form);
        let read = self
            .app
            .parse(move || -> Vec<Answers> { batch.iter().filter_map(|one| tables::answers(one, &form)).collect() });
        let answers = read.await?;
        self.export.answers(&answers).map(Bytes::from).map_err(WebError::fault)
    }
}

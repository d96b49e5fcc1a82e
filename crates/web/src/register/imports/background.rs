//! Work that outlives its request: planning and applying go on when the tab is closed.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use linli_domain::kernel::people::{Act, Actor, Denied, Place};
use linli_domain::register::intake::ImportId;
use linli_formats::table::Mapping;
use linli_store::Error;
use linli_store::register::intake::{self, Intake, State};

use super::{planning, reading::Reading};
use crate::app::App;
use crate::error::WebError;

/// What this process is working on. What nobody works on was broken off.
static RUNNING: LazyLock<Mutex<HashSet<ImportId>>> = LazyLock::new(Mutex::default);

/// A request waits so long for the work to end, so that a small file needs no waiting page.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Another process may be at work on the same database; after so long without a sign it is not.
const SILENCE: i64 = 10 * 60;

struct Mark(ImportId);

impl Mark {
    fn of(id: ImportId) -> Option<Self> {
        running().insert(id).then_some(Self(id))
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        running().remove(&self.0);
    }
}

fn running() -> std::sync::MutexGuard<'static, HashSet<ImportId>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Plans the rows of a file whose columns are decided.
pub(super) async fn plan(app: &App, actor: &Actor, id: ImportId) {
    let (app, actor) = (app.clone(), actor.clone());
    begin(id, async move {
        if let Err(error) = planned(&app, &actor, id).await {
            tracing::warn!(%id, %error, "an import was not planned");
            fail(&app, &actor, id, State::Planning).await;
        }
    })
    .await;
}

/// Applies a plan. Where the register has changed since, nothing is written and the rows are planned again.
pub(super) async fn apply(app: &App, actor: &Actor, id: ImportId, skip_refused: bool) {
    let (app, actor) = (app.clone(), actor.clone());
    begin(id, async move {
        let answer = planning::carry_out(&app.store, &actor, id, skip_refused).await;
        let again = match answer {
            Ok(()) => return,
            Err(Error::Stale | Error::Duplicate) => again(&app, &actor, id).await,
            Err(error) => Err(error),
        };
        if let Err(error) = again {
            tracing::warn!(%id, %error, "an import was not applied");
            fail(&app, &actor, id, State::Applying).await;
            fail(&app, &actor, id, State::Planning).await;
        }
    })
    .await;
}

async fn begin(id: ImportId, work: impl Future<Output = ()> + Send + 'static) {
    let Some(mark) = Mark::of(id) else { return };
    let work = tokio::spawn(async move {
        let _mark = mark;
        work.await;
    });
    let _ = tokio::time::timeout(PATIENCE, work).await;
}

async fn planned(app: &App, actor: &Actor, id: ImportId) -> Result<(), Error> {
    let office = actor.office;
    let read =
        app.store.read(move |tx| Ok::<_, Error>((intake::get(tx, office, id)?, intake::content(tx, office, id)?)));
    let (about, bytes) = read.await?;
    let reading = app.parse(move || {
        let mut reading = Reading::of(&bytes, &about.file_name, about.sheet.as_deref()).map_err(|_| Error::Damaged)?;
        let mapping = about.mapping.as_deref().and_then(|text| serde_json::from_str::<Mapping>(text).ok());
        reading.decide(&mapping.unwrap_or_default());
        Ok::<_, Error>(reading)
    });
    let reading = reading.await.map_err(|_| Error::Busy)??;
    let planned = planning::planned(&app.store, actor, Some(actor), app.today(), &reading).await?;
    planning::keep_plan(&app.store, actor, id, planned).await.map(drop)
}

/// Plans once more after somebody else has changed the register.
async fn again(app: &App, actor: &Actor, id: ImportId) -> Result<(), Error> {
    let office = actor.office;
    let step = app.store.write(actor, move |tx| {
        intake::step(tx, id, State::Applying, State::Previewed, None)?;
        let about = intake::get(tx, office, id)?;
        let (sheet, mapping) = (about.sheet.unwrap_or_default(), about.mapping.unwrap_or_default());
        intake::begin_planning(tx, id, &sheet, &mapping)
    });
    step.await?;
    planned(app, actor, id).await?;
    app.store
        .write(actor, move |tx| intake::step(tx, id, State::Previewed, State::Previewed, Some("changed-meanwhile")))
        .await
}

async fn fail(app: &App, actor: &Actor, id: ImportId, from: State) {
    let step = move |tx: &mut linli_store::Transaction| intake::step(tx, id, from, State::Failed, Some("broken-off"));
    if let Err(error) = app.store.write(actor, step).await {
        tracing::debug!(%id, %error, "the import is in another state");
    }
}

/// An import shows rows of the whole office: who looks after a part of it sees the own ones.
pub(super) fn sees(actor: &Actor, about: &Intake) -> bool {
    about.account == actor.account || sees_all(actor)
}

pub(super) fn sees_all(actor: &Actor) -> bool {
    actor.may(Act::EditRegister, &Place::office(actor.office)).is_ok()
}

/// The import as it stands. What was broken off by a stop of the server is said to have failed: nothing was written.
pub(super) async fn look(app: &App, actor: &Actor, id: ImportId) -> Result<Intake, WebError> {
    let office = actor.office;
    let about = app.store.read(move |tx| intake::get(tx, office, id)).await?;
    if !sees(actor, &about) {
        return Err(Denied::Scope.into());
    }
    let waits = matches!(about.state, State::Receiving | State::Planning | State::Applying);
    let silent = app.now().as_second() - about.state_at.as_second() > SILENCE;
    if !waits || running().contains(&id) || !silent {
        return Ok(about);
    }
    fail(app, actor, id, about.state).await;
    Ok(app.store.read(move |tx| intake::get(tx, office, id)).await?)
}

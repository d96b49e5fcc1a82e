//! The steps of an import, as pages and the command line take them: keep, plan, apply.

use super::reading::Reading;
use linli_domain::kernel::Date;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::register::intake::{Counts, Given, Ground, ImportId, Outcome, Planned, Reason, plan};
use linli_store::register::intake::{self, State};
use linli_store::register::{division, neighbourhood};
use linli_store::{Error, Store};

/// Bytes of a file, and rows, in one unit of work: others wait for the same commit.
const BYTES: usize = 4 << 20;
const ROWS: usize = 5_000;

/// Keeps a file and begins its import.
pub async fn keep(
    store: &Store,
    actor: &Actor,
    file_name: &str,
    digest: &str,
    bytes: &[u8],
) -> Result<ImportId, Error> {
    let id = ImportId::new();
    let (name, digest) = (file_name.to_owned(), digest.to_owned());
    store.write(actor, move |tx| intake::add(tx, id, &name, &digest)).await?;
    let mut position = 0;
    for part in bytes.chunks(BYTES) {
        let part = part.to_vec();
        position = store.write(actor, move |tx| intake::keep(tx, id, position, &part)).await?;
    }
    store.write(actor, move |tx| intake::step(tx, id, State::Receiving, State::Uploaded, None)).await?;
    Ok(id)
}

/// Holds rows against the register as it stands now. Nothing is written.
///
/// With `within`, what that person may not change is refused; the command line may change all of its office.
pub async fn planned(
    store: &Store,
    actor: &Actor,
    within: Option<&Actor>,
    today: Date,
    reading: &Reading,
) -> Result<Vec<Planned>, Error> {
    let (office, plan_year, rows) = (actor.office, reading.plan_year, reading.rows());
    let ground = store.read(move |tx| {
        let county = division::find(tx, office.code())?;
        let divisions = division::within(tx, office.code())?;
        Ok::<_, Error>((county, divisions, neighbourhood::all(tx, office)?))
    });
    let (county, divisions, existing) = ground.await?;
    let within = within.cloned();
    let work = move || {
        let ground =
            Ground { office, today, county: county.as_ref(), divisions: &divisions, existing: &existing, plan_year };
        let mut planned = plan(&ground, &rows);
        if let Some(actor) = within {
            planned.iter_mut().zip(&rows).for_each(|(planned, given)| keep_within(&actor, planned, given));
        }
        planned
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Panicked)
}

/// Refuses what lies outside of the part of the office that this person looks after.
fn keep_within(actor: &Actor, planned: &mut Planned, given: &Given) {
    let may = |division, neighbourhood| {
        let place = Place { office: actor.office, division: Some(division), neighbourhood };
        actor.may(Act::EditRegister, &place).is_ok()
    };
    let fine = match &planned.outcome {
        Outcome::New(facts) => may(facts.division, None),
        Outcome::Changed { was, facts } => may(was.facts.division, Some(was.id)) && may(facts.division, Some(was.id)),
        Outcome::Same(_) | Outcome::Refused(_) => true,
    };
    if !fine {
        let reason: Reason =
            given.reason(if given.word("community").is_some() { "community" } else { "town" }, "not-yours");
        planned.outcome = Outcome::Refused(vec![reason]);
    }
}

/// Keeps what was planned, to be looked at and applied.
pub async fn keep_plan(store: &Store, actor: &Actor, id: ImportId, planned: Vec<Planned>) -> Result<Counts, Error> {
    let counts = Counts::of(&planned);
    let planned = std::sync::Arc::new(planned);
    for from in (0..planned.len()).step_by(ROWS) {
        let planned = std::sync::Arc::clone(&planned);
        let part = move |tx: &mut linli_store::Transaction| {
            intake::add_rows(tx, id, &planned[from..planned.len().min(from + ROWS)])
        };
        store.write(actor, part).await?;
    }
    store.write(actor, move |tx| intake::planned(tx, id, counts)).await?;
    Ok(counts)
}

/// Writes what was planned, in one unit of work: all of it, or nothing.
pub async fn carry_out(store: &Store, actor: &Actor, id: ImportId, skip_refused: bool) -> Result<(), Error> {
    let office = actor.office;
    let read = store.read(move |tx| Ok::<_, Error>((intake::get(tx, office, id)?, intake::work(tx, office, id)?)));
    let (about, work) = read.await?;
    let work = std::sync::Arc::new(work);
    store.write(actor, move |tx| intake::apply(tx, &about, &work, skip_refused)).await
}

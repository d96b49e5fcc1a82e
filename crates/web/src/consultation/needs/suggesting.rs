//! What is suggested for the opinions of a board. Each office learns once from what it confirmed; new opinions are read when
//! somebody opens the board, so many at a time, and what was found is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::need::{Alike, Suggester, learns_from};
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{NeighbourhoodId, Office, Personal, Timestamp};
use linli_store::consultation::{catalogue, need};

use crate::app::App;
use crate::error::WebError;

/// Opinions read in one unit of work.
const AT_ONCE: usize = 250;
/// A page that is opened reads no longer; the next one goes on.
const PATIENCE: Duration = Duration::from_millis(800);
/// More examples make no better suggestions, only slower ones.
const MOST_EXAMPLES: i64 = 20_000;
/// A board with more different sentences than this no longer knows all that say the same.
const MOST_FIRSTS: usize = 10_000;

/// What was learnt, by office: from how many confirmed opinions, by which version of the catalogue, and since when nothing of it was
/// let go of: erased words teach nobody.
#[derive(Debug, Default)]
pub struct Suggesters {
    learnt: Mutex<BTreeMap<Office, Learnt>>,
}

#[derive(Clone, Debug)]
pub(super) struct Learnt {
    from: i64,
    catalogue: i64,
    forgotten: Option<Timestamp>,
    pub suggester: Arc<Suggester>,
}

impl Suggesters {
    fn of(&self, office: Office, (from, catalogue, forgotten): (i64, i64, Option<Timestamp>)) -> Option<Learnt> {
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &&Learnt| (one.from, one.catalogue, one.forgotten) == (from, catalogue, forgotten);
        learnt.get(&office).filter(same).cloned()
    }

    fn keep(&self, office: Office, learnt: &Learnt) {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner).insert(office, learnt.clone());
    }
}

/// How far the reading of a board is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// There is more to read: the next opening goes on.
    pub more: bool,
    /// Texts that cannot be read, since their key is not there.
    pub closed: bool,
}

/// What an office has learnt so far.
pub(super) async fn learnt(app: &App, office: Office) -> Result<Learnt, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let forgotten = need::last_forgotten(tx, office)?;
        Ok::<_, WebError>((need::confirmed(tx, office)?, catalogue::of(tx, office, today)?, forgotten))
    });
    let (confirmed, kept, forgotten) = read.await?;
    let from = learns_from(confirmed.min(MOST_EXAMPLES));
    if let Some(learnt) = app.suggesters.of(office, (from, kept.version, forgotten)) {
        return Ok(learnt);
    }
    let examples = app.store.read(move |tx| need::examples(tx, office, from)).await?;
    let (catalogue, version) = (kept.catalogue, kept.version);
    let suggester = off(move || Suggester::learn(&catalogue, &examples)).await?;
    let learnt = Learnt { from, catalogue: version, forgotten, suggester: Arc::new(suggester) };
    app.suggesters.keep(office, &learnt);
    Ok(learnt)
}

/// Reads what nobody read yet on this board, or only before more was confirmed.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    office: Office,
    board: NeighbourhoodId,
    learnt: &Learnt,
) -> Result<Reading, WebError> {
    let (since, from) = (Instant::now(), learnt.from);
    let mut heard = None;
    loop {
        let unread = app.store.read(move |tx| need::unread(tx, office, board, from, AT_ONCE)).await?;
        if unread.is_empty() {
            return Ok(Reading::default());
        }
        if unread.iter().any(|one| one.text == Personal::Closed) {
            return Ok(Reading { closed: true, more: false });
        }
        if since.elapsed() > PATIENCE {
            return Ok(Reading { more: true, closed: false });
        }
        let suggester = Arc::clone(&learnt.suggester);
        let mut known = match heard.take() {
            Some(known) => known,
            None => firsts(app, office, board).await?,
        };
        let found = move || {
            let one = |one: need::Unread| {
                let text = one.text.known().unwrap_or_default();
                let items = suggester.read(text, &one.wishes).into_iter().map(|found| found.item).collect();
                need::Found { id: one.id, items, same_as: known.first(one.id, text) }
            };
            (unread.into_iter().map(one).collect::<Vec<_>>(), known)
        };
        let (found, known) = off(found).await?;
        heard = Some(known);
        // An office above reads, and writes nothing here.
        if actor.office != office {
            return Ok(Reading::default());
        }
        app.store.write(actor, move |tx| need::keep_suggestions(tx, board, from, &found)).await?;
    }
}

/// What was said on a board already, so that whoever says the same stands beside it.
async fn firsts(app: &App, office: Office, board: NeighbourhoodId) -> Result<Alike<OpinionId>, WebError> {
    let firsts = app.store.read(move |tx| need::firsts(tx, office, board, MOST_FIRSTS)).await?;
    let heard = move || {
        let mut heard = Alike::default();
        for (id, text) in &firsts {
            heard.first(*id, text.known().unwrap_or_default());
        }
        heard
    };
    off(heard).await
}

/// Off the threads that answer others: learning and reading are sums in long loops.
async fn off<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
    tokio::task::spawn_blocking(work).await.map_err(WebError::fault)
}

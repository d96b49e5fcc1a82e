//! Letting go (删除): first onto the list outside of the database, then out of the records, then out of the store of files, for good.

use std::collections::BTreeMap;

use linli_domain::kernel::Date;
use linli_domain::kernel::people::Actor;
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind, Record};

use super::due::over_by;
use super::list::{BadList, Entry};
use super::records::{self, Sort};
use super::{ErasedList, accounts, files};
use crate::{Error, Objects, Result, Store};

/// Records of one unit of work: others wait so long.
const BATCH: usize = 200;
/// Records that are read, listed and let go of together: between, an opinion may be opened again.
const LISTED: usize = BATCH;

/// Why nothing, or nothing more, was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    #[error(transparent)]
    List(#[from] BadList),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What was let go of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    pub kinds: BTreeMap<Kind, u64>,
    /// Files that could not be taken out, though nothing names them any more.
    pub files_left: u64,
}

impl Gone {
    /// How much of all kinds.
    pub fn many(&self) -> u64 {
        self.kinds.values().sum()
    }

    pub(super) fn add(&mut self, other: Self) {
        for (kind, many) in other.kinds {
            *self.kinds.entry(kind).or_default() += many;
        }
        self.files_left += other.files_left;
    }
}

/// Lets go of what is due in an office today.
pub async fn erase_due(
    store: &Store,
    objects: &Objects,
    actor: &Actor,
    rules: &RetentionRules,
    today: Date,
) -> Result<Gone, NotErased> {
    let office = actor.office;
    let mut gone = Gone::default();
    for sort in Sort::ALL {
        let mut after = String::new();
        loop {
            let (rules, from) = (rules.clone(), after);
            let due = store.read(move |tx| records::due(tx, office, sort, (&rules, today), &from, LISTED)).await?;
            let Some(last) = due.last() else { break };
            after = last.to_string();
            gone.add(erase_records(store, objects, actor, due, Ground::Expired).await?);
        }
    }
    let ways = rules.cutoff(Kind::SignIn, today);
    gone.kinds.insert(Kind::SignIn, store.write(actor, move |tx| accounts::ways_in(tx, ways)).await?);
    let over = over_by(rules, today);
    gone.kinds.insert(Kind::Sessions, store.write(actor, move |tx| accounts::sessions(tx, over)).await?);
    Ok(gone)
}

/// Lets go of what these records say of people, of which `may_erase` was asked.
pub async fn erase_records(
    store: &Store,
    objects: &Objects,
    actor: &Actor,
    mut records: Vec<Record>,
    ground: Ground,
) -> Result<Gone, NotErased> {
    records.sort_unstable();
    records.dedup();
    if records.is_empty() {
        return Ok(Gone::default());
    }
    let (list, office, at) = (ErasedList::beside(store.keys()), actor.office, store.now());
    let entries = |records: &[Record]| -> Vec<Entry> {
        records.iter().map(|record| Entry { office, record: *record, ground }).collect()
    };
    if let Some(list) = list.clone() {
        let entries = entries(&records);
        off(move || list.add(&entries, at)).await?;
    }
    let (gone, stays) = let_go(store, objects, actor, &records, ground, "personal.erased").await?;
    if let Some(list) = list.filter(|_| !stays.is_empty()) {
        let entries = entries(&stays);
        off(move || list.take_back(&entries, at)).await?;
    }
    Ok(gone)
}

/// Out of the records, so many at a time, and out of the store of files; what went, and what stays after all.
pub(super) async fn let_go(
    store: &Store,
    objects: &Objects,
    actor: &Actor,
    records: &[Record],
    ground: Ground,
    act: &'static str,
) -> Result<(Gone, Vec<Record>)> {
    let (mut gone, mut files, mut stays, mut fault) = (Gone::default(), Vec::new(), Vec::new(), None);
    for records in records.chunks(BATCH) {
        let records = records.to_vec();
        match store.write(actor, move |tx| records::forget(tx, &records, ground, act)).await {
            Ok(went) => {
                gone.add(Gone { kinds: went.counts, files_left: 0 });
                files.extend(went.files);
                stays.extend(went.stays);
            }
            Err(error) => {
                fault = Some(error);
                break;
            }
        }
    }
    // What went is gone with its files, also where the rest could not go.
    gone.files_left = files::take_out(store, objects, files).await?;
    fault.map_or(Ok((gone, stays)), Err)
}

/// Files are asked off the async threads.
pub(super) async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BadList> + Send + 'static,
) -> Result<T, NotErased> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::other(error.to_string()))?;
    Ok(done?)
}

//! Once more (再次删除): an older backup that was put back brings along what was let go of since; by the list beside the key it goes
//! again.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_domain::oversight::retention::{Ground, Record};

use super::ErasedList;
use super::erase::{Gone, NotErased, let_go, off};
use super::list::Entry;
use super::records::{AGAIN, Sort, there};
use crate::{Objects, Store, args};

/// Lets go again of what a backup that was put back brought along. `by` says who does it in an office.
pub async fn repeat(store: &Store, objects: &Objects, by: impl Fn(Office) -> Actor) -> Result<Gone, NotErased> {
    let mut gone = Gone::default();
    for (office, ground, records) in erased_again(store).await? {
        gone.add(let_go(store, objects, &by(office), &records, ground, AGAIN).await?.0);
    }
    Ok(gone)
}

/// Records that say something still although the list says that they were let go of.
pub async fn erased_again(store: &Store) -> Result<Vec<(Office, Ground, Vec<Record>)>, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(Vec::new()) };
    let entries = off(move || list.read()).await?.unwrap_or_default();
    // Of an office and a sort; what was let go of, brought back and let go of again stands there twice.
    let mut of: BTreeMap<(Office, Sort), BTreeMap<Record, Ground>> = BTreeMap::new();
    for Entry { office, record, ground } in entries {
        of.entry((office, Sort::of(&record))).or_default().insert(record, ground);
    }
    let mut back: BTreeMap<(Office, &'static str), (Ground, Vec<Record>)> = BTreeMap::new();
    for ((office, sort), listed) in of {
        let there: BTreeSet<Record> = store.read(move |tx| there(tx, office, sort)).await?;
        for (record, ground) in listed.into_iter().filter(|(record, _)| there.contains(record)) {
            back.entry((office, ground.as_str())).or_insert((ground, Vec::new())).1.push(record);
        }
    }
    Ok(back.into_iter().map(|((office, _), (ground, records))| (office, ground, records)).collect())
}

/// Whether the list names anything at all.
pub async fn was_anything_erased(store: &Store) -> Result<bool, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(false) };
    Ok(off(move || list.read()).await?.is_some_and(|entries| !entries.is_empty()))
}

/// Offices whose records say that something was erased, while the list of it is not beside the key: it was not brought along.
pub async fn lacks_its_list(store: &Store) -> Result<Vec<Office>, NotErased> {
    let Some(list) = ErasedList::beside(store.keys()) else { return Ok(Vec::new()) };
    if off(move || list.read()).await?.is_some() {
        return Ok(Vec::new());
    }
    let offices = store.read(|tx| {
        tx.query(
            "select office from erasure where kind not in ('sign-in', 'sessions') group by office order by office",
            args![],
            |row| row.get(0),
        )
    });
    Ok(offices.await?)
}

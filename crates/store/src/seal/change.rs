//! Changing the key (更换密钥): every text is opened and sealed again under the first key of the file, some hundred in a unit of
//! work, while others work; what was broken off goes on where it stopped. What was kept before there was a key is sealed
//! the same way.

use std::collections::BTreeMap;

use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use serde_json::json;

use super::places::{ALL, Place};
use super::{CannotOpen, NoKey, Seal, is_sealed};
use crate::trail::offices;
use crate::{Result, Store, Transaction, Tx};

/// Texts of one unit of work: others wait so long.
const BATCH: usize = 200;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Texts that are sealed with the first key now.
    pub sealed: u64,
    /// Texts that stayed as they were: no key of the file opens them.
    pub closed: u64,
}

/// How many texts a key seals in each place; the empty id stands for those that are not sealed.
pub type Counts = BTreeMap<String, BTreeMap<&'static str, i64>>;

/// Counts every sealed text by its key.
pub async fn counts(store: &Store) -> Result<Counts> {
    store
        .read(|tx| {
            let mut counts = Counts::new();
            for office in offices(tx)? {
                for place in ALL {
                    for (key, many) in place.counts(tx, office)? {
                        *counts.entry(key).or_default().entry(place.name).or_default() += many;
                    }
                }
            }
            Ok(counts)
        })
        .await
}

/// Seals everything with the first key; `by` says who does it in an office.
pub async fn reseal(store: &Store, by: impl Fn(Office) -> Actor) -> Result<Changed, NoKey> {
    let seal = store.keys().to_seal(store).await?;
    let mut changed = Changed::default();
    for office in store.read(offices).await? {
        for place in ALL {
            let mut after = String::new();
            loop {
                let (seal, from) = (seal.clone(), after.clone());
                let batch = store.write(&by(office), move |tx| some(tx, place, &seal, &from));
                let (done, last) = batch.await?;
                changed.sealed += done.sealed;
                changed.closed += done.closed;
                let Some(last) = last else { break };
                after = last;
            }
        }
    }
    Ok(changed)
}

/// One batch, and the last id of it; nothing where none was left.
fn some(tx: &mut Transaction, place: &Place, seal: &Seal, after: &str) -> Result<(Changed, Option<String>)> {
    let office = tx.office();
    let rows = place.page(tx, office, after, seal.first(), BATCH)?;
    let last = rows.last().map(|(id, _)| id.clone());
    let (mut texts, mut changed) = (Vec::with_capacity(rows.len()), Changed::default());
    for (id, before) in rows {
        let bound = place.of(office, &id);
        match again(seal, &bound, &before)? {
            Ok(sealed) => texts.push((id, before, sealed)),
            Err(CannotOpen::OtherKey | CannotOpen::Changed) => changed.closed += 1,
        }
    }
    changed.sealed = place.put(tx, &texts)?;
    if changed.sealed > 0 {
        tx.record("key.resealed", place.name, json!({ "key": seal.first(), "texts": changed.sealed }));
    }
    Ok((changed, last))
}

fn again(seal: &Seal, bound: &str, before: &str) -> Result<Result<String, CannotOpen>> {
    let plain = if is_sealed(before) { seal.open(bound, before) } else { Ok(before.as_bytes().to_vec()) };
    match plain {
        Ok(plain) => seal.seal(bound, &plain).map(Ok),
        Err(why) => Ok(Err(why)),
    }
}

/// Sealed texts that no key of this unit of work opens, by place and id. Without a key nobody can say.
pub(crate) fn closed(tx: &mut Tx, office: Office) -> Result<Vec<String>> {
    let held = tx.held();
    let Ok(seal) = held.seal() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for place in ALL {
        let mut after = String::new();
        loop {
            let rows = place.page(tx, office, &after, "", BATCH)?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            let is_closed = |(id, kept): &(String, String)| {
                let bound = place.of(office, id);
                (is_sealed(kept) && seal.open(&bound, kept).is_err()).then(|| format!("{}/{id}", place.name))
            };
            found.extend(rows.iter().filter_map(is_closed));
        }
    }
    Ok(found)
}

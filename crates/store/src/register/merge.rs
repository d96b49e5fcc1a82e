//! Merging: the kept record takes over facts and buildings; the other points to it and keeps its history.

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{Facts, Neighbourhood};

use serde_json::json;

use super::neighbourhood::{change_all, columns, finish_counts, neighbourhood};
use crate::{Result, Transaction, Tx, args};

/// Carries out a merge that `domain::register::merge` has allowed.
pub fn merge(
    tx: &mut Transaction,
    kept: &Neighbourhood,
    gone: &Neighbourhood,
    facts: Facts,
    reason: &str,
) -> Result<()> {
    let office = tx.office();
    let gone_now = Neighbourhood { version: gone.version + 1, merged_into: Some(kept.id), ..gone.clone() };
    let kept_now = Neighbourhood { version: kept.version + 1, facts, ..kept.clone() };
    // First those that go, so that the name is free: the record itself, and what had been merged into it before.
    let mut going: Vec<Neighbourhood> = merged_into(tx, office, gone.id)?
        .into_iter()
        .map(|earlier| Neighbourhood { version: earlier.version + 1, merged_into: Some(kept.id), ..earlier })
        .collect();
    going.push(gone_now);
    change_all(tx, &going, "merged_away", Some(reason))?;
    change_all(tx, &[kept_now], "merged", Some(reason))?;
    tx.run(
        "update building set neighbourhood = $3, came_from = coalesce(came_from, $2)
          where office = $1 and neighbourhood = $2",
        args![office, gone.id, kept.id],
    )?
    .count();
    take_over_progress(tx, kept.id, gone.id)?;
    tx.record("neighbourhood.merged", kept.id, json!({ "other": gone.id }));
    Ok(())
}

/// What was reported of the record that goes is what was done in the neighbourhood, unless the kept one has reports of
/// its own; those count then, and the others stay readable.
fn take_over_progress(tx: &mut Transaction, kept: NeighbourhoodId, gone: NeighbourhoodId) -> Result<()> {
    let office = tx.office();
    let own: i64 = tx.query_one(
        "select count(*) from progress where office = $1 and neighbourhood = $2",
        args![office, kept],
        |row| row.get(0),
    )?;
    if own > 0 {
        return Ok(());
    }
    let now = tx.now();
    let (account, name) = (tx.actor().account, tx.actor().name.clone());
    tx.run(
        "insert into progress (office, neighbourhood, month, version, done_fen, note, quantities)
         select office, $3, month, 1, done_fen, note, quantities from progress where office = $1 and neighbourhood = $2",
        args![office, gone, kept],
    )?
    .count();
    tx.run(
        "insert into progress_version (office, neighbourhood, month, version, done_fen, note, quantities, at, account, by_name)
         select office, neighbourhood, month, version, done_fen, note, quantities, $3, $4, $5 from progress
          where office = $1 and neighbourhood = $2",
        args![office, kept, now, account, name],
    )?
    .count();
    Ok(())
}

/// Takes a merge back: the other record stands by itself again, with its buildings.
/// Facts that were taken over stay until somebody changes them.
pub fn part(tx: &mut Transaction, kept: &Neighbourhood, gone: &Neighbourhood, reason: &str) -> Result<()> {
    let office = tx.office();
    let gone_now = Neighbourhood { version: gone.version + 1, merged_into: None, ..gone.clone() };
    change_all(tx, &[gone_now], "parted", Some(reason))?;
    tx.run(
        "update building set neighbourhood = $2, came_from = null
          where office = $1 and neighbourhood = $3 and came_from = $2",
        args![office, gone.id, kept.id],
    )?
    .count();
    tx.record("neighbourhood.parted", kept.id, json!({ "other": gone.id }));
    Ok(())
}

/// The records that were merged into this one.
pub fn merged_into(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Neighbourhood>> {
    tx.query(
        concat!("select ", columns!(), " from neighbourhood where office = $1 and merged_into = $2 order by number"),
        args![office, id],
        neighbourhood,
    )
}

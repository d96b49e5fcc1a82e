//! What opinions say is let go of (删除): their words, what else came under their ids, what was said of the answers, photos and scans.
//! That there was one stays, with its way, its course, its wishes and the needs that it stands behind, so that no count changes.

use std::collections::BTreeSet;

use linli_domain::consultation::OpinionId;
use linli_domain::kernel::digest::Digest;
use linli_domain::register::evidence::EvidenceId;

use super::super::{bounds, list, pieces, survey};
use crate::{Result, Transaction, args};

/// Lets go of what these say; the digests of files that they named.
pub fn forget(tx: &mut Transaction, ids: &[OpinionId]) -> Result<Vec<Digest>> {
    let (office, now) = (tx.office(), tx.now());
    let each = || ids.iter().map(move |id| args![office, *id]);
    tx.run_many(
        "update opinion set words = '', open_versions = 0, erased_at = $3
          where office = $1 and id = $2 and erased_at is null",
        ids.iter().map(|id| args![office, *id, now]),
    )?;
    // Nothing is left to be told apart by a digest.
    tx.run_many(
        "update opinion_version set content = '', digest = id, settled = coalesce(settled, 'dropped')
          where office = $1 and opinion = $2",
        each(),
    )?;
    tx.run_many("update answer_help set words = '' where office = $1 and opinion = $2", each())?;
    survey::forget::unsay(tx, ids)?;
    let hung = pieces_of(tx, ids)?;
    tx.run_many("delete from opinion_evidence where office = $1 and opinion = $2", each())?;
    // A photo that was taken at the door for what was said there goes with it.
    tx.run_many(
        "delete from visit_photo where office = $1 and evidence = $2
            and not exists (select 1 from opinion_evidence l where l.office = $1 and l.evidence = $2)",
        hung.iter().map(|piece| args![office, *piece]),
    )?;
    pieces::forget(tx, &hung)
}

fn pieces_of(tx: &mut Transaction, ids: &[OpinionId]) -> Result<Vec<EvidenceId>> {
    let Some((first, last)) = bounds(ids) else { return Ok(Vec::new()) };
    let office = tx.office();
    tx.query(
        "select distinct evidence from opinion_evidence
          where office = $1 and opinion >= $3 and opinion <= $4 and $2 like '%|' || opinion || '|%' order by evidence",
        args![office, list(ids), first, last],
        |row| row.get(0),
    )
}

/// Takes the row of an opinion before something is put to it: nothing is, once its words were let go of.
pub fn still_said(tx: &mut Transaction, id: OpinionId) -> Result<bool> {
    let office = tx.office();
    tx.run("update opinion set words = words where office = $1 and id = $2 and erased_at is null", args![office, id])?
        .at_most_one()
}

/// Of these the ones that say something still and that somebody waits for something of.
pub fn open_among(tx: &mut Transaction, ids: &[OpinionId]) -> Result<BTreeSet<OpinionId>> {
    let Some((first, last)) = bounds(ids) else { return Ok(BTreeSet::new()) };
    let office = tx.office();
    let open = tx.query(
        "select id from opinion
          where office = $1 and id >= $3 and id <= $4 and $2 like '%|' || id || '|%' and over_at is null
            and erased_at is null order by id",
        args![office, list(ids), first, last],
        |row| row.get(0),
    )?;
    Ok(open.into_iter().collect())
}

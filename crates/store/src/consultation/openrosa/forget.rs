//! What was filled in on phones is let go of (删除): the XML and its files. That it was sent stays, by which form and by whom.

use linli_domain::consultation::openrosa::SubmissionId;
use linli_domain::kernel::digest::Digest;

use super::super::{bounds, list};
use crate::{Result, Transaction, args};

/// Lets go of what these say; the digests of files that they named.
pub fn forget(tx: &mut Transaction, ids: &[SubmissionId]) -> Result<Vec<Digest>> {
    let Some((first, last)) = bounds(ids) else { return Ok(Vec::new()) };
    let (office, now) = (tx.office(), tx.now());
    tx.run_many(
        "update submission set xml = '', erased_at = $3 where office = $1 and id = $2 and erased_at is null",
        ids.iter().map(|id| args![office, *id, now]),
    )?;
    let named = tx.query(
        "select distinct digest from submission_file
          where office = $1 and submission >= $3 and submission <= $4 and $2 like '%|' || submission || '|%'
          order by digest",
        args![office, list(ids), first, last],
        |row| row.get(0),
    )?;
    tx.run_many(
        "delete from submission_file where office = $1 and submission = $2",
        ids.iter().map(|id| args![office, *id]),
    )?;
    Ok(named)
}

//! Photos and scans that hang on nothing any more (佐证材料的删除): their rows go, so that nobody asks for their files.

use linli_domain::kernel::digest::Digest;
use linli_domain::register::evidence::EvidenceId;

use super::{bounds, list};
use crate::{Result, Transaction, args};

/// What was seen by who reads opinions only, and hangs on no opinion, no visit and no stage.
macro_rules! left_pieces {
    () => {
        "and confidential
         and not exists (select 1 from opinion_evidence l where l.office = evidence.office and l.evidence = evidence.id)
         and not exists (select 1 from visit_photo p where p.office = evidence.office and p.evidence = evidence.id)
         and not exists (select 1 from stage_evidence s where s.office = evidence.office and s.evidence = evidence.id)"
    };
}

/// Takes the rows of these away, where nothing holds them; the digests that they named.
pub(super) fn forget(tx: &mut Transaction, pieces: &[EvidenceId]) -> Result<Vec<Digest>> {
    let Some((first, last)) = bounds(pieces) else { return Ok(Vec::new()) };
    let office = tx.office();
    let named = tx.query(
        concat!(
            "select digest, small from evidence
              where office = $1 and id >= $3 and id <= $4 and $2 like '%|' || id || '|%' ",
            left_pieces!(),
            " order by id"
        ),
        args![office, list(pieces), first, last],
        |row| Ok((row.get::<Digest>(0)?, row.get::<Option<Digest>>(1)?)),
    )?;
    tx.run_many(
        concat!("delete from evidence where office = $1 and id = $2 ", left_pieces!()),
        pieces.iter().map(|piece| args![office, *piece]),
    )?;
    Ok(named.into_iter().flat_map(|(whole, small)| [Some(whole), small]).flatten().collect())
}

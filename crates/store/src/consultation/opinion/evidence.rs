//! Photos and scans of an opinion: pieces of evidence that only who reads opinions sees.

use linli_domain::consultation::opinion::OpinionId;
use linli_domain::kernel::Office;
use linli_domain::register::evidence::{Evidence, EvidenceId};

use super::forget::still_said;
use crate::register::evidence::{evidence, pieces};
use crate::{Result, Transaction, Tx, args};

/// Puts a piece to an opinion; the same again changes nothing, and nothing is put to one that was let go of.
pub fn put(tx: &mut Transaction, opinion: OpinionId, piece: EvidenceId) -> Result<()> {
    if !still_said(tx, opinion)? {
        return Ok(());
    }
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let put = tx.run(
        "insert into opinion_evidence (office, opinion, evidence, at, account, by_name) values ($1, $2, $3, $4, $5, $6)
         on conflict (office, opinion, evidence) do nothing",
        args![office, opinion, piece, now, actor.account, actor.name],
    )?;
    put.at_most_one().map(drop)
}

/// The pieces of an opinion, in the order in which they came.
pub fn of(tx: &mut Tx, office: Office, opinion: OpinionId) -> Result<Vec<Evidence>> {
    tx.query(
        concat!(
            "select ",
            pieces!(),
            " from opinion_evidence s join evidence e on e.office = s.office and e.id = s.evidence
              where s.office = $1 and s.opinion = $2 order by e.id"
        ),
        args![office, opinion],
        evidence,
    )
}

/// The opinion that a piece hangs on, where it hangs on one.
pub fn holder(tx: &mut Tx, office: Office, piece: EvidenceId) -> Result<Option<OpinionId>> {
    tx.query_opt(
        "select min(opinion) from opinion_evidence where office = $1 and evidence = $2 group by evidence",
        args![office, piece],
        |row| row.get(0),
    )
}

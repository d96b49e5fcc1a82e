//! What was answered at doors is let go of (删除): every answer, what else came under the ids of the visits, photos. What is counted
//! stays: how a visit ended, whether they are willing, what they would pay.

use std::collections::BTreeSet;

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::survey::visit::Answers;
use linli_domain::consultation::survey::{Visit, VisitId};
use linli_domain::kernel::Personal;
use linli_domain::kernel::digest::Digest;
use linli_domain::register::evidence::EvidenceId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{bounds, list, pieces, receipt};
use crate::seal::places::{VISIT_SAID, VISIT_VERSION};
use crate::{Result, Transaction, args};

/// Lets go of what was answered at these visits; the digests of files that they named. What was said there is an opinion of its own.
pub fn forget(tx: &mut Transaction, ids: &[VisitId]) -> Result<Vec<Digest>> {
    let (office, now) = (tx.office(), tx.now());
    let each = || ids.iter().map(move |id| args![office, *id]);
    tx.run_many(
        "update visit set said = '', erased_at = $3 where office = $1 and id = $2 and erased_at is null",
        ids.iter().map(|id| args![office, *id, now]),
    )?;
    tx.run_many(
        "update visit_version set content = '', digest = id, settled = coalesce(settled, 'dropped')
          where office = $1 and visit = $2",
        each(),
    )?;
    let hung = photos_of(tx, ids)?;
    tx.run_many("delete from visit_photo where office = $1 and visit = $2", each())?;
    pieces::forget(tx, &hung)
}

fn photos_of(tx: &mut Transaction, ids: &[VisitId]) -> Result<Vec<EvidenceId>> {
    let Some((first, last)) = bounds(ids) else { return Ok(Vec::new()) };
    let office = tx.office();
    tx.query(
        "select distinct evidence from visit_photo
          where office = $1 and visit >= $3 and visit <= $4 and $2 like '%|' || visit || '|%' order by evidence",
        args![office, list(ids), first, last],
        |row| row.get(0),
    )
}

/// Takes the words of opinions that are let go of out of the visits at which they were said. Where nobody can read a visit, rather
/// all of it goes than that the words stay.
pub(in crate::consultation) fn unsay(tx: &mut Transaction, said: &[OpinionId]) -> Result<()> {
    let Some((first, last)) = bounds(said) else { return Ok(()) };
    let (office, held) = (tx.office(), tx.held());
    let visits = tx.query(
        "select id, said from visit
          where office = $1 and opinion >= $3 and opinion <= $4 and $2 like '%|' || opinion || '|%' and said <> ''
          order by id",
        args![office, list(said), first, last],
        |row| {
            let (id, kept): (VisitId, String) = (row.get(0)?, row.get(1)?);
            let id = id.to_string();
            Ok((held.open(&VISIT_SAID, office, &id, &kept), id))
        },
    )?;
    let mut rows = Vec::with_capacity(visits.len());
    for (opened, id) in visits {
        let left = rest(&opened, |answers: Answers| Answers { text: String::new(), ..answers });
        rows.push(args![office, id.as_str(), tx.seal(&VISIT_SAID, &id, &left)?]);
    }
    tx.run_many("update visit set said = $3 where office = $1 and id = $2", rows)?;
    unsay_versions(tx, said)
}

fn unsay_versions(tx: &mut Transaction, said: &[OpinionId]) -> Result<()> {
    let Some((first, last)) = bounds(said) else { return Ok(()) };
    let (office, held) = (tx.office(), tx.held());
    let versions = tx.query(
        "select o.id, o.content, o.visit, o.digest from visit v
           join visit_version o on o.office = v.office and o.visit = v.id
          where v.office = $1 and v.opinion >= $3 and v.opinion <= $4 and $2 like '%|' || v.opinion || '|%'
            and o.content <> '' order by o.id",
        args![office, list(said), first, last],
        |row| {
            let (id, kept): (String, String) = (row.get(0)?, row.get(1)?);
            let own: (String, String) = (row.get(2)?, row.get(3)?);
            Ok((held.open(&VISIT_VERSION, office, &id, &kept), id, own))
        },
    )?;
    let mut taken: BTreeSet<(String, String)> = versions.iter().map(|(_, _, own)| own.clone()).collect();
    let mut rows = Vec::with_capacity(versions.len());
    for (opened, id, own) in versions {
        let left = rest(&opened, |visit: Visit| silent(&visit));
        // By the digest of what is left, the same sent once more is still the same. Of two that differed in words alone one has it.
        let digest = match left.known() {
            Some(text) => receipt::secret_or_new(tx)?.digest(text),
            None => id.clone(),
        };
        let is_free = digest == own.1 || taken.insert((own.0, digest.clone()));
        let digest = if is_free { digest } else { id.clone() };
        rows.push(args![office, id.as_str(), tx.seal(&VISIT_VERSION, &id, &left)?, digest]);
    }
    tx.run_many(
        "update visit_version set content = $3, digest = $4,
                settled = case when $3 = '' then coalesce(settled, 'dropped') else settled end
          where office = $1 and id = $2",
        rows,
    )?;
    Ok(())
}

/// A visit without the words that were said at it.
pub(super) fn silent(visit: &Visit) -> Visit {
    let answers = visit.answers.clone().map(|answers| Answers { text: String::new(), ..answers });
    Visit { answers, ..visit.clone() }
}

/// What is left of a text after a change; nothing where it cannot be read.
fn rest<T: DeserializeOwned + Serialize>(kept: &Personal, change: impl Fn(T) -> T) -> Personal {
    let read = kept.known().and_then(|text| serde_json::from_str(text).ok());
    let left = read.map(change).and_then(|left| serde_json::to_string(&left).ok());
    left.map_or(Personal::Erased, Personal::Known)
}

/// Takes the row of a visit before something is put to it: nothing is, once it was let go of.
pub fn still_said(tx: &mut Transaction, id: VisitId) -> Result<bool> {
    let office = tx.office();
    tx.run("update visit set said = said where office = $1 and id = $2 and erased_at is null", args![office, id])?
        .at_most_one()
}

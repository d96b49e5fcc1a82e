//! What stands on a ballot's receipt: its code, which lies sealed, and its place among those that were bound.

use linli_domain::kernel::{Office, Personal};
use linli_domain::planning::vote::{BallotCode, BallotId, Seal, VoteId};

use super::ballot::Step;
use super::{ballot, closing};
use crate::seal::places::VOTE_CODE;
use crate::{Error, Result, Tx, args};

/// The code of a ballot that was read as it counts.
pub fn code(tx: &mut Tx, office: Office, id: VoteId, number: u32) -> Result<BallotCode> {
    let there = ballot::find(tx, office, id, number)?.ok_or(Error::Missing)?;
    if there.step != Step::Settled {
        return Err(Error::Refused);
    }
    read(tx, office, there.id)
}

fn read(tx: &mut Tx, office: Office, ballot: BallotId) -> Result<BallotCode> {
    let held = tx.held();
    let sealed =
        tx.query_one("select code from vote_ballot where office = $1 and id = $2", args![office, ballot], |row| {
            row.get::<String>(0)
        })?;
    match held.open(&VOTE_CODE, office, &ballot.to_string(), &sealed) {
        Personal::Known(code) => code.parse().map_err(|_| Error::Damaged),
        _ => Err(Error::Damaged),
    }
}

/// Where a code stands among the ballots that were bound (from 0), with all their seals; nothing where there is no such ballot.
pub fn place(tx: &mut Tx, office: Office, id: VoteId, code: BallotCode) -> Result<Option<(usize, Vec<Seal>)>> {
    let there = ballot::find(tx, office, id, code.number)?.filter(|there| there.step == Step::Settled);
    let Some(there) = there else { return Ok(None) };
    if read(tx, office, there.id)? != code {
        return Ok(None);
    }
    let seals = closing::seals(tx, office, id)?;
    let at = usize::try_from(code.number).ok().and_then(|number| number.checked_sub(1));
    Ok(at.filter(|at| *at < seals.len()).map(|at| (at, seals)))
}

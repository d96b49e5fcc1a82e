//! Numbers without gaps, each with a code that nobody can guess and that lies sealed.

use linli_domain::kernel::Personal;
use linli_domain::planning::vote::{BallotCode, BallotId, VoteId};

use super::get;
use crate::seal::places::VOTE_CODE;
use crate::{Error, Result, Transaction, args};

/// A code, and how it is kept.
pub(super) struct Coded {
    pub code: BallotCode,
    pub sealed: String,
}

/// The next number of a vote, whose row is taken already.
pub(super) fn numbered(tx: &mut Transaction, id: VoteId, ballot: BallotId) -> Result<(u32, Coded)> {
    let office = tx.office();
    let number = u32::try_from(get(tx, office, id)?.ballots + 1).map_err(|_| Error::Refused)?;
    let mut salt = [0; BallotCode::RANDOM];
    getrandom::fill(&mut salt).map_err(|error| Error::other(error.to_string()))?;
    let code = BallotCode::new(number, salt);
    let sealed = tx.seal(&VOTE_CODE, &ballot.to_string(), &Personal::Known(code.to_string()))?;
    tx.run("update owner_vote set ballots = ballots + 1 where office = $1 and id = $2", args![office, id])?
        .exactly_one()?;
    Ok((number, Coded { code, sealed }))
}

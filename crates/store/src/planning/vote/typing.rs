//! Ballots on paper, each typed in by two people who do not see each other's reading. Who typed one first never types it second
//! and never settles it; a unique key sees to that as well.

use linli_domain::kernel::people::AccountId;
use linli_domain::planning::vote::{BallotId, Typed, VoteId};
use serde_json::json;

use super::ballot::{Ballot, Step, find};
use super::came::came;
use super::number::numbered;
use super::reading::{keep, readings_of};
use super::take;
use crate::{Error, Transaction, args};

/// Why a reading was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TypeError {
    /// The same person typed or settles it already.
    #[error("one person reads a paper once")]
    SamePerson,
    /// No head of this roll has the number.
    #[error("there is no head {0}")]
    NoHead(u32),
    /// It was read twice already, or there is nothing to settle.
    #[error("nothing is left to do")]
    NotNow,
    #[error(transparent)]
    Store(#[from] Error),
}

/// Which paper is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// For the first time: the form makes the id, so that one that is sent twice is one paper.
    New(BallotId),
    /// For the second time, by the number that stands on it now.
    Numbered(u32),
}

/// Types a ballot in: the number that it is given for the first time is written on the paper. So numbers have no gaps.
pub fn type_in(
    tx: &mut Transaction,
    id: VoteId,
    sheet: Sheet,
    typed: &Typed,
) -> std::result::Result<(u32, Step), TypeError> {
    take(tx, id)?;
    let (office, account) = (tx.office(), tx.actor().account);
    known_head(tx, id, typed)?;
    let number = match sheet {
        Sheet::New(ballot) => return first(tx, id, ballot, typed),
        Sheet::Numbered(number) => number,
    };
    let there = find(tx, office, id, number)?.ok_or(Error::Missing)?;
    if there.first == account || there.second == Some(account) {
        return Err(TypeError::SamePerson);
    }
    match there.step {
        Step::Typed => second(tx, id, &there, typed).map(|step| (number, step)),
        Step::Differs | Step::Settled => Err(TypeError::NotNow),
    }
}

/// A paper that is typed for the first time; of one that is there already, by the same person, the number it has.
fn first(
    tx: &mut Transaction,
    id: VoteId,
    ballot: BallotId,
    typed: &Typed,
) -> std::result::Result<(u32, Step), TypeError> {
    let (office, account) = (tx.office(), tx.actor().account);
    let there = tx.query_opt(
        "select number, vote, first_account from vote_ballot where office = $1 and id = $2",
        args![office, ballot],
        |row| Ok((row.get::<u32>(0)?, row.get::<VoteId>(1)?, row.get::<AccountId>(2)?)),
    )?;
    match there {
        None => begin(tx, id, ballot, typed),
        Some((number, of, by)) if of == id && by == account => {
            let own = readings_of(tx, office, ballot)?.into_iter().find(|one| one.step == "first");
            let same = own.is_some_and(|own| own.typed.differences(typed).is_empty());
            if same { Ok((number, Step::Typed)) } else { Err(Error::Stale.into()) }
        }
        Some(_) => Err(Error::Duplicate.into()),
    }
}

fn begin(
    tx: &mut Transaction,
    id: VoteId,
    ballot: BallotId,
    typed: &Typed,
) -> std::result::Result<(u32, Step), TypeError> {
    let (office, account) = (tx.office(), tx.actor().account);
    let (number, code) = numbered(tx, id, ballot)?;
    tx.run(
        "insert into vote_ballot (office, id, vote, number, state, first_account, code)
         values ($1, $2, $3, $4, 'typed', $5, $6)",
        args![office, ballot, id, number, account, code.sealed],
    )?
    .exactly_one()?;
    keep(tx, ballot, "first", typed)?;
    tx.record("vote.ballot_typed", id, json!({ "ballot": number, "step": "first" }));
    Ok((number, Step::Typed))
}

fn second(tx: &mut Transaction, id: VoteId, there: &Ballot, typed: &Typed) -> std::result::Result<Step, TypeError> {
    let (office, account) = (tx.office(), tx.actor().account);
    let entry = keep(tx, there.id, "second", typed)?;
    let first = readings_of(tx, office, there.id)?.into_iter().find(|one| one.step == "first").ok_or(Error::Damaged)?;
    let same = first.typed.differences(typed).is_empty();
    let (state, counts) = if same { ("settled", Some(entry)) } else { ("differs", None) };
    tx.run(
        "update vote_ballot set state = $3, second_account = $4, entry = $5
          where office = $1 and id = $2 and state = 'typed'",
        args![office, there.id, state, account, counts],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("vote.ballot_typed", id, json!({ "ballot": there.number, "step": "second", "same": same }));
    if !same {
        return Ok(Step::Differs);
    }
    came(tx, id, (there.id, there.number), typed)?;
    Ok(Step::Settled)
}

/// Settles two readings that differ, by a third person with the scan in front of them.
pub fn settle(tx: &mut Transaction, id: VoteId, number: u32, typed: &Typed) -> std::result::Result<(), TypeError> {
    take(tx, id)?;
    let (office, account) = (tx.office(), tx.actor().account);
    known_head(tx, id, typed)?;
    let there = find(tx, office, id, number)?.ok_or(Error::Missing)?;
    if there.first == account || there.second == Some(account) {
        return Err(TypeError::SamePerson);
    }
    if there.step != Step::Differs {
        return Err(TypeError::NotNow);
    }
    let entry = keep(tx, there.id, "settled", typed)?;
    tx.run(
        "update vote_ballot set state = 'settled', settled_account = $3, entry = $4
          where office = $1 and id = $2 and state = 'differs'",
        args![office, there.id, account, entry],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("vote.ballot_settled", id, json!({ "ballot": number }));
    came(tx, id, (there.id, there.number), typed)?;
    Ok(())
}

fn known_head(tx: &mut Transaction, id: VoteId, typed: &Typed) -> std::result::Result<(), TypeError> {
    let Some(head) = typed.head else { return Ok(()) };
    let office = tx.office();
    let there = tx.query_opt(
        "select 1 from vote_head where office = $1 and vote = $2 and number = $3",
        args![office, id, head],
        |_| Ok(()),
    )?;
    there.ok_or(TypeError::NoHead(head))
}

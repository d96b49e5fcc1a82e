//! What people read from the papers, sealed: only who settles a ballot sees two readings beside each other.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Personal};
use linli_domain::planning::vote::{BallotId, EntryId, Field, Typed, VoteId};

use super::ballot::{Step, find};
use super::typing::TypeError;
use crate::seal::places::VOTE_ENTRY;
use crate::{Error, Result, Transaction, Tx, args};

/// What somebody read from a paper.
#[derive(Clone, Debug)]
pub struct Reading {
    pub entry: EntryId,
    pub step: String,
    pub account: AccountId,
    pub by_name: String,
    pub typed: Typed,
}

pub(super) fn keep(tx: &mut Transaction, ballot: BallotId, step: &str, typed: &Typed) -> Result<EntryId> {
    let (office, now, actor, entry) = (tx.office(), tx.now(), tx.actor().clone(), EntryId::new());
    let text = serde_json::to_string(typed).map_err(|_| Error::Damaged)?;
    let content = tx.seal(&VOTE_ENTRY, &entry.to_string(), &Personal::Known(text))?;
    tx.run(
        "insert into vote_entry (office, id, ballot, step, account, by_name, at, content)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![office, entry, ballot, step, actor.account, actor.name, now, content],
    )?
    .exactly_one()?;
    Ok(entry)
}

pub(super) fn readings_of(tx: &mut Tx, office: Office, ballot: BallotId) -> Result<Vec<Reading>> {
    let held = tx.held();
    tx.query(
        "select id, step, account, by_name, content from vote_entry where office = $1 and ballot = $2 order by at, id",
        args![office, ballot],
        |row| {
            let entry: EntryId = row.get(0)?;
            let content = held.open(&VOTE_ENTRY, office, &entry.to_string(), &row.get::<String>(4)?);
            Ok(Reading {
                entry,
                step: row.get(1)?,
                account: row.get(2)?,
                by_name: row.get(3)?,
                typed: opened(&content)?,
            })
        },
    )
}

/// A reading as it was sealed.
pub(super) fn opened(content: &Personal) -> Result<Typed> {
    let Personal::Known(text) = content else { return Err(Error::Damaged) };
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

/// The two readings of a ballot that differ, and in what: for who settles them and typed neither. Nobody else sees any.
pub fn readings(
    tx: &mut Tx,
    office: Office,
    (id, number): (VoteId, u32),
    by: AccountId,
) -> std::result::Result<(Vec<Reading>, Vec<Field>), TypeError> {
    let there = find(tx, office, id, number)?.ok_or(Error::Missing)?;
    if there.first == by || there.second == Some(by) {
        return Err(TypeError::SamePerson);
    }
    if there.step != Step::Differs {
        return Err(TypeError::NotNow);
    }
    let readings = readings_of(tx, office, there.id)?;
    let fields = match readings.as_slice() {
        [first, second] => first.typed.differences(&second.typed),
        _ => return Err(Error::Damaged.into()),
    };
    Ok((readings, fields))
}

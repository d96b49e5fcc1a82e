//! Ballots by telephone (线上表决): by the paper at the door and the owner's name, where the rules of the vote allow it.

use linli_domain::consultation::slip::RESIDENT;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Office, Personal};
use linli_domain::planning::vote::{BallotCode, BallotId, Choice, State, Typed, VoteId};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Owners, Party};
use serde_json::json;

use super::came::came;
use super::number::numbered;
use super::reading::{keep, readings_of};
use super::{get, take};
use crate::register::owner::read_party;
use crate::seal::places::VOTE_CODE;
use crate::{Error, Result, Transaction, Tx, args};

/// What a household sends.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Made by the form, so that one that is sent twice is one ballot.
    pub ballot: BallotId,
    pub dwelling: DwellingId,
    /// Who votes, as the register names an owner: the paper at the door alone is anybody's who lives there.
    pub owner: String,
    pub choice: Choice,
}

/// Why a ballot was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotCast {
    #[error("votes are not taken online here")]
    NotAllowed,
    #[error("its days have not begun or are over")]
    NotOpen,
    #[error("this dwelling is not on its roll")]
    NotOnRoll,
    #[error("the register knows no such owner")]
    NotTheOwner,
    #[error("a ballot was given already")]
    Given,
    #[error("this is not offered")]
    NotOffered,
    #[error(transparent)]
    Store(#[from] Error),
}

/// The head that a dwelling belongs to, and what is known of its ballots.
#[derive(Clone, Debug)]
pub struct Own {
    pub head: u32,
    pub party: Party,
    /// It gave a ballot online.
    pub given: bool,
    pub came: bool,
}

pub fn own(tx: &mut Tx, office: Office, id: VoteId, dwelling: DwellingId) -> Result<Option<Own>> {
    let held = tx.held();
    tx.query_opt(
        "select h.number, p.id, p.kind, p.owners, h.came,
                (select count(*) from vote_ballot b where b.office = h.office and b.vote = h.vote and b.head = h.number
                    and b.channel = 'online')
           from vote_dwelling d
           join vote_head h on h.office = d.office and h.vote = d.vote and h.number = d.number
           join owner_party p on p.office = h.office and p.id = h.party
          where d.office = $1 and d.vote = $2 and d.dwelling = $3",
        args![office, id, dwelling],
        |row| {
            let party = read_party(row, 1, office, &held)?;
            Ok(Own { head: row.get(0)?, party, came: row.get(4)?, given: row.get::<i64>(5)? > 0 })
        },
    )
}

/// Takes a ballot. The same one again is the same: its code is told once more.
pub fn cast(tx: &mut Transaction, id: VoteId, sent: &Cast) -> std::result::Result<BallotCode, NotCast> {
    let office = tx.office();
    if let Some(code) = again(tx, id, sent)? {
        return Ok(code);
    }
    take(tx, id)?;
    let (kept, today) = (get(tx, office, id)?, tx.today());
    let allowed = kept.rules.as_ref().is_some_and(|rules| rules.online);
    if !allowed || kept.state != State::Announced {
        return Err(NotCast::NotAllowed);
    }
    if today < kept.draft.first || today > kept.draft.last {
        return Err(NotCast::NotOpen);
    }
    if !kept.draft.options.choices().any(|offered| offered == sent.choice) {
        return Err(NotCast::NotOffered);
    }
    let own = own(tx, office, id, sent.dwelling)?.ok_or(NotCast::NotOnRoll)?;
    if own.given {
        return Err(NotCast::Given);
    }
    if !names(&own.party, &sent.owner)? {
        return Err(NotCast::NotTheOwner);
    }
    let typed = Typed {
        head: Some(own.head),
        marks: vec![sent.choice],
        received: today,
        version: kept.plan_number,
        proxy: None,
        seen: None,
    };
    Ok(keep_it(tx, id, sent.ballot, &typed)?)
}

fn keep_it(tx: &mut Transaction, id: VoteId, ballot: BallotId, typed: &Typed) -> Result<BallotCode> {
    let office = tx.office();
    let (number, code) = numbered(tx, id, ballot)?;
    tx.run(
        "insert into vote_ballot (office, id, vote, number, state, channel, first_account, code)
         values ($1, $2, $3, $4, 'settled', 'online', $5, $6)",
        args![office, ballot, id, number, RESIDENT, code.sealed],
    )?
    .exactly_one()?;
    let entry = keep(tx, ballot, "settled", typed)?;
    tx.run("update vote_ballot set entry = $3 where office = $1 and id = $2", args![office, ballot, entry])?
        .exactly_one()?;
    came(tx, id, (ballot, number), typed)?;
    tx.record("vote.ballot_cast", id, json!({ "ballot": number }));
    Ok(code.code)
}

/// The code of a ballot that is there already, where the very same is sent once more.
fn again(tx: &mut Transaction, id: VoteId, sent: &Cast) -> std::result::Result<Option<BallotCode>, NotCast> {
    let office = tx.office();
    let there = tx.query_opt(
        "select vote, channel, code from vote_ballot where office = $1 and id = $2",
        args![office, sent.ballot],
        |row| Ok((row.get::<VoteId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let Some((of, channel, code)) = there else { return Ok(None) };
    let head = own(tx, office, id, sent.dwelling)?.map(|own| own.head);
    let typed = readings_of(tx, office, sent.ballot)?.pop().map(|reading| reading.typed);
    let same = typed.is_some_and(|typed| typed.head == head && typed.marks == [sent.choice]);
    if of != id || channel != "online" || !same {
        return Err(Error::Stale.into());
    }
    let held = tx.held();
    match held.open(&VOTE_CODE, office, &sent.ballot.to_string(), &code) {
        Personal::Known(code) => Ok(Some(code.parse().map_err(|_| Error::Damaged)?)),
        _ => Err(Error::Damaged.into()),
    }
}

/// Whether one of the owners has this name, however it is spaced.
fn names(party: &Party, name: &str) -> Result<bool> {
    let plain = |text: &str| clean_line(text).chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    match &party.owners {
        Owners::Known(owners) => Ok(owners.iter().any(|owner| plain(&owner.name) == plain(name))),
        Owners::Closed => Err(Error::other("the key that opens owners' names is not at hand")),
        Owners::Erased => Ok(false),
    }
}

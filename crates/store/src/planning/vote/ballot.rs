//! Ballots on paper, each typed in by two people who do not see each other's reading. Who typed one first never types it second
//! and never settles it; a unique key sees to that as well.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Area, Office, Personal};
use linli_domain::planning::vote::{BallotCode, BallotId, EntryId, Field, Typed, VoteId, conduct, judge};
use serde_json::json;

use super::{get, take};
use crate::seal::places::{VOTE_CODE, VOTE_ENTRY};
use crate::{Error, Result, Row, Transaction, Tx, args};

/// Where a ballot stands, without what is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub id: BallotId,
    pub number: u32,
    pub step: Step,
    pub first: AccountId,
    pub second: Option<AccountId>,
    pub head: Option<u32>,
}

/// How far a ballot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Typed once.
    Typed,
    /// The two readings differ.
    Differs,
    /// It counts as it was read.
    Settled,
}

/// What somebody read from a paper.
#[derive(Clone, Debug)]
pub struct Reading {
    pub entry: EntryId,
    pub step: String,
    pub account: AccountId,
    pub by_name: String,
    pub typed: Typed,
}

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

macro_rules! ballot_columns {
    () => {
        "b.id, b.number, b.state, b.first_account, b.second_account, b.head"
    };
}

fn ballot(row: &Row) -> Result<Ballot> {
    let step = match row.get::<String>(2)?.as_str() {
        "typed" => Step::Typed,
        "differs" => Step::Differs,
        "settled" => Step::Settled,
        _ => return Err(Error::Damaged),
    };
    Ok(Ballot {
        id: row.get(0)?,
        number: row.get(1)?,
        step,
        first: row.get(3)?,
        second: row.get(4)?,
        head: row.get(5)?,
    })
}

/// The ballots of a vote after a number, by numbers.
pub fn ballots(tx: &mut Tx, office: Office, id: VoteId, after: u32, most: usize) -> Result<Vec<Ballot>> {
    tx.query(
        concat!(
            "select ",
            ballot_columns!(),
            " from vote_ballot b where b.office = $1 and b.vote = $2 and b.number > $3 order by b.number limit $4"
        ),
        args![office, id, after, most],
        ballot,
    )
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

fn find(tx: &mut Tx, office: Office, id: VoteId, number: u32) -> Result<Option<Ballot>> {
    tx.query_opt(
        concat!(
            "select ",
            ballot_columns!(),
            " from vote_ballot b where b.office = $1 and b.vote = $2 and b.number = $3"
        ),
        args![office, id, number],
        ballot,
    )
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
    let number = u32::try_from(get(tx, office, id)?.ballots + 1).map_err(|_| Error::Refused)?;
    let mut salt = [0; BallotCode::RANDOM];
    getrandom::fill(&mut salt).map_err(|error| Error::other(error.to_string()))?;
    let code = Personal::Known(BallotCode::new(number, salt).to_string());
    let code = tx.seal(&VOTE_CODE, &ballot.to_string(), &code)?;
    tx.run(
        "insert into vote_ballot (office, id, vote, number, state, first_account, code)
         values ($1, $2, $3, $4, 'typed', $5, $6)",
        args![office, ballot, id, number, account, code],
    )?
    .exactly_one()?;
    tx.run("update owner_vote set ballots = ballots + 1 where office = $1 and id = $2", args![office, id])?
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
    came(tx, id, there, typed)?;
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
    came(tx, id, &there, typed)?;
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

fn keep(tx: &mut Transaction, ballot: BallotId, step: &str, typed: &Typed) -> Result<EntryId> {
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

/// Counts the head among those who took part, once, where the ballot by itself takes part. What only all ballots together show
/// (a proxy of too many) comes out when it is closed.
fn came(tx: &mut Transaction, id: VoteId, there: &Ballot, typed: &Typed) -> Result<()> {
    let office = tx.office();
    tx.run("update vote_ballot set head = $3 where office = $1 and id = $2", args![office, there.id, typed.head])?
        .exactly_one()?;
    let Some(head) = typed.head else { return Ok(()) };
    let vote = get(tx, office, id)?;
    let rules = vote.rules.as_ref().ok_or(Error::Damaged)?;
    let area = tx.query_one(
        "select area from vote_head where office = $1 and vote = $2 and number = $3",
        args![office, id, head],
        |row| row.get::<Area>(0),
    )?;
    if !alone(&vote.draft.vote(rules, vote.plan_number), typed, there.number, area) {
        return Ok(());
    }
    let new = tx.run(
        "update vote_head set came = true where office = $1 and vote = $2 and number = $3 and not came",
        args![office, id, head],
    )?;
    if new.at_most_one()? {
        tx.run(
            "update owner_vote set came_heads = came_heads + 1, came_area = came_area + $3 where office = $1 and id = $2",
            args![office, id, area],
        )?
        .exactly_one()?;
    }
    Ok(())
}

/// Whether a ballot takes part by what is on it: judged as if it were the only one, on a roll of its head alone.
fn alone(vote: &linli_domain::planning::vote::Vote, typed: &Typed, number: u32, area: Area) -> bool {
    use linli_domain::planning::vote::{Dwelling, Head, Roll};
    let Some(head) = typed.head else { return false };
    let head = Head {
        id: head.to_string(),
        owners: vec![conduct::owner(head)],
        dwellings: vec![Dwelling { name: "1".into(), area }],
        unsold: false,
        delivered: true,
    };
    let Ok(roll) = Roll::new(vec![head]) else { return false };
    let ballot = typed.ballot(number, |_| Some(0), |proxy| proxy.name.clone());
    judge(vote, &roll, std::slice::from_ref(&ballot)).iter().all(|one| one.invalid.is_none())
}

fn readings_of(tx: &mut Tx, office: Office, ballot: BallotId) -> Result<Vec<Reading>> {
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

//! Owners' votes: drafted, announced with roll and rules frozen, delivered, typed in twice, closed and bound. A guard stands in
//! every statement that changes one, so of two who act at once one looks again.

mod ballot;
pub(crate) mod closing;
mod roll;
pub mod rules;

use linli_domain::kernel::{Area, Date, NeighbourhoodId, Office};
use linli_domain::planning::vote::{
    BallotId, CannotFreeze, CannotHold, Draft, EntryId, Matter, Options, State, VoteId, VoteRules, Weight,
};
use linli_domain::register::owner::Scope;
use serde_json::json;

use crate::register::neighbourhood;
use crate::{Error, Result, Row, Transaction, Tx, args};

pub use ballot::{Ballot, Reading, Sheet, Step, TypeError, ballots, readings, settle, type_in};
pub use closing::{Beside, Closing, close, prepare, seals};
pub use roll::{Delivered, Line, announce, deliver, lines, voters};

crate::text_values!(VoteId, BallotId, EntryId);

/// A vote as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: VoteId,
    pub draft: Draft,
    /// The number of the plan's version.
    pub plan_number: Option<u32>,
    pub state: State,
    pub revision: i64,
    pub announced_on: Option<Date>,
    /// The rules it was announced under.
    pub rules: Option<VoteRules>,
    pub total: Weight,
    pub came: Weight,
    pub delivered: i64,
    pub ballots: i64,
    pub root: Option<String>,
    pub result: Option<String>,
    pub ended_why: Option<String>,
}

/// Why a vote was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotHeld {
    #[error("it cannot be held like this")]
    Faults(Vec<CannotHold>),
    #[error("its roll cannot be frozen")]
    Roll(CannotFreeze),
    /// The plan version is not posted, or an objection is open.
    #[error("its plan cannot go to the vote")]
    Plan,
    #[error(transparent)]
    Store(#[from] Error),
}

macro_rules! vote_columns {
    () => {
        "v.id, v.neighbourhood, v.building, v.entrance, v.matter, v.title, v.question, v.without_paying, v.first_day,
         v.last_day, v.clause, v.plan, v.plan_number, v.state, v.revision, v.announced_on, v.rules, v.heads, v.area,
         v.came_heads, v.came_area, v.delivered, v.ballots, v.root, v.result, v.ended_why"
    };
}

fn kept(row: &Row) -> Result<Kept> {
    let scope = match (row.get(2)?, row.get(3)?) {
        (_, Some(entrance)) => Scope::Entrance(entrance),
        (Some(building), None) => Scope::Building(building),
        (None, None) => Scope::Neighbourhood,
    };
    let word = |at| row.get::<String>(at);
    let rules = row.get::<Option<String>>(16)?;
    Ok(Kept {
        id: row.get(0)?,
        draft: Draft {
            neighbourhood: row.get(1)?,
            scope,
            matter: word(4)?.parse::<Matter>().map_err(|()| Error::Damaged)?,
            title: row.get(5)?,
            question: row.get(6)?,
            options: Options { without_paying: row.get(7)? },
            first: row.get(8)?,
            last: row.get(9)?,
            clause: row.get(10)?,
            plan: row.get(11)?,
        },
        plan_number: row.get(12)?,
        state: word(13)?.parse().map_err(|()| Error::Damaged)?,
        revision: row.get(14)?,
        announced_on: row.get(15)?,
        rules: rules.map(|text| serde_json::from_str(&text).map_err(|_| Error::Damaged)).transpose()?,
        total: Weight { heads: row.get(17)?, area: row.get::<Area>(18)? },
        came: Weight { heads: row.get(19)?, area: row.get::<Area>(20)? },
        delivered: row.get(21)?,
        ballots: row.get(22)?,
        root: row.get(23)?,
        result: row.get(24)?,
        ended_why: row.get(25)?,
    })
}

pub fn get(tx: &mut Tx, office: Office, id: VoteId) -> Result<Kept> {
    tx.query_one(
        concat!("select ", vote_columns!(), " from owner_vote v where v.office = $1 and v.id = $2"),
        args![office, id],
        kept,
    )
}

/// The votes of a neighbourhood, the last one first.
pub fn of(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Kept>> {
    tx.query(
        concat!(
            "select ",
            vote_columns!(),
            " from owner_vote v where v.office = $1 and v.neighbourhood = $2 order by v.id desc"
        ),
        args![office, of],
        kept,
    )
}

/// Keeps a draft. The same id again is the same vote.
pub fn draft(tx: &mut Transaction, id: VoteId, draft: &Draft) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    if neighbourhood::get(tx, office, draft.neighbourhood)?.merged_into.is_some() {
        return Err(Error::Missing);
    }
    let (building, entrance) = match draft.scope {
        Scope::Neighbourhood => (None, None),
        Scope::Building(building) => (Some(building), None),
        Scope::Entrance(entrance) => (None, Some(entrance)),
    };
    let added = tx.run(
        "insert into owner_vote (office, id, neighbourhood, building, entrance, matter, title, question, without_paying,
                first_day, last_day, clause, plan, state, revision, at, account, by_name, heads, area, came_heads,
                came_area, delivered, ballots)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', 1, $14, $15, $16, 0, 0, 0, 0, 0, 0)
         on conflict (office, id) do nothing",
        args![
            office,
            id,
            draft.neighbourhood,
            building,
            entrance,
            draft.matter.as_str(),
            draft.title,
            draft.question,
            draft.options.without_paying,
            draft.first,
            draft.last,
            draft.clause,
            draft.plan,
            now,
            actor.account,
            actor.name
        ],
    )?;
    if added.at_most_one()? {
        tx.record("vote.drafted", id, json!({ "neighbourhood": draft.neighbourhood, "matter": draft.matter.as_str() }));
        return Ok(());
    }
    // Sent twice it is there; with other words under the same id somebody is to look again.
    if get(tx, office, id)?.draft == *draft { Ok(()) } else { Err(Error::Stale) }
}

/// Takes a vote back before it is closed, with the reason.
pub fn withdraw(tx: &mut Transaction, id: VoteId, why: &str) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update owner_vote set state = 'withdrawn', ended_why = $3, revision = revision + 1
          where office = $1 and id = $2 and state in ('draft', 'announced')",
        args![office, id, why],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("vote.withdrawn", id, json!({ "reason": why }));
    Ok(())
}

/// Takes the row of an announced vote, so that whoever else changes it waits or looks again.
fn take(tx: &mut Transaction, id: VoteId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update owner_vote set revision = revision + 1 where office = $1 and id = $2 and state = 'announced'",
        args![office, id],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)
}

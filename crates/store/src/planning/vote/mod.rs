//! Owners' votes: drafted, announced with roll and rules frozen, delivered, typed in twice, closed and bound. A guard stands in
//! every statement that changes one, so of two who act at once one looks again.

mod ballot;
mod came;
pub(crate) mod closing;
mod everywhere;
mod number;
mod online;
mod reading;
mod receipt;
mod roll;
pub mod rules;
mod scan;
mod typing;

use linli_domain::kernel::{Area, Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::planning::vote::{
    BallotId, CannotFreeze, CannotHold, Draft, EntryId, Matter, Options, Outcome, Root, State, VoteId, VoteRules,
    Weight,
};
use linli_domain::register::owner::Scope;
use linli_domain::register::{BuildingId, EntranceId};
use serde_json::json;

use crate::register::neighbourhood;
use crate::{Error, Result, Row, Transaction, Tx, args};

pub use ballot::{Ballot, Step, Waiting, Which, ballots, find, waiting};
pub use closing::{Beside, Closing, close, prepare, seals};
pub use everywhere::{Counts, Entry, Tab, counts, everywhere};
pub use online::{Cast, NotCast, Own, cast, own};
pub use reading::{Reading, readings};
pub use receipt::{code, place};
pub use roll::{Delivered, Line, announce, deliver, lines, voters};
pub use scan::{Shows, is_scan, scan};
pub use typing::{Sheet, TypeError, settle, type_in};

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
    pub closed_at: Option<Timestamp>,
    pub closed_by: Option<String>,
    pub by_name: String,
}

impl Kept {
    /// What it came to, once it is closed.
    pub fn outcome(&self) -> Option<Outcome> {
        self.result.as_deref().and_then(|text| serde_json::from_str(text).ok())
    }

    /// The root by which its ballots are bound.
    pub fn bound(&self) -> Option<Root> {
        let (digest, ballots) = self.root.as_deref()?.split_once('/')?;
        Some(Root { digest: digest.parse().ok()?, ballots: ballots.parse().ok()? })
    }

    /// What it is counted by: the rules it was announced under, else those that are handed in.
    pub fn counts_by(&self, now: &VoteRules) -> linli_domain::planning::vote::Rule {
        linli_domain::planning::vote::Rule::of(self.draft.matter, self.rules.as_ref().unwrap_or(now))
    }
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
         v.came_heads, v.came_area, v.delivered, v.ballots, v.root, v.result, v.ended_why, v.closed_at, v.closed_by,
         v.by_name"
    };
}
use vote_columns;

/// How many columns a vote has.
const COLUMNS: usize = 29;

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
        closed_at: row.get(26)?,
        closed_by: row.get(27)?,
        by_name: row.get(28)?,
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
    let (building, entrance) = parts(draft.scope);
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

/// Puts a draft into other words, as long as it is one.
pub fn change(tx: &mut Transaction, id: VoteId, revision: i64, draft: &Draft) -> Result<()> {
    let office = tx.office();
    let (building, entrance) = parts(draft.scope);
    tx.run(
        "update owner_vote set building = $5, entrance = $6, matter = $7, title = $8, question = $9, without_paying = $10,
                first_day = $11, last_day = $12, clause = $13, plan = $14, revision = revision + 1
          where office = $1 and id = $2 and revision = $3 and neighbourhood = $4 and state = 'draft'",
        args![
            office,
            id,
            revision,
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
            draft.plan
        ],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("vote.changed", id, json!({ "matter": draft.matter.as_str() }));
    Ok(())
}

const fn parts(scope: Scope) -> (Option<BuildingId>, Option<EntranceId>) {
    match scope {
        Scope::Neighbourhood => (None, None),
        Scope::Building(building) => (Some(building), None),
        Scope::Entrance(entrance) => (None, Some(entrance)),
    }
}

/// Takes a vote back before it is closed, with the reason: from the state in which somebody saw it.
pub fn withdraw(tx: &mut Transaction, id: VoteId, seen: State, why: &str) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update owner_vote set state = 'withdrawn', ended_why = $4, revision = revision + 1
          where office = $1 and id = $2 and state = $3 and state in ('draft', 'announced')",
        args![office, id, seen.as_str(), why],
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

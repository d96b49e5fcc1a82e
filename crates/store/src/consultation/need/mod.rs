//! Needs: read as they stand, changed by people one change at a time, each change kept and taken back by another one.

mod answers;
mod change;
mod history;
mod moves;
mod seen;
mod suggestion;
mod undo;

use linli_domain::consultation::need::{CannotChange, ChangeId, Facts, Need, State, Weight};
use linli_domain::consultation::{NeedId, OpinionId};
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::{Error, Result, Row, Transaction, Tx, args};

pub use answers::{Listed, answered, answers, given, list, said};
pub use change::{Made, change, dismiss, merge, open, put, take_out, withdraw};
pub use history::{Change, history, history_of};
pub use seen::{
    Card, Home, Lane, Place, Sought, Waiting, buildings, cards, dwellings, lanes, needs_everywhere, opinions_of,
    ungrouped, waiting_of,
};
pub use suggestion::{
    Found, Unread, confirmed, examples, firsts, keep as keep_suggestions, last_forgotten, settled, unread,
};
pub use undo::undo;

pub(super) use moves::{after_step, before_step, elsewhere};

crate::text_values!(NeedId, ChangeId);

/// Why a board was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    #[error(transparent)]
    Cannot(#[from] CannotChange),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What a change returns.
pub type Changed<T> = std::result::Result<T, NotChanged>;

/// How many columns a need is read from.
const COLUMNS: usize = 13;
macro_rules! need_columns {
    () => {
        "d.id, d.neighbourhood, d.item, d.title, d.urgency, d.state, d.merged_into, d.opinions, d.households, d.unverified,
         d.at, d.by_name, d.version"
    };
}

use need_columns;

/// A need; the hazards and what waits behind it are counted by `of`.
pub fn find(tx: &mut Tx, office: Office, id: NeedId) -> Result<Option<Need>> {
    tx.query_opt(
        concat!("select ", need_columns!(), " from need d where d.office = $1 and d.id = $2"),
        args![office, id],
        need,
    )
}

/// The same with its hazards and what waits behind it.
pub fn get(tx: &mut Tx, office: Office, id: NeedId) -> Result<Need> {
    let mut need = find(tx, office, id)?.ok_or(Error::Missing)?;
    (need.weight.hazards, need.weight.waiting) = seen::open_of(tx, office, id)?;
    Ok(need)
}

/// The needs that stand on the board of a neighbourhood and of those merged into it, the one with the most households first;
/// hazards are counted. Two statements.
pub fn of(tx: &mut Tx, office: Office, board: NeighbourhoodId) -> Result<Vec<Need>> {
    let mut all = tx.query(
        concat!(
            "select ",
            need_columns!(),
            " from need d join neighbourhood n on n.office = d.office and n.id = d.neighbourhood
              where d.office = $1 and (n.id = $2 or n.merged_into = $2) and d.state = 'open'
              order by d.households desc, d.opinions desc, d.id"
        ),
        args![office, board],
        need,
    )?;
    let hazards = seen::hazards(tx, office, board)?;
    for one in &mut all {
        one.weight.hazards = hazards.get(&one.id).copied().unwrap_or_default();
    }
    Ok(all)
}

fn need(row: &Row) -> Result<Need> {
    let urgency: Option<String> = row.get(4)?;
    let urgency = urgency.map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?;
    let into: Option<NeedId> = row.get(6)?;
    let state = match (row.get::<String>(5)?.as_str(), into) {
        ("open", _) => State::Open,
        ("merged", Some(into)) => State::Merged(into),
        ("withdrawn", _) => State::Withdrawn,
        _ => return Err(Error::Damaged),
    };
    Ok(Need {
        id: row.get(0)?,
        neighbourhood: row.get(1)?,
        facts: Facts { item: row.get(2)?, title: row.get(3)?, urgency },
        state,
        weight: Weight { opinions: row.get(7)?, households: row.get(8)?, unverified: row.get(9)?, ..Weight::default() },
        at: row.get(10)?,
        by_name: row.get(11)?,
        version: row.get(12)?,
    })
}

/// The needs that an opinion stands behind.
pub fn of_opinion(tx: &mut Tx, office: Office, id: OpinionId) -> Result<Vec<Need>> {
    tx.query(
        concat!(
            "select ",
            need_columns!(),
            " from need_opinion l join need d on d.office = l.office and d.id = l.need
              where l.office = $1 and l.opinion = $2 order by d.id"
        ),
        args![office, id],
        need,
    )
}

/// Whether all of these opinions stand behind a need that is on the board.
pub fn holds(tx: &mut Tx, office: Office, id: NeedId, all: &[OpinionId]) -> Result<bool> {
    let need = find(tx, office, id)?.ok_or(Error::Missing)?;
    let behind = moves::behind(tx, office, id)?;
    Ok(need.state == State::Open && all.iter().all(|one| behind.contains(one)))
}

/// The board on which what is of a neighbourhood stands: that of the one it was merged into, where it was.
fn board_of(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<NeighbourhoodId> {
    tx.query_one(
        "select coalesce(merged_into, id) from neighbourhood where office = $1 and id = $2",
        args![office, of],
        |row| row.get(0),
    )
}

/// Takes the board: whoever changes it after us waits until we are done.
fn take_board(tx: &mut Transaction, board: NeighbourhoodId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into need_board (office, neighbourhood, changes) values ($1, $2, 1)
         on conflict (office, neighbourhood) do update set changes = need_board.changes + 1",
        args![office, board],
    )?
    .exactly_one()
}

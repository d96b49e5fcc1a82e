//! Plans: each version as it was written, changed as long as it is a draft and never after.

mod change;
mod everywhere;
mod item;
mod known;
mod places;

use linli_domain::consultation::NeedId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::plan::{CannotChange, Facts, State};
use linli_domain::planning::{Version, VersionId};

use crate::{Error, Result, Row, Transaction, Tx, args};

pub use change::{begin, give_up, leave_out, place, put, set_facts, stand};
pub use everywhere::{Counts, Entry, Tab, counts, everywhere, planned};
pub use item::{answering, items};
pub use known::{Known, know};
pub use places::places;

/// Why a plan was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    #[error(transparent)]
    Cannot(#[from] CannotChange),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What a change returns.
pub type Changed<T> = std::result::Result<T, NotChanged>;

macro_rules! version_columns {
    () => {
        "v.id, v.neighbourhood, v.number, v.state, v.summary, v.budget_fen, v.leader, v.body, v.revision, v.at, v.by_name"
    };
}

pub fn find(tx: &mut Tx, office: Office, id: VersionId) -> Result<Option<Version>> {
    tx.query_opt(
        concat!("select ", version_columns!(), " from plan_version v where v.office = $1 and v.id = $2"),
        args![office, id],
        version,
    )
}

pub fn get(tx: &mut Tx, office: Office, id: VersionId) -> Result<Version> {
    find(tx, office, id)?.ok_or(Error::Missing)
}

/// Every version of the plan of a neighbourhood, the last one first.
pub fn versions(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Version>> {
    tx.query(
        concat!(
            "select ",
            version_columns!(),
            " from plan_version v where v.office = $1 and v.neighbourhood = $2 order by v.number desc"
        ),
        args![office, of],
        version,
    )
}

/// The last version that was posted and hangs, or hung its time.
pub fn posted(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Option<Version>> {
    tx.query_opt(
        concat!(
            "select ",
            version_columns!(),
            " from plan_version v where v.office = $1 and v.neighbourhood = $2 and v.state = 'posted'
              order by v.number desc limit 1"
        ),
        args![office, of],
        version,
    )
}

/// Why needs are left out of a version.
pub fn reasons(tx: &mut Tx, office: Office, version: VersionId) -> Result<Vec<(NeedId, String)>> {
    tx.query(
        "select need, reason from plan_left_out where office = $1 and version = $2 order by need",
        args![office, version],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn version(row: &Row) -> Result<Version> {
    let state: String = row.get(3)?;
    Ok(Version {
        id: row.get(0)?,
        neighbourhood: row.get(1)?,
        number: row.get(2)?,
        state: state.parse().map_err(|()| Error::Damaged)?,
        facts: Facts { summary: row.get(4)?, budget: row.get(5)? },
        leader: row.get(6)?,
        body: row.get(7)?,
        revision: row.get(8)?,
        at: row.get(9)?,
        by_name: row.get(10)?,
    })
}

/// Takes the plan: whoever changes it after us waits until we are done.
pub(super) fn take(tx: &mut Transaction, of: NeighbourhoodId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into plan (office, neighbourhood, changes) values ($1, $2, 1)
         on conflict (office, neighbourhood) do update set changes = plan.changes + 1",
        args![office, of],
    )?
    .exactly_one()
}

/// Takes the plan of a version and reads it then: only a draft is changed.
pub(super) fn take_draft(tx: &mut Transaction, id: VersionId) -> Changed<Version> {
    let office = tx.office();
    let before = get(tx, office, id)?;
    take(tx, before.neighbourhood)?;
    let version = get(tx, office, id)?;
    if version.state == State::Draft { Ok(version) } else { Err(CannotChange::Fixed.into()) }
}

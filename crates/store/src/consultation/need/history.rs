//! What was changed on a board, by whom, the latest first.

use linli_domain::consultation::NeedId;
use linli_domain::consultation::need::{Act, ChangeId};
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};
use serde_json::Value;

use crate::{Error, Result, Row, Tx, args};

/// One change as it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub id: ChangeId,
    pub board: NeighbourhoodId,
    pub act: Act,
    /// Whose change it is, and its title today.
    pub need: Option<NeedId>,
    pub title: String,
    /// The one it came from, or that went into it.
    pub other: Option<NeedId>,
    pub other_title: String,
    pub detail: Value,
    pub note: String,
    /// So many opinions were moved.
    pub many: i64,
    pub undone_by: Option<ChangeId>,
    pub at: Timestamp,
    pub by_name: String,
}

macro_rules! need_change_rows {
    ($which:literal) => {
        concat!(
            "select c.id, c.neighbourhood, c.act, c.need, coalesce(d.title, ''), c.other, coalesce(e.title, ''), c.detail,
                    c.note, c.many, c.undone_by, c.at, c.by_name
               from need_change c
               left join need d on d.office = c.office and d.id = c.need
               left join need e on e.office = c.office and e.id = c.other
              where c.office = $1 and ",
            $which,
        )
    };
}

/// The latest changes of a board.
pub fn history(tx: &mut Tx, office: Office, board: NeighbourhoodId, most: usize) -> Result<Vec<Change>> {
    tx.query(
        concat!(need_change_rows!("c.neighbourhood = $2"), " order by c.at desc, c.id desc limit $3"),
        args![office, board, most],
        change,
    )
}

/// The latest changes of a need, those too by which another one took its opinions.
pub fn history_of(tx: &mut Tx, office: Office, need: NeedId, most: usize) -> Result<Vec<Change>> {
    tx.query(
        concat!(need_change_rows!("(c.need = $2 or c.other = $2)"), " order by c.at desc, c.id desc limit $3"),
        args![office, need, most],
        change,
    )
}

pub(super) fn find(tx: &mut Tx, office: Office, id: ChangeId) -> Result<Option<Change>> {
    tx.query_opt(need_change_rows!("c.id = $2"), args![office, id], change)
}

fn change(row: &Row) -> Result<Change> {
    let act: String = row.get(2)?;
    let detail: String = row.get(7)?;
    Ok(Change {
        id: row.get(0)?,
        board: row.get(1)?,
        act: act.parse::<Act>().map_err(|()| Error::Damaged)?,
        need: row.get(3)?,
        title: row.get(4)?,
        other: row.get(5)?,
        other_title: row.get(6)?,
        detail: serde_json::from_str(&detail).map_err(|_| Error::Damaged)?,
        note: row.get(8)?,
        many: row.get(9)?,
        undone_by: row.get(10)?,
        at: row.get(11)?,
        by_name: row.get(12)?,
    })
}

//! Opinions: recorded once under the id that their recorder made, changed by steps that are all kept, listed page by page.

mod door;
mod dwelling;
mod evidence;
mod forget;
mod intake;
mod list;
mod record;
mod steps;
mod version;

use std::collections::BTreeMap;

use linli_domain::consultation::Opinion;
use linli_domain::consultation::opinion::{Address, OpinionId, Standing};
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::seal::Held;
use crate::seal::places::OPINION_WORDS;
use crate::{Error, Result, Row, Tx, args};

pub use door::{Choice, all_doors, closed_doors, doors, neighbourhoods, written};
pub use dwelling::{of_dwelling, wishes_of_dwelling};
pub use evidence::{holder, of as evidence, put as put_evidence};
pub use forget::{forget, open_among, still_said};
pub use intake::{Incoming, ground, load};
pub use list::{Counts, Listed, Show, Wanted, counts, page};
pub use record::{Recorded, record};
pub use steps::{Taken, keep, keep_all, steps};
pub use version::{Version, settle, versions};

/// What an opinion is read from; `$o` stands for its table.
macro_rules! opinion_columns {
    () => {
        "o.id, o.neighbourhood, o.building, o.entrance, o.dwelling, o.channel, o.said_on, o.words, o.hazard,
         o.received_at, o.received_on, o.account, o.by_name, o.due_on, o.grouped, o.answer, o.done, o.withdrawn,
         o.hazard_open, o.version, o.objects_to, o.open_versions"
    };
}
/// How many columns these are.
pub(crate) const COLUMNS: usize = 22;
pub(crate) use opinion_columns;

/// The same as `get`, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: OpinionId) -> Result<Option<Opinion>> {
    let held = tx.held();
    let found = tx.query_opt(
        concat!("select ", opinion_columns!(), " from opinion o where o.office = $1 and o.id = $2"),
        args![office, id],
        |row| opinion(row, office, &held),
    )?;
    let Some(opinion) = found else { return Ok(None) };
    Ok(Some(Opinion { wishes: wishes(tx, office, id)?, ..opinion }))
}

pub fn get(tx: &mut Tx, office: Office, id: OpinionId) -> Result<Opinion> {
    find(tx, office, id)?.ok_or(Error::Missing)
}

/// Several at once, those that there are, without their wishes.
pub fn some(tx: &mut Tx, office: Office, ids: &[OpinionId]) -> Result<Vec<Opinion>> {
    let Some((first, last)) = super::bounds(ids) else { return Ok(Vec::new()) };
    let (held, list) = (tx.held(), super::list(ids));
    // Ids sort by the time they were made: only what lies between them is looked at.
    tx.query(
        concat!(
            "select ",
            opinion_columns!(),
            " from opinion o
              where o.office = $1 and o.id >= $3 and o.id <= $4 and $2 like '%|' || o.id || '|%' order by o.id"
        ),
        args![office, list, first, last],
        |row| opinion(row, office, &held),
    )
}

fn wishes(tx: &mut Tx, office: Office, id: OpinionId) -> Result<Vec<String>> {
    tx.query(
        "select item from opinion_wish where office = $1 and opinion = $2 order by position",
        args![office, id],
        |row| row.get(0),
    )
}

/// The wishes of every opinion of an office, for a file of them.
pub fn all_wishes(tx: &mut Tx, office: Office) -> Result<BTreeMap<OpinionId, Vec<String>>> {
    let rows = tx.query(
        "select opinion, item from opinion_wish where office = $1 order by opinion, position",
        args![office],
        |row| Ok((row.get::<OpinionId>(0)?, row.get::<String>(1)?)),
    )?;
    Ok(by_opinion(rows))
}

/// How the opinions of a neighbourhood and of those merged into it stand, without what they say.
pub fn standings(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<BTreeMap<OpinionId, Standing>> {
    let rows = tx.query(
        "select o.id, o.due_on, o.grouped, o.answer, o.done, o.withdrawn, o.hazard_open, o.version
           from opinion o join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) order by o.id",
        args![office, of],
        |row| Ok((row.get(0)?, standing(row, 1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// Seven columns, from this one on.
fn standing(row: &Row, at: usize) -> Result<Standing> {
    Ok(Standing {
        due: row.get(at)?,
        grouped: row.get(at + 1)?,
        answer: row.get(at + 2)?,
        done: row.get(at + 3)?,
        withdrawn: row.get(at + 4)?,
        hazard_open: row.get(at + 5)?,
        version: row.get(at + 6)?,
    })
}

fn by_opinion(rows: Vec<(OpinionId, String)>) -> BTreeMap<OpinionId, Vec<String>> {
    let mut all = BTreeMap::<_, Vec<String>>::new();
    for (id, item) in rows {
        all.entry(id).or_default().push(item);
    }
    all
}

/// The wishes of opinions of a neighbourhood whose ids lie between these.
pub(super) fn all_wishes_of(
    tx: &mut Tx,
    office: Office,
    of: NeighbourhoodId,
    first: OpinionId,
    last: OpinionId,
) -> Result<BTreeMap<OpinionId, Vec<String>>> {
    let rows = tx.query(
        "select w.opinion, w.item from opinion_wish w
           join opinion o on o.office = w.office and o.id = w.opinion
           join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where w.office = $1 and (n.id = $2 or n.merged_into = $2) and w.opinion >= $3 and w.opinion <= $4
          order by w.opinion, w.position",
        args![office, of, first, last],
        |row| Ok((row.get::<OpinionId>(0)?, row.get::<String>(1)?)),
    )?;
    Ok(by_opinion(rows))
}

pub(crate) fn opinion(row: &Row, office: Office, held: &Held) -> Result<Opinion> {
    let id: OpinionId = row.get(0)?;
    let standing = standing(row, 13)?;
    Ok(Opinion {
        id,
        address: Address {
            neighbourhood: row.get(1)?,
            building: row.get(2)?,
            entrance: row.get(3)?,
            dwelling: row.get(4)?,
        },
        channel: row.get::<String>(5)?.parse().map_err(|()| Error::Damaged)?,
        said_on: row.get(6)?,
        text: held.open(&OPINION_WORDS, office, &id.to_string(), &row.get::<String>(7)?),
        wishes: Vec::new(),
        hazard: row.get(8)?,
        received_at: row.get(9)?,
        received_on: row.get(10)?,
        account: row.get(11)?,
        by_name: row.get(12)?,
        standing,
        objects_to: row.get(20)?,
    })
}

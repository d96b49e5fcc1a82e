//! The doors of neighbourhoods, for finding the address that somebody wrote.

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::door::Door;
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::register::listing::Reach;
use crate::{Result, Row, Tx, args};

/// Every door of a neighbourhood, in the order of its buildings.
pub fn doors(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Door>> {
    tx.query(
        "select b.id, b.name, e.id, e.name, d.id, d.room
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null
          order by b.name_key, b.id, e.position, d.floor, d.room",
        args![office, of],
        |row| door(row, 0),
    )
}

/// The doors of houses that were closed.
pub fn closed_doors(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Door>> {
    tx.query(
        "select b.id, b.name, e.id, e.name, d.id, d.room
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is not null
          order by b.name_key, b.id, e.position, d.floor, d.room",
        args![office, of],
        |row| door(row, 0),
    )
}

/// Every door of an office, each with its neighbourhood: for a whole table of opinions.
pub fn all_doors(tx: &mut Tx, office: Office) -> Result<Vec<(NeighbourhoodId, Door)>> {
    tx.query(
        "select b.neighbourhood, b.id, b.name, e.id, e.name, d.id, d.room
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.closed_at is null order by b.neighbourhood, b.id",
        args![office],
        |row| Ok((row.get(0)?, door(row, 1)?)),
    )
}

fn door(row: &Row, at: usize) -> Result<Door> {
    let pair = |id: Option<_>, name: Option<String>| id.zip(name);
    let dwelling: (Option<_>, Option<String>) = (row.get(at + 4)?, row.get(at + 5)?);
    Ok(Door {
        building: row.get(at)?,
        building_name: row.get(at + 1)?,
        entrance: pair(row.get(at + 2)?, row.get(at + 3)?),
        dwelling: dwelling.0.zip(dwelling.1),
    })
}

/// A neighbourhood to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: NeighbourhoodId,
    pub number: String,
    pub name: String,
}

/// The neighbourhoods of an office within reach, by name.
pub fn neighbourhoods(tx: &mut Tx, office: Office, reach: &Reach, most: usize) -> Result<Vec<Choice>> {
    tx.query(
        "select id, number, name from neighbourhood
          where office = $1 and merged_into is null
            and ($2 = '' or $2 like '%|' || id || '|%' or $2 like '%|' || town || '|%'
                 or $2 like '%|' || division || '|%')
          order by name_key, id limit $3",
        args![office, reach.text(), most],
        |row| Ok(Choice { id: row.get(0)?, number: row.get(1)?, name: row.get(2)? }),
    )
}

/// The names of the building, the entrance and the room of an opinion, as far as they were told.
pub fn written(tx: &mut Tx, office: Office, id: OpinionId) -> Result<[String; 3]> {
    tx.query_one(
        "select coalesce(b.name, ''), coalesce(e.name, ''), coalesce(d.room, '')
           from opinion o
           left join building b on b.office = o.office and b.id = o.building
           left join entrance e on e.office = o.office and e.id = o.entrance
           left join dwelling d on d.office = o.office and d.id = o.dwelling
          where o.office = $1 and o.id = $2",
        args![office, id],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )
}

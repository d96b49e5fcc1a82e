//! Door by door: what became of the paper of each household of a building, page by page; and one door with every paper it had.

use linli_domain::consultation::slip::{Paper, RESIDENT, SlipId};
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::{BuildingId, DwellingId, EntranceId};

use super::{Place, Printed, place};
use crate::register::search::like_pattern;
use crate::{Error, Result, Tx, args};

/// A door with the paper that holds there, or the last one that did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub dwelling: DwellingId,
    pub entrance: EntranceId,
    pub entrance_name: String,
    pub floor: i64,
    pub room: String,
    pub printed: Option<Printed>,
    /// When a paper of this door was ended last.
    pub revoked_at: Option<Timestamp>,
    /// Opinions that came by the paper that holds.
    pub said: i64,
}

/// Which doors of a building, and from where on.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A number that stands on the door, or a part of it.
    pub room: String,
    /// The last door of the page before.
    pub after: Option<DwellingId>,
}

/// The doors of a building in the order of the way, a page of them. Two statements.
pub fn doors(tx: &mut Tx, office: Office, of: BuildingId, wanted: &Wanted, most: usize) -> Result<Vec<Door>> {
    let after = wanted.after.map(|door| key(tx, office, of, door)).transpose()?.flatten();
    let (position, floor, room, id) = after.unwrap_or((i64::MIN, i64::MIN, String::new(), String::new()));
    let room_wanted = if wanted.room.is_empty() { String::new() } else { like_pattern(&wanted.room) };
    tx.query(
        "select d.id, e.id, e.name, d.floor, d.room, s.id, s.made_at, s.opened, s.opened_on,
                (select max(r.revoked_at) from slip r
                  where r.office = $1 and r.entrance = e.id and r.dwelling = d.id),
                (select count(*) from opinion o
                  where o.office = $1 and o.dwelling = d.id and o.channel = $3 and o.account = $4
                    and o.received_at >= s.made_at)
           from entrance e
           join dwelling d on d.office = e.office and d.entrance = e.id
           left join slip s on s.office = d.office and s.dwelling = d.id and s.revoked_at is null
          where e.office = $1 and e.building = $2
            and ($5 = '' or lower(d.room) like $5 escape '!')
            and (e.position, d.floor, d.room, d.id) > ($6, $7, $8, $9)
          order by e.position, d.floor, d.room, d.id limit $10",
        args![office, of, Paper::Slip.channel().as_str(), RESIDENT, room_wanted, position, floor, room, id, most],
        |row| {
            let slip: Option<SlipId> = row.get(5)?;
            let printed = match slip {
                None => None,
                Some(id) => Some(Printed { id, made_at: row.get(6)?, opened: row.get(7)?, opened_on: row.get(8)? }),
            };
            Ok(Door {
                dwelling: row.get(0)?,
                entrance: row.get(1)?,
                entrance_name: row.get(2)?,
                floor: row.get(3)?,
                room: row.get(4)?,
                printed,
                revoked_at: row.get(9)?,
                said: row.get(10)?,
            })
        },
    )
}

/// By what a door is sorted.
type Key = (i64, i64, String, String);

fn key(tx: &mut Tx, office: Office, of: BuildingId, door: DwellingId) -> Result<Option<Key>> {
    tx.query_opt(
        "select e.position, d.floor, d.room, d.id from dwelling d
           join entrance e on e.office = d.office and e.id = d.entrance
          where d.office = $1 and d.id = $2 and e.building = $3",
        args![office, door, of],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// One door, as it is printed for. `Missing`: it is in no building of this neighbourhood that stands.
pub fn door(tx: &mut Tx, office: Office, of: NeighbourhoodId, dwelling: DwellingId) -> Result<Place> {
    let found = tx.query_opt(
        "select b.id, b.name, e.id, e.name, s.id, s.made_at, s.opened, s.opened_on, d.id, d.room
           from dwelling d
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building and b.closed_at is null
           left join slip s on s.office = d.office and s.dwelling = d.id and s.revoked_at is null
          where d.office = $1 and d.id = $2 and b.neighbourhood = $3",
        args![office, dwelling, of],
        |row| place(row, Some((row.get(8)?, row.get(9)?))),
    )?;
    found.ok_or(Error::Missing)
}

/// A paper that a door has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub id: SlipId,
    pub made_at: Timestamp,
    pub by_name: String,
    pub opened: i64,
    pub opened_on: Option<Date>,
    /// When it was ended, by whom, and why.
    pub revoked: Option<(Timestamp, String, String)>,
}

/// Every paper that a door had, the last one first.
pub fn papers(tx: &mut Tx, office: Office, at: (EntranceId, DwellingId), most: usize) -> Result<Vec<Past>> {
    tx.query(
        "select id, made_at, by_name, opened, opened_on, revoked_at, coalesce(revoked_by, ''), coalesce(revoked_why, '')
           from slip where office = $1 and entrance = $2 and dwelling = $3
          order by made_at desc, id desc limit $4",
        args![office, at.0, at.1, most],
        |row| {
            let ended: Option<Timestamp> = row.get(5)?;
            let revoked = match ended {
                None => None,
                Some(at) => Some((at, row.get(6)?, row.get(7)?)),
            };
            Ok(Past {
                id: row.get(0)?,
                made_at: row.get(1)?,
                by_name: row.get(2)?,
                opened: row.get(3)?,
                opened_on: row.get(4)?,
                revoked,
            })
        },
    )
}

//! What was at a dwelling before, and what a party owns.

use linli_domain::kernel::{Area, Date, Office, Timestamp};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Basis, Party, PartyId, Why};

use super::read_party;
use crate::{Error, Result, Tx, args};

/// An ownership of a dwelling, now or before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub party: Party,
    pub from: Date,
    pub by_name: String,
    pub at: Timestamp,
    pub ended: Option<(Date, Why)>,
}

/// Every owner that a dwelling has or had, the latest first.
pub fn before(tx: &mut Tx, office: Office, of: DwellingId) -> Result<Vec<Before>> {
    let held = tx.held();
    tx.query(
        "select p.id, p.kind, p.owners, o.from_day, o.by_name, o.at, o.ended_on, o.ended_why
           from ownership o join owner_party p on p.office = o.office and p.id = o.party
          where o.office = $1 and o.dwelling = $2
          order by case when o.ended_on is null then 0 else 1 end, o.ended_on desc, o.id desc",
        args![office, of],
        |row| {
            let (on, why): (Option<Date>, Option<String>) = (row.get(6)?, row.get(7)?);
            let why = why.map(|why| why.parse().map_err(|()| Error::Damaged)).transpose()?;
            Ok(Before {
                party: read_party(row, 0, office, &held)?,
                from: row.get(3)?,
                by_name: row.get(4)?,
                at: row.get(5)?,
                ended: on.zip(why),
            })
        },
    )
}

/// An area that a dwelling has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaBefore {
    pub area: Area,
    pub basis: Basis,
    pub at: Timestamp,
    pub by_name: String,
}

/// Every area of a dwelling that was entered here, the latest first.
pub fn areas(tx: &mut Tx, office: Office, of: DwellingId) -> Result<Vec<AreaBefore>> {
    tx.query(
        "select area, basis, at, by_name from dwelling_area where office = $1 and dwelling = $2 order by version desc",
        args![office, of],
        |row| {
            let basis = row.get::<String>(1)?.parse().map_err(|()| Error::Damaged)?;
            Ok(AreaBefore { area: row.get(0)?, basis, at: row.get(2)?, by_name: row.get(3)? })
        },
    )
}

/// One party; `NotFound` where there is none.
pub fn party(tx: &mut Tx, office: Office, id: PartyId) -> Result<Party> {
    let held = tx.held();
    tx.query_one(
        "select p.id, p.kind, p.owners from owner_party p where p.office = $1 and p.id = $2",
        args![office, id],
        |row| read_party(row, 0, office, &held),
    )
}

/// Where a party owns something, or did: the door, since when, until when.
pub fn dwellings_of(tx: &mut Tx, office: Office, of: PartyId) -> Result<Vec<(String, Date, Option<Date>)>> {
    tx.query(
        "select n.name, b.name, e.name, d.room, o.from_day, o.ended_on
           from ownership o
           join dwelling d on d.office = o.office and d.id = o.dwelling
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building
           join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
          where o.office = $1 and o.party = $2 order by o.from_day, o.id",
        args![office, of],
        |row| {
            let parts: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((parts.join(" "), row.get(4)?, row.get(5)?))
        },
    )
}

/// Every party that owns a dwelling, or did.
pub fn is_of(tx: &mut Tx, office: Office, of: DwellingId) -> Result<Vec<PartyId>> {
    tx.query(
        "select distinct party from ownership where office = $1 and dwelling = $2 order by party",
        args![office, of],
        |row| row.get(0),
    )
}

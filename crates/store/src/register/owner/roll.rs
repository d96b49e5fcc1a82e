//! The roll of a place as it stands: three statements for any number of dwellings.

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::owner::roll::{Roll, Scope, Unit};
use linli_domain::register::owner::{Basis, Measured};

use super::read_party;
use crate::{Error, Result, Row, Tx, args};

/// Every dwelling of a neighbourhood, of one building or one entrance of it, with its area and its party, as at one moment.
///
/// What is asked for in one unit of work is of one moment, also where others change it meanwhile.
pub fn roll(tx: &mut Tx, office: Office, of: NeighbourhoodId, scope: Scope) -> Result<Roll> {
    let part = match scope {
        Scope::Neighbourhood => String::new(),
        Scope::Building(building) => building.to_string(),
        Scope::Entrance(entrance) => entrance.to_string(),
    };
    let version = tx.query_opt(
        "select version from owner_roll where office = $1 and neighbourhood = $2",
        args![office, of],
        |row| row.get::<i64>(0),
    )?;
    let units = tx.query(
        "select d.id, b.id, b.name, e.id, e.name, d.floor, d.room, d.exclusive_area, d.area_basis, o.party, o.from_day
           from building b
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
           left join ownership o on o.office = d.office and o.dwelling = d.id and o.ended_on is null
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null and ($3 = '' or b.id = $3 or e.id = $3)
          order by b.name_key, b.id, e.position, d.floor, d.room, d.id",
        args![office, of, part],
        unit,
    )?;
    let held = tx.held();
    let parties = tx.query(
        "select distinct p.id, p.kind, p.owners
           from building b
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
           join ownership o on o.office = d.office and o.dwelling = d.id and o.ended_on is null
           join owner_party p on p.office = o.office and p.id = o.party
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null and ($3 = '' or b.id = $3 or e.id = $3)",
        args![office, of, part],
        |row| read_party(row, 0, office, &held),
    )?;
    let parties = parties.into_iter().map(|party| (party.id, party)).collect();
    Ok(Roll { version: version.unwrap_or_default(), units, parties })
}

fn unit(row: &Row) -> Result<Unit> {
    Ok(Unit {
        dwelling: row.get(0)?,
        building: row.get(1)?,
        building_name: row.get(2)?,
        entrance: row.get(3)?,
        entrance_name: row.get(4)?,
        floor: row.get(5)?,
        room: row.get(6)?,
        measured: measured(row, 7)?,
        party: row.get(9)?,
        since: row.get(10)?,
    })
}

/// Two columns, from this one on. An area whose basis nobody stated is taken for the register's, which stands first.
fn measured(row: &Row, at: usize) -> Result<Option<Measured>> {
    let Some(area) = row.get(at)? else { return Ok(None) };
    let basis = match row.get::<Option<String>>(at + 1)? {
        Some(basis) => basis.parse().map_err(|()| Error::Damaged)?,
        None => Basis::Register,
    };
    Ok(Some(Measured { area, basis }))
}

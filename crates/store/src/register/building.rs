//! Buildings with their entrances and doors.

use linli_domain::kernel::text::pinyin_key;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Dwelling, Entrance};

use serde_json::json;

use crate::check::sealed;
use crate::{Result, Row, Transaction, Tx, args};

/// A building with how many entrances and dwellings it has.
#[derive(Clone, Debug)]
pub struct Counted {
    pub building: Building,
    pub entrances: i64,
    pub dwellings: i64,
}

/// Adds a building with all its doors.
pub fn add(tx: &mut Transaction, building: &Building, layout: Layout) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into building (office, id, neighbourhood, name, name_key, built_year, floors)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            office,
            building.id,
            building.neighbourhood,
            building.name,
            name_key(&building.name),
            building.built_year.map(i64::from),
            building.floors
        ],
    )?
    .exactly_one()?;
    let (entrances, dwellings) = layout.doors_of(building.id);
    add_entrances(tx, &entrances)?;
    add_dwellings(tx, &dwellings)?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let text = sealed::building_text(&building.name, building.floors, count(entrances.len()), count(dwellings.len()));
    let detail = json!({ "neighbourhood": building.neighbourhood, (sealed::KEY): sealed::seal(&text) });
    tx.record("building.added", building.id, detail);
    Ok(())
}

fn add_entrances(tx: &mut Transaction, entrances: &[Entrance]) -> Result<()> {
    let office = tx.office();
    let rows = (1_i64..).zip(entrances).map(|(n, e)| args![office, e.id, e.building, n, e.name]);
    tx.run_many("insert into entrance (office, id, building, position, name) values ($1, $2, $3, $4, $5)", rows)?;
    Ok(())
}

fn add_dwellings(tx: &mut Transaction, dwellings: &[Dwelling]) -> Result<()> {
    let office = tx.office();
    let row = |d: &Dwelling| args![office, d.id, d.entrance, d.floor, d.room, d.exclusive_area];
    tx.run_many(
        "insert into dwelling (office, id, entrance, floor, room, exclusive_area) values ($1, $2, $3, $4, $5, $6)",
        dwellings.iter().map(row),
    )?;
    Ok(())
}

/// The buildings of a neighbourhood that stand, in the order of their names.
pub fn of(tx: &mut Tx, office: Office, neighbourhood: NeighbourhoodId) -> Result<Vec<Counted>> {
    tx.query(
        "select b.id, b.neighbourhood, b.name, b.built_year, b.floors, count(distinct e.id), count(d.id)
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null
          group by b.id, b.neighbourhood, b.name, b.built_year, b.floors, b.name_key
          order by b.name_key, b.id",
        args![office, neighbourhood],
        counted,
    )
}

/// One building of a neighbourhood that stands.
pub fn get(tx: &mut Tx, office: Office, neighbourhood: NeighbourhoodId, id: BuildingId) -> Result<Counted> {
    tx.query_one(
        "select b.id, b.neighbourhood, b.name, b.built_year, b.floors, count(distinct e.id), count(d.id)
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.neighbourhood = $2 and b.id = $3 and b.closed_at is null
          group by b.id, b.neighbourhood, b.name, b.built_year, b.floors",
        args![office, neighbourhood, id],
        counted,
    )
}

/// Every door of a building: entrance by entrance, floor by floor.
pub fn doors(tx: &mut Tx, office: Office, building: BuildingId) -> Result<Vec<(String, Dwelling)>> {
    tx.query(
        "select e.name, d.id, d.entrance, d.floor, d.room, d.exclusive_area
           from entrance e join dwelling d on d.office = e.office and d.entrance = e.id
          where e.office = $1 and e.building = $2
          order by e.position, d.floor desc, d.room",
        args![office, building],
        |row| Ok((row.get(0)?, dwelling(row, 1)?)),
    )
}

/// A door with the names of its building and its entrance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub building: BuildingId,
    pub building_name: String,
    pub entrance_name: String,
    pub dwelling: Dwelling,
}

/// Every door of the buildings of a neighbourhood that stand, in the order of `doors`.
pub fn doors_of(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Door>> {
    tx.query(
        "select b.id, b.name, e.name, d.id, d.entrance, d.floor, d.room, d.exclusive_area
           from building b
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null
          order by b.name_key, b.id, e.position, d.floor desc, d.room",
        args![office, of],
        |row| {
            let (building, building_name, entrance_name) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Door { building, building_name, entrance_name, dwelling: dwelling(row, 3)? })
        },
    )
}

/// Five columns, from this one on.
fn dwelling(row: &Row, at: usize) -> Result<Dwelling> {
    Ok(Dwelling {
        id: row.get(at)?,
        entrance: row.get(at + 1)?,
        floor: row.get(at + 2)?,
        room: row.get(at + 3)?,
        exclusive_area: row.get(at + 4)?,
    })
}

/// A building that was entered by mistake or is gone: it leaves the lists, and stays on record.
pub fn close(tx: &mut Transaction, neighbourhood: NeighbourhoodId, id: BuildingId) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "update building set closed_at = $4 where office = $1 and id = $2 and neighbourhood = $3 and closed_at is null",
        args![office, id, neighbourhood, now],
    )?
    .exactly_one()?;
    tx.record("building.closed", id, json!({ "neighbourhood": neighbourhood }));
    Ok(())
}

fn counted(row: &Row) -> Result<Counted> {
    let building = Building {
        id: row.get(0)?,
        neighbourhood: row.get(1)?,
        name: row.get(2)?,
        built_year: row.get::<Option<i64>>(3)?.and_then(|year| i16::try_from(year).ok()),
        floors: row.get(4)?,
    };
    Ok(Counted { building, entrances: row.get(5)?, dwellings: row.get(6)? })
}

/// `10栋` after `9栋`: numbers sort as numbers.
fn name_key(name: &str) -> String {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    let rest = &name[digits.len()..];
    if digits.is_empty() { pinyin_key(name) } else { format!("{digits:0>6}{}", pinyin_key(rest)) }
}

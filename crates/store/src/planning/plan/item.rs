//! Items of a version, read with their needs and sources in three statements, however many there are.

use std::collections::BTreeMap;

use linli_domain::consultation::NeedId;
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::plan::{Part, Place, Quantity};
use linli_domain::planning::{Item, ItemId, VersionId};

use crate::{Error, Result, Row, Transaction, Tx, args};

/// The items of a version in their order.
pub fn items(tx: &mut Tx, office: Office, version: VersionId) -> Result<Vec<Item>> {
    let mut all = tx.query(
        "select item, work, class, building, entrance, title, quantity, unit, unit_cost_fen, upkeep, upkeep_by, reason,
                standing, revision
           from plan_item where office = $1 and version = $2 order by position, item",
        args![office, version],
        item,
    )?;
    let at: BTreeMap<ItemId, usize> = all.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
    for (id, part) in sources(tx, office, version)? {
        at.get(&id).map(|at| all[*at].sources.push(part)).ok_or(Error::Damaged)?;
    }
    for (id, need) in needs(tx, office, version)? {
        at.get(&id).map(|at| all[*at].needs.push(need)).ok_or(Error::Damaged)?;
    }
    Ok(all)
}

fn item(row: &Row) -> Result<Item> {
    let place = match (row.get(3)?, row.get(4)?) {
        (None, None) => Place::Common,
        (Some(building), None) => Place::Building(building),
        (Some(building), Some(entrance)) => Place::Entrance(building, entrance),
        (None, Some(_)) => return Err(Error::Damaged),
    };
    let upkeep: Option<String> = row.get(9)?;
    Ok(Item {
        id: row.get(0)?,
        work: row.get(1)?,
        class: row.get(2)?,
        place,
        title: row.get(5)?,
        quantity: Quantity::from_thousandths(row.get(6)?),
        unit: row.get(7)?,
        unit_cost: row.get(8)?,
        upkeep: upkeep.map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?,
        upkeep_by: row.get(10)?,
        reason: row.get(11)?,
        sources: Vec::new(),
        needs: Vec::new(),
        standing: row.get::<String>(12)?.parse().map_err(|()| Error::Damaged)?,
        revision: row.get(13)?,
    })
}

fn sources(tx: &mut Tx, office: Office, version: VersionId) -> Result<Vec<(ItemId, Part)>> {
    tx.query(
        "select item, source, amount_fen from plan_item_source where office = $1 and version = $2
          order by item, position",
        args![office, version],
        |row| Ok((row.get(0)?, Part { source: row.get(1)?, amount: row.get::<Money>(2)? })),
    )
}

fn needs(tx: &mut Tx, office: Office, version: VersionId) -> Result<Vec<(ItemId, NeedId)>> {
    tx.query(
        "select item, need from plan_item_need where office = $1 and version = $2 order by item, need",
        args![office, version],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The items that answer a need, in each version, the last version first.
pub fn answering(tx: &mut Tx, office: Office, need: NeedId) -> Result<Vec<(VersionId, ItemId)>> {
    tx.query(
        "select l.version, l.item from plan_item_need l
           join plan_version v on v.office = l.office and v.id = l.version
           join plan_item i on i.office = l.office and i.version = l.version and i.item = l.item
          where l.office = $1 and l.need = $2 and i.standing <> 'dropped'
          order by v.number desc, i.position",
        args![office, need],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes an item anew with what hangs on it.
pub(super) fn write(tx: &mut Transaction, version: VersionId, position: i64, item: &Item) -> Result<()> {
    let (office, id) = (tx.office(), item.id);
    let (building, entrance) = match item.place {
        Place::Common => (None, None),
        Place::Building(building) => (Some(building), None),
        Place::Entrance(building, entrance) => (Some(building), Some(entrance)),
    };
    tx.run(
        "insert into plan_item (office, version, item, position, work, class, building, entrance, title, quantity, unit,
                unit_cost_fen, cost_fen, upkeep, upkeep_by, reason, standing, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict (office, version, item) do update set work = $5, class = $6, building = $7, entrance = $8, title = $9,
                quantity = $10, unit = $11, unit_cost_fen = $12, cost_fen = $13, upkeep = $14, upkeep_by = $15,
                reason = $16, standing = $17, revision = $18",
        args![
            office,
            version,
            id,
            position,
            item.work,
            item.class,
            building,
            entrance,
            item.title,
            item.quantity.thousandths(),
            item.unit,
            item.unit_cost,
            item.cost(),
            item.upkeep.map(|one| one.as_str().to_owned()),
            item.upkeep_by,
            item.reason,
            item.standing.as_str(),
            item.revision
        ],
    )?
    .exactly_one()?;
    let of = args![office, version, id];
    let _ = tx.run("delete from plan_item_source where office = $1 and version = $2 and item = $3", &of)?;
    let _ = tx.run("delete from plan_item_need where office = $1 and version = $2 and item = $3", &of)?;
    tx.run_many(
        "insert into plan_item_source (office, version, item, position, source, amount_fen)
         values ($1, $2, $3, $4, $5, $6)",
        (1_i64..).zip(&item.sources).map(|(at, part)| args![office, version, id, at, part.source, part.amount]),
    )?;
    tx.run_many(
        "insert into plan_item_need (office, version, item, need) values ($1, $2, $3, $4)",
        item.needs.iter().map(|need| args![office, version, id, *need]),
    )?;
    Ok(())
}

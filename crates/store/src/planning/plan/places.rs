//! The places of a neighbourhood at which an item can be: its buildings and their entrances, by name.

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::plan::Place;
use linli_domain::register::{BuildingId, EntranceId};

use crate::{Result, Tx, args};

/// Buildings in their order, each followed by its entrances: `3栋`, `3栋 1单元`. Closed ones are named as well, since a plan that
/// was posted stays readable; the last of the three says whether it stands.
pub fn places(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<(Place, String, bool)>> {
    let rows = tx.query(
        "select b.id, b.name, e.id, e.name, case when b.closed_at is null then 1 else 0 end
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
          where b.office = $1 and b.neighbourhood = $2
          order by b.name_key, b.id, e.position",
        args![office, of],
        |row| {
            let entrance = (row.get::<Option<EntranceId>>(2)?, row.get::<Option<String>>(3)?);
            Ok((row.get::<BuildingId>(0)?, row.get::<String>(1)?, entrance, row.get::<i64>(4)? == 1))
        },
    )?;
    let mut all: Vec<(Place, String, bool)> = Vec::new();
    for (building, name, entrance, stands) in rows {
        if !all.iter().any(|(place, ..)| *place == Place::Building(building)) {
            all.push((Place::Building(building), name.clone(), stands));
        }
        if let (Some(id), Some(of)) = entrance {
            all.push((Place::Entrance(building, id), format!("{name} {of}"), stands));
        }
    }
    Ok(all)
}

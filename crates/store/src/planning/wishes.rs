//! What households wish, for a budget to be shared out by: of each household what it wished last.

use std::collections::BTreeMap;

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::choice::Household;
use linli_domain::register::{BuildingId, DwellingId, EntranceId};

use crate::{Result, Tx, args};

/// The households of a neighbourhood, and of those merged into it, that ever wished something; by the last time that each did.
/// Wishes of nobody's household (未核实) are not among them.
pub fn wishes(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<Household>> {
    let rows = tx.query(
        "select o.dwelling, o.building, o.entrance, o.id, w.item
           from opinion o
           join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
           join opinion_wish w on w.office = o.office and w.opinion = o.id
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and not o.withdrawn
            and o.dwelling is not null and o.building is not null and o.entrance is not null
          order by o.dwelling, o.said_on, o.received_at, o.id, w.position",
        args![office, of],
        |row| {
            let at = (row.get::<BuildingId>(1)?, row.get::<EntranceId>(2)?);
            Ok((row.get::<DwellingId>(0)?, at, row.get::<String>(3)?, row.get::<String>(4)?))
        },
    )?;
    let mut last: BTreeMap<DwellingId, (String, Household)> = BTreeMap::new();
    for (dwelling, (building, entrance), opinion, work) in rows {
        let none = || (opinion.clone(), Household { building, entrance, works: Vec::new() });
        let kept = last.entry(dwelling).or_insert_with(none);
        if kept.0 != opinion {
            *kept = none();
        }
        kept.1.works.push(work);
    }
    Ok(last.into_values().map(|(_, household)| household).collect())
}

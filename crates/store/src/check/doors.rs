//! Doors of survey campaigns: each stands as its visits say, and each visit has its door.

use std::collections::BTreeMap;

use linli_domain::consultation::survey::door::{DoorState, Standing};
use linli_domain::kernel::Office;

use super::Fault;
use crate::{Error, Result, Tx, args};

/// A door of a campaign, by both their ids.
type Door = (String, String);

/// Doors that are kept otherwise than their standing visits say. Two statements, however many doors there are.
pub(super) fn faults(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let visits = tx.query(
        "select campaign, dwelling, id, outcome, account from visit
          where office = $1 and standing = 'stands' order by campaign, dwelling, at, id",
        args![office],
        |row| {
            let outcome = row.get::<String>(3)?.parse().map_err(|()| Error::Damaged)?;
            let standing = Standing { visit: row.get(2)?, outcome, account: row.get(4)? };
            Ok(((row.get::<String>(0)?, row.get::<String>(1)?), standing))
        },
    )?;
    let mut standing: BTreeMap<Door, Vec<Standing>> = BTreeMap::new();
    for (door, visit) in visits {
        standing.entry(door).or_default().push(visit);
    }
    let kept = tx.query(
        "select campaign, dwelling, state, visits from campaign_door where office = $1",
        args![office],
        |row| Ok(((row.get::<String>(0)?, row.get::<String>(1)?), (row.get::<String>(2)?, row.get::<i64>(3)?))),
    )?;
    let kept: BTreeMap<Door, (String, i64)> = kept.into_iter().collect();
    let doors: std::collections::BTreeSet<&Door> = standing.keys().chain(kept.keys()).collect();
    let is_as_kept = |door: &Door| {
        let visits = standing.get(door).map_or(&[][..], Vec::as_slice);
        let said = (DoorState::of(visits).as_str().to_owned(), i64::try_from(visits.len()).unwrap_or(i64::MAX));
        kept.get(door) == Some(&said)
    };
    let wrong = doors.into_iter().filter(|door| !is_as_kept(door));
    Ok(wrong.map(|(_, dwelling)| Fault { office, rule: "campaign-door", subject: dwelling.clone() }).collect())
}

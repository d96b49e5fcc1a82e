//! Slips and posters: printed with a code that only the paper knows, revoked, printed anew.

mod doors;
mod open;
mod said;

use linli_domain::consultation::slip::{Paper, SlipCode, SlipId, Spot};
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::{BuildingId, DwellingId};
use serde_json::json;

use super::receipt;
use crate::{Error, Result, Row, Transaction, Tx, args};

pub use doors::{Door, Past, Wanted, door, doors, papers};
pub use open::{count_poster, enough, enter, find, held, leave, tried, wrong};
pub use said::{Said, said};

crate::text_values!(SlipId);

/// A door or a stairwell, with the paper that holds there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub spot: Spot,
    pub building: BuildingId,
    /// 3栋; 1单元; 401, or nothing.
    pub names: [String; 3],
    pub printed: Option<Printed>,
}

/// A paper whose code holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    pub id: SlipId,
    pub made_at: Timestamp,
    pub opened: i64,
    pub opened_on: Option<Date>,
}

/// Every door of a neighbourhood, or every stairwell, in the order in which somebody walks past them.
pub fn places(tx: &mut Tx, office: Office, of: NeighbourhoodId, paper: Paper) -> Result<Vec<Place>> {
    match paper {
        Paper::Slip => tx.query(
            "select b.id, b.name, e.id, e.name, s.id, s.made_at, s.opened, s.opened_on, d.id, d.room
               from building b
               join entrance e on e.office = b.office and e.building = b.id
               join dwelling d on d.office = e.office and d.entrance = e.id
               left join slip s on s.office = d.office and s.dwelling = d.id and s.revoked_at is null
              where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null
              order by b.name_key, b.id, e.position, d.floor, d.room",
            args![office, of],
            |row| place(row, Some((row.get(8)?, row.get(9)?))),
        ),
        Paper::Poster => tx.query(
            "select b.id, b.name, e.id, e.name, s.id, s.made_at, s.opened, s.opened_on
               from building b
               join entrance e on e.office = b.office and e.building = b.id
               left join slip s on s.office = e.office and s.entrance = e.id and s.dwelling is null
                                and s.revoked_at is null
              where b.office = $1 and b.neighbourhood = $2 and b.closed_at is null
              order by b.name_key, b.id, e.position",
            args![office, of],
            |row| place(row, None),
        ),
    }
}

fn place(row: &Row, door: Option<(DwellingId, String)>) -> Result<Place> {
    let (entrance, id): (_, Option<SlipId>) = (row.get(2)?, row.get(4)?);
    let printed = match id {
        None => None,
        Some(id) => Some(Printed { id, made_at: row.get(5)?, opened: row.get(6)?, opened_on: row.get(7)? }),
    };
    let (spot, room) = match door {
        Some((dwelling, room)) => (Spot::Door(entrance, dwelling), room),
        None => (Spot::Entrance(entrance), String::new()),
    };
    Ok(Place { spot, building: row.get(0)?, names: [row.get(1)?, row.get(3)?, room], printed })
}

/// A code that is about to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub spot: Spot,
    pub code: SlipCode,
    /// The paper that held there when this one was laid out: its code ends now.
    pub instead_of: Option<SlipId>,
}

/// Keeps the codes of papers that were laid out, and ends those in whose place they come. `Stale`: somebody else printed or
/// revoked one of these meanwhile, and none of them holds.
pub fn print(tx: &mut Transaction, of: NeighbourhoodId, paper: Paper, all: &[New], why: &str) -> Result<u64> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let old: Vec<SlipId> = all.iter().filter_map(|new| new.instead_of).collect();
    if end(tx, &old, why)? != old.len() as u64 {
        return Err(Error::Stale);
    }
    let secret = receipt::secret_or_new(tx)?;
    let rows = all.iter().map(|new| {
        let (entrance, dwelling, hash) = (new.spot.entrance(), new.spot.dwelling(), secret.slip_hash(new.code));
        args![office, SlipId::new(), entrance, dwelling, hash, now, actor.account, actor.name]
    });
    tx.run_many(
        "insert into slip (office, id, entrance, dwelling, code, made_at, account, by_name, opened)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
        rows,
    )
    .map_err(|error| if matches!(error, Error::Duplicate) { Error::Stale } else { error })?;
    let detail = json!({ "paper": paper.as_str(), "printed": all.len(), "revoked": old.len(), "reason": why });
    tx.record("slip.printed", of, detail);
    Ok(old.len() as u64)
}

/// Ends codes: the papers open nothing any more, and phones that have them open are shut out. How many held.
pub fn revoke(tx: &mut Transaction, of: NeighbourhoodId, paper: Paper, which: &[SlipId], why: &str) -> Result<u64> {
    let ended = end(tx, which, why)?;
    if ended > 0 {
        tx.record("slip.revoked", of, json!({ "paper": paper.as_str(), "revoked": ended, "reason": why }));
    }
    Ok(ended)
}

fn end(tx: &mut Transaction, which: &[SlipId], why: &str) -> Result<u64> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    tx.run_many(
        "update slip set revoked_at = $3, revoked_by = $4, revoked_why = $5
          where office = $1 and id = $2 and revoked_at is null",
        which.iter().map(|id| args![office, id, now, by, why]),
    )
}

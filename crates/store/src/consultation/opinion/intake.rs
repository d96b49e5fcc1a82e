//! Many opinions from a table, each recorded as one that somebody typed.

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::intake::Ground;
use linli_domain::consultation::opinion::Content;
use linli_domain::kernel::{Date, Office};

use super::super::{catalogue, receipt};
use super::door::{all_doors, neighbourhoods};
use super::record::{Recorded, record};
use crate::register::listing::Reach;
use crate::{Error, Result, Transaction, Tx};

/// What one row says.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub row: u32,
    /// The id that the row brought along.
    pub id: Option<OpinionId>,
    pub content: Content,
    /// Of rows that say the same, the how manyth it is.
    pub nth: usize,
}

/// Neighbourhoods, doors and catalogue of an office. Three statements.
pub fn ground(tx: &mut Tx, office: Office, today: Date) -> Result<Ground> {
    let all = neighbourhoods(tx, office, &Reach::All, usize::try_from(i64::MAX).unwrap_or(usize::MAX))?;
    let mut ground = Ground {
        neighbourhoods: all.into_iter().map(|one| (one.id, one.number, one.name)).collect(),
        catalogue: catalogue::of(tx, office, today)?.catalogue,
        today,
        ..Ground::default()
    };
    for (of, door) in all_doors(tx, office)? {
        ground.doors.entry(of).or_default().push(door);
    }
    Ok(ground)
}

/// Records them one by one; what became of each row. A row that is there already changes nothing.
pub fn load(tx: &mut Transaction, rows: &[Incoming]) -> Result<Vec<(u32, Recorded)>> {
    let secret = receipt::secret_or_new(tx)?;
    let mut done = Vec::with_capacity(rows.len());
    for one in rows {
        let text = serde_json::to_string(&one.content).map_err(|_| Error::Damaged)?;
        let id = one.id.unwrap_or_else(|| secret.id_of(&text, one.nth));
        done.push((one.row, record(tx, id, &one.content)?));
    }
    Ok(done)
}

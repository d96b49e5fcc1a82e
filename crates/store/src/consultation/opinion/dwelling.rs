//! The opinions of one household.

use std::collections::BTreeMap;

use linli_domain::consultation::{Opinion, OpinionId};
use linli_domain::kernel::Office;
use linli_domain::register::DwellingId;

use super::{opinion, opinion_columns};
use crate::{Result, Tx, args};

/// The latest ones, the last one first, without their wishes.
pub fn of_dwelling(tx: &mut Tx, office: Office, of: DwellingId, most: usize) -> Result<Vec<Opinion>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            opinion_columns!(),
            " from opinion o where o.office = $1 and o.dwelling = $2 order by o.received_at desc, o.id desc limit $3"
        ),
        args![office, of, most],
        |row| opinion(row, office, &held),
    )
}

/// The wishes of every opinion of a household.
pub fn wishes_of_dwelling(tx: &mut Tx, office: Office, of: DwellingId) -> Result<BTreeMap<OpinionId, Vec<String>>> {
    let rows = tx.query(
        "select w.opinion, w.item from opinion_wish w
           join opinion o on o.office = w.office and o.id = w.opinion
          where o.office = $1 and o.dwelling = $2 order by w.opinion, w.position",
        args![office, of],
        |row| Ok((row.get::<OpinionId>(0)?, row.get::<String>(1)?)),
    )?;
    let mut all = BTreeMap::<_, Vec<String>>::new();
    for (id, item) in rows {
        all.entry(id).or_default().push(item);
    }
    Ok(all)
}

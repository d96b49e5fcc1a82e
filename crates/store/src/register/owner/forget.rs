//! Who owned something once is let go of (删除): the names go, that there was an owner, from when to when, stays.

use linli_domain::register::owner::PartyId;

use crate::{Result, Transaction, args};

/// Parties that are due, after an id: they own nothing any more.
pub(crate) const DUE: &str = "select id from owner_party
      where office = $1 and left_on <= $4 and erased_at is null and id > $2 order by id limit $3";

/// Every party of an office whose names are there.
pub(crate) const THERE: &str = "select id from owner_party where office = $1 and erased_at is null";

/// Takes the row of one whose names are there.
pub(crate) const TAKE: &str =
    "update owner_party set owners = owners where office = $1 and id = $2 and erased_at is null";

/// Writes down that one is let go of.
pub(crate) const NOTE: &str = "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
     select p.office, $3, p.id, 'owners', $4, 1, $5, $6, $7
       from owner_party p where p.office = $1 and p.id = $2 and p.erased_at is null";

/// Lets go of the names of rows that were taken.
pub fn forget(tx: &mut Transaction, parties: &[PartyId]) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run_many(
        "update owner_party set owners = '', erased_at = $3 where office = $1 and id = $2 and erased_at is null",
        parties.iter().map(|party| args![office, *party, now]),
    )?;
    Ok(())
}

//! Owners (业主名册): the roll as it stands, what changes it, what was before, and how a party is let go of.

mod apply;
pub mod forget;
mod history;
mod roll;

use linli_domain::kernel::Office;
use linli_domain::register::owner::{Owners, OwnershipId, Party, PartyId};

use crate::seal::Held;
use crate::seal::places::OWNER_PARTY;
use crate::{Error, Result, Row};
use linli_domain::kernel::Personal;

pub use apply::{apply, imported};
pub use history::{AreaBefore, Before, areas, before, dwellings_of, is_of, party};
pub use roll::roll;

crate::text_values!(PartyId, OwnershipId);

/// Three columns, from this one on: its id, kind, owners.
pub(crate) fn read_party(row: &Row, at: usize, office: Office, held: &Held) -> Result<Party> {
    let id: PartyId = row.get(at)?;
    let owners = match held.open(&OWNER_PARTY, office, &id.to_string(), &row.get::<String>(at + 2)?) {
        Personal::Known(text) => Owners::Known(serde_json::from_str(&text).map_err(|_| Error::Damaged)?),
        Personal::Closed => Owners::Closed,
        Personal::Erased => Owners::Erased,
    };
    Ok(Party { id, kind: row.get::<String>(at + 1)?.parse().map_err(|()| Error::Damaged)?, owners })
}

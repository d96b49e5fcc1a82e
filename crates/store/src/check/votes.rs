//! Closed votes: each is what was bound when it was closed. Without the key nobody can say.

use linli_domain::kernel::Office;

use super::Fault;
use crate::planning::vote::closing::{closed, is_as_bound};
use crate::{Result, Tx};

pub(super) fn faults(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    if tx.held().seal().is_err() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for id in closed(tx, office)? {
        if !is_as_bound(tx, office, id)? {
            found.push(Fault { office, rule: "vote-bound", subject: id.to_string() });
        }
    }
    Ok(found)
}

//! Owners (业主名册): who owns which dwelling of a neighbourhood, entered by hand or from a list, with what was before.

mod change;
mod dwelling;
mod import;
mod list;
mod reading;
mod template;

use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_domain::register::owner::{Roll, Scope};
use linli_store::Tx;
use linli_store::register::{neighbourhood, owner};

use super::words::Names;
use crate::access::{Access, Routes, get, post};
use crate::error::WebError;

/// The largest list that is taken, and a form that sends it once more as hexadecimal text.
const LARGEST: usize = 4 << 20;
const BODY: usize = 2 * LARGEST + (64 << 10);

pub fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadOwners), Access::Act(Act::KeepOwners));
    Routes::new()
        .route("/desk/{office}/register/{id}/owners", get(list::show), read)
        .route("/desk/{office}/register/{id}/owners/template.xlsx", get(template::download), keep)
        .route("/desk/{office}/register/{id}/owners/import", get(import::ask), keep)
        .route("/desk/{office}/register/{id}/owners/import/preview", post(import::preview).upload(BODY), keep)
        .route("/desk/{office}/register/{id}/owners/import/apply", post(import::apply).upload(BODY), keep)
        .route("/desk/{office}/register/{id}/owners/{dwelling}", get(dwelling::show), read)
        .route("/desk/{office}/register/{id}/owners/{dwelling}/owner", post(change::owner), keep)
        .route("/desk/{office}/register/{id}/owners/{dwelling}/area", post(change::area), keep)
        .route("/desk/{office}/register/{id}/owners/{dwelling}/end", post(change::end), keep)
}

/// The address of a neighbourhood's owners.
fn root(office: Office, id: NeighbourhoodId) -> String {
    format!("{}/owners", super::address(office, id))
}

/// What every page of owners reads: the neighbourhood and its roll.
struct Found {
    n: Neighbourhood,
    names: Names,
    roll: Roll,
}

fn find(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Found, WebError> {
    let n = neighbourhood::get(tx, office, id)?;
    Ok(Found { roll: owner::roll(tx, office, id, Scope::Neighbourhood)?, names: Names::read(tx, office)?, n })
}

/// Whether this person may change the owners of this one; a record that went into another is changed there.
fn may_keep(actor: &Actor, n: &Neighbourhood) -> bool {
    n.merged_into.is_none() && actor.may(Act::KeepOwners, &n.place()).is_ok()
}

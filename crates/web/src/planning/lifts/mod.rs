//! Lifts (加装电梯): what each household of an entrance would pay, tried out while neighbours talk. Nothing is kept here yet: what was
//! tried stands in the address, so that it can be held on to, sent and compared.

mod list;
mod tried;
mod what_if;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::access::{Access, Routes, get};

pub fn routes() -> Routes {
    let read = Access::Act(Act::ReadPlans);
    Routes::new().route("/desk/{office}/register/{id}/lifts", get(list::show), read).route(
        "/desk/{office}/register/{id}/lifts/{entrance}",
        get(what_if::show),
        read,
    )
}

fn root(office: Office, id: NeighbourhoodId) -> String {
    format!("/desk/{office}/register/{id}/lifts")
}

//! Slips and posters (门贴、海报) as the office prints, revokes and prints them anew.

mod batch;
mod choose;
mod print;
mod show;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::access::{Access, Routes, get};

pub use batch::{Asked, Batch, address, batch, is_meant};
pub use print::door_of;

/// A neighbourhood of some thousand doors takes seconds to print.
const FORM: usize = 64 * 1024;

pub(super) fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadSurveys), Access::Act(Act::KeepSlips));
    Routes::new()
        .route("/desk/{office}/slips", get(choose::choose), read)
        .route("/desk/{office}/slips/{neighbourhood}", get(show::show), read)
        .route("/desk/{office}/slips/{neighbourhood}", crate::access::post(print::print).upload(FORM), keep)
}

fn page_of(office: Office, of: NeighbourhoodId) -> String {
    format!("/desk/{office}/slips/{of}")
}

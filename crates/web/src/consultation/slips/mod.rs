//! Slips and posters (门贴、海报) as the office prints, revokes and prints them anew.

mod batch;
mod choose;
mod door;
mod doors;
mod print;
mod show;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, DwellingId};

use crate::access::{Access, Routes, get};
use crate::shell::{Crumb, Ctx};

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
        .route("/desk/{office}/slips/{neighbourhood}/buildings/{building}", get(doors::show), read)
        .route("/desk/{office}/slips/{neighbourhood}/doors/{dwelling}", get(door::show), read)
        .route(
            "/desk/{office}/slips/{neighbourhood}/doors/{dwelling}",
            crate::access::post(door::act).upload(FORM),
            keep,
        )
}

fn page_of(office: Office, of: NeighbourhoodId) -> String {
    format!("/desk/{office}/slips/{of}")
}

fn building_of(office: Office, of: NeighbourhoodId, building: BuildingId) -> String {
    format!("{}/buildings/{building}", page_of(office, of))
}

fn door_page(office: Office, of: NeighbourhoodId, door: DwellingId) -> String {
    format!("{}/doors/{door}", page_of(office, of))
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![
        Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
        Crumb::new(ctx.t("slips-title"), format!("/desk/{office}/slips")),
    ]
}

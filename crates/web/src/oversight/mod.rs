//! Oversight (督查通报): declared tables, league tables, bulletins and the targets they are measured by.

pub mod bulletins;
pub mod declared;
pub mod declared_preview;
mod declared_row;
pub mod draft;
mod due;
pub mod four_ones;
pub mod intake;
pub mod league;
pub mod league_view;
pub mod paper;
pub mod pdf;
pub mod retention;
pub mod targets;
pub mod units;
pub mod upload;
pub mod words;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    let (read, declare) = (Access::Act(Act::ReadDeclared), Access::Act(Act::DeclareProgress));
    let (look, write) = (Access::Act(Act::ReadBulletins), Access::Act(Act::DraftBulletins));
    Routes::new()
        .route("/desk/{office}/declared", get(declared::list), read)
        .route("/desk/{office}/declared", post(declared_preview::keep).upload(upload::BODY), declare)
        .route("/desk/{office}/declared/preview", post(declared_preview::preview).upload(upload::BODY), declare)
        .route("/desk/{office}/declared/{id}", get(declared::show), read)
        .route("/desk/{office}/declared/{id}/table.csv", get(declared::csv), read)
        .route("/desk/{office}/four-ones", get(four_ones::show), Access::Act(Act::ReadOrganisation))
        .route("/desk/{office}/four-ones/table.xlsx", get(four_ones::xlsx), Access::Act(Act::ReadOrganisation))
        .route("/desk/{office}/league", get(league::show), look)
        .route("/desk/{office}/league/table.csv", get(league::csv), look)
        .route("/desk/{office}/league/table.xlsx", get(league::xlsx), look)
        .route("/desk/{office}/targets", get(targets::show), look)
        .route("/desk/{office}/targets", post(targets::put), write)
        .route("/desk/{office}/retention", get(retention::show), Access::Act(Act::ReadRetention))
        .route("/desk/{office}/retention/due/{kind}", get(due::show), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/retention/rules", post(retention::set), Access::Act(Act::SetStageRules))
        .route("/desk/{office}/retention/erasure", post(retention::erase), Access::Act(Act::HandlePersonal))
        .merge(bulletins::routes())
}

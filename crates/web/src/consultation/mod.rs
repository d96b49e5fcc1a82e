//! Consultation (摸底与意见): the catalogue of works that wishes are named by.

mod catalogue;
mod entry;
mod survey;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get};

pub fn routes() -> Routes {
    let (read, set) = (Access::Act(Act::ReadRegister), Access::Act(Act::SetStageRules));
    Routes::new()
        .route("/desk/{office}/catalogue", get(catalogue::show), read)
        .route("/desk/{office}/catalogue/new", get(entry::ask_new).post(entry::add), set)
        .route("/desk/{office}/catalogue/{code}", get(entry::ask).post(entry::change), set)
        .merge(survey::routes())
}

//! Consultation (摸底与意见): the catalogue of works that wishes are named by, and by when what was said is answered.

mod catalogue;
mod entry;
mod rules;
mod working_days;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    let (read, set) = (Access::Act(Act::ReadRegister), Access::Act(Act::SetStageRules));
    Routes::new()
        .route("/desk/{office}/catalogue", get(catalogue::show), read)
        .route("/desk/{office}/catalogue/new", get(entry::ask_new).post(entry::add), set)
        .route("/desk/{office}/catalogue/{code}", get(entry::ask).post(entry::change), set)
        .merge(promises())
}

/// What is promised to those who say something.
fn promises() -> Routes {
    let (read, set) = (Access::Act(Act::ReadRegister), Access::Act(Act::SetStageRules));
    Routes::new()
        .route("/desk/{office}/consultation-rules", get(rules::show), read)
        .route("/desk/{office}/consultation-rules", post(rules::set), set)
        .route("/desk/{office}/working-days", get(working_days::show), read)
        .route("/desk/{office}/working-days", post(working_days::enter), set)
}

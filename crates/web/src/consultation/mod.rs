//! Consultation (摸底与意见): the catalogue of works that wishes are named by, what residents said and what became of it.

mod building;
mod catalogue;
mod door;
mod entry;
pub(crate) mod needs;
pub mod openrosa;
pub(crate) mod opinions;
mod receipt;
mod rules;
pub mod slips;
mod survey;
mod working_days;

use linli_domain::consultation::slip::RESIDENT;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};

pub(crate) use needs::suggesting::Suggesters;

use crate::access::{Access, Routes, get, post};

/// In the trail stands a resident, and no more: a code is nobody's name.
pub fn resident(office: Office) -> Actor {
    Actor { account: RESIDENT, office, name: "居民 resident".to_owned(), grants: Vec::new() }
}

pub fn routes() -> Routes {
    let (read, set) = (Access::Act(Act::ReadRegister), Access::Act(Act::SetStageRules));
    Routes::new()
        .route("/desk/{office}/catalogue", get(catalogue::show), read)
        .route("/desk/{office}/catalogue/new", get(entry::ask_new).post(entry::add), set)
        .route("/desk/{office}/catalogue/{code}", get(entry::ask).post(entry::change), set)
        .merge(survey::routes())
        .merge(door::routes())
        .merge(openrosa::routes())
        .merge(slips::routes())
        .merge(promises())
        .merge(opinions::routes())
        .merge(needs::routes())
        .merge(receipts())
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

/// For whoever said something, without an account.
fn receipts() -> Routes {
    Routes::new()
        .route("/receipt", get(receipt::ask), Access::Public)
        .route("/receipt/{code}", get(receipt::show), Access::Public)
        .route("/receipt/{code}/helped", post(receipt::helped), Access::Public)
}

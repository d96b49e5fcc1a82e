//! The register (台账): the list, each neighbourhood with its buildings and history, changing, merging, taking away.
//!
//! Reading asks for `ReadRegister`, changing for `EditRegister`, both for the thing itself: a clerk of a town neither
//! sees nor changes what lies in another one, and lists ask the database the same question.

mod building;
mod conflict;
mod divisions;
mod draft;
mod edit;
pub mod export;
pub(crate) mod files;
mod form;
mod head;
mod history;
pub mod imports;
mod list;
mod merge;
mod new;
mod owners;
mod part;
mod record;
pub(crate) mod words;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};

use crate::access::{Access, Routes, get, post};

pub(crate) use draft::wan;
pub(crate) use head::Head;

pub fn routes() -> Routes {
    let (read, edit, take) =
        (Access::Act(Act::ReadRegister), Access::Act(Act::EditRegister), Access::Act(Act::ExportRegister));
    owners::routes()
        .merge(imports::routes())
        .route("/desk/{office}/register", get(list::show), read)
        .route("/desk/{office}/register/new", get(new::show).post(new::create), edit)
        .route("/desk/{office}/register/export.xlsx", get(export::xlsx), take)
        .route("/desk/{office}/register/export.csv", get(export::csv), take)
        .route("/desk/{office}/register/{id}", get(record::show), read)
        .route("/desk/{office}/register/{id}/edit", get(edit::show).post(edit::save), edit)
        .route("/desk/{office}/register/{id}/history", get(history::show), read)
        .route("/desk/{office}/register/{id}/merge", get(merge::show).post(merge::carry_out), edit)
        .route("/desk/{office}/register/{id}/part/{other}", get(part::show).post(part::carry_out), edit)
        .route("/desk/{office}/register/{id}/buildings", get(building::list), read)
        .route("/desk/{office}/register/{id}/buildings", post(building::add), edit)
        .route("/desk/{office}/register/{id}/buildings/{building}", get(building::show), read)
        .route(
            "/desk/{office}/register/{id}/buildings/{building}/close",
            get(building::ask_close).post(building::close),
            edit,
        )
        .route("/desk/{office}/divisions", get(divisions::show), read)
}

/// The address of an office's register.
pub(crate) fn root(office: Office) -> String {
    format!("/desk/{office}/register")
}

/// The address of one neighbourhood.
pub(crate) fn address(office: Office, id: NeighbourhoodId) -> String {
    format!("/desk/{office}/register/{id}")
}

/// To a page of the register, which says what was done.
pub(crate) fn done(to: &str, key: &str) -> axum::response::Response {
    axum::response::IntoResponse::into_response(axum::response::Redirect::to(&format!("{to}?done={key}")))
}

//! Imports (导入): a file goes up, its columns are confirmed, what it would do is looked at, and then it is done or not.
//!
//! Reading and writing run beside the request: a closed tab stops nothing, and the page says how far it is. The command
//! line takes the same steps through the same functions.

mod apply;
mod background;
mod columns;
mod list;
pub mod planning;
pub mod reading;
mod refused;
mod show;
mod template;
mod undo;
pub mod words;

use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::register::intake::ImportId;

use crate::access::{Access, Routes, get};

/// The largest file, and what a form adds to it.
const LARGEST: usize = (50 << 20) + (64 << 10);

pub fn routes() -> Routes {
    let edit = Access::Act(Act::EditRegister);
    Routes::new()
        .route("/desk/{office}/imports", get(list::show).post(list::upload).upload(LARGEST), edit)
        .route("/desk/{office}/imports/template.xlsx", get(template::download), edit)
        .route("/desk/{office}/imports/{id}", get(show::show), edit)
        .route("/desk/{office}/imports/{id}/columns", get(columns::show).post(columns::confirm), edit)
        .route("/desk/{office}/imports/{id}/refused.xlsx", get(refused::download), edit)
        .route("/desk/{office}/imports/{id}/apply", get(apply::ask).post(apply::carry_out), edit)
        .route("/desk/{office}/imports/{id}/undo", get(undo::ask).post(undo::carry_out), edit)
}

/// The address of an office's imports.
fn root(office: Office) -> String {
    format!("/desk/{office}/imports")
}

/// The address of one import.
fn address(office: Office, id: ImportId) -> String {
    format!("/desk/{office}/imports/{id}")
}

//! Works (施工监督): what is done on site. Stages with what shows them, and the investment done, month by month.

mod evidence;
pub mod months;
mod progress;
mod rules;
mod stage;
mod stages;
mod uploads;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, patch, post};
use crate::register::files;

/// What one form may bring: its largest files and what is typed beside them.
const FORM: usize = 4 * files::LARGEST;
/// One part of an upload; the page's script sends smaller ones.
const PART: usize = 8 << 20;

pub fn routes() -> Routes {
    Routes::new()
        .route("/desk/{office}/register/{id}/progress", get(progress::show), Access::Act(Act::ReadRegister))
        .route("/desk/{office}/register/{id}/progress", post(progress::report), Access::Act(Act::EditRegister))
        .merge(months::routes())
        .merge(course())
        .merge(pieces())
}

/// Stages, and what shows them.
fn course() -> Routes {
    let (read, add) = (Access::Act(Act::ReadRegister), Access::Act(Act::AddEvidence));
    let (report, confirm) = (Access::Act(Act::ReportStage), Access::Act(Act::ConfirmStage));
    Routes::new()
        .route("/desk/{office}/stage-rules", get(rules::show), read)
        .route("/desk/{office}/stage-rules", post(rules::set), Access::Act(Act::SetStageRules))
        .route("/desk/{office}/register/{id}/stages", get(stages::show), read)
        .route("/desk/{office}/register/{id}/stages/{stage}", get(stage::show), read)
        .route("/desk/{office}/register/{id}/stages/{stage}", post(stage::report), report)
        .route("/desk/{office}/register/{id}/stages/{stage}/confirmation", post(stage::confirm), confirm)
        .route("/desk/{office}/register/{id}/stages/{stage}/reversal", post(stage::reverse), report)
        .route("/desk/{office}/register/{id}/stages/{stage}/evidence", post(evidence::add_to_stage).upload(FORM), add)
}

/// Photos and documents.
fn pieces() -> Routes {
    let (read, add) = (Access::Act(Act::ReadRegister), Access::Act(Act::AddEvidence));
    Routes::new()
        .route("/desk/{office}/register/{id}/evidence", get(evidence::list), read)
        .route("/desk/{office}/register/{id}/evidence", post(evidence::add).upload(FORM), add)
        .route("/desk/{office}/evidence/{piece}", get(evidence::show), read)
        .route("/desk/{office}/evidence/{piece}/small", get(evidence::small), read)
        .route("/desk/{office}/evidence/{piece}/withdrawal", get(evidence::ask_withdraw).post(evidence::withdraw), add)
        .route("/desk/{office}/uploads", post(uploads::begin), add)
        .route("/desk/{office}/uploads/{upload}", get(uploads::status), add)
        .route("/desk/{office}/uploads/{upload}", patch(uploads::add).upload(PART), add)
}

//! Notices (公示): a version posted, its paper and the photo of it, what was objected and what was answered.

mod object;
mod paper;
mod post;
mod show;

use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::NoticeId;

use crate::access::{Access, Routes, get, post as posted};
use crate::register::files::LARGEST;

/// Some photos of one paper.
const FORM: usize = LARGEST + LARGEST / 2;

pub(super) use linli_store::planning::notice::looks;

pub(super) fn routes() -> Routes {
    let (read, post) = (Access::Act(Act::ReadPlans), Access::Act(Act::PostPlans));
    let (hang, hear) = (Access::Act(Act::AddEvidence), Access::Act(Act::RecordOpinion));
    Routes::new()
        .route("/desk/{office}/plans/{version}/notice", get(post::ask).post(post::put_up), post)
        .route("/desk/{office}/notices/{notice}", get(show::show), read)
        .route("/desk/{office}/notices/{notice}/paper.pdf", get(paper::pdf), read)
        .route("/desk/{office}/notices/{notice}/photos", posted(show::hang).upload(FORM), hang)
        .route("/desk/{office}/notices/{notice}/withdrawal", posted(post::take_down), post)
        .route("/desk/{office}/notices/{notice}/objections/new", get(object::ask), hear)
        .route("/desk/{office}/notices/{notice}/objections", posted(object::record).upload(FORM), hear)
}

pub(super) fn address(office: Office, id: NoticeId) -> String {
    format!("/desk/{office}/notices/{id}")
}

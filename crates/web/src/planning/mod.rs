//! Planning (一区一策): the plan of each neighbourhood with what it answers and costs, and the notice by which it is posted.

mod lifts;
pub(crate) mod notices;
pub(crate) mod plans;
pub(crate) mod posted;
mod rules;
pub(crate) mod votes;
pub(crate) mod words;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    let (read, set) = (Access::Act(Act::ReadPlans), Access::Act(Act::SetStageRules));
    Routes::new()
        .route("/desk/{office}/planning-rules", get(rules::show), read)
        .route("/desk/{office}/planning-rules", post(rules::set), set)
        .merge(lifts::routes())
        .merge(plans::routes())
        .merge(notices::routes())
        .merge(votes::routes())
}

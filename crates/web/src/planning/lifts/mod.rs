//! Lifts (加装电梯): what each household of an entrance would pay, tried out while neighbours talk; the versions of its scheme, the
//! agreement that is made from a settled one, and the office's table of coefficients. What is only tried out stands in the address.

mod agreement;
mod begin;
mod edit;
mod everywhere;
mod form;
mod known;
mod list;
mod outcome;
mod reading;
mod rules;
mod settle;
mod shares;
mod show;
mod tried;
mod typed;
mod what_if;
mod words;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::lift::SchemeId;

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx};

pub fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadPlans), Access::Act(Act::KeepPlans));
    let (settle, set) = (Access::Act(Act::PostPlans), Access::Act(Act::SetStageRules));
    // What each door said is an opinion, and stays with who reads those.
    let said = Access::Act(Act::ReadOpinions);
    Routes::new()
        .route("/desk/{office}/register/{id}/lifts", get(list::show), read)
        .route("/desk/{office}/register/{id}/lifts/{entrance}", get(what_if::show), read)
        .route("/desk/{office}/register/{id}/lifts/{entrance}/schemes", post(begin::begin), keep)
        .route("/desk/{office}/lifts", get(everywhere::show), said)
        .route("/desk/{office}/lifts/{scheme}", get(show::show), said)
        .route("/desk/{office}/lifts/{scheme}/edit", get(edit::ask).post(edit::put), keep)
        .route("/desk/{office}/lifts/{scheme}/given-up", post(begin::give_up), keep)
        .route("/desk/{office}/lifts/{scheme}/settlement", get(settle::ask).post(settle::settle), settle)
        .route("/desk/{office}/lifts/{scheme}/agreement.pdf", get(agreement::pdf), said)
        .route("/desk/{office}/lift-rules", get(rules::show), read)
        .route("/desk/{office}/lift-rules", post(rules::set), set)
}

fn root(office: Office, id: NeighbourhoodId) -> String {
    format!("/desk/{office}/register/{id}/lifts")
}

fn address(office: Office, id: SchemeId) -> String {
    format!("/desk/{office}/lifts/{id}")
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![
        Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
        Crumb::new(ctx.t("shell-nav-lifts"), format!("/desk/{office}/lifts")),
    ]
}

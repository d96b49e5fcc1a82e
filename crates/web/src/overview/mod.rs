//! Overviews (总览): pages that read every room: the leader's neighbourhoods, the county at a glance, search over everything
//! the reader may see. No room knows them.

mod county;
mod given;
mod homes;
mod known;
mod mine;
mod persons;
pub(crate) mod picture;
mod search;

use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::organisation::task::Lamp as Light;
use linli_domain::oversight::lamp::{Open, Point};

use crate::access::{Access, Routes, get, post};
use crate::shell::{Ctx, Lamp};

pub fn routes() -> Routes {
    Routes::new()
        .route("/desk/{office}/mine", get(mine::show), Access::Act(Act::ReadOrganisation))
        .route("/desk/{office}/overview", get(county::show), Access::Act(Act::ReadMonths))
        .route("/me/known", post(known::hand_out), Access::SignedIn)
        .route("/desk/{office}/persons", get(persons::show).post(persons::look_up), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/persons/household", post(homes::of_door), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/persons/receipt", post(homes::of_receipt), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/persons/form", post(homes::in_form), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/persons/known", post(given::hand_out), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/persons/erasure", post(given::erase), Access::Act(Act::HandlePersonal))
        .route("/desk/{office}/search", get(search::show), Access::SignedIn)
}

fn mine_of(office: Office) -> String {
    format!("/desk/{office}/mine")
}

const fn lamp(light: Light) -> Lamp {
    match light {
        Light::Green => Lamp::Green,
        Light::Yellow => Lamp::Yellow,
        Light::Red => Lamp::Red,
    }
}

/// An open point in words, with the day since when.
fn said(ctx: &Ctx, point: &Point) -> String {
    let key = format!("overview-open-{}", point.what.key());
    let since = ("day", ctx.day(point.since));
    match point.what {
        Open::NotStarted { by } => ctx.t_with(&key, &[("day", ctx.day(by))]),
        Open::Silent { weeks } => ctx.t_with(&key, &[("weeks", weeks.to_string()), since]),
        Open::TaskOverdue { days } => ctx.t_with(&key, &[("days", days.to_string()), since]),
        _ => ctx.t_with(&key, &[since]),
    }
}

//! Organisation (组织领导): bodies and who sits in them, the leaders in charge, the rules for both; tasks.

mod bodies;
mod body;
mod leader;
mod new;
mod rules;
mod tasks;
mod term;
pub(crate) mod words;

use std::str::FromStr;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::organisation::BodyId;
use linli_domain::register::Neighbourhood;
use linli_store::Tx;
use linli_store::register::neighbourhood;

use crate::access::{Access, Routes, get, post};
use crate::error::WebError;
use crate::shell::{Crumb, Ctx};

pub fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadOrganisation), Access::Act(Act::KeepOrganisation));
    Routes::new()
        .route("/desk/{office}/organisation", get(bodies::show), read)
        .route("/desk/{office}/organisation-rules", get(rules::show), read)
        .route("/desk/{office}/organisation-rules", post(rules::set), Access::Act(Act::SetStageRules))
        .route("/desk/{office}/organisation/new", get(new::show).post(new::create), keep)
        .route("/desk/{office}/organisation/{body}", get(body::show), read)
        .route("/desk/{office}/organisation/{body}/name", post(body::rename), keep)
        .route("/desk/{office}/organisation/{body}/members", post(body::add), keep)
        .route("/desk/{office}/organisation/{body}/dissolution", post(body::dissolve), keep)
        .route("/desk/{office}/terms/{term}/end", get(term::ask).post(term::end), keep)
        .route("/desk/{office}/register/{id}/organisation", get(leader::show), read)
        .route("/desk/{office}/register/{id}/leader", post(leader::name), keep)
        .merge(tasks::routes())
}

/// The id that a form brought along, so that sending it twice adds one; a form without one adds what it says.
fn form_id<T: FromStr>(typed: &str, fresh: fn() -> T) -> Result<T, WebError> {
    if typed.is_empty() { Ok(fresh()) } else { typed.parse().map_err(|_| WebError::BadRequest) }
}

/// The neighbourhood that a form is about, where it is about one.
fn about(tx: &mut Tx, office: Office, typed: &str) -> Result<Option<Neighbourhood>, WebError> {
    if typed.is_empty() {
        return Ok(None);
    }
    let id: NeighbourhoodId = typed.parse().map_err(|_| WebError::BadRequest)?;
    Ok(Some(neighbourhood::get(tx, office, id)?))
}

fn root(office: Office) -> String {
    format!("/desk/{office}/organisation")
}

fn address(office: Office, body: BodyId) -> String {
    format!("/desk/{office}/organisation/{body}")
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-organisation"), root(office))]
}

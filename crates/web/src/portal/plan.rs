//! `GET /neighbourhoods/{office}/{id}/plan`: the plan that was posted, for everybody.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_store::register::{division, neighbourhood};

use super::answer::Keep;
use super::{crumbs, place_url};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Path;
use crate::planning::posted;
use crate::shell::{Crumb, Ctx};

#[derive(Template)]
#[template(path = "portal/plan.html")]
struct PlanPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    name: String,
    told: String,
    hears: bool,
}

pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let place = neighbourhood::get(tx, office, id)?;
        let path = division::path(tx, place.facts.division)?;
        Ok::<_, WebError>((posted::read(tx, office, id, today)?, place, path))
    });
    let (plan, place, path) = read.await?;
    let plan = plan.ok_or(WebError::NotFound)?;
    let mut way = crumbs(&ctx, &path);
    way.extend(path.last().map(|last| Crumb::new(&last.name, place_url(last.code))));
    way.push(Crumb::new(&place.facts.name, format!("/neighbourhoods/{office}/{id}")));
    let told = plan.told(&ctx, today, None)?;
    keep.page(&PlanPage { crumbs: way, name: place.facts.name, hears: plan.hears(today), told, ctx })
}

//! Plans (一小区一方案): every neighbourhood's plan, its items and what they answer, version by version.

mod budget;
mod change;
mod checks;
mod compare;
mod draft;
mod everywhere;
mod export;
mod item;
mod matrix;
mod show;
mod table;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::{ItemId, Version, VersionId};
use linli_store::planning::plan::Known;

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx};

pub(super) fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadPlans), Access::Act(Act::KeepPlans));
    Routes::new()
        .route("/desk/{office}/plans", get(everywhere::show), read)
        .route("/desk/{office}/plans/places/{neighbourhood}", get(show::of_place), read)
        .route("/desk/{office}/plans/places/{neighbourhood}/versions", post(change::begin), keep)
        .route("/desk/{office}/plans/{version}", get(show::show), read)
        .route("/desk/{office}/plans/{version}/table.xlsx", get(export::xlsx), read)
        .route("/desk/{office}/plans/{version}/facts", post(change::word), keep)
        .route("/desk/{office}/plans/{version}/given-up", post(change::give_up), keep)
        .route("/desk/{office}/plans/{version}/items/new", get(item::ask_new), keep)
        .route("/desk/{office}/plans/{version}/items/{item}", get(item::ask).post(item::put), keep)
        .route("/desk/{office}/plans/{version}/items/{item}/standing", post(change::stand), keep)
        .route("/desk/{office}/plans/{version}/matrix", get(matrix::show), read)
        .route("/desk/{office}/plans/{version}/left-out", post(change::leave_out), keep)
        .route("/desk/{office}/plans/{version}/comparison", get(compare::show), read)
        .route("/desk/{office}/plans/{version}/budget", get(budget::show), read)
        .route("/desk/{office}/plans/{version}/budget", post(budget::apply), keep)
        .route("/desk/{office}/plans/{version}/budget.pb", get(budget::pabulib), read)
}

pub(super) fn root(office: Office) -> String {
    format!("/desk/{office}/plans")
}

pub(super) fn of_place(office: Office, of: NeighbourhoodId) -> String {
    format!("{}/places/{of}", root(office))
}

pub(super) fn address(office: Office, id: VersionId) -> String {
    format!("{}/{id}", root(office))
}

fn item_address(office: Office, version: VersionId, item: ItemId) -> String {
    format!("{}/items/{item}", address(office, version))
}

pub(super) fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-plans"), root(office))]
}

/// The way down to what belongs to a version.
pub(super) fn crumbs_of(ctx: &Ctx, office: Office, known: &Known) -> Vec<Crumb> {
    let mut crumbs = crumbs(ctx, office);
    crumbs.push(Crumb::new(&known.place.facts.name, of_place(office, known.place.id)));
    crumbs.push(Crumb::new(number(ctx, &known.version), address(office, known.version.id)));
    crumbs
}

/// `第 2 版`
pub(super) fn number(ctx: &Ctx, version: &Version) -> String {
    ctx.t_n("plans-version", version.number)
}

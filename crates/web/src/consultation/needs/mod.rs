//! Needs (需求): the board on which opinions of a neighbourhood are grouped, each need with the households behind it, and where
//! they live.

mod board;
mod edit;
mod everywhere;
mod export;
mod group;
mod marks;
mod picture;
mod show;
pub(crate) mod suggesting;

use linli_domain::consultation::need::{Need, Urgency};
use linli_domain::consultation::{Catalogue, NeedId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_store::consultation::need::Card;

use super::opinions::veil;
use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx, Lang};

pub(super) fn routes() -> Routes {
    let (read, take) = (Access::Act(Act::ReadOpinions), Access::Act(Act::ExportOpinions));
    let group = Access::Act(Act::GroupOpinions);
    Routes::new()
        .route("/desk/{office}/needs", get(everywhere::show), read)
        .route("/desk/{office}/needs/export.xlsx", get(export::xlsx), take)
        .route("/desk/{office}/needs/places/{neighbourhood}", get(board::show), read)
        .route("/desk/{office}/needs/places/{neighbourhood}/changes", post(group::change), group)
        .route("/desk/{office}/needs/places/{neighbourhood}/picture", get(picture::show), read)
        .route("/desk/{office}/needs/{need}", get(show::show), read)
        .route("/desk/{office}/needs/{need}/facts", post(edit::change), group)
        .route("/desk/{office}/needs/{need}/answers", post(edit::publish), Access::Act(Act::AnswerOpinion))
}

fn root(office: Office) -> String {
    format!("/desk/{office}/needs")
}

fn board_of(office: Office, of: NeighbourhoodId) -> String {
    format!("{}/places/{of}", root(office))
}

fn address(office: Office, id: NeedId) -> String {
    format!("{}/{id}", root(office))
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-needs"), root(office))]
}

/// An office above sees how opinions are grouped; what was said and by whose door stays in the office that groups them.
fn veil_card(actor: &Actor, office: Office, card: &mut Card) {
    veil(actor, office, &mut card.opinion);
    if actor.office != office {
        card.entrance.clear();
        card.room.clear();
    }
}

/// The name of a work in the reader's language.
pub(crate) fn work(ctx: &Ctx, catalogue: &Catalogue, code: &str) -> String {
    if code.is_empty() {
        return ctx.t("needs-lane-none");
    }
    let Some(item) = catalogue.item(code) else { return code.to_owned() };
    if ctx.lang == Lang::En && !item.name.en.is_empty() { item.name.en.clone() } else { item.name.zh.clone() }
}

fn urgency(ctx: &Ctx, need: &Need) -> Option<(String, &'static str)> {
    match need.urgency() {
        Urgency::Urgent => Some((ctx.t("needs-urgency-urgent"), "red")),
        Urgency::Usual => None,
        Urgency::CanWait => Some((ctx.t("needs-urgency-can-wait"), "grey")),
    }
}

/// The choices of how soon.
fn urgencies(ctx: &Ctx) -> Vec<(String, String)> {
    let said =
        |one: Urgency| (one.as_str().to_owned(), ctx.t(format!("needs-urgency-{}", one.as_str().replace('_', "-"))));
    std::iter::once((String::new(), ctx.t("needs-urgency-by-hazard"))).chain(Urgency::ALL.map(said)).collect()
}

/// Households, with opinions of nobody's household beside them.
fn weight(ctx: &Ctx, need: &Need) -> String {
    let said = ctx.t_n("needs-opinions", need.weight.opinions);
    match need.weight.unverified {
        0 => said,
        unverified => format!("{said} · {}", ctx.t_n("needs-unverified", unverified)),
    }
}

/// The works of the catalogue that are offered, to choose from.
fn works(ctx: &Ctx, catalogue: &Catalogue, kept: &str) -> Vec<(String, String)> {
    let offered = catalogue.items.iter().filter(|item| !item.retired || item.code == kept);
    offered.map(|item| (item.code.clone(), work(ctx, catalogue, &item.code))).collect()
}

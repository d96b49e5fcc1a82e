//! Owners' votes (业主表决): drafted, announced, delivered, typed in twice, closed and bound, published. Not the consent survey
//! (意愿征询), which binds nobody.

mod ballots;
mod delivery;
mod draft;
mod everywhere;
mod export;
mod inspect;
mod papers;
mod rules;
mod scans;
mod show;
mod steps;
pub(crate) mod told;
mod typing;
pub(crate) mod words;

use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::vote::{VoteId, VoteRules};
use linli_domain::register::Neighbourhood;
use linli_store::planning::plan;
use linli_store::planning::vote::{self, Kept};
use linli_store::register::neighbourhood;

use super::words::Places;
use crate::access::{Access, Routes, get, post};
use crate::app::App;
use crate::error::WebError;
use crate::register::files::LARGEST;
use crate::shell::{Crumb, Ctx};

/// A scan in its form.
const FORM: usize = LARGEST + LARGEST / 2;

pub(super) fn routes() -> Routes {
    let (read, keep) = (Access::Act(Act::ReadPlans), Access::Act(Act::KeepVotes));
    let (set, owners) = (Access::Act(Act::SetStageRules), Access::Act(Act::ReadOwners));
    Routes::new()
        .route("/desk/{office}/vote-rules", get(rules::show), read)
        .route("/desk/{office}/vote-rules", post(rules::set), set)
        .route("/desk/{office}/votes", get(everywhere::show), read)
        .route("/desk/{office}/votes/places/{neighbourhood}", get(everywhere::of_place), read)
        .route("/desk/{office}/votes/places/{neighbourhood}/new", get(draft::ask_new).post(draft::add), keep)
        .route("/desk/{office}/votes/{vote}", get(show::show), read)
        .route("/desk/{office}/votes/{vote}/draft", get(draft::ask).post(draft::change), keep)
        .route("/desk/{office}/votes/{vote}/announcement.pdf", get(papers::announcement), read)
        .route("/desk/{office}/votes/{vote}/result.pdf", get(papers::result), read)
        .route("/desk/{office}/votes/{vote}/delivery", get(delivery::show), owners)
        .route("/desk/{office}/votes/{vote}/delivery.pdf", get(papers::delivery), owners)
        .route("/desk/{office}/votes/{vote}/papers.pdf", get(papers::ballots), keep)
        .route("/desk/{office}/votes/{vote}/delivery", post(delivery::note), keep)
        .merge(counting())
}

/// What is done with the ballots.
fn counting() -> Routes {
    let (type_in, hold) = (Access::Act(Act::TypeBallots), Access::Act(Act::HoldVotes));
    let inspect = Access::Act(Act::InspectVotes);
    Routes::new()
        .route("/desk/{office}/votes/{vote}/announced", post(steps::announce), hold)
        .route("/desk/{office}/votes/{vote}/closed", post(steps::close), hold)
        .route("/desk/{office}/votes/{vote}/withdrawn", post(steps::withdraw), hold)
        .route("/desk/{office}/votes/{vote}/ballots", get(ballots::show), type_in)
        .route("/desk/{office}/votes/{vote}/ballots/new", get(typing::ask_new).post(typing::first), type_in)
        .route("/desk/{office}/votes/{vote}/ballots/{number}", get(typing::ask).post(typing::next), type_in)
        .route("/desk/{office}/votes/{vote}/ballots/{number}/receipt.pdf", get(papers::receipt), type_in)
        .route("/desk/{office}/votes/{vote}/ballots/{number}/scans", post(scans::put).upload(FORM), type_in)
        .route("/desk/{office}/votes/{vote}/ballots/{number}/scans/{shows}", get(scans::show), type_in)
        .route("/desk/{office}/votes/{vote}/inspection", get(inspect::ask).post(inspect::look), inspect)
        .route("/desk/{office}/votes/{vote}/inspection/vote.json", post(export::json), inspect)
}

pub(super) fn root(office: Office) -> String {
    format!("/desk/{office}/votes")
}

pub(super) fn of_place(office: Office, of: NeighbourhoodId) -> String {
    format!("{}/places/{of}", root(office))
}

pub(super) fn address(office: Office, id: VoteId) -> String {
    format!("{}/{id}", root(office))
}

/// Where everybody reads of it.
pub(crate) fn public_address(office: Office, of: NeighbourhoodId, id: VoteId) -> String {
    format!("/neighbourhoods/{office}/{of}/votes/{id}")
}

/// What every page of a vote knows.
pub(crate) struct Known {
    pub vote: Kept,
    pub place: Neighbourhood,
    pub places: Places,
    /// The rules of today: what a draft goes by.
    pub now: VoteRules,
}

impl Known {
    /// Over which ground it is counted: `示例小区`, `示例小区 3栋 1单元`.
    pub fn ground(&self) -> String {
        words::ground(&self.places, &self.place.facts.name, self.vote.draft.scope)
    }

    /// What it goes by: as announced, else today's.
    pub fn rules(&self) -> &VoteRules {
        self.vote.rules.as_ref().unwrap_or(&self.now)
    }
}

/// Four statements.
pub(crate) fn read(
    tx: &mut linli_store::Tx,
    office: Office,
    id: VoteId,
    today: linli_domain::kernel::Date,
) -> linli_store::Result<Known> {
    let vote = vote::get(tx, office, id)?;
    let of = vote.draft.neighbourhood;
    let (place, places) = (neighbourhood::get(tx, office, of)?, plan::places(tx, office, of)?);
    Ok(Known { now: vote::rules::of(tx, office, today)?, vote, place, places })
}

/// The vote, where this person may do that with it.
async fn know(app: &App, actor: &Actor, act: Act, office: Office, id: VoteId) -> Result<Known, WebError> {
    let today = app.today();
    let known = app.store.read(move |tx| read(tx, office, id, today)).await?;
    actor.may(act, &known.place.place())?;
    Ok(known)
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-votes"), root(office))]
}

/// The way down to what belongs to a vote.
fn crumbs_of(ctx: &Ctx, office: Office, known: &Known) -> Vec<Crumb> {
    let mut crumbs = crumbs(ctx, office);
    crumbs.push(Crumb::new(&known.place.facts.name, of_place(office, known.place.id)));
    crumbs.push(Crumb::new(&known.vote.draft.title, address(office, known.vote.id)));
    crumbs
}

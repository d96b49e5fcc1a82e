//! One door of a campaign: every visit to it with what was said, and, where two people have an answer, the one click that says which
//! counts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::Catalogue;
use linli_domain::consultation::survey::visit::Answers;
use linli_domain::consultation::survey::{CampaignId, DoorState, Outcome, VisitId};
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_domain::register::DwellingId;
use linli_store::consultation::survey::doors;
use linli_store::consultation::survey::versions::{self, Version};
use linli_store::consultation::survey::visit::{self, Kept, VisitVersionId};
use linli_store::consultation::{catalogue, survey};
use serde::Deserialize;

use super::super::catalogue::said;
use super::{address, crumbs};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "consultation/survey/door.html")]
struct DoorPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    conflict: bool,
    /// Since when its neighbourhood is out of the campaign.
    left: Option<String>,
    visits: Vec<Row>,
    versions: Vec<Second>,
}

/// What came once more under the id of a visit.
struct Second {
    here: String,
    by: String,
    outcome: String,
    said: Vec<(String, String)>,
}

struct Row {
    id: String,
    when: String,
    who: String,
    outcome: String,
    stands: bool,
    /// It was made after the neighbourhood had left the campaign.
    after: bool,
    answered: bool,
    said: Vec<(String, String)>,
    /// The opinion that it became.
    opinion: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, id, dwelling)): Path<(Office, CampaignId, DwellingId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let campaign = survey::get(tx, office, id)?;
        let door = doors::one(tx, office, dwelling)?;
        let visits = visit::of_door(tx, office, id, dwelling)?;
        let versions = versions::of_door(tx, office, id, dwelling)?;
        let left = survey::left_at(tx, office, id, door.neighbourhood)?;
        Ok::<_, WebError>((campaign, door, visits, versions, left, catalogue::of(tx, office, today)?.catalogue))
    });
    let (campaign, door, visits, versions, left, catalogue) = read.await?;
    if !campaign.neighbourhoods.contains(&door.neighbourhood) && left.is_none() {
        return Err(WebError::NotFound);
    }
    let standing: Vec<_> = visits.iter().filter(|visit| visit.stands).map(Kept::standing).collect();
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&campaign.name, address(office, id)));
    crumbs.push(Crumb::new(&door.place, format!("{}/places/{}", address(office, id), door.neighbourhood)));
    let shown = DoorPage {
        crumbs,
        here: format!("{}/doors/{dwelling}", address(office, id)),
        name: door.name,
        conflict: DoorState::of(&standing) == DoorState::Conflict,
        left: left.map(|at| ctx.t_with("survey-left-notice", &[("day", ctx.instant(at))])),
        visits: visits.iter().map(|visit| row(&ctx, office, &catalogue, visit, left)).collect(),
        versions: versions
            .iter()
            .map(|one| {
                second(&ctx, &catalogue, one, format!("{}/doors/{dwelling}/versions/{}", address(office, id), one.id))
            })
            .collect(),
        ctx,
    };
    Ok(page(&shown))
}

fn row(ctx: &Ctx, office: Office, catalogue: &Catalogue, visit: &Kept, left: Option<Timestamp>) -> Row {
    let answers = visit.visit.as_ref().and_then(|visit| visit.answers.as_ref());
    let why = if visit.erased { Personal::Erased } else { Personal::Closed };
    let closed = (visit.erased || visit.visit.is_none()).then(|| (ctx.t("survey-said"), ctx.personal(&why)));
    Row {
        id: visit.id.to_string(),
        when: ctx.instant(visit.at),
        who: visit.by_name.clone(),
        outcome: ctx.t(format!("survey-{}", visit.outcome.as_str().replace('_', "-"))),
        stands: visit.stands,
        after: left.is_some_and(|left| visit.at > left),
        answered: visit.outcome == Outcome::Answered,
        said: answers
            .map(|answers| told(ctx, catalogue, answers))
            .unwrap_or_default()
            .into_iter()
            .chain(closed)
            .collect(),
        opinion: visit.opinion.map(|opinion| format!("/desk/{office}/opinions/{opinion}")),
    }
}

fn second(ctx: &Ctx, catalogue: &Catalogue, one: &Version, here: String) -> Second {
    let by = [("day", ctx.instant(one.at)), ("name", one.by_name.clone())];
    let answers = one.visit.as_ref().and_then(|visit| visit.answers.as_ref());
    Second {
        here,
        by: ctx.t_with("opinions-recorded-by", &by),
        outcome: match &one.visit {
            Some(visit) => ctx.t(format!("survey-{}", visit.outcome.as_str().replace('_', "-"))),
            None => ctx.t("people-personal-closed"),
        },
        said: answers.map(|answers| told(ctx, catalogue, answers)).unwrap_or_default(),
    }
}

fn told(ctx: &Ctx, catalogue: &Catalogue, answers: &Answers) -> Vec<(String, String)> {
    let wish = |code: &String| catalogue.item(code).map_or_else(|| code.clone(), |item| said(ctx.lang, &item.name));
    let wishes: Vec<String> = answers.wishes.iter().map(wish).collect();
    let pay = answers.pay.map(|will| ctx.t(format!("door-{}", will.as_str())));
    let amount = answers.pay_fen.map(|amount| format!(" {} {}", amount.to_yuan(), ctx.t("survey-yuan")));
    let all = [
        ("door-respondent", Some(ctx.t(format!("door-{}", answers.respondent.as_str())))),
        ("door-willing", Some(ctx.t(format!("door-{}", answers.willing.as_str())))),
        ("survey-wishes", (!wishes.is_empty()).then(|| wishes.join(&ctx.t("people-and")))),
        ("survey-said", (!answers.text.is_empty()).then(|| answers.text.clone())),
        ("survey-hazard", answers.hazard.then(|| ctx.t("survey-yes"))),
        ("door-pay", pay.map(|pay| pay + &amount.unwrap_or_default())),
        ("door-council", answers.council.map(|yes| ctx.t(if yes { "survey-yes" } else { "survey-no" }))),
        ("door-needs", (!answers.needs.is_empty()).then(|| answers.needs.clone())),
    ];
    all.into_iter().filter_map(|(key, text)| Some((ctx.t(key), text?))).collect()
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Counts {
    visit: VisitId,
}

/// `POST …/doors/{dwelling}`: this answer counts.
pub async fn settle(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, dwelling)): Path<(Office, CampaignId, DwellingId)>,
    Form(counts): Form<Counts>,
) -> Result<Response, WebError> {
    app.store.write(&actor, move |tx| visit::settle(tx, id, dwelling, counts.visit)).await?;
    Ok(done(&format!("{}/doors/{dwelling}", address(office, id)), "survey-done-settled"))
}

#[derive(Clone, Debug, Deserialize)]
pub struct Taken {
    take: String,
}

/// `POST …/versions/{version}`: what came once more takes the place of what stands there, or is dropped.
pub async fn settle_version(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, dwelling, version)): Path<(Office, CampaignId, DwellingId, VisitVersionId)>,
    Form(taken): Form<Taken>,
) -> Result<Response, WebError> {
    let take = match taken.take.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::BadRequest),
    };
    app.store.write(&actor, move |tx| versions::settle(tx, id, dwelling, version, take)).await?;
    Ok(done(&format!("{}/doors/{dwelling}", address(office, id)), "survey-done-settled"))
}

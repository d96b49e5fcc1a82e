//! Doors shared out (分派): each entrance to one of the team, by hand, or all of them evenly in one click.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::{CampaignId, share};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::AccountId;
use linli_domain::register::EntranceId;
use linli_store::consultation::survey::{self, Shared};

use super::{address, crumbs};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "consultation/survey/shares.html")]
struct SharesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    register: String,
    people: Vec<(String, String)>,
    rows: Vec<Row>,
}

struct Row {
    entrance: String,
    place: String,
    name: String,
    doors: i64,
    account: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let campaign = survey::get(tx, office, id)?;
        Ok::<_, WebError>((campaign, survey::members(tx, office, id)?, survey::shares(tx, office, id)?))
    });
    let (campaign, people, shares) = read.await?;
    if campaign.closed_on.is_some() {
        return Err(WebError::Conflict);
    }
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&campaign.name, address(office, id)));
    let row = |of: &Shared| Row {
        entrance: of.entrance.to_string(),
        place: of.neighbourhood_name.clone(),
        name: format!("{} {}", of.building_name, of.name),
        doors: of.doors,
        account: of.account.map(|account| account.to_string()).unwrap_or_default(),
    };
    let shown = SharesPage {
        crumbs,
        here: format!("{}/shares", address(office, id)),
        register: format!("/desk/{office}/register"),
        people: people.into_iter().map(|(account, name)| (account.to_string(), name)).collect(),
        rows: shares.iter().map(row).collect(),
        ctx,
    };
    Ok(page(&shown))
}

/// `POST …/shares`: what was chosen, `entrance-id=account` each.
pub async fn put(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
    Form(chosen): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let one = |(entrance, account): &(String, String)| {
        let entrance: EntranceId = entrance.parse().map_err(|_| WebError::BadRequest)?;
        let account: Option<AccountId> = match account.as_str() {
            "" => None,
            account => Some(account.parse().map_err(|_| WebError::BadRequest)?),
        };
        Ok((entrance, account))
    };
    let chosen: Vec<_> = chosen.iter().map(one).collect::<Result<_, WebError>>()?;
    let written = app.store.write(&actor, move |tx| {
        let (campaign, there) = (survey::get(tx, office, id)?, survey::shares(tx, office, id)?);
        let fits = |(entrance, account): &(EntranceId, Option<AccountId>)| {
            there.iter().any(|of| of.entrance == *entrance)
                && account.is_none_or(|account| campaign.is_handed_to(account))
        };
        if campaign.closed_on.is_some() {
            return Err(WebError::Conflict);
        }
        if !chosen.iter().all(fits) {
            return Err(WebError::BadRequest);
        }
        Ok(survey::put_shares(tx, id, &chosen)?)
    });
    written.await?;
    Ok(done(&address(office, id), "survey-done-shared"))
}

/// `POST …/shares/evenly`: all of them anew, about the same number of doors each.
pub async fn evenly(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    let written = app.store.write(&actor, move |tx| {
        let campaign = survey::get(tx, office, id)?;
        if campaign.closed_on.is_some() {
            return Err(WebError::Conflict);
        }
        let stairwells = survey::stairwells(&survey::shares(tx, office, id)?);
        let shared = share::evenly(&stairwells, &campaign.members);
        let shared: Vec<_> = shared.into_iter().map(|(entrance, account)| (entrance, Some(account))).collect();
        Ok(survey::put_shares(tx, id, &shared)?)
    });
    written.await?;
    Ok(done(&format!("{}/shares", address(office, id)), "survey-done-shared"))
}

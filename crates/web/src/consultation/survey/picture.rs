//! A neighbourhood of a campaign as a picture: each building with its floors and doors, coloured by what stands of them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::CampaignId;
use linli_domain::consultation::survey::coverage::Coverage;
use linli_domain::consultation::survey::door::DoorState;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_store::consultation::survey::doors::{self, Door};
use linli_store::consultation::survey::{self, Shared};
use linli_store::register::neighbourhood;

use super::super::building::{Cell, Stairwell};
use super::{address, crumbs, rate};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "consultation/survey/picture.html")]
struct PicturePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    name: String,
    /// Since when it is out of the campaign.
    left: Option<String>,
    buildings: Vec<Building>,
    legend: [&'static str; 6],
}

struct Building {
    name: String,
    rate: String,
    stairwells: Vec<Stairwell>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, of)): Path<(Office, CampaignId, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let (campaign, place) = (survey::get(tx, office, id)?, neighbourhood::get(tx, office, of)?);
        let left = survey::left_at(tx, office, id, of)?;
        if !campaign.neighbourhoods.contains(&of) && left.is_none() {
            return Err(WebError::NotFound);
        }
        let (people, shares) = (survey::members(tx, office, id)?, survey::entrances(tx, office, id, of)?);
        Ok((campaign.name, place, left, shares, doors::of(tx, office, id, &[of])?, people))
    });
    let (campaign, place, left, here, doors, people) = read.await?;
    actor.may(Act::ReadSurveys, &place.place())?;
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&campaign, address(office, id)));
    let may = actor.may_enter(Act::RunSurveys, office).is_ok();
    let own = may.then(|| format!("{}/doors", address(office, id)));
    let whose = |share: &Shared| share.account.and_then(|account| people.get(&account).cloned()).unwrap_or_default();
    let building = |entrances: &[Shared]| {
        let entrances = entrances.iter().map(|share| {
            let behind: Vec<&Door> = doors.iter().filter(|door| door.entrance == share.entrance).collect();
            let coverage: Coverage = behind.iter().map(|door| Coverage::of(door.state)).sum();
            (share.building_name.clone(), coverage, stairwell(&ctx, own.as_deref(), &share.name, whose(share), &behind))
        });
        let entrances: Vec<_> = entrances.collect();
        let coverage: Coverage = entrances.iter().map(|(_, coverage, _)| *coverage).sum();
        Building {
            name: entrances.first().map(|(name, ..)| name.clone()).unwrap_or_default(),
            rate: rate(&ctx, &coverage),
            stairwells: entrances.into_iter().map(|(.., stairwell)| stairwell).collect(),
        }
    };
    let buildings = here.chunk_by(|one, next| one.building == next.building).map(building).collect();
    let shown = PicturePage {
        crumbs,
        name: place.facts.name.clone(),
        left: left.map(|at| ctx.t_with("survey-left-notice", &[("day", ctx.instant(at))])),
        buildings,
        legend: ["answered", "nobody-home", "refused", "empty", "conflict", "to-do"],
        ctx,
    };
    Ok(page(&shown))
}

fn stairwell(ctx: &Ctx, own: Option<&str>, name: &str, whose: String, doors: &[&Door]) -> Stairwell {
    let floor = |doors: &[&Door]| {
        let number = doors.first().map_or(0, |door| door.floor);
        (number, doors.iter().map(|door| cell(ctx, own, door)).collect())
    };
    let floors = doors.chunk_by(|one, next| one.floor == next.floor).map(floor).collect();
    Stairwell { name: name.to_owned(), whose, floors }
}

fn cell(ctx: &Ctx, doors: Option<&str>, door: &Door) -> Cell {
    let state = door.state.as_str();
    let times = match door.state {
        DoorState::NobodyHome(times) => Some(times),
        _ => None,
    };
    let href = doors.filter(|_| door.state != DoorState::ToDo).map(|doors| format!("{doors}/{}", door.dwelling));
    let (look, said) = (format!("door-{state}"), ctx.t(format!("survey-{state}")));
    Cell { room: door.room.clone(), look, said, times, href }
}

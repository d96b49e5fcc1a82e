//! A neighbourhood of a campaign as a picture: each building with its floors and doors, coloured by what stands of them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::CampaignId;
use linli_domain::consultation::survey::coverage::Coverage;
use linli_domain::consultation::survey::door::DoorState;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, EntranceId};
use linli_store::consultation::survey::doors::{self, Door};
use linli_store::consultation::survey::{self, Shared};
use linli_store::register::neighbourhood;

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
    buildings: Vec<Building>,
    legend: [&'static str; 6],
}

struct Building {
    name: String,
    rate: String,
    entrances: Vec<Entrance>,
}

struct Entrance {
    name: String,
    whose: String,
    floors: Vec<(i64, Vec<Cell>)>,
}

/// A door in the picture.
struct Cell {
    room: String,
    state: &'static str,
    /// How often nobody was home.
    times: Option<usize>,
    said: String,
    /// Its own page, where somebody was there and the reader may see what was said.
    href: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, of)): Path<(Office, CampaignId, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let (campaign, place) = (survey::get(tx, office, id)?, neighbourhood::get(tx, office, of)?);
        if !campaign.neighbourhoods.contains(&of) {
            return Err(WebError::NotFound);
        }
        let people = survey::members(tx, office, id)?;
        Ok((campaign.name, place, survey::shares(tx, office, id)?, doors::of(tx, office, id, of)?, people))
    });
    let (campaign, place, shares, doors, people) = read.await?;
    actor.may(Act::ReadSurveys, &place.place())?;
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&campaign, address(office, id)));
    let may = actor.may_enter(Act::RunSurveys, office).is_ok();
    let own = may.then(|| format!("{}/doors", address(office, id)));
    let mut buildings: Vec<Building> = Vec::new();
    let mut drawn: Vec<BuildingId> = Vec::new();
    for share in shares.iter().filter(|share| share.neighbourhood == of) {
        let inside: Vec<&Door> =
            doors.iter().filter(|(building, _)| *building == share.building).map(|(_, door)| door).collect();
        if drawn.last() != Some(&share.building) {
            drawn.push(share.building);
            let coverage: Coverage = inside.iter().map(|door| Coverage::of(door.state)).sum();
            let rate = rate(&ctx, &coverage);
            buildings.push(Building { name: share.building_name.clone(), rate, entrances: Vec::new() });
        }
        let whose = share.account.and_then(|account| people.get(&account).cloned()).unwrap_or_default();
        if let Some(building) = buildings.last_mut() {
            building.entrances.push(entrance(&ctx, own.as_deref(), share, whose, &inside));
        }
    }
    let shown = PicturePage {
        crumbs,
        name: place.facts.name.clone(),
        buildings,
        legend: ["answered", "nobody-home", "refused", "empty", "conflict", "to-do"],
        ctx,
    };
    Ok(page(&shown))
}

fn entrance(ctx: &Ctx, own: Option<&str>, of: &Shared, whose: String, doors: &[&Door]) -> Entrance {
    let mut floors: Vec<(i64, Vec<Cell>)> = Vec::new();
    for door in doors.iter().filter(|door| is_behind(of.entrance, door)) {
        match floors.last_mut() {
            Some((floor, cells)) if *floor == door.floor => cells.push(cell(ctx, own, door)),
            _ => floors.push((door.floor, vec![cell(ctx, own, door)])),
        }
    }
    Entrance { name: of.name.clone(), whose, floors }
}

fn is_behind(entrance: EntranceId, door: &Door) -> bool {
    door.entrance == entrance
}

fn cell(ctx: &Ctx, doors: Option<&str>, door: &Door) -> Cell {
    let state = door.state.as_str();
    let times = match door.state {
        DoorState::NobodyHome(times) => Some(times),
        _ => None,
    };
    let said = format!("{} {}", door.room, ctx.t(format!("survey-{state}")));
    let href = doors.filter(|_| door.state != DoorState::ToDo).map(|doors| format!("{doors}/{}", door.dwelling));
    Cell { room: door.room.clone(), state, times, said, href }
}

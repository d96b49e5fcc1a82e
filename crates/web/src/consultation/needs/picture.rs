//! `GET …/picture`: the buildings of a neighbourhood, each door by how many needs its household stands behind: a heat map that
//! shows where what is wanted.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::need::Need;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{Dwelling, DwellingId};
use linli_store::consultation::{catalogue, need};
use linli_store::register::building::{self, Door};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::building::{Cell, Stairwell};
use super::{board_of, crumbs, work};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, page};

/// The hottest colour stands for so many needs and more.
const HOTTEST: i64 = 4;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    item: String,
}

#[derive(Template)]
#[template(path = "consultation/needs/picture.html")]
struct PicturePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    name: String,
    tabs: Vec<(String, String, bool)>,
    houses: Vec<House>,
    legend: Vec<(i64, String)>,
}

struct House {
    name: String,
    said: String,
    stairwells: Vec<Stairwell>,
}

/// Six statements, however many doors there are.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (today, item) = (app.today(), asked.item.clone());
    let read = app.store.read(move |tx| {
        let needs = need::of(tx, office, of)?;
        let item = if needs.iter().any(|need| need.facts.item == item) { item.clone() } else { String::new() };
        Ok::<_, WebError>((
            neighbourhood::get(tx, office, of)?,
            need::dwellings(tx, office, of, &item)?,
            building::doors_of(tx, office, of)?,
            catalogue::of(tx, office, today)?.catalogue,
            needs,
            item,
        ))
    });
    let (place, heat, doors, catalogue, needs, item) = read.await?;
    actor.may(Act::ReadOpinions, &place.place())?;
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&place.facts.name, board_of(office, of)));
    let here = format!("{}/picture", board_of(office, of));
    let mut tabs = vec![(ctx.t("needs-picture-all"), here.clone(), item.is_empty())];
    let mut works: Vec<&Need> = Vec::new();
    for need in &needs {
        if !works.iter().any(|known| known.facts.item == need.facts.item) {
            works.push(need);
        }
    }
    tabs.extend(works.into_iter().map(|need| {
        let code = &need.facts.item;
        (work(&ctx, &catalogue, code), format!("{here}?item={code}"), *code == item)
    }));
    let legend = (0..=HOTTEST).map(|n| (n, legend(&ctx, n))).collect();
    let houses =
        doors.chunk_by(|one, next| one.building == next.building).map(|doors| house(&ctx, doors, &heat)).collect();
    Ok(page(&PicturePage { crumbs, name: place.facts.name.clone(), tabs, houses, legend, ctx }))
}

fn legend(ctx: &Ctx, n: i64) -> String {
    if n == HOTTEST { ctx.t_n("needs-heat-most", n) } else { ctx.t_n("needs-heat", n) }
}

fn house(ctx: &Ctx, doors: &[Door], heat: &BTreeMap<DwellingId, i64>) -> House {
    let homes = doors.iter().filter(|door| heat.contains_key(&door.dwelling.id)).count();
    let floor = |doors: &[Door]| {
        let cells = doors.iter().map(|door| cell(ctx, &door.dwelling, heat)).collect();
        (doors.first().map_or(0, |door| door.dwelling.floor), cells)
    };
    let stairwell = |doors: &[Door]| Stairwell {
        name: doors.first().map(|door| door.entrance_name.clone()).unwrap_or_default(),
        whose: String::new(),
        floors: doors.chunk_by(|one, next| one.dwelling.floor == next.dwelling.floor).map(floor).collect(),
    };
    House {
        name: doors.first().map(|door| door.building_name.clone()).unwrap_or_default(),
        said: ctx.t_n("needs-households", homes),
        stairwells: doors
            .chunk_by(|one, next| one.dwelling.entrance == next.dwelling.entrance)
            .map(stairwell)
            .collect(),
    }
}

fn cell(ctx: &Ctx, door: &Dwelling, heat: &BTreeMap<DwellingId, i64>) -> Cell {
    let many = heat.get(&door.id).copied().unwrap_or_default();
    let look = format!("heat-{}", many.min(HOTTEST));
    Cell { room: door.room.clone(), look, said: ctx.t_n("needs-heat", many), times: None, href: None }
}

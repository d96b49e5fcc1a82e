//! `GET …/slips/{neighbourhood}/buildings/{building}`: door by door what became of its slip, as a picture and as a list.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, DwellingId};
use linli_store::consultation::slip::{self, Door, Wanted};
use linli_store::register::{building, neighbourhood};
use serde::Deserialize;

use super::super::building::{Cell, Stairwell};
use super::{building_of, crumbs, door_page, page_of};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Paging, page};

/// Doors on one page.
const PAGE: usize = 40;
/// Doors of the picture: a tower has some hundred.
const DRAWN: usize = 2_000;
/// A number on a door is no longer, in characters.
const LONGEST: usize = 40;
/// How a slip stands, in the order of the legend.
const LOOKS: [&str; 5] = ["said", "opened", "held", "revoked", "never"];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    room: String,
    after: String,
}

#[derive(Template)]
#[template(path = "consultation/slips/doors.html")]
struct DoorsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    stairwells: Vec<Stairwell>,
    legend: [&'static str; 5],
    search: Field,
    searched: bool,
    rows: Vec<Row>,
    paging: Paging,
}

struct Row {
    entrance: String,
    room: String,
    href: String,
    state: String,
    look: &'static str,
    printed: String,
    opened: String,
}

/// Five statements, however many doors there are.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of, id)): Path<(Office, NeighbourhoodId, BuildingId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let room: String = clean_line(&asked.room).chars().take(LONGEST).collect();
    let wanted = Wanted { room: room.clone(), after: asked.after.parse::<DwellingId>().ok() };
    let goes_on = wanted.after.is_some();
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((
            neighbourhood::get(tx, office, of)?,
            building::get(tx, office, of, id)?,
            slip::doors(tx, office, id, &Wanted::default(), DRAWN)?,
            slip::doors(tx, office, id, &wanted, PAGE + 1)?,
        ))
    });
    let (n, house, all, mut found) = read.await?;
    actor.may(Act::ReadSurveys, &n.place())?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let here = building_of(office, of, id);
    let next = found.last().filter(|_| more).map(|last| ctx.here_with("after", &last.dwelling.to_string()));
    let (first, href) = (ctx.here_with("room", &room), |door: &Door| door_page(office, of, door.dwelling));
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&n.facts.name, page_of(office, of)));
    Ok(page(&DoorsPage {
        crumbs,
        name: house.building.name,
        stairwells: all
            .chunk_by(|one, next| one.entrance == next.entrance)
            .map(|doors| stairwell(&ctx, doors, &href))
            .collect(),
        legend: LOOKS,
        search: Field::new("room", ctx.t("slips-field-room")).hint(ctx.t("slips-search-hint")).value(&room).quiet(),
        searched: !room.is_empty(),
        rows: found.iter().map(|door| row(&ctx, door, href(door))).collect(),
        paging: Paging { previous: goes_on.then_some(first), next, shown: ctx.t_n("slips-shown", found.len()) },
        here,
        ctx,
    }))
}

/// How the slip of a door stands.
fn look(door: &Door) -> &'static str {
    match &door.printed {
        Some(_) if door.said > 0 => "said",
        Some(paper) if paper.opened > 0 => "opened",
        Some(_) => "held",
        None if door.revoked_at.is_some() => "revoked",
        None => "never",
    }
}

fn state(ctx: &Ctx, door: &Door) -> String {
    match look(door) {
        "said" => ctx.t_n("slips-said", door.said),
        other => ctx.t(format!("slips-state-{other}")),
    }
}

/// The upper floors stand above.
fn stairwell(ctx: &Ctx, doors: &[Door], href: &impl Fn(&Door) -> String) -> Stairwell {
    let cell = |door: &Door| Cell {
        room: door.room.clone(),
        look: format!("slip-{}", look(door)),
        said: state(ctx, door),
        times: None,
        href: Some(href(door)),
    };
    let floors = doors.chunk_by(|one, next| one.floor == next.floor);
    let floor = |doors: &[Door]| (doors.first().map_or(0, |door| door.floor), doors.iter().map(&cell).collect());
    let mut floors: Vec<_> = floors.map(floor).collect();
    floors.reverse();
    let name = doors.first().map(|door| door.entrance_name.clone()).unwrap_or_default();
    Stairwell { name, whose: String::new(), floors }
}

fn row(ctx: &Ctx, door: &Door, href: String) -> Row {
    let printed = door.printed.as_ref();
    let last = printed.and_then(|paper| Some((paper.opened, paper.opened_on?)));
    Row {
        entrance: door.entrance_name.clone(),
        room: door.room.clone(),
        href,
        state: state(ctx, door),
        look: match look(door) {
            "said" => "green",
            "opened" => "teal",
            "revoked" => "red",
            _ => "grey",
        },
        printed: match (printed, door.revoked_at) {
            (Some(paper), _) => ctx.instant(paper.made_at),
            (None, Some(at)) => ctx.t_with("slips-revoked-at", &[("day", ctx.instant(at))]),
            (None, None) => "—".to_owned(),
        },
        opened: last.map_or_else(
            || "—".to_owned(),
            |(times, day)| ctx.t_with("slips-opened-times", &[("count", ctx.number(times)), ("day", ctx.day(day))]),
        ),
    }
}

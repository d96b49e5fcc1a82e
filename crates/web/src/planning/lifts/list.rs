//! The entrances of a neighbourhood, each of which decides about its own lift.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::owner::{Roll, Scope, Unit};
use linli_store::planning::lift::{self, Entry};
use linli_store::register::{neighbourhood, owner};

use super::{address, words};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::Head;
use crate::register::words::Names;
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "planning/lifts/list.html")]
struct ListPage {
    ctx: Ctx,
    head: Head,
    rows: Vec<Row>,
    /// Whether this reader may open a scheme, with what each door said.
    reads: bool,
}

struct Row {
    href: String,
    name: String,
    floors: String,
    doors: String,
    area: String,
    /// Its last version: where, which, and how it stands.
    scheme: Option<(String, String, String, &'static str)>,
}

/// `GET /desk/{office}/register/{id}/lifts`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        let roll = owner::roll(tx, office, id, Scope::Neighbourhood)?;
        Ok::<_, WebError>((n, roll, Names::read(tx, office)?, lift::of_neighbourhood(tx, office, id)?))
    });
    let (n, roll, names, schemes) = read.await?;
    actor.may(Act::ReadPlans, &n.place())?;
    let head = Head::of(&ctx, &names, &n, &actor, app.today());
    let root = super::root(office, id);
    let rows = entrances(&roll).into_iter().map(|doors| row(&ctx, office, &root, &schemes, doors)).collect();
    let reads = actor.may(Act::ReadOpinions, &n.place()).is_ok();
    Ok(page(&ListPage { ctx, head, rows, reads }))
}

/// The doors of each entrance; they stand together in a roll.
fn entrances(roll: &Roll) -> Vec<&[Unit]> {
    roll.units.chunk_by(|a, b| a.entrance == b.entrance).collect()
}

fn row(ctx: &Ctx, office: Office, root: &str, schemes: &[Entry], doors: &[Unit]) -> Row {
    let highest = doors.iter().map(|door| door.floor).max().unwrap_or_default();
    let measured = doors.iter().filter(|door| door.measured.is_some()).count();
    let first = doors.first();
    let scheme = schemes.iter().find(|one| first.is_some_and(|door| door.entrance == one.entrance));
    Row {
        scheme: scheme.map(|one| {
            let (said, look) = words::state(ctx, one.state);
            (address(office, one.scheme), ctx.t_n("lifts-version", one.number), said, look)
        }),
        href: first.map(|door| format!("{root}/{}", door.entrance)).unwrap_or_default(),
        name: first.map(|door| format!("{} {}", door.building_name, door.entrance_name)).unwrap_or_default(),
        floors: ctx.number(highest),
        doors: ctx.number(doors.len()),
        area: ctx.t_with("lifts-of", &[("part", ctx.number(measured)), ("whole", ctx.number(doors.len()))]),
    }
}

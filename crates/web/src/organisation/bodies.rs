//! `GET /desk/{office}/organisation`: the bodies of an office by kind, each with its head and how many sit in it. Two
//! statements, however many there are.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Place};
use linli_domain::organisation::BodyKind;
use linli_store::organisation::body::{self, Staffed};

use super::{address, root, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, SignedIn};
use crate::register::words::Names;
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "organisation/bodies.html")]
struct BodiesPage {
    ctx: Ctx,
    groups: Vec<Group>,
    gone: Vec<Row>,
    /// Where a body is set up, for who may.
    new: Option<String>,
    four_ones: String,
    rules: String,
}

struct Group {
    title: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    kind: String,
    place: String,
    head: String,
    members: String,
    since: String,
    until: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| Ok::<_, WebError>((body::of_office(tx, office)?, Names::read(tx, office)?)));
    let (bodies, names) = read.await?;
    let row = |of: &Staffed| Row {
        href: address(office, of.body.id),
        name: of.body.name.clone(),
        kind: words::kind(&ctx, of.body.kind),
        place: of.body.division.map(|code| names.place(code)).unwrap_or_default(),
        head: of.head.as_ref().map_or_else(|| "—".to_owned(), |head| ctx.personal(head)),
        members: ctx.number(of.members),
        since: ctx.day(of.body.set_up_on),
        until: of.body.dissolved_on.map(|day| ctx.day(day)).unwrap_or_default(),
    };
    let stands = |of: &&Staffed| of.body.dissolved_on.is_none();
    let group = |kind: BodyKind| Group {
        title: words::kind(&ctx, kind),
        rows: bodies.iter().filter(stands).filter(|of| of.body.kind == kind).map(row).collect(),
    };
    let keeps = actor.may(Act::KeepOrganisation, &Place::office(office)).is_ok();
    Ok(page(&BodiesPage {
        groups: BodyKind::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect(),
        gone: bodies.iter().filter(|of| !stands(of)).map(row).collect(),
        new: keeps.then(|| format!("{}/new", root(office))),
        four_ones: format!("/desk/{office}/four-ones"),
        rules: format!("/desk/{office}/organisation-rules"),
        ctx,
    }))
}

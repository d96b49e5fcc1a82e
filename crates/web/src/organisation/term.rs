//! `/desk/{office}/terms/{term}/end`: a term is ended, with the day and the reason.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::organisation::term::Seat;
use linli_domain::organisation::{Term, TermId};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::{body, term};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::{address, crumbs, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/term.html")]
struct TermPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    back: String,
    name: String,
    seat: String,
    since: String,
    fields: [Field; 2],
    problems: Problems,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    on: String,
    reason: String,
}

/// A term, what it is a seat of, and where that is.
struct Known {
    term: Term,
    seat: String,
    place: Place,
    back: String,
}

async fn know(app: &App, office: Office, id: TermId) -> Result<Known, WebError> {
    let read = app.store.read(move |tx| {
        let term = term::get(tx, office, id)?;
        let (seat, of, back, division) = match term.seat {
            Seat::Body(id) => {
                let body = body::get(tx, office, id)?;
                (body.name, body.neighbourhood, address(office, id), body.division)
            }
            Seat::Leader(of) => (String::new(), Some(of), of_neighbourhood(office, of), None),
        };
        let of = of.map(|of| neighbourhood::get(tx, office, of)).transpose()?;
        let at = Place { division, ..Place::office(office) };
        let seat = if seat.is_empty() { of.as_ref().map(|of| of.facts.name.clone()).unwrap_or_default() } else { seat };
        let place = of.as_ref().map_or(at, Neighbourhood::place);
        Ok::<_, WebError>(Known { term, seat, place, back })
    });
    read.await
}

fn of_neighbourhood(office: Office, id: NeighbourhoodId) -> String {
    format!("{}/organisation", crate::register::address(office, id))
}

pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, TermId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    let draft = Draft { on: app.today().to_string(), reason: String::new() };
    term_page(ctx, &actor, office, &known, &draft, Problems::default())
}

fn term_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    known: &Known,
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    actor.may(Act::KeepOrganisation, &known.place)?;
    if known.term.ended.is_some() {
        return Err(WebError::Conflict);
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&known.seat, &known.back));
    let field = |name, key: &str, value: &str| Field::new(name, ctx.t(key)).value(value).problem(&problems).required();
    let shown = TermPage {
        crumbs,
        here: format!("/desk/{office}/terms/{}/end", known.term.id),
        back: known.back.clone(),
        name: ctx.personal(&known.term.name),
        seat: known.seat.clone(),
        since: ctx.day(known.term.from),
        fields: [
            field("on", "organisation-ended-on", &draft.on).kind("date"),
            field("reason", "organisation-reason", &draft.reason).hint(ctx.t("organisation-reason-hint")),
        ],
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

pub async fn end(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, TermId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    actor.may(Act::KeepOrganisation, &known.place)?;
    let mut problems = Problems::default();
    let on = words::day(&ctx, "on", &draft.on, &mut problems);
    let mut term = known.term.clone();
    if term.ended.as_ref().is_some_and(|ended| Some(ended.on) == on && ended.why.is(&draft.reason.trim().into())) {
        // Sent twice: it stands already.
        return Ok(done(&known.back, "organisation-done-ended"));
    }
    if let Some(on) = on {
        match term.end(on, &draft.reason, app.today()) {
            Ok(()) => {
                app.store.write(&actor, move |tx| term::end(tx, &term)).await?;
                return Ok(done(&known.back, "organisation-done-ended"));
            }
            Err(why) => {
                let (field, text) = words::bad_term(&ctx, why);
                problems.add(if field == "reason" { "reason" } else { "on" }, text);
            }
        }
    }
    term_page(ctx, &actor, office, &known, &draft, problems)
}

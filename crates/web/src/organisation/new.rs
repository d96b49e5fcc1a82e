//! `/desk/{office}/organisation/new`: a body is set up, of the office, a town or the residents of a neighbourhood.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::{DivisionCode, Level, NeighbourhoodId, Office};
use linli_domain::organisation::{Body, BodyId, BodyKind};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::body;
use serde::Deserialize;

use super::{about, address, crumbs, form_id, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Query, SignedIn};
use crate::register::done;
use crate::register::words::Names;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/new.html")]
struct NewPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    id: String,
    /// The neighbourhood whose residents the body is of.
    of: Option<(NeighbourhoodId, String)>,
    fields: Vec<Field>,
    problems: Problems,
}

/// A body as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    neighbourhood: String,
    kind: String,
    name: String,
    division: String,
    on: String,
}

/// Of which neighbourhood, and the names of places.
async fn know(app: &App, office: Office, draft: &Draft) -> Result<(Option<Neighbourhood>, Names), WebError> {
    let typed = draft.neighbourhood.clone();
    app.store.read(move |tx| Ok((about(tx, office, &typed)?, Names::read(tx, office)?))).await
}

/// Where it would be set up, for the question who may.
fn place(office: Office, of: Option<&Neighbourhood>, division: Option<DivisionCode>) -> Place {
    of.map_or(Place { division, ..Place::office(office) }, Neighbourhood::place)
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(mut draft): Query<Draft>,
) -> Result<Response, WebError> {
    let (of, names) = know(&app, office, &draft).await?;
    draft.id = BodyId::new().to_string();
    if let Some(of) = &of {
        actor.may(Act::KeepOrganisation, &of.place())?;
    }
    if draft.on.is_empty() {
        draft.on = app.today().to_string();
    }
    if let (Some(of), true) = (&of, draft.name.is_empty()) {
        draft.name = ctx.t_with("organisation-council-of", &[("name", &of.facts.name)]);
    }
    Ok(new_page(ctx, &actor, office, of.as_ref(), &names, &draft, Problems::default()))
}

fn new_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    of: Option<&Neighbourhood>,
    names: &Names,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let kinds = BodyKind::ALL.into_iter().filter(|kind| kind.is_of_residents() == of.is_some());
    let kinds = kinds.map(|kind| (kind.as_str(), words::kind(&ctx, kind)));
    let chosen = if draft.kind.is_empty() { kinds.clone().next().map_or("", |(kind, _)| kind) } else { &draft.kind };
    let mut fields = vec![
        Field::new("kind", ctx.t("organisation-kind")).kind("select").options(kinds).value(chosen),
        Field::new("name", ctx.t("organisation-body")).value(&draft.name),
    ];
    if of.is_none() {
        let may = |code| actor.may(Act::KeepOrganisation, &place(office, None, Some(code))).is_ok();
        let towns = names.towns().filter(|town| may(town.code)).map(|town| (town.code.to_string(), town.name.clone()));
        let none = (String::new(), ctx.t("organisation-no-town"));
        let town = Field::new("division", ctx.t("organisation-town")).kind("select");
        fields.push(town.options(std::iter::once(none).chain(towns)).value(&draft.division));
    }
    fields.push(Field::new("on", ctx.t("organisation-set-up-on")).kind("date").value(&draft.on));
    let required = |field: Field| if field.name == "division" { field.quiet() } else { field.required() };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NewPage {
        crumbs: crumbs(&ctx, office),
        here: format!("{}/new", super::root(office)),
        id: draft.id.clone(),
        of: of.map(|of| (of.id, of.facts.name.clone())),
        fields: fields.into_iter().map(|field| required(field.problem(&problems))).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

pub async fn create(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (of, names) = know(&app, office, &draft).await?;
    let mut problems = Problems::default();
    let kind = draft.kind.parse::<BodyKind>().map_err(|()| WebError::BadRequest)?;
    let typed = draft.division.parse::<DivisionCode>().ok();
    let division = typed.filter(|code| kind == BodyKind::Town && code.level() == Level::Town);
    let at = place(office, of.as_ref(), division);
    if division.is_some_and(|code| !office.code().contains(code)) {
        return Err(WebError::BadRequest);
    }
    actor.may(Act::KeepOrganisation, &at)?;
    let neighbourhood = of.as_ref().filter(|of| of.merged_into.is_none()).map(|of| of.id);
    let on = words::day(&ctx, "on", &draft.on, &mut problems);
    let id = form_id(&draft.id, BodyId::new)?;
    let body = on.map(|set_up_on| {
        let name = draft.name.clone();
        Body { id, kind, name, division, neighbourhood, set_up_on, dissolved_on: None }.checked(app.today())
    });
    match body {
        Some(Ok(body)) => {
            let written = app.store.write(&actor, move |tx| {
                let body = match body::find(tx, office, body.id)? {
                    Some(there) if there.says_the_same(&body) => return Ok(there.id),
                    // Somebody went back, typed another one, and sent the same form.
                    Some(_) => Body { id: BodyId::new(), ..body.clone() },
                    None => body.clone(),
                };
                body::set_up(tx, &body)?;
                Ok::<_, WebError>(body.id)
            });
            let made = match written.await {
                // Sent twice at the same moment: the other one was first.
                Err(WebError::Conflict) => id,
                made => made?,
            };
            Ok(done(&address(office, made), "organisation-done-set-up"))
        }
        other => {
            if let Some(Err(why)) = other {
                let (field, text) = words::bad_body(&ctx, why);
                problems.add(field, text);
            }
            Ok(new_page(ctx, &actor, office, of.as_ref(), &names, &draft, problems))
        }
    }
}

//! Adding a neighbourhood (登记小区). The form carries the id it will have, so that sending it twice adds it once.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Facts;
use linli_store::register::{beginning, division, neighbourhood};

use super::draft::Draft;
use super::form::{About, FormPage, Places};
use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::shell::{Crumb, Ctx, Problems};

/// `GET /desk/{office}/register/new`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let draft = Draft { id: NeighbourhoodId::new().to_string(), ..Draft::default() };
    form(&app, ctx, &actor, office, &draft, Problems::default()).await
}

/// What became of the form.
enum Added {
    Yes,
    /// The form was sent before, with something else in it: that one is kept.
    Before(String),
    /// A start or finish is reported as a stage, with what shows it.
    ByStage(&'static str),
    Unknown,
    Elsewhere,
}

/// `POST /desk/{office}/register/new`
pub async fn create(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let id: NeighbourhoodId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let facts = match draft.read(&ctx, office, app.today()) {
        Ok(facts) => facts,
        Err(problems) => return form(&app, ctx, &actor, office, &draft, problems).await,
    };
    let (kept, reason) = (facts.clone(), draft.why());
    let added = app.store.write(&actor, move |tx| {
        if let Some(there) = neighbourhood::find(tx, office, id)? {
            let same = there.facts == kept || there.version > 1;
            return Ok(if same { Added::Yes } else { Added::Before(there.facts.name) });
        }
        let place = Place { office, division: Some(kept.division), neighbourhood: None };
        if tx.actor().may(Act::EditRegister, &place).is_err() {
            return Ok(Added::Elsewhere);
        }
        if division::find(tx, kept.division)?.is_none() {
            return Ok(Added::Unknown);
        }
        if let Some(field) = by_stage(tx, office, &kept)? {
            return Ok(Added::ByStage(field));
        }
        neighbourhood::add_as(tx, id, kept.clone(), reason.as_deref())?;
        Ok::<_, WebError>(Added::Yes)
    });
    let mut problems = Problems::default();
    match added.await {
        Ok(Added::Yes) => return Ok(super::done(&super::address(office, id), "register-done-added")),
        Ok(Added::Before(name)) => {
            problems.add("name", ctx.t_with("register-why-sent-before", &[("name", name)]));
            let draft = Draft { id: NeighbourhoodId::new().to_string(), ..draft };
            return form(&app, ctx, &actor, office, &draft, problems).await;
        }
        Ok(Added::ByStage(field)) => problems.add(field, ctx.t("register-why-by-stage")),
        Ok(Added::Unknown) => problems.add("division", ctx.t("register-why-unknown-division")),
        Ok(Added::Elsewhere) => problems.add("division", ctx.t("register-why-not-yours")),
        Err(WebError::Conflict) => match taken(&app, &ctx, office, id, &facts).await? {
            Some(text) => problems.add("name", text),
            None => return Ok(super::done(&super::address(office, id), "register-done-added")),
        },
        Err(fault) => return Err(fault),
    }
    form(&app, ctx, &actor, office, &draft, problems).await
}

/// Once the office keeps its records here, a start is reported as a stage and shown: no new record brings one along. On its first
/// day it takes over what its registers say.
fn by_stage(
    tx: &mut linli_store::Transaction,
    office: Office,
    facts: &Facts,
) -> Result<Option<&'static str>, WebError> {
    let (began, today) = (beginning::began_on(tx, office)?, tx.today());
    let days = [("started_on", facts.started_on), ("finished_on", facts.finished_on)];
    let given = days.into_iter().find(|(_, day)| day.is_some()).map(|(field, _)| field);
    Ok(given.filter(|_| began.is_some_and(|began| began < today)))
}

/// Says which record has this name already; nothing where it is this one itself.
pub(super) async fn taken(
    app: &App,
    ctx: &Ctx,
    office: Office,
    id: NeighbourhoodId,
    facts: &linli_domain::register::Facts,
) -> Result<Option<String>, WebError> {
    let (division, name) = (facts.division, facts.name.clone());
    let there = app.store.read(move |tx| neighbourhood::by_name(tx, office, division, &name)).await?;
    let there = there.ok_or(WebError::Conflict)?;
    let text = ctx.t_with("register-why-taken", &[("number", &there.number)]);
    Ok(Some(text).filter(|_| there.id != id))
}

async fn form(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let names = app.store.read(move |tx| Names::read(tx, office)).await?;
    let about = About {
        title: ctx.t("register-new"),
        crumbs: vec![Crumb::new(ctx.t("shell-nav-register"), super::root(office))],
        back: super::root(office),
        is_new: true,
    };
    let places = Places::of(&names, actor, office, None);
    Ok(FormPage::new(ctx, about, &places, draft, problems).answer())
}

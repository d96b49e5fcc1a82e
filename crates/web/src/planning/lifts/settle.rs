//! `…/settlement`: a draft is settled (定稿) for the agreement, as it was looked at; from then on it stays as it is.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::lift::SchemeId;
use linli_domain::register::owner::Scope;
use linli_store::planning::lift::{self, NotChanged, looks};
use linli_store::planning::vote;
use serde::Deserialize;

use super::known::{Known, know};
use super::shares::{Told, told};
use super::{address, show, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/lifts/settle.html")]
struct SettlePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    back: String,
    seen: String,
    ready: bool,
    facts: Vec<(String, String)>,
    warnings: Vec<String>,
    outcome: Result<Told, String>,
    problems: Problems,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    seen: String,
}

async fn draft(app: &App, actor: &Actor, office: Office, id: SchemeId) -> Result<Known, WebError> {
    let known = know(app, actor, Act::PostPlans, office, id).await?;
    if known.is_draft() { Ok(known) } else { Err(WebError::Conflict) }
}

/// `GET …/settlement`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
) -> Result<Response, WebError> {
    let known = draft(&app, &actor, office, id).await?;
    settle_page(&app, ctx, office, &known, StatusCode::OK, Problems::default()).await
}

async fn settle_page(
    app: &App,
    ctx: Ctx,
    office: Office,
    known: &Known,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let (scheme, of) = (&known.scheme, known.place.id);
    let mut votes = app.store.read(move |tx| vote::of(tx, office, of)).await?;
    votes.retain(|vote| vote.draft.scope == Scope::Entrance(scheme.entrance));
    let here = address(office, scheme.id);
    let shown = SettlePage {
        crumbs: known.crumbs(&ctx, office),
        title: ctx.t_with("lifts-settle-title", &[("name", known.name()), ("number", known.number(&ctx))]),
        here: format!("{here}/settlement"),
        back: here,
        seen: looks(scheme),
        ready: scheme.terms.ready().is_ok(),
        facts: show::facts(&ctx, known),
        warnings: show::warnings(&ctx, known, &votes),
        outcome: told(&ctx, scheme, &scheme.terms, &scheme.shared(), None),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// `POST …/settlement`
pub async fn settle(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
    Form(sent): Form<Seen>,
) -> Result<Response, WebError> {
    let known = draft(&app, &actor, office, id).await?;
    let why = match app.store.write(&actor, move |tx| lift::settle(tx, id, &sent.seen)).await {
        Ok(()) => return Ok(done(&address(office, id), "lifts-done-settled")),
        Err(why) => why,
    };
    let status = match why {
        NotChanged::Store(linli_store::Error::Stale) => StatusCode::CONFLICT,
        NotChanged::Store(why) => return Err(why.into()),
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut problems = Problems::default();
    problems.add("problems", words::not_changed(&ctx, &why, &known.scheme));
    // What is looked at now is what is settled next.
    settle_page(&app, ctx, office, &known, status, problems).await
}

//! `…/edit`: a draft as somebody types it, all of it in one form, with the shares that follow while it is typed. `GET` works out
//! what stands in the address and keeps nothing; `POST` keeps it, all or nothing.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::lift::{Scheme, SchemeId, Terms};
use linli_domain::register::owner::Scope;
use linli_store::planning::lift::{self, NotChanged};
use linli_store::register::owner;

use super::form::{Fields, Form as Filled};
use super::known::{Known, know};
use super::shares::{Told, told};
use super::tried::Tried;
use super::typed::Typed;
use super::{address, outcome, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/lifts/edit.html")]
struct EditPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    back: String,
    revision: i64,
    /// The figures were tried out and are not kept yet.
    unkept: bool,
    fields: Fields,
    outcome: Result<Told, String>,
    problems: Problems,
}

/// `GET …/edit`, `GET …/edit?tried=…`, `GET …/edit?revision=…&cost=…`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let known = draft(&app, &actor, office, id).await?;
    let typed = Typed::of(asked);
    let mut problems = Problems::default();
    if typed.is_form() {
        let terms = read(&ctx, &known, &typed, &mut problems);
        return Ok(edit_page(ctx, office, &known, &typed, terms.as_ref(), status(&problems), problems));
    }
    let mut terms = known.scheme.terms.clone();
    let tried = Tried::read(typed.get("tried"));
    if tried.has_cost() {
        put_tried(&app, &ctx, office, &known, &tried, &mut terms, &mut problems).await?;
    }
    let filled = Typed::of_terms(&terms, known.scheme.revision);
    Ok(edit_page(ctx, office, &known, &filled, Some(&terms), status(&problems), problems))
}

async fn draft(
    app: &App,
    actor: &linli_domain::kernel::people::Actor,
    office: Office,
    id: SchemeId,
) -> Result<Known, WebError> {
    let known = know(app, actor, Act::KeepPlans, office, id).await?;
    if known.is_draft() { Ok(known) } else { Err(WebError::Conflict) }
}

fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// What was tried on the page of the entrance, laid over the draft.
async fn put_tried(
    app: &App,
    ctx: &Ctx,
    office: Office,
    known: &Known,
    tried: &Tried,
    terms: &mut Terms,
    problems: &mut Problems,
) -> Result<(), WebError> {
    let (of, entrance) = (known.place.id, known.scheme.entrance);
    let doors = app
        .store
        .read(move |tx| Ok::<_, WebError>(owner::roll(tx, office, of, Scope::Entrance(entrance))?.units))
        .await?;
    let names = (ctx.t("lifts-all-subsidies"), ctx.t("lifts-all-households"));
    if let Err(wrong) = tried.put_into(terms, &doors, known.table.as_ref(), (&names.0, &names.1)) {
        outcome::tell(ctx, tried, wrong, problems);
    }
    Ok(())
}

/// What was typed, checked; or what is wrong with it.
fn read(ctx: &Ctx, known: &Known, typed: &Typed, problems: &mut Problems) -> Option<Terms> {
    let terms = typed.terms(ctx, &known.scheme, known.table.as_ref(), problems)?;
    match terms.clone().checked() {
        Ok(terms) => Some(terms),
        Err(why) => {
            let (field, text) = words::bad_terms(ctx, &why, &known.scheme, &terms);
            problems.add(field, text);
            None
        }
    }
}

/// `POST …/edit`
pub async fn put(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed::of(pairs);
    let revision = typed.revision().ok_or(WebError::BadRequest)?;
    let known = draft(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let terms = read(&ctx, &known, &typed, &mut problems);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(kept) = terms.clone() {
        match app.store.write(&actor, move |tx| lift::put(tx, id, revision, &kept)).await {
            Ok(()) => return Ok(done(&address(office, id), "lifts-done-put")),
            Err(why @ NotChanged::Store(linli_store::Error::Stale)) => {
                problems.add("problems", words::not_changed(&ctx, &why, &known.scheme));
                status = StatusCode::CONFLICT;
            }
            Err(NotChanged::Store(why)) => return Err(why.into()),
            Err(why) => problems.add("problems", words::not_changed(&ctx, &why, &known.scheme)),
        }
    }
    Ok(edit_page(ctx, office, &known, &typed, terms.as_ref(), status, problems))
}

fn edit_page(
    ctx: Ctx,
    office: Office,
    known: &Known,
    typed: &Typed,
    terms: Option<&Terms>,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let scheme: &Scheme = &known.scheme;
    let outcome = match terms {
        Some(terms) => told(&ctx, scheme, terms, &terms.lift.share(), None),
        None => Err(ctx.t("lifts-nothing-while-wrong")),
    };
    let form = Filled { ctx: &ctx, typed, scheme, table: known.table.as_ref(), problems: &problems };
    let shown = EditPage {
        crumbs: known.crumbs(&ctx, office),
        title: ctx.t_with("lifts-edit", &[("name", known.name()), ("number", known.number(&ctx))]),
        here: format!("{}/edit", address(office, scheme.id)),
        back: address(office, scheme.id),
        revision: typed.revision().unwrap_or(scheme.revision),
        unkept: terms.is_some_and(|terms| *terms != scheme.terms),
        fields: form.fields(),
        outcome,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

//! Taking a merge back (拆分): the other record stands by itself again, with its buildings and its own facts.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_store::register::{merge, neighbourhood};

use super::head::Head;
use super::merge::reason;
use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "register/part.html")]
struct PartPage {
    ctx: Ctx,
    title: String,
    crumbs: Vec<Crumb>,
    back: String,
    kept: String,
    gone: String,
    reason: Field,
    problems: Problems,
}

/// The address of both records.
type Both = (Office, NeighbourhoodId, NeighbourhoodId);

/// `GET /desk/{office}/register/{id}/part/{other}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(both): Path<Both>,
) -> Result<Response, WebError> {
    ask(&app, ctx, &actor, both, &BTreeMap::new(), Problems::default()).await
}

/// Both records, if one was merged into the other.
fn joined(tx: &mut linli_store::Tx, (office, id, other): Both) -> Result<(Neighbourhood, Neighbourhood), WebError> {
    let (kept, gone) = (neighbourhood::get(tx, office, id)?, neighbourhood::get(tx, office, other)?);
    if gone.merged_into == Some(id) { Ok((kept, gone)) } else { Err(WebError::NotFound) }
}

async fn ask(
    app: &App,
    ctx: Ctx,
    actor: &linli_domain::kernel::people::Actor,
    both: Both,
    typed: &BTreeMap<String, String>,
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| Ok::<_, WebError>((joined(tx, both)?, Names::read(tx, both.0)?)));
    let ((kept, gone), names) = read.await?;
    actor.may(Act::EditRegister, &kept.place())?;
    actor.may(Act::EditRegister, &gone.place())?;
    let head = Head::of(&ctx, &names, &kept, actor, app.today());
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = PartPage {
        title: ctx.t("register-part"),
        crumbs: head.crumbs_below(),
        back: head.base,
        kept: kept.facts.name,
        gone: format!("{} ({})", gone.facts.name, gone.number),
        reason: Field::new("reason", ctx.t("register-field-reason"))
            .hint(ctx.t("register-part-reason-hint"))
            .value(typed.get("reason").cloned().unwrap_or_default())
            .required()
            .problem(&problems),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// `POST /desk/{office}/register/{id}/part/{other}`
pub async fn carry_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(both): Path<Both>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let why = reason(&ctx, &typed, &mut problems);
    if !problems.is_empty() {
        return ask(&app, ctx, &actor, both, &typed, problems).await;
    }
    let parted = app.store.write(&actor, move |tx| {
        let (kept, gone) = joined(tx, both)?;
        tx.actor().may(Act::EditRegister, &kept.place())?;
        tx.actor().may(Act::EditRegister, &gone.place())?;
        merge::part(tx, &kept, &gone, &why)?;
        Ok::<_, WebError>(())
    });
    match parted.await {
        Ok(()) => Ok(super::done(&super::address(both.0, both.2), "register-done-parted")),
        // The record that went has the name that the other one took over.
        Err(WebError::Conflict) => {
            problems.add("reason", ctx.t("register-part-taken"));
            ask(&app, ctx, &actor, both, &typed, problems).await
        }
        Err(fault) => Err(fault),
    }
}

//! Taking an import back, as long as nothing builds on it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::register::intake::ImportId;
use linli_store::Error;
use linli_store::register::intake::{self, InTheWay, Intake, State as Stand, Work};

use super::background;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, page_with};

#[derive(Template)]
#[template(path = "register/imports/undo.html")]
struct UndoPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    said: String,
    in_the_way: Vec<(String, String)>,
}

/// `GET /desk/{office}/imports/{id}/undo`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    if about.state != Stand::Applied {
        return Ok(Redirect::to(&super::address(office, id)).into_response());
    }
    let found = app.store.read(move |tx| intake::in_the_way(tx, office, id)).await?;
    Ok(form(ctx, office, &about, StatusCode::OK, &found))
}

fn form(ctx: Ctx, office: Office, about: &Intake, status: StatusCode, found: &[InTheWay]) -> Response {
    let here = super::address(office, about.id);
    let crumbs = vec![
        Crumb::new(ctx.t("imports-title"), super::root(office)),
        Crumb::new(about.file_name.clone(), here.clone()),
    ];
    let counts = [("new", ctx.number(about.counts.new)), ("changed", ctx.number(about.counts.changed))];
    let said = ctx.t_with("imports-undo-said", &counts);
    let line = |way: &InTheWay| (format!("{} ({})", way.name, way.number), ctx.t(format!("imports-way-{}", way.why)));
    let in_the_way = found.iter().map(line).collect();
    page_with(status, &UndoPage { ctx, crumbs, here, said, in_the_way })
}

/// `POST /desk/{office}/imports/{id}/undo`
pub async fn carry_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    let to = super::address(office, id);
    if about.state != Stand::Applied {
        return Ok(Redirect::to(&to).into_response());
    }
    let work = app.store.read(move |tx| intake::work(tx, office, id)).await?;
    may_touch(&actor, &work)?;
    let (was, work) = (about.clone(), std::sync::Arc::new(work));
    let undone = std::sync::Arc::clone(&work);
    let done = app.store.write(&actor, move |tx| intake::undo(tx, &was, &undone)).await;
    match done {
        Ok(()) | Err(Error::Missing) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Stale | Error::Duplicate) => {
            let found = app.store.read(move |tx| {
                let mut found = intake::in_the_way(tx, office, id)?;
                found.extend(intake::names_taken(tx, office, &work)?);
                Ok::<_, Error>(found)
            });
            Ok(form(ctx, office, &about, StatusCode::CONFLICT, &found.await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// Whoever applies or undoes an import may change every record in it, where it was and where it goes.
pub(super) fn may_touch(actor: &Actor, work: &Work) -> Result<(), WebError> {
    let new = work.new.iter().map(|(id, facts)| (*id, facts.division));
    let changed = work
        .changed
        .iter()
        .flat_map(|change| [(change.id, change.before.division), (change.id, change.after.division)]);
    for (id, division) in new.chain(changed) {
        let place = Place { office: actor.office, division: Some(division), neighbourhood: Some(id) };
        actor.may(Act::EditRegister, &place)?;
    }
    Ok(())
}

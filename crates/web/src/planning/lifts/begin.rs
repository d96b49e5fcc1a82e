//! `…/schemes` and `…/given-up`: a draft is begun from what neighbours tried out, or from the version before; or it is given up.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::lift::SchemeId;
use linli_domain::register::EntranceId;
use linli_domain::register::owner::Scope;
use linli_store::planning::lift::{self, NotChanged};
use linli_store::register::{neighbourhood, owner};
use serde::Deserialize;

use super::known::know;
use super::tried::Tried;
use super::{address, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, encode};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    id: String,
    /// What was tried out, in one line; empty: as the version before.
    tried: String,
}

/// Why nothing was begun.
enum Not {
    Changed(NotChanged),
    /// The figures do not make a lift; the page that they come from says why.
    Figures,
}

impl From<NotChanged> for Not {
    fn from(why: NotChanged) -> Self {
        Self::Changed(why)
    }
}

impl From<linli_store::Error> for Not {
    fn from(why: linli_store::Error) -> Self {
        Self::Changed(why.into())
    }
}

/// `POST /desk/{office}/register/{id}/lifts/{entrance}/schemes`: all of it or nothing.
pub async fn begin(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of, entrance)): Path<(Office, NeighbourhoodId, EntranceId)>,
    Form(sent): Form<Begun>,
) -> Result<Response, WebError> {
    let id: SchemeId = sent.id.parse().map_err(|_| WebError::BadRequest)?;
    let read = app
        .store
        .read(move |tx| Ok::<_, WebError>((neighbourhood::get(tx, office, of)?, lift::at(tx, office, entrance)?)));
    let (place, at) = read.await?;
    actor.may(Act::KeepPlans, &place.place())?;
    if at.neighbourhood != of {
        return Err(WebError::NotFound);
    }
    let tried = Tried::read(&sent.tried);
    let names = (ctx.t("lifts-all-subsidies"), ctx.t("lifts-all-households"));
    let kept = tried.clone();
    let made = app.store.write(&actor, move |tx| {
        // Sent twice, it is the same draft, which somebody may have changed since.
        if lift::find(tx, office, id)?.is_some() {
            return Ok(lift::begin(tx, entrance, id)?);
        }
        lift::begin(tx, entrance, id)?;
        if kept.has_cost() {
            let (today, draft) = (tx.today(), lift::get(tx, office, id)?);
            let table = lift::rules::of(tx, office, today)?.table;
            let doors = owner::roll(tx, office, of, Scope::Entrance(entrance))?.units;
            let mut terms = draft.terms.clone();
            kept.put_into(&mut terms, &doors, table.as_ref(), (&names.0, &names.1)).map_err(|_| Not::Figures)?;
            let terms = terms.checked().map_err(|_| Not::Figures)?;
            // Here nobody may be left to pay: what was tried had its shares.
            terms.lift.share().map_err(|_| Not::Figures)?;
            lift::put(tx, id, draft.revision, &terms)?;
        }
        Ok::<_, Not>(id)
    });
    match made.await {
        Ok(id) => Ok(done(&address(office, id), "lifts-done-begun")),
        // Somebody else began one meanwhile: there it is, and what was tried lies beside it.
        Err(Not::Changed(NotChanged::DraftThere(there))) => {
            let to = format!("{}/edit?tried={}", address(office, there), encode(&tried.line()));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Not::Changed(NotChanged::Store(why))) => Err(why.into()),
        Err(Not::Changed(_)) => Err(WebError::Conflict),
        Err(Not::Figures) => Err(WebError::Unprocessable),
    }
}

/// `POST /desk/{office}/lifts/{scheme}/given-up`
pub async fn give_up(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, SchemeId)>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::KeepPlans, office, id).await?;
    match app.store.write(&actor, move |tx| lift::give_up(tx, id)).await {
        Ok(()) => Ok(done(&root(office, known.place.id), "lifts-done-given-up")),
        Err(NotChanged::Store(why)) => Err(why.into()),
        Err(_) => Err(WebError::Conflict),
    }
}

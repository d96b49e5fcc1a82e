//! `POST /desk/{office}/needs/{need}/facts`: another title, work or urgency, on the version that was looked at.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::need::ChangeId;
use linli_domain::consultation::{AnswerId, NeedId};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_store::consultation::{catalogue, need};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::group::{cannot, facts};
use super::{address, show};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    version: i64,
    item: String,
    title: String,
    urgency: String,
}

pub async fn change(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, need)): Path<(Office, NeedId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let id: ChangeId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let today = app.today();
    let read = app.store.read(move |tx| {
        let before = need::get(tx, office, need)?;
        let place = neighbourhood::get(tx, office, before.neighbourhood)?;
        Ok::<_, WebError>((before, place, catalogue::of(tx, office, today)?.catalogue))
    });
    let (before, place, catalogue) = read.await?;
    actor.may(Act::GroupOpinions, &place.place())?;
    let mut problems = Problems::default();
    let own = Some(before.facts.item.as_str());
    let facts = facts(&ctx, &draft.item, &draft.title, &draft.urgency, &catalogue, own, &mut problems)?;
    let Some(facts) = facts else {
        return show::need_page(&app, ctx, &actor, office, need, None, &BTreeSet::new(), problems).await;
    };
    let seen = linli_domain::consultation::Need { version: draft.version, ..before };
    match app.store.write(&actor, move |tx| need::change(tx, id, &seen, &facts)).await {
        Ok(_) => Ok(done(&address(office, need), "needs-done-change")),
        Err(need::NotChanged::Store(why)) => Err(why.into()),
        Err(need::NotChanged::Cannot(why)) => {
            problems.add("title", cannot(&ctx, why));
            show::need_page(&app, ctx, &actor, office, need, None, &BTreeSet::new(), problems).await
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Chosen {
    answer: AnswerId,
}

/// `POST …/answers`: an answer that opinions behind it were given stands beside the need as well, for everybody.
pub async fn publish(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeedId)>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let need = need::get(tx, office, id)?;
        Ok::<_, WebError>((neighbourhood::get(tx, office, need.neighbourhood)?, need::given(tx, office, id)?))
    });
    let (place, given) = read.await?;
    actor.may(Act::AnswerOpinion, &place.place())?;
    // One that stands there already was sent twice.
    if given.iter().any(|one| one.id == chosen.answer) {
        app.store.write(&actor, move |tx| need::answered(tx, id, chosen.answer)).await?;
    }
    Ok(done(&address(office, id), "needs-done-publish"))
}

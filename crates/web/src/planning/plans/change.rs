//! The changes of a draft that its page sends: begun, worded, items taken and dropped, needs left out, given up.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::NeedId;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_text;
use linli_domain::kernel::{Money, NeighbourhoodId, Office};
use linli_domain::planning::plan::{BadFacts, Facts, LONGEST_REASON, LONGEST_SUMMARY, Standing};
use linli_domain::planning::{ItemId, Version, VersionId};
use linli_store::planning::plan::{self, Changed, NotChanged};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::words;
use super::{address, of_place, show};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    id: String,
}

/// `POST …/places/{neighbourhood}/versions`
pub async fn begin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
    Form(sent): Form<Begun>,
) -> Result<Response, WebError> {
    let id: VersionId = sent.id.parse().map_err(|_| WebError::BadRequest)?;
    let place = app.store.read(move |tx| neighbourhood::get(tx, office, of)).await?;
    actor.may(Act::KeepPlans, &place.place())?;
    match app.store.write(&actor, move |tx| plan::begin(tx, of, id)).await {
        Ok(id) => Ok(done(&address(office, id), "plans-done-begun")),
        // Somebody else began one meanwhile: there it is.
        Err(NotChanged::Cannot(_)) => Ok(done(&of_place(office, of), "plans-done-there")),
        Err(NotChanged::Store(why)) => Err(why.into()),
    }
}

/// Looks a version up, and whether this person may change the plan of its neighbourhood.
pub(super) async fn may_keep(app: &App, actor: &Actor, office: Office, id: VersionId) -> Result<Version, WebError> {
    let read = app.store.read(move |tx| {
        let version = plan::get(tx, office, id)?;
        let place = neighbourhood::get(tx, office, version.neighbourhood)?;
        Ok::<_, WebError>((version, place))
    });
    let (version, place) = read.await?;
    actor.may(Act::KeepPlans, &place.place())?;
    Ok(version)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Worded {
    revision: i64,
    budget: String,
    summary: String,
}

/// `POST …/facts`: another text or budget.
pub async fn word(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Form(typed): Form<Worded>,
) -> Result<Response, WebError> {
    may_keep(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let budget = match typed.budget.trim() {
        "" => None,
        text => Money::parse(text, MoneyUnit::Yuan).map_or_else(
            |_| {
                problems.add("budget", ctx.t("plans-why-budget"));
                None
            },
            Some,
        ),
    };
    let checked = Facts { summary: typed.summary.clone(), budget }.checked();
    match checked {
        Ok(facts) if problems.is_empty() => {
            let revision = typed.revision;
            let written = app.store.write(&actor, move |tx| plan::set_facts(tx, id, revision, &facts)).await;
            match written {
                Ok(()) => return Ok(done(&address(office, id), "plans-done-worded")),
                Err(NotChanged::Store(why)) => return Err(why.into()),
                Err(NotChanged::Cannot(why)) => problems.add("summary", words::cannot(&ctx, why)),
            }
        }
        Err(BadFacts::SummaryTooLong) => problems.add("summary", ctx.t_n("plans-why-summary", LONGEST_SUMMARY)),
        Err(BadFacts::Budget) => problems.add("budget", ctx.t("plans-why-budget")),
        Ok(_) => {}
    }
    show::plan_page(&app, ctx, &actor, office, id, Some((typed.summary, typed.budget)), problems).await
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stood {
    standing: String,
}

/// `POST …/items/{item}/standing`: taken, put into reserve, dropped or put back.
pub async fn stand(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, item)): Path<(Office, VersionId, ItemId)>,
    Form(sent): Form<Stood>,
) -> Result<Response, WebError> {
    let standing: Standing = sent.standing.parse().map_err(|()| WebError::BadRequest)?;
    may_keep(&app, &actor, office, id).await?;
    let made = app.store.write(&actor, move |tx| plan::stand(tx, id, item, standing)).await;
    let key = match standing {
        Standing::Taken => "plans-done-taken",
        Standing::Reserve => "plans-done-reserve",
        Standing::Dropped => "plans-done-dropped",
    };
    end(&app, ctx, &actor, office, id, made, &address(office, id), key).await
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    need: String,
    reason: String,
}

/// `POST …/left-out`: why a need is not answered; an empty reason takes it back.
pub async fn leave_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Form(sent): Form<LeftOut>,
) -> Result<Response, WebError> {
    let need: NeedId = sent.need.parse().map_err(|_| WebError::BadRequest)?;
    may_keep(&app, &actor, office, id).await?;
    let reason: String = clean_text(&sent.reason).chars().take(LONGEST_REASON).collect();
    let key = if reason.is_empty() { "plans-done-reason-gone" } else { "plans-done-reason" };
    let made = app.store.write(&actor, move |tx| plan::leave_out(tx, id, need, &reason)).await;
    let back = format!("{}/matrix", address(office, id));
    end(&app, ctx, &actor, office, id, made, &back, key).await
}

/// `POST …/given-up`
pub async fn give_up(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
) -> Result<Response, WebError> {
    may_keep(&app, &actor, office, id).await?;
    let made = app.store.write(&actor, move |tx| plan::give_up(tx, id)).await;
    end(&app, ctx, &actor, office, id, made, &address(office, id), "plans-done-given-up").await
}

/// Says what was done; a refusal is shown on the page of the version.
#[allow(clippy::too_many_arguments, reason = "what was asked, and what became of it")]
async fn end(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    id: VersionId,
    made: Changed<()>,
    back: &str,
    key: &str,
) -> Result<Response, WebError> {
    match made {
        Ok(()) => Ok(done(back, key)),
        Err(NotChanged::Store(why)) => Err(why.into()),
        Err(NotChanged::Cannot(why)) => {
            let mut problems = Problems::default();
            problems.add("problems", words::cannot(&ctx, why));
            show::plan_page(app, ctx, actor, office, id, None, problems).await
        }
    }
}

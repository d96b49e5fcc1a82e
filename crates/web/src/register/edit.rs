//! Changing a neighbourhood (修改). The form says which version it was read from; who comes second is shown what changed.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::{Facts, Neighbourhood};
use linli_store::register::history::{self, Version};
use linli_store::register::{beginning, division, neighbourhood};

use super::conflict;
use super::draft::Draft;
use super::form::{About, FormPage, Places};
use super::head::Head;
use super::new::taken;
use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems};

/// `GET /desk/{office}/register/{id}/edit`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let n = app.store.read(move |tx| neighbourhood::get(tx, office, id)).await?;
    actor.may(Act::EditRegister, &n.place())?;
    if n.merged_into.is_some() {
        return Ok(Redirect::to(&super::address(office, id)).into_response());
    }
    let draft = Draft { version: n.version.to_string(), ..Draft::of(&n.facts) };
    let names = app.store.read(move |tx| Names::read(tx, office)).await?;
    Ok(form(&app, ctx, &names, &actor, &n, &draft, Problems::default()).answer())
}

/// What became of the form.
enum Saved {
    Yes,
    Unknown,
    Elsewhere,
    /// A start or finish is reported as a stage, with what shows it.
    ByStage(&'static str),
    /// Somebody was faster: what this reader had read, and what is there now.
    Stale {
        read: Box<Facts>,
        last: Box<Version>,
    },
}

/// `POST /desk/{office}/register/{id}/edit`
pub async fn save(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let version: i64 = draft.version.parse().map_err(|_| WebError::BadRequest)?;
    let (n, names) = app
        .store
        .read(move |tx| Ok::<_, WebError>((neighbourhood::get(tx, office, id)?, Names::read(tx, office)?)))
        .await?;
    actor.may(Act::EditRegister, &n.place())?;
    let facts = match draft.read(&ctx, office, app.today()) {
        Ok(facts) => facts,
        Err(problems) => return Ok(form(&app, ctx, &names, &actor, &n, &draft, problems).answer()),
    };
    let (kept, reason) = (facts.clone(), draft.why());
    let saved = app.store.write(&actor, move |tx| save_facts(tx, (office, id), version, &kept, reason.as_deref()));
    let mut problems = Problems::default();
    match saved.await {
        Ok(Saved::Yes) => return Ok(super::done(&super::address(office, id), "register-done-saved")),
        Ok(Saved::Unknown) => problems.add("division", ctx.t("register-why-unknown-division")),
        Ok(Saved::Elsewhere) => problems.add("division", ctx.t("register-why-not-yours")),
        Ok(Saved::ByStage(field)) => problems.add(field, ctx.t("register-why-by-stage")),
        Ok(Saved::Stale { read, last }) => {
            let (conflict, joined) = conflict::join(&ctx, &names, &read, &last, &facts);
            let draft = Draft { version: last.version.to_string(), reason: draft.reason, ..joined };
            return Ok(form(&app, ctx, &names, &actor, &n, &draft, problems).with(conflict).answer());
        }
        Err(WebError::Conflict) => match taken(&app, &ctx, office, id, &facts).await? {
            Some(text) => problems.add("name", text),
            None => return Err(WebError::Conflict),
        },
        Err(fault) => return Err(fault),
    }
    Ok(form(&app, ctx, &names, &actor, &n, &draft, problems).answer())
}

fn save_facts(
    tx: &mut linli_store::Transaction,
    (office, id): (Office, NeighbourhoodId),
    version: i64,
    facts: &Facts,
    reason: Option<&str>,
) -> Result<Saved, WebError> {
    let was = neighbourhood::get(tx, office, id)?;
    tx.actor().may(Act::EditRegister, &was.place())?;
    if was.merged_into.is_some() {
        return Err(WebError::Conflict);
    }
    // Sent twice, or nothing changed: the record is as it was asked for.
    if was.facts == *facts {
        return Ok(Saved::Yes);
    }
    if was.version != version {
        let read = history::get(tx, office, id, version)?;
        let last = history::get(tx, office, id, was.version)?;
        return Ok(Saved::Stale { read: Box::new(read.facts), last: Box::new(last) });
    }
    let moved = Place { division: Some(facts.division), ..was.place() };
    if tx.actor().may(Act::EditRegister, &moved).is_err() {
        return Ok(Saved::Elsewhere);
    }
    if division::find(tx, facts.division)?.is_none() {
        return Ok(Saved::Unknown);
    }
    let from = beginning::evidence_from(tx, office)?;
    let days = [
        ("started_on", was.facts.started_on, facts.started_on),
        ("finished_on", was.facts.finished_on, facts.finished_on),
    ];
    if let Some((field, ..)) = days.into_iter().find(|(_, was, now)| !may_correct(*was, *now, from)) {
        return Ok(Saved::ByStage(field));
    }
    neighbourhood::change(tx, &was, facts.clone(), reason)?;
    Ok(Saved::Yes)
}

/// A day that was taken over may be put right, as long as it lies before the day from which evidence is demanded. A start
/// cannot be written into a form: it is reported, and shown.
fn may_correct(was: Option<Date>, now: Option<Date>, evidence_from: Option<Date>) -> bool {
    let taken_over = |day: Option<Date>| day.is_some_and(|day| evidence_from.is_none_or(|from| day < from));
    was == now || (taken_over(was) && taken_over(now))
}

fn form(
    app: &App,
    ctx: Ctx,
    names: &Names,
    actor: &Actor,
    n: &Neighbourhood,
    draft: &Draft,
    problems: Problems,
) -> FormPage {
    let head = Head::of(&ctx, names, n, actor, app.today());
    let about = About {
        title: ctx.t_with("register-edit-title", &[("name", &n.facts.name)]),
        crumbs: head.crumbs_below(),
        back: head.base,
        is_new: false,
    };
    FormPage::new(ctx, about, &Places::of(names, actor, n.office, Some(n.facts.division)), draft, problems)
}

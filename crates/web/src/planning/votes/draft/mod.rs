//! `…/places/{neighbourhood}/new` and `…/votes/{vote}/draft`: what is to be voted on, before it is announced.

mod filled;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::plan::State as Stands;
use linli_domain::planning::vote::{Matter, State as Vote, VoteId};
use linli_store::planning::plan;
use linli_store::planning::vote;
use linli_store::register::neighbourhood;

use super::{address, crumbs, of_place};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};
use filled::{Here, Typed, fields, ground_value, read};

/// For how long people usually vote, where the rules let them.
const USUAL_DAYS: i64 = 14;

#[derive(Template)]
#[template(path = "planning/votes/draft.html")]
struct DraftPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    back: String,
    id: String,
    revision: i64,
    unconfirmed: bool,
    fields: Vec<Field>,
    problems: Problems,
}

async fn know(app: &App, actor: &Actor, office: Office, of: NeighbourhoodId) -> Result<Here, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let place = neighbourhood::get(tx, office, of)?;
        let places = plan::places(tx, office, of)?;
        let posted = plan::versions(tx, office, of)?.into_iter().filter(|one| one.state == Stands::Posted).collect();
        Ok::<_, WebError>(Here { place, places, posted, rules: vote::rules::of(tx, office, today)? })
    });
    let here = read.await?;
    actor.may(Act::KeepVotes, &here.place.place())?;
    if here.place.merged_into.is_some() { Err(WebError::Conflict) } else { Ok(here) }
}

/// `GET …/places/{neighbourhood}/new`
pub async fn ask_new(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let here = know(&app, &actor, office, of).await?;
    let first = app.today().saturating_add(here.rules.notice_days.days());
    let days = USUAL_DAYS.clamp(here.rules.window_least_days, here.rules.window_most_days);
    let last = first.saturating_add((days - 1).days());
    let typed = Typed {
        id: VoteId::new().to_string(),
        matter: Matter::Rebuild.as_str().to_owned(),
        ground: "all".to_owned(),
        plan: here.posted.first().map(|version| version.id.to_string()).unwrap_or_default(),
        first: first.to_string(),
        last: last.to_string(),
        ..Typed::default()
    };
    let to = (format!("{}/new", of_place(office, of)), of_place(office, of));
    Ok(draft_page(ctx, office, &here, to, &typed, StatusCode::OK, Problems::default()))
}

/// `POST …/places/{neighbourhood}/new`
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let here = know(&app, &actor, office, of).await?;
    let id: VoteId = typed.id.parse().map_err(|_| WebError::BadRequest)?;
    let mut problems = Problems::default();
    if let Some(draft) = read(&ctx, &here, &typed, app.today(), &mut problems) {
        app.store.write(&actor, move |tx| vote::draft(tx, id, &draft)).await?;
        return Ok(done(&address(office, id), "votes-done-drafted"));
    }
    let to = (format!("{}/new", of_place(office, of)), of_place(office, of));
    Ok(draft_page(ctx, office, &here, to, &typed, StatusCode::UNPROCESSABLE_ENTITY, problems))
}

/// `GET …/votes/{vote}/draft`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let kept = app.store.read(move |tx| vote::get(tx, office, id)).await?;
    let here = know(&app, &actor, office, kept.draft.neighbourhood).await?;
    if kept.state != Vote::Draft {
        return Err(WebError::Conflict);
    }
    let draft = kept.draft;
    let typed = Typed {
        id: id.to_string(),
        revision: kept.revision,
        matter: draft.matter.as_str().to_owned(),
        ground: ground_value(draft.scope),
        without_paying: if draft.options.without_paying { "yes".to_owned() } else { String::new() },
        plan: draft.plan.map(|plan| plan.to_string()).unwrap_or_default(),
        first: draft.first.to_string(),
        last: draft.last.to_string(),
        clause: draft.clause.unwrap_or_default(),
        title: draft.title,
        question: draft.question,
    };
    let to = (format!("{}/draft", address(office, id)), address(office, id));
    Ok(draft_page(ctx, office, &here, to, &typed, StatusCode::OK, Problems::default()))
}

/// `POST …/votes/{vote}/draft`
pub async fn change(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let kept = app.store.read(move |tx| vote::get(tx, office, id)).await?;
    let here = know(&app, &actor, office, kept.draft.neighbourhood).await?;
    let (mut problems, mut status) = (Problems::default(), StatusCode::UNPROCESSABLE_ENTITY);
    if let Some(draft) = read(&ctx, &here, &typed, app.today(), &mut problems) {
        let revision = typed.revision;
        match app.store.write(&actor, move |tx| vote::change(tx, id, revision, &draft)).await {
            Ok(()) => return Ok(done(&address(office, id), "votes-done-changed")),
            Err(linli_store::Error::Stale) => {
                problems.add("title", ctx.t("votes-why-stale"));
                status = StatusCode::CONFLICT;
            }
            Err(why) => return Err(why.into()),
        }
    }
    // What is looked at now is what is changed next.
    let typed = Typed { revision: kept.revision, ..typed };
    let to = (format!("{}/draft", address(office, id)), address(office, id));
    Ok(draft_page(ctx, office, &here, to, &typed, status, problems))
}

fn draft_page(
    ctx: Ctx,
    office: Office,
    here: &Here,
    (to, back): (String, String),
    typed: &Typed,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let mut way = crumbs(&ctx, office);
    way.push(Crumb::new(&here.place.facts.name, of_place(office, here.place.id)));
    let shown = DraftPage {
        crumbs: way,
        title: ctx.t(if typed.revision == 0 { "votes-new" } else { "votes-change" }),
        here: to,
        back,
        id: typed.id.clone(),
        revision: typed.revision,
        unconfirmed: !here.rules.confirmed,
        fields: fields(&ctx, here, typed).into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

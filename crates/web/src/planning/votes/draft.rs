//! `…/places/{neighbourhood}/new` and `…/votes/{vote}/draft`: what is to be voted on, before it is announced.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, clean_text};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::planning::plan::{Place, State as Stands};
use linli_domain::planning::vote::conduct::{LONGEST_QUESTION, LONGEST_TITLE};
use linli_domain::planning::vote::{Draft, Matter, Options, State as Vote, VoteId, VoteRules};
use linli_domain::planning::{Version, VersionId};
use linli_domain::register::Neighbourhood;
use linli_domain::register::owner::Scope;
use linli_store::planning::plan;
use linli_store::planning::vote;
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::words::Places;
use super::{address, crumbs, of_place, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::organisation::words as days;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// The longest clause, in characters.
const LONGEST_CLAUSE: usize = 2_000;

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

/// A vote as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    id: String,
    revision: i64,
    title: String,
    question: String,
    matter: String,
    ground: String,
    without_paying: String,
    plan: String,
    first: String,
    last: String,
    clause: String,
}

/// Where a vote is held, and what it may be about.
struct Here {
    place: Neighbourhood,
    places: Places,
    /// Plan versions that were posted.
    posted: Vec<Version>,
    rules: VoteRules,
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
    let last = first.saturating_add((here.rules.window_least_days.max(14) - 1).days());
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

fn ground_value(scope: Scope) -> String {
    match scope {
        Scope::Neighbourhood => "all".to_owned(),
        Scope::Building(id) => id.to_string(),
        Scope::Entrance(id) => id.to_string(),
    }
}

const fn scope_of(place: Place) -> Option<Scope> {
    match place {
        Place::Common => None,
        Place::Building(building) => Some(Scope::Building(building)),
        Place::Entrance(_, entrance) => Some(Scope::Entrance(entrance)),
    }
}

/// The draft, where every field can be read and it could be held under the rules as they are.
fn read(ctx: &Ctx, here: &Here, typed: &Typed, today: Date, problems: &mut Problems) -> Option<Draft> {
    let (first, last) =
        (days::day(ctx, "first", &typed.first, problems), days::day(ctx, "last", &typed.last, problems));
    let scope = match typed.ground.as_str() {
        "all" => Some(Scope::Neighbourhood),
        other => here.places.iter().filter_map(|(place, ..)| scope_of(*place)).find(|one| ground_value(*one) == other),
    };
    let matter = typed.matter.parse::<Matter>().ok();
    let plan = match typed.plan.as_str() {
        "" => Some(None),
        other => other.parse::<VersionId>().ok().filter(|id| here.posted.iter().any(|one| one.id == *id)).map(Some),
    };
    let clause = clean_text(&typed.clause);
    for (missing, field, key) in [
        (scope.is_none(), "ground", "votes-why-ground"),
        (matter.is_none(), "matter", "votes-why-matter"),
        (plan.is_none(), "plan", "votes-why-plan"),
        (clause.chars().count() > LONGEST_CLAUSE, "clause", "votes-why-clause"),
    ] {
        if missing {
            problems.add(field, ctx.t(key));
        }
    }
    let (first, last) = (first?, last?);
    if last < first {
        problems.add("last", ctx.t("votes-why-backwards"));
    }
    let draft = Draft {
        neighbourhood: here.place.id,
        scope: scope?,
        matter: matter?,
        title: clean_line(&typed.title),
        question: clean_text(&typed.question),
        options: Options { without_paying: typed.without_paying == "yes" },
        first,
        last,
        clause: (!clause.is_empty()).then_some(clause),
        plan: plan?,
    };
    for why in draft.faults(&here.rules, today) {
        let (field, text) = words::cannot_hold(ctx, why);
        if problems.of(field).is_none() {
            problems.add(field, text);
        }
    }
    problems.is_empty().then_some(draft)
}

fn fields(ctx: &Ctx, here: &Here, typed: &Typed) -> Vec<Field> {
    let text = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("votes-{}", name.replace('_', "-")))).value(value)
    };
    let matters = Matter::ALL.map(|matter| (matter.as_str().to_owned(), words::matter(ctx, matter)));
    let common = ("all".to_owned(), ctx.t("votes-ground-all"));
    let standing = here.places.iter().filter(|(.., stands)| *stands);
    let grounds = standing.filter_map(|(place, name, _)| Some((ground_value(scope_of(*place)?), name.clone())));
    let none = (String::new(), ctx.t("votes-plan-none"));
    let plans = here.posted.iter().map(|one| (one.id.to_string(), ctx.t_n("plans-version", one.number)));
    let notice = ctx.t_n("votes-first-hint", here.rules.notice_days);
    let window =
        [("least", ctx.number(here.rules.window_least_days)), ("most", ctx.number(here.rules.window_most_days))];
    let mut fields = vec![
        text("title", &typed.title).hint(ctx.t_n("votes-title-hint", LONGEST_TITLE)).required(),
        text("question", &typed.question)
            .kind("textarea")
            .hint(ctx.t_n("votes-question-hint", LONGEST_QUESTION))
            .required(),
        text("matter", &typed.matter).kind("select").options(matters).hint(ctx.t("votes-matter-hint")).required(),
        text("ground", &typed.ground).kind("select").options(std::iter::once(common).chain(grounds)).required(),
        text("without_paying", &typed.without_paying).kind("checkbox").hint(ctx.t("votes-without-paying-hint")).quiet(),
        text("plan", &typed.plan)
            .kind("select")
            .options(std::iter::once(none).chain(plans))
            .hint(ctx.t("votes-plan-hint")),
        text("first", &typed.first).kind("date").hint(notice).required(),
        text("last", &typed.last).kind("date").hint(ctx.t_with("votes-last-hint", &window)).required(),
    ];
    if here.rules.silence || !typed.clause.is_empty() {
        fields.push(text("clause", &typed.clause).kind("textarea").hint(ctx.t("votes-clause-hint")));
    }
    fields
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

//! `/desk/{office}/tasks/new`: a task is given to one person, with a day.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Place};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::organisation::task::{Matter, Person, TaskState};
use linli_domain::organisation::{Task, TaskId};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::task;
use serde::Deserialize;

use super::super::{about, form_id, words};
use super::{address, bad, crumbs, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/tasks/new.html")]
struct NewPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    id: String,
    of: Option<(NeighbourhoodId, String)>,
    fields: Vec<Field>,
    problems: Problems,
}

/// A task as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    neighbourhood: String,
    matter: String,
    title: String,
    detail: String,
    owner: String,
    due: String,
}

async fn know(app: &App, office: Office, draft: &Draft) -> Result<(Option<Neighbourhood>, Vec<Person>), WebError> {
    let typed = draft.neighbourhood.clone();
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((about(tx, office, &typed)?, task::people(tx, office, Act::WorkTasks.roles())?))
    });
    read.await
}

fn place(office: Office, of: Option<&Neighbourhood>) -> Place {
    of.map_or(Place::office(office), Neighbourhood::place)
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(mut draft): Query<Draft>,
) -> Result<Response, WebError> {
    let (of, people) = know(&app, office, &draft).await?;
    actor.may(Act::GiveTasks, &place(office, of.as_ref()))?;
    draft.id = TaskId::new().to_string();
    if let (true, Some(of), Ok(matter)) = (draft.title.is_empty(), &of, draft.matter.parse::<Matter>())
        && matter != Matter::General
    {
        draft.title = ctx.t_with(&format!("tasks-title-{}", matter.as_str()), &[("name", &of.facts.name)]);
    }
    Ok(new_page(ctx, office, of.as_ref(), &people, &draft, Problems::default()))
}

fn new_page(
    ctx: Ctx,
    office: Office,
    of: Option<&Neighbourhood>,
    people: &[Person],
    draft: &Draft,
    problems: Problems,
) -> Response {
    let choose = (String::new(), ctx.t("organisation-choose"));
    let owners = people.iter().map(|person| (person.account.to_string(), person.name.clone()));
    let mut fields = vec![Field::new("title", ctx.t("tasks-title")).value(&draft.title).required()];
    if of.is_some() {
        let matters = Matter::ALL.map(|matter| (matter.as_str(), ctx.t(format!("tasks-matter-{}", matter.as_str()))));
        let matter = if draft.matter.is_empty() { Matter::General.as_str() } else { &draft.matter };
        fields
            .push(Field::new("matter", ctx.t("tasks-matter")).kind("select").options(matters).value(matter).required());
    }
    fields.extend([
        Field::new("owner", ctx.t("tasks-owner"))
            .kind("select")
            .hint(ctx.t("tasks-owner-hint"))
            .options(std::iter::once(choose).chain(owners))
            .value(&draft.owner)
            .required(),
        Field::new("due", ctx.t("tasks-due")).kind("date").value(&draft.due).required(),
        Field::new("detail", ctx.t("tasks-detail")).kind("textarea").value(&draft.detail),
    ]);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NewPage {
        crumbs: crumbs(&ctx, office),
        here: format!("{}/new", root(office)),
        id: draft.id.clone(),
        of: of.map(|of| (of.id, of.facts.name.clone())),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

pub async fn create(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (of, people) = know(&app, office, &draft).await?;
    actor.may(Act::GiveTasks, &place(office, of.as_ref()))?;
    if of.as_ref().is_some_and(|of| of.merged_into.is_some()) {
        return Err(WebError::Conflict);
    }
    let mut problems = Problems::default();
    let owner = people.iter().find(|person| person.account.to_string() == draft.owner).cloned();
    if owner.is_none() {
        problems.add("owner", ctx.t("tasks-why-owner"));
    }
    let due = words::day(&ctx, "due", &draft.due, &mut problems);
    if let (Some(owner), Some(due)) = (owner, due) {
        let task = Task {
            id: form_id(&draft.id, TaskId::new)?,
            title: draft.title.clone(),
            detail: draft.detail.clone(),
            matter: draft.matter.parse().unwrap_or_default(),
            neighbourhood: of.as_ref().map(|of| of.id),
            giver: Person { account: actor.account, name: actor.name.clone() },
            owner,
            given_at: app.now(),
            due,
            state: TaskState::Open,
            reminded_on: None,
            version: 1,
        };
        match task.checked(app.today()) {
            Ok(task) => {
                let id = task.id;
                let written = app.store.write(&actor, move |tx| {
                    let task = match task::find(tx, office, task.id)? {
                        Some(there) if there.says_the_same(&task) => return Ok(there.id),
                        // Somebody went back, typed another one, and sent the same form.
                        Some(_) => Task { id: TaskId::new(), ..task.clone() },
                        None => task.clone(),
                    };
                    task::give(tx, &task)?;
                    Ok::<_, WebError>(task.id)
                });
                let given = match written.await {
                    // Sent twice at the same moment: the other one was first.
                    Err(WebError::Conflict) => id,
                    given => given?,
                };
                return Ok(done(&address(office, given), "tasks-done-given"));
            }
            Err(why) => {
                let (field, text) = bad(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    Ok(new_page(ctx, office, of.as_ref(), &people, &draft, problems))
}

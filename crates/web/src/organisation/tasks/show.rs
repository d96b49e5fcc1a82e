//! `/desk/{office}/tasks/{task}`: one task with its course, and the steps that this reader may take now.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor, Denied, Place};
use linli_domain::kernel::text::clean_text;
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::task::{Person, Step, TaskState};
use linli_domain::organisation::{OrganisationRules, Task, TaskId};
use linli_domain::register::Neighbourhood;
use linli_store::organisation::task::Taken;
use linli_store::organisation::{rules, task};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::words;
use super::{address, bad, crumbs, lamp, look};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Lamp, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/tasks/show.html")]
struct TaskPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    task: Task,
    of: Option<(String, String)>,
    lamp: Lamp,
    state: String,
    look: &'static str,
    due: String,
    given: String,
    steps: Vec<Shown>,
    forms: Vec<StepForm>,
    problems: Problems,
}

/// A step as it was taken.
struct Shown {
    what: String,
    note: String,
    by: String,
}

/// A step that can be taken now.
struct StepForm {
    act: &'static str,
    /// Stands before the ids of its fields, so that no two on the page are alike.
    prefix: String,
    label: String,
    hint: String,
    fields: Vec<Field>,
    /// The step that most take: it stands open.
    first: bool,
    danger: bool,
}

/// A step as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    act: String,
    version: i64,
    to: String,
    due: String,
    note: String,
}

/// What the page stands on. Five statements.
struct Known {
    task: Task,
    of: Option<Neighbourhood>,
    steps: Vec<Taken>,
    people: Vec<Person>,
    rules: OrganisationRules,
}

async fn know(app: &App, office: Office, id: TaskId) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let task = task::get(tx, office, id)?;
        let of = task.neighbourhood.map(|of| neighbourhood::get(tx, office, of)).transpose()?;
        let steps = task::steps(tx, office, id)?;
        let people = task::people(tx, office, Act::WorkTasks.roles())?;
        Ok::<_, WebError>(Known { task, of, steps, people, rules: rules::of(tx, office, today)? })
    });
    read.await
}

/// Who gave or owns it sees it; others as far as they see the organisation.
fn may_read(actor: &Actor, office: Office, known: &Known) -> Result<(), WebError> {
    let own = [known.task.giver.account, known.task.owner.account].contains(&actor.account);
    let place = known.of.as_ref().map_or(Place::office(office), Neighbourhood::place);
    if own { Ok(()) } else { Ok(actor.may(Act::ReadOrganisation, &place)?) }
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, TaskId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    may_read(&actor, office, &known)?;
    Ok(task_page(&app, ctx, &actor, office, known, &Draft::default(), Problems::default()))
}

fn task_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    known: Known,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let today = app.today();
    let task = &known.task;
    let shown = |step: &Taken| Shown {
        what: said(&ctx, step),
        note: step.note.clone(),
        by: ctx.t_with("tasks-by", &[("name", step.by_name.clone()), ("at", ctx.instant(step.at))]),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let link = |of: &Neighbourhood| (crate::register::address(office, of.id), of.facts.name.clone());
    let page = TaskPage {
        crumbs: crumbs(&ctx, office),
        here: address(office, task.id),
        of: known.of.as_ref().map(link),
        lamp: lamp(task, today, &known.rules),
        state: ctx.t(format!("tasks-state-{}", task.state.as_str())),
        look: look(task.state),
        due: ctx.day(task.due),
        given: ctx.instant(task.given_at),
        steps: known.steps.iter().map(shown).collect(),
        forms: forms(&ctx, actor, task, &known.people, draft, &problems, today),
        problems,
        task: known.task,
        ctx,
    };
    page_with(status, &page)
}

/// What was done, in words.
fn said(ctx: &Ctx, step: &Taken) -> String {
    let key = format!("tasks-said-{}", step.act.replace('_', "-"));
    let to = step.to_name.clone().unwrap_or_default();
    let day = step.due.map(|day| ctx.day(day)).unwrap_or_default();
    ctx.t_with(&key, &[("to", to), ("day", day)])
}

/// The steps that this reader may take, the likely one first.
fn forms(
    ctx: &Ctx,
    actor: &Actor,
    task: &Task,
    people: &[Person],
    draft: &Draft,
    problems: &Problems,
    today: Date,
) -> Vec<StepForm> {
    let (gave, owns) = (task.giver.account == actor.account, task.owner.account == actor.account);
    let (open, reported) = (task.state == TaskState::Open, task.state == TaskState::Done);
    let works = actor.could(Act::WorkTasks);
    let all = [
        ("report", open && owns),
        ("close", reported && gave),
        ("send_back", reported && gave),
        ("remind", open && !owns && works && task.reminded_on != Some(today)),
        ("hand_over", open && owns),
        ("move_due", open && gave),
        ("withdraw", (open || reported) && gave),
    ];
    let may = all.into_iter().filter(|(_, may)| *may);
    may.enumerate().map(|(at, (act, _))| form(ctx, act, at == 0, people, draft, problems)).collect()
}

fn form(ctx: &Ctx, act: &'static str, likely: bool, people: &[Person], draft: &Draft, problems: &Problems) -> StepForm {
    let key = act.replace('_', "-");
    let tried = draft.act == act;
    let mut fields = Vec::new();
    if act == "hand_over" {
        let choose = (String::new(), ctx.t("organisation-choose"));
        let people = people.iter().map(|person| (person.account.to_string(), person.name.clone()));
        let to = Field::new("to", ctx.t("tasks-to")).kind("select").options(std::iter::once(choose).chain(people));
        fields.push(to.value(if tried { &draft.to } else { "" }).required());
    }
    if act == "move_due" {
        fields.push(
            Field::new("due", ctx.t("tasks-due")).kind("date").value(if tried { &draft.due } else { "" }).required(),
        );
    }
    let note = Field::new("note", ctx.t(format!("tasks-note-{key}"))).value(if tried { &draft.note } else { "" });
    fields.push(if matches!(act, "remind" | "close") { note } else { note.required() });
    StepForm {
        act,
        prefix: if tried { String::new() } else { format!("{key}-") },
        label: ctx.t(format!("tasks-step-{key}")),
        hint: ctx.t(format!("tasks-hint-{key}")),
        fields: fields.into_iter().map(|field| if tried { field.problem(problems) } else { field }).collect(),
        first: tried || (likely && draft.act.is_empty()),
        danger: act == "withdraw",
    }
}

/// `POST …/steps`: takes a step, as of the version that was looked at.
pub async fn step(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, TaskId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    may_read(&actor, office, &known)?;
    if known.task.version != draft.version {
        return sent_twice(&actor, office, &known, &draft).ok_or(WebError::Conflict);
    }
    let mut problems = Problems::default();
    if let Some(step) = typed(&ctx, &draft, &known.people, &mut problems)? {
        let (mut task, today, by) = (known.task.clone(), app.today(), actor.account);
        match task.step(step, by, today) {
            Ok(step) => {
                let key = format!("tasks-done-{}", step.as_str().replace('_', "-"));
                app.store.write(&actor, move |tx| task::keep(tx, &task, &step)).await?;
                return Ok(done(&address(office, id), &key));
            }
            Err(
                linli_domain::organisation::task::BadTask::NotOwner
                | linli_domain::organisation::task::BadTask::NotGiver,
            ) => {
                return Err(Denied::Scope.into());
            }
            Err(why) => {
                let (field, text) = bad(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    Ok(task_page(&app, ctx, &actor, office, known, &draft, problems))
}

/// The step that was taken last is this very one: the form was sent twice.
fn sent_twice(actor: &Actor, office: Office, known: &Known, draft: &Draft) -> Option<Response> {
    let last = known.steps.last()?;
    let note = clean_text(&draft.note);
    let same = (last.act == draft.act && last.note == note && last.by_name == actor.name)
        && known.task.version == draft.version + 1;
    let key = format!("tasks-done-{}", draft.act.replace('_', "-"));
    same.then(|| done(&address(office, known.task.id), &key))
}

fn typed(ctx: &Ctx, draft: &Draft, people: &[Person], problems: &mut Problems) -> Result<Option<Step>, WebError> {
    let note = draft.note.clone();
    Ok(Some(match draft.act.as_str() {
        "hand_over" => {
            let Some(to) = people.iter().find(|person| person.account.to_string() == draft.to).cloned() else {
                problems.add("to", ctx.t("tasks-why-owner"));
                return Ok(None);
            };
            Step::HandOver { to, why: note }
        }
        "remind" => Step::Remind { note },
        "move_due" => match words::day(ctx, "due", &draft.due, problems) {
            Some(to) => Step::MoveDue { to, why: note },
            None => return Ok(None),
        },
        "report" => Step::Report { note },
        "close" => Step::Close { note },
        "send_back" => Step::SendBack { why: note },
        "withdraw" => Step::Withdraw { why: note },
        _ => return Err(WebError::BadRequest),
    }))
}

//! Tasks (任务): what waits for me, what I gave to others, and each task with its steps.

mod list;
mod new;
mod show;

use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::task::{BadTask, Lamp as TaskLamp, TaskState};
use linli_domain::organisation::{OrganisationRules, Task, TaskId};
use linli_store::register::listing::Reach;

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx, Lamp};

pub(super) fn routes() -> Routes {
    let (read, give) = (Access::Act(Act::ReadTasks), Access::Act(Act::GiveTasks));
    Routes::new()
        .route("/desk/{office}/tasks", get(list::show), read)
        .route("/desk/{office}/tasks/new", get(new::show).post(new::create), give)
        .route("/desk/{office}/tasks/{task}", get(show::show), read)
        .route("/desk/{office}/tasks/{task}/steps", post(show::step), Access::Act(Act::WorkTasks))
}

fn root(office: Office) -> String {
    format!("/desk/{office}/tasks")
}

fn address(office: Office, task: TaskId) -> String {
    format!("/desk/{office}/tasks/{task}")
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-tasks"), root(office))]
}

/// How far this reader sees the tasks of others; not at all without a look at the organisation.
fn reach(actor: &Actor, office: Office) -> Option<Reach> {
    actor.could(Act::ReadOrganisation).then(|| Reach::of(actor, Act::ReadOrganisation, office))
}

fn lamp(task: &Task, today: Date, rules: &OrganisationRules) -> Lamp {
    match task.lamp(today, rules.yellow_days) {
        Some(TaskLamp::Green) => Lamp::Green,
        Some(TaskLamp::Yellow) => Lamp::Yellow,
        Some(TaskLamp::Red) => Lamp::Red,
        None => Lamp::Grey,
    }
}

const fn look(state: TaskState) -> &'static str {
    match state {
        TaskState::Open => "teal",
        TaskState::Done => "amber",
        TaskState::Closed => "green",
        TaskState::Withdrawn => "grey",
    }
}

/// The field that is wrong with a task, and what is.
fn bad(ctx: &Ctx, why: BadTask) -> (&'static str, String) {
    match why {
        BadTask::Title => ("title", ctx.t("tasks-why-title")),
        BadTask::Detail => ("detail", ctx.t("tasks-why-detail")),
        BadTask::DueBehind => ("due", ctx.t("tasks-why-due")),
        BadTask::NoNeighbourhood => ("matter", ctx.t("tasks-why-neighbourhood")),
        BadTask::State(_) => ("note", ctx.t("tasks-why-state")),
        BadTask::NotOwner => ("note", ctx.t("tasks-why-not-owner")),
        BadTask::NotGiver => ("note", ctx.t("tasks-why-not-giver")),
        BadTask::RemindedToday => ("note", ctx.t("tasks-why-reminded")),
        BadTask::SameOwner => ("to", ctx.t("tasks-why-same-owner")),
        BadTask::NoNote => ("note", ctx.t("tasks-why-no-note")),
    }
}

/// A task as a list shows it.
#[derive(Debug)]
pub(super) struct Row {
    pub href: String,
    pub title: String,
    pub place: String,
    pub lamp: Lamp,
    pub running: bool,
    pub state: String,
    pub look: &'static str,
    pub people: String,
    pub due: String,
    pub reminded: bool,
}

impl Row {
    pub(super) fn of(
        ctx: &Ctx,
        office: Office,
        task: &Task,
        place: Option<&str>,
        today: Date,
        rules: &OrganisationRules,
    ) -> Self {
        let names = [("owner", task.owner.name.clone()), ("giver", task.giver.name.clone())];
        Self {
            href: address(office, task.id),
            title: task.title.clone(),
            place: place.unwrap_or_default().to_owned(),
            lamp: lamp(task, today, rules),
            running: task.state.is_running(),
            state: ctx.t(format!("tasks-state-{}", task.state.as_str())),
            look: look(task.state),
            people: ctx.t_with("tasks-people", &names),
            due: ctx.t_with("tasks-due-on", &[("day", ctx.day(task.due))]),
            reminded: task.reminded_on.is_some() && task.state == TaskState::Open,
        }
    }
}

//! The four ones (四个一) of a county as one matrix: what each neighbourhood has, what lacks in red, since when, and whose
//! task it is. It stands here, after the rooms that know plan, leader and residents' body.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::OrganisationRules;
use linli_domain::organisation::four_ones::{Filled, Lack, Missing, One};
use linli_domain::organisation::term::Standing;
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::organisation::four_ones::{self, Line};
use linli_store::organisation::rules;
use linli_store::planning::plan;
use linli_store::register::listing::Reach;
use linli_store::works::stage;
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::organisation::words;
use crate::register::words::Names;
use crate::shell::{Crumb, Ctx, file, page};

/// Neighbourhoods on one page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `lacking`, `plan`, `leader` or `body`: only those in which it lacks.
    show: String,
    /// The number of the last row of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "oversight/four_ones.html")]
struct MatrixPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    tabs: Vec<Tab>,
    complete: String,
    rows: Vec<Row>,
    shown: String,
    next: Option<String>,
    export: String,
    rules: String,
    unconfirmed: bool,
    nothing_planned: bool,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    name: String,
    place: String,
    cells: [Seat; 3],
    members: String,
}

/// One of the ones of one neighbourhood.
struct Seat {
    label: String,
    /// What is there.
    has: String,
    note: String,
    lacks: Vec<String>,
    since: String,
    task: Option<(String, String)>,
    /// Where a task is given to fill it, for who may.
    give: Option<String>,
}

/// Every line of the matrix, with what lacks in it. Eight statements.
async fn know(app: &App, actor: &Actor, office: Office) -> Result<Known, WebError> {
    let (reach, today) = (Reach::of(actor, Act::ReadOrganisation, office), app.today());
    let read = app.store.read(move |tx| {
        let mut plans = stage::plans(tx, office)?;
        plans.extend(plan::planned(tx, office)?);
        let lines = four_ones::lines(tx, office, &reach, &plans)?;
        let rules = rules::of(tx, office, today)?;
        Ok::<_, WebError>((lines, rules, Names::read(tx, office)?))
    });
    let (lines, rules, names) = read.await?;
    let lines = lines.into_iter().map(|line| (line.holding.missing(&rules), line)).collect();
    Ok(Known { lines, rules, names })
}

struct Known {
    lines: Vec<(Vec<Missing>, Line)>,
    rules: OrganisationRules,
    names: Names,
}

/// Whether a line belongs to what is shown.
fn wanted(show: &str, missing: &[Missing]) -> bool {
    match show {
        "lacking" => !missing.is_empty(),
        "plan" | "leader" | "body" => missing.iter().any(|missing| missing.what.of().as_str() == show),
        _ => true,
    }
}

/// `GET /desk/{office}/four-ones`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, office).await?;
    let here = format!("/desk/{office}/four-ones");
    let shows = ["all", "lacking", "plan", "leader", "body"];
    let show = shows.into_iter().find(|show| *show == asked.show).unwrap_or("all");
    let tab = |of: &str| Tab {
        label: ctx.t(format!("oversight-ones-tab-{of}")),
        count: ctx.number(known.lines.iter().filter(|(missing, _)| wanted(of, missing)).count()),
        href: format!("{here}?show={of}"),
        current: of == show,
    };
    let complete = known.lines.iter().filter(|(missing, _)| missing.is_empty()).count();
    let counts = [("complete", ctx.number(complete)), ("count", ctx.number(known.lines.len()))];
    let found: Vec<_> = known
        .lines
        .iter()
        .filter(|(missing, line)| wanted(show, missing) && line.number > asked.after)
        .take(PAGE + 1)
        .collect();
    let gives = actor.may_enter(Act::GiveTasks, office).is_ok();
    let rows = found.iter().take(PAGE).map(|(missing, line)| row(&ctx, office, &known.names, line, missing, gives));
    let last = found.get(PAGE - 1).filter(|_| found.len() > PAGE);
    Ok(page(&MatrixPage {
        crumbs: vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("shell-nav-organisation"), format!("/desk/{office}/organisation")),
        ],
        tabs: shows.into_iter().map(tab).collect(),
        complete: ctx.t_with("oversight-ones-complete", &counts),
        rows: rows.collect(),
        shown: ctx.t_n("oversight-ones-shown", found.len().min(PAGE)),
        next: last.map(|(_, line)| ctx.here_with("after", &line.number)),
        export: format!("{here}/table.xlsx?show={show}"),
        rules: format!("/desk/{office}/organisation-rules"),
        unconfirmed: !known.rules.confirmed,
        nothing_planned: known.lines.is_empty(),
        ctx,
    }))
}

fn row(ctx: &Ctx, office: Office, names: &Names, line: &Line, missing: &[Missing], gives: bool) -> Row {
    let base = crate::register::address(office, line.holding.neighbourhood);
    let cell = |one: One| {
        let lacks: Vec<&Missing> = missing.iter().filter(|missing| missing.what.of() == one).collect();
        let (has, note) = has(ctx, line, one);
        let task = line.task_for(one);
        let task = task.map(|(id, task)| {
            let owner = [("name", task.owner.name.clone()), ("day", ctx.day(task.due))];
            (format!("/desk/{office}/tasks/{id}"), ctx.t_with("oversight-ones-task", &owner))
        });
        let new =
            format!("/desk/{office}/tasks/new?neighbourhood={}&matter={}", line.holding.neighbourhood, one.as_str());
        Seat {
            label: ctx.t(format!("oversight-ones-{}", one.as_str())),
            has,
            note,
            since: lacks.iter().map(|missing| missing.since).min().map(|day| since(ctx, day)).unwrap_or_default(),
            give: (gives && !lacks.is_empty() && task.is_none()).then_some(new),
            lacks: lacks.iter().map(|missing| lack(ctx, &missing.what)).collect(),
            task,
        }
    };
    Row {
        href: format!("{base}/organisation"),
        name: line.name.clone(),
        place: names.place(line.division),
        cells: One::ALL.map(cell),
        members: members(ctx, line),
    }
}

fn since(ctx: &Ctx, day: Date) -> String {
    ctx.t_with("oversight-ones-since", &[("day", ctx.day(day))])
}

/// What is there of one of the ones, and a note to it.
fn has(ctx: &Ctx, line: &Line, one: One) -> (String, String) {
    let filled = |filled: &Option<Filled>| match filled {
        None => (String::new(), String::new()),
        Some(Filled::Since { name, on }) => (ctx.personal(name), since(ctx, *on)),
        Some(Filled::Register(name)) => (name.clone(), ctx.t("organisation-registered")),
    };
    match one {
        One::Plan => (line.holding.plan.map(|day| ctx.day(day)).unwrap_or_default(), String::new()),
        One::Leader => filled(&line.holding.leader),
        One::Body => filled(&line.holding.body),
    }
}

fn lack(ctx: &Ctx, what: &Lack) -> String {
    match what {
        Lack::Plan => ctx.t("oversight-ones-lacks-plan"),
        Lack::Leader => ctx.t("oversight-ones-lacks-leader"),
        Lack::Body => ctx.t("oversight-ones-lacks-body"),
        Lack::Members { has, needs } => ctx.t_with("oversight-ones-lacks-members", &[("has", *has), ("needs", *needs)]),
        Lack::Standing(kind) => ctx.t_with("oversight-ones-lacks-kind", &[("kind", words::standing(ctx, *kind))]),
    }
}

/// Members by kind, as far as there are any.
fn members(ctx: &Ctx, line: &Line) -> String {
    let count = |kind: Standing| line.holding.sitting(kind);
    let sit = Standing::ALL.into_iter().filter(|kind| count(*kind) > 0);
    sit.map(|kind| format!("{} {}", words::standing(ctx, kind), count(kind))).collect::<Vec<_>>().join(" · ")
}

/// `GET /desk/{office}/four-ones/table.xlsx`: the same matrix, all pages of it.
pub async fn xlsx(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, office).await?;
    let text = |key: &str| Column::new(ctx.t(key), Format::Text);
    let mut columns = vec![
        text("register-col-name"),
        text("register-field-division"),
        text("oversight-ones-plan"),
        text("oversight-ones-leader"),
        text("oversight-ones-body"),
    ];
    columns.extend(Standing::ALL.map(|kind| Column::new(words::standing(&ctx, kind), Format::Count)));
    columns.extend([text("oversight-ones-lacks"), text("oversight-ones-lacks-since"), text("tasks-owner")]);
    let shown = known.lines.iter().filter(|(missing, _)| wanted(&asked.show, missing));
    let row = |(missing, line): &(Vec<Missing>, Line)| {
        let mut cells = vec![Cell::text(line.name.clone()), Cell::text(known.names.place(line.division))];
        cells.extend(One::ALL.map(|one| Cell::text(has(&ctx, line, one).0)));
        cells.extend(Standing::ALL.map(|kind| line.holding.sitting(kind).into()));
        let lacks: Vec<_> = missing.iter().map(|missing| lack(&ctx, &missing.what)).collect();
        let since = missing.iter().map(|missing| missing.since).min();
        let owners: Vec<_> = line.tasks.iter().map(|(_, task)| task.owner.name.clone()).collect();
        cells.push(Cell::text(lacks.join("；")));
        cells.push(since.map_or(Cell::Empty, |day| Cell::text(day.to_string())));
        cells.push(Cell::text(owners.join("；")));
        cells
    };
    let table = Table {
        name: ctx.t("shell-nav-four-ones"),
        title: Some(format!("{} {}", ctx.t("shell-nav-four-ones"), app.today())),
        illustrative: ctx.illustrative.then(|| ctx.t("shell-illustrative")),
        columns,
        rows: shown.map(row).collect(),
        notes: Vec::new(),
    };
    let written = tokio::task::spawn_blocking(move || write_xlsx(&table)).await.map_err(WebError::fault)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("{} {}", ctx.t("shell-nav-four-ones"), app.today());
    Ok(file(&ctx, &name, "xlsx", kind, written.map_err(WebError::fault)?))
}

//! Monthly progress of one neighbourhood (月度进度): reported, corrected by a new version, seen as a curve.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office, Ratio};
use linli_domain::works::month_end::MonthState;
use linli_domain::works::progress::{CannotReport, Progress};
use linli_store::register::neighbourhood;
use linli_store::works::month_end;
use linli_store::works::progress::{self as store, Version};
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::words::{self, Names};
use crate::register::{Head, address};
use crate::shell::{Ctx, Field, Problems, chart, page_with};

/// The curve shows so many months at most.
const CURVE: usize = 36;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 200;

#[derive(Template)]
#[template(path = "works/progress.html")]
struct ProgressPage {
    ctx: Ctx,
    head: Head,
    title: String,
    curve: Option<String>,
    /// What is done of what is planned, in words.
    line: String,
    rows: Vec<Row>,
    fields: Vec<Field>,
    problems: Problems,
}

/// One month as it stands, and what was said before.
struct Row {
    month: String,
    done: String,
    note: String,
    by: String,
    earlier: Vec<Earlier>,
}

struct Earlier {
    done: String,
    note: String,
    by: String,
}

/// The report as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    month: String,
    done: String,
    note: String,
}

/// `GET /desk/{office}/register/{id}/progress`. Three statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let draft = Draft { month: Month::of(app.today()).to_string(), ..Draft::default() };
    progress_page(&app, ctx, &actor, (office, id), &draft, Problems::default()).await
}

async fn progress_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, NeighbourhoodId),
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        Ok::<_, WebError>((n, store::versions(tx, office, id)?, Names::read(tx, office)?))
    });
    let (n, versions, names) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let rows = rows(&ctx, &versions);
    let current = current(&versions);
    let last = current.last().map_or(Money::ZERO, |report| report.done);
    let planned = n.facts.planned_investment;
    let rate = planned.and_then(|planned| Ratio::new(last.fen(), planned.fen()).map(Ratio::percent));
    let none = || "—".to_owned();
    let line = ctx.t_with(
        "works-line",
        &[
            ("done", ctx.money_wan(last)),
            ("planned", planned.map_or_else(none, |money| ctx.money_wan(money))),
            ("rate", ctx.percent(rate)),
        ],
    );
    let curve = (current.len() > 1).then(|| chart::sparkline(&points(&current), planned.unwrap_or(last).fen(), &line));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = ProgressPage {
        title: ctx.t("register-tab-progress"),
        head: Head::of(&ctx, &names, &n, actor, app.today()),
        curve,
        line,
        rows,
        fields: fields(&ctx, draft, &problems),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn fields(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Vec<Field> {
    let field = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("works-field-{name}"))).value(value).problem(problems)
    };
    let month = field("month", &draft.month).required();
    let month = if draft.month.parse::<Month>().is_ok() { month.kind("month") } else { month };
    vec![
        month,
        field("done", &draft.done).hint(ctx.t("works-hint-done")).required(),
        field("note", &draft.note).hint(ctx.t("works-hint-note")),
    ]
}

/// The latest version of each month, earliest month first.
fn current(versions: &[Version]) -> Vec<&Progress> {
    let mut months: Vec<&Progress> = Vec::new();
    for version in versions {
        if months.last().is_none_or(|last| last.month != version.progress.month) {
            months.push(&version.progress);
        }
    }
    months.reverse();
    months
}

/// Month by month; one without a report is left open.
fn points(current: &[&Progress]) -> Vec<Option<i64>> {
    let (Some(first), Some(last)) = (current.first(), current.last()) else { return Vec::new() };
    let mut points = Vec::new();
    let mut month = first.month;
    while month <= last.month {
        points.push(current.iter().find(|report| report.month == month).map(|report| report.done.fen()));
        month = month.next();
    }
    let from = points.len().saturating_sub(CURVE);
    points.split_off(from)
}

fn rows(ctx: &Ctx, versions: &[Version]) -> Vec<Row> {
    let by = |v: &Version| ctx.t_with("works-by", &[("name", v.by_name.clone()), ("at", ctx.instant(v.at))]);
    let mut rows: Vec<(Month, Row)> = Vec::new();
    for v in versions {
        let (done, note) = (words::wan(ctx, v.progress.done), v.progress.note.clone().unwrap_or_default());
        if let Some((_, row)) = rows.last_mut().filter(|(month, _)| *month == v.progress.month) {
            row.earlier.push(Earlier { done, note, by: by(v) });
        } else {
            let month = ctx.month(v.progress.month);
            rows.push((v.progress.month, Row { month, done, note, by: by(v), earlier: Vec::new() }));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// `POST /desk/{office}/register/{id}/progress`
pub async fn report(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let Some(report) = read(&ctx, id, &draft, &mut problems) else {
        return progress_page(&app, ctx, &actor, (office, id), &draft, problems).await;
    };
    let this_month = Month::of(app.today());
    let written = app.store.write(&actor, move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        tx.actor().may(Act::EditRegister, &n.place())?;
        if n.merged_into.is_some() {
            return Err(WebError::Conflict);
        }
        let months = store::of(tx, office, id)?;
        // Physical figures are entered in the table of the month; here they are carried on.
        let last = months.iter().rev().find(|other| other.month <= report.month);
        let quantities = last.map(|last| last.quantities.clone()).unwrap_or_default();
        let report = Progress { quantities, ..report.clone() };
        // Sent twice: it stands there already.
        if months.contains(&report) {
            return Ok(Ok(()));
        }
        let before = months.iter().rev().find(|other| other.month <= report.month).map(|other| other.done);
        let started = n.facts.started_on.map(Month::of);
        if month_end::of(tx, office, report.month)?.state != MonthState::Open {
            return Ok(Err(Refused::Closed));
        }
        if let Err(why) = report.check(before, started, this_month) {
            return Ok(Err(Refused::Rule(why)));
        }
        let after = months.iter().find(|other| other.month > report.month && other.done < report.done);
        if let Some(after) = after.filter(|_| report.note.is_none()) {
            return Ok(Err(Refused::AboveLater(after.month, after.done)));
        }
        store::report(tx, &report)?;
        Ok(Ok(()))
    });
    match written.await? {
        Ok(()) => {
            let to = format!("{}/progress?done=works-done-reported", address(office, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(refused) => {
            let (field, text) = refusal(&ctx, &refused);
            problems.add(field, text);
            progress_page(&app, ctx, &actor, (office, id), &draft, problems).await
        }
    }
}

/// Why a report is not taken.
enum Refused {
    Rule(CannotReport),
    /// The month was signed.
    Closed,
    /// A later month says less.
    AboveLater(Month, Money),
}

fn refusal(ctx: &Ctx, refused: &Refused) -> (&'static str, String) {
    match refused {
        Refused::Closed => ("month", ctx.t("months-why-closed")),
        Refused::Rule(CannotReport::AheadOfTime) => ("month", ctx.t("works-why-ahead")),
        Refused::Rule(CannotReport::Negative) => ("done", ctx.t("register-why-negative")),
        Refused::Rule(CannotReport::NotStarted) => ("done", ctx.t("works-why-not-started")),
        Refused::Rule(CannotReport::FellWithoutNote { before }) => {
            ("note", ctx.t_with("works-why-fell", &[("before", words::wan(ctx, *before))]))
        }
        Refused::AboveLater(month, done) => {
            ("note", ctx.t_with("works-why-above", &[("month", ctx.month(*month)), ("done", words::wan(ctx, *done))]))
        }
    }
}

fn read(ctx: &Ctx, id: NeighbourhoodId, draft: &Draft, problems: &mut Problems) -> Option<Progress> {
    let month = clean_line(&half_width(&draft.month)).parse::<Month>();
    if month.is_err() {
        problems.add("month", ctx.t("works-why-month"));
    }
    let typed = clean_line(&draft.done);
    let done = if typed.is_empty() { Err("register-why-missing") } else { crate::register::wan(&typed) };
    if let Err(key) = &done {
        problems.add("done", ctx.t(key));
    } else if done.is_ok_and(|done| done > Money::from_yuan(100_000_000_000)) {
        problems.add("done", ctx.t("register-bad-large"));
    }
    let note = Some(clean_line(&draft.note)).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        problems.add("note", ctx.t("register-why-too-long"));
    }
    match (month, done) {
        (Ok(month), Ok(done)) if problems.is_empty() => Some(Progress { note, ..Progress::new(id, month, done) }),
        _ => None,
    }
}

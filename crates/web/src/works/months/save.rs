//! `POST /desk/{office}/months/{month}/figures`: all rows that were changed, or none.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office};
use linli_domain::works::measure::{BadFigure, Measure};
use linli_domain::works::month_end::MonthState;
use linli_domain::works::monthly_report::Line;
use linli_domain::works::progress::{CannotReport, Progress};
use linli_store::works::progress as store;

use super::grid::{self, Asked, Typed, Wrong, grid_page};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::words::wan;
use crate::shell::Ctx;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 200;

pub async fn save(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let said = |name: &str| form.get(name).cloned().unwrap_or_default();
    let asked = Asked::new(&said("group"), &said("after"));
    let today = app.today();
    if month > Month::of(today) {
        return Err(WebError::NotFound);
    }
    let known = app.store.read(move |tx| grid::know(tx, office, month, today)).await?;
    let closed = known.end.state != MonthState::Open;
    let mut typed = Typed { form, ..Typed::default() };
    let measures = asked.measures();
    let mut reports: Vec<(i64, Progress)> = Vec::new();
    for line in &known.report.lines {
        let Some(version) = typed.form.get(&format!("v-{}", line.id)).map(|text| text.parse::<i64>()) else { continue };
        let version = version.map_err(|_| WebError::BadRequest)?;
        actor.may(Act::EditRegister, &line.place(office))?;
        let (report, wrong) = read(&ctx, line, (month, known.later.get(&line.id).copied()), &measures, &typed.form);
        let was = was(line, month);
        if wrong.is_empty() && was.as_ref() == report.as_ref() {
            continue;
        }
        if known.versions.get(&line.id).copied().unwrap_or(0) != version {
            typed.changed.push(line.id);
        }
        typed.wrong.extend(wrong);
        reports.extend(report.map(|report| (version, report)));
    }
    if closed && !reports.is_empty() {
        return Err(WebError::Conflict);
    }
    if !typed.wrong.is_empty() || !typed.changed.is_empty() {
        return grid_page(&app, ctx, &actor, (office, month), &asked, typed).await;
    }
    let count = reports.len();
    write(&app, &actor, (office, month), reports).await?;
    let key = if count == 0 { "months-done-nothing" } else { "months-done-saved" };
    let to = format!(
        "{}/figures?group={}&after={}&done={key}",
        super::address(office, month),
        plain(&asked.group),
        plain(&asked.after)
    );
    Ok(Redirect::to(&to).into_response())
}

/// Only what our own addresses have.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

/// The report that stands, where one does.
fn was(line: &Line, month: Month) -> Option<Progress> {
    (line.reported_for == Some(month)).then(|| Progress {
        quantities: line.quantities.clone(),
        note: line.note.clone(),
        ..Progress::new(line.id, month, line.done)
    })
}

/// One row as it was typed, with what is wrong in it; nothing where it was left empty and stays unreported.
fn read(
    ctx: &Ctx,
    line: &Line,
    (month, later): (Month, Option<Money>),
    measures: &[Measure],
    form: &BTreeMap<String, String>,
) -> (Option<Progress>, Vec<Wrong>) {
    let typed = |name: &str| form.get(name).map(|text| clean_line(text)).unwrap_or_default();
    let (cell, said) = (format!("d-{}", line.id), line.reported_for == Some(month));
    let mut wrong = Vec::new();
    let mut refuse = |cell: &str, why: String| wrong.push(Wrong { cell: cell.to_owned(), of: line.name.clone(), why });
    let mut report = Progress { quantities: line.quantities.clone(), ..Progress::new(line.id, month, line.done) };
    let done = typed(&cell);
    let mut anything = !done.is_empty();
    match (done.is_empty(), crate::register::wan(&done)) {
        (true, _) if said => refuse(&cell, ctx.t("register-why-missing")),
        (true, _) => {}
        (false, Ok(done)) if done.is_negative() => refuse(&cell, ctx.t("register-why-negative")),
        (false, Ok(done)) => report.done = done,
        (false, Err(key)) => refuse(&cell, ctx.t(key)),
    }
    for of in measures {
        let cell = format!("q-{}-{}", of.as_str(), line.id);
        let text = typed(&cell);
        anything |= !text.is_empty();
        match of.parse(&text) {
            // Left empty in a month that was not reported yet: it goes on as it was.
            Ok(None) if !said => {}
            Ok(amount) => report.quantities.set(*of, amount),
            Err(bad) => refuse(&cell, ctx.t(why(bad))),
        }
    }
    let (cell, note) = (format!("n-{}", line.id), typed(&format!("n-{}", line.id)));
    anything |= !note.is_empty();
    if note.chars().count() > LONGEST_NOTE {
        refuse(&cell, ctx.t("register-why-too-long"));
    }
    report.note = Some(note).filter(|note| !note.is_empty());
    if anything && wrong.is_empty() {
        let started = line.started_on.map(Month::of);
        // What it may not fall below is what the month before said; a correction of this month is held against itself.
        let before = line.reported_for.map(|_| line.done);
        let later = later.filter(|later| report.done > *later && report.note.is_none());
        let against = report.check(before, started, month).err().map(|bad| rule(ctx, line.id, &bad));
        let above = later.map(|later| {
            (format!("n-{}", line.id), ctx.t_with("months-why-above-later", &[("done", wan(ctx, later))]))
        });
        let of = |(cell, why)| Wrong { cell, of: line.name.clone(), why };
        wrong.extend(against.or(above).map(of));
    }
    (anything.then_some(report), wrong)
}

fn rule(ctx: &Ctx, id: NeighbourhoodId, bad: &CannotReport) -> (String, String) {
    match bad {
        CannotReport::NotStarted => (format!("d-{id}"), ctx.t("works-why-not-started")),
        CannotReport::Negative => (format!("d-{id}"), ctx.t("register-why-negative")),
        CannotReport::AheadOfTime => (format!("d-{id}"), ctx.t("works-why-ahead")),
        CannotReport::FellWithoutNote { before } => {
            (format!("n-{id}"), ctx.t_with("works-why-fell", &[("before", wan(ctx, *before))]))
        }
    }
}

const fn why(bad: BadFigure) -> &'static str {
    match bad {
        BadFigure::NotANumber => "months-why-number",
        BadFigure::TooFine => "months-why-fine",
        BadFigure::TooLarge => "months-why-large",
        BadFigure::Negative => "register-why-negative",
        BadFigure::NotYesNo => "months-why-yes-no",
    }
}

/// All of them in one unit of work; a row that changed since it was looked at undoes it.
async fn write(
    app: &App,
    actor: &Actor,
    (office, month): (Office, Month),
    reports: Vec<(i64, Progress)>,
) -> Result<(), WebError> {
    if reports.is_empty() {
        return Ok(());
    }
    let written = app.store.write(actor, move |tx| {
        let versions = store::versions_of_month(tx, office, month)?;
        let same =
            |(version, report): &(i64, Progress)| versions.get(&report.neighbourhood).copied().unwrap_or(0) == *version;
        if !reports.iter().all(same) {
            return Err(WebError::Conflict);
        }
        let all: Vec<Progress> = reports.iter().map(|(_, report)| report.clone()).collect();
        Ok(store::report_table(tx, month, &all)?)
    });
    written.await
}

//! Working days (工作日): of a year the days that are not like their weeks, pasted as a list or as the yearly notice says them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::working_days::{
    BadDay, BadLine, DayKind, LONGEST_LIST, MOST_DAYS, Special, read, write,
};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_store::consultation::working_days::{self as store, Change, Kept};
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Lists named in the history.
const CHANGES: usize = 20;
/// Lines that are named where many are not understood.
const MOST_NAMED: usize = 20;

#[derive(Template)]
#[template(path = "consultation/working_days.html")]
struct DaysPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    year: i16,
    years: Vec<i16>,
    version: i64,
    days: Vec<Shown>,
    editable: bool,
    fields: Vec<Field>,
    changes: Vec<(String, String)>,
    problems: Problems,
}

#[derive(Default)]
struct Shown {
    when: String,
    kind: String,
    look: &'static str,
    name: String,
}

/// A list as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    year: String,
    version: i64,
    list: String,
    reason: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
}

pub fn address(office: Office) -> String {
    format!("/desk/{office}/working-days")
}

/// `GET /desk/{office}/working-days?year=2022`. Two statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let year = year_of(&asked.year, app.today()).unwrap_or(app.today().year());
    let (kept, changes) = know(&app, office, year).await?;
    let draft = Draft { list: write(&kept.days), ..Draft::default() };
    Ok(days_page(&app, ctx, &actor, (office, year), &kept, &changes, &draft, Problems::default()))
}

/// A year that one would enter now: not before the programme began, not far ahead.
fn year_of(text: &str, today: Date) -> Option<i16> {
    text.parse().ok().filter(|year| (2019..=today.year() + 2).contains(year))
}

async fn know(app: &App, office: Office, year: i16) -> Result<(Kept, Vec<Change>), WebError> {
    let read = app.store.read(move |tx| {
        Ok::<_, linli_store::Error>((store::of(tx, office, year)?, store::changes(tx, office, year, CHANGES)?))
    });
    Ok(read.await?)
}

#[allow(clippy::too_many_arguments, reason = "a page and a form sent back are one function")]
fn days_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, year): (Office, i16),
    kept: &Kept,
    changes: &[Change],
    draft: &Draft,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("consultation-days-{name}"))).value(value).problem(&problems)
    };
    let fields = vec![
        field("list", &draft.list).kind("textarea").hint(ctx.t("consultation-days-list-hint")).quiet(),
        field("reason", &draft.reason).hint(ctx.t("consultation-days-reason-hint")).required(),
    ];
    let this_year = app.today().year();
    let mut years: Vec<i16> = (this_year - 1..=this_year + 1).collect();
    if !years.contains(&year) {
        years.push(year);
        years.sort_unstable();
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = DaysPage {
        crumbs: vec![
            Crumb::new(ctx.t("shell-nav-desk"), "/desk"),
            Crumb::new(ctx.t("consultation-rules"), format!("/desk/{office}/consultation-rules")),
        ],
        title: ctx.t("consultation-days"),
        here: address(office),
        year,
        years,
        version: kept.version,
        days: in_spans(&kept.days).into_iter().map(|span| shown(&ctx, span)).collect(),
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        fields,
        changes: changes.iter().map(|change| changed(&ctx, change)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// Days that follow each other and are alike stand in one line, as the notice has them.
fn in_spans(days: &[Special]) -> Vec<&[Special]> {
    let goes_on = |a: &Special, b: &Special| {
        (a.kind, &a.name) == (b.kind, &b.name) && a.day.tomorrow().is_ok_and(|next| next == b.day)
    };
    days.chunk_by(goes_on).collect()
}

fn shown(ctx: &Ctx, span: &[Special]) -> Shown {
    let [special, ..] = span else { return Shown::default() };
    let last = span.last().unwrap_or(special);
    let whole = [("first", ctx.day(special.day)), ("last", ctx.day(last.day))];
    let when = if span.len() == 1 { ctx.day(special.day) } else { ctx.t_with("consultation-days-span", &whole) };
    let (kind, look) = match special.kind {
        DayKind::Holiday => ("consultation-days-holiday", "teal"),
        DayKind::MadeUp => ("consultation-days-made-up", "amber"),
    };
    Shown { when, kind: ctx.t(kind), look, name: special.name.clone() }
}

fn changed(ctx: &Ctx, change: &Change) -> (String, String) {
    let what = ctx.t_n("consultation-days-change", change.days);
    (what, format!("{} · {} · {}", ctx.instant(change.at), change.by_name, change.reason))
}

/// `POST /desk/{office}/working-days`: the whole list of a year, on the one that was looked at.
pub async fn enter(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let year = year_of(&draft.year, app.today()).ok_or(WebError::BadRequest)?;
    let mut problems = Problems::default();
    let reason: String = clean_line(&draft.reason).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        problems.add("reason", ctx.t("consultation-why-no-reason"));
    }
    let days = if draft.list.chars().count() > LONGEST_LIST {
        problems.add("list", ctx.t_n("consultation-why-list-long", LONGEST_LIST));
        Vec::new()
    } else {
        read(&draft.list, year).unwrap_or_else(|bad| {
            bad.iter().take(MOST_NAMED).for_each(|line| problems.add("list", told(&ctx, year, line)));
            Vec::new()
        })
    };
    if problems.is_empty() {
        let seen = draft.version;
        app.store.write(&actor, move |tx| store::keep(tx, year, seen, &days, &reason)).await?;
        return Ok(done(&format!("{}?year={year}", address(office)), "consultation-done-days"));
    }
    let (kept, changes) = know(&app, office, year).await?;
    let seen = Kept { version: draft.version, ..kept };
    Ok(days_page(&app, ctx, &actor, (office, year), &seen, &changes, &draft, problems))
}

fn told(ctx: &Ctx, year: i16, bad: &BadLine) -> String {
    let key = match bad.why {
        BadDay::NoDay => "consultation-why-no-day",
        BadDay::NoSuchDay => "consultation-why-no-such-day",
        BadDay::NoKind => "consultation-why-no-kind",
        BadDay::BothKinds => "consultation-why-both-kinds",
        BadDay::OtherYear => "consultation-why-other-year",
        BadDay::NotWeekend => "consultation-why-not-weekend",
        BadDay::Twice => "consultation-why-twice",
        BadDay::TooMany => "consultation-why-too-many",
    };
    let why = ctx.t_with(key, &[("year", year.to_string()), ("most", MOST_DAYS.to_string())]);
    let said = [("line", bad.line.to_string()), ("text", bad.text.clone()), ("why", why)];
    ctx.t_with("consultation-why-line", &said)
}

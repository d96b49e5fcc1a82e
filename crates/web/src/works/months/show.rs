//! `GET /desk/{office}/months/{month}`: one month: its figures, what was found in them, and the next step.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Month, Office, Ratio};
use linli_domain::works::month_check::Remark;
use linli_domain::works::month_end::{MonthEnd, MonthState};
use linli_domain::works::month_rules::MonthRules;
use linli_domain::works::monthly_report::{MonthlyReport, Totals};
use linli_store::works::month_end::Step;
use linli_store::works::{month_end, month_rules, monthly_report};

use super::remarks::{self, Said};
use super::{address, crumbs, look, state};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::people::code;
use crate::register::words::Names;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Remarks shown on the page; the table of figures shows the rest.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "works/months/show.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
struct MonthPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    base: String,
    title: String,
    end: MonthEnd,
    state: String,
    look: &'static str,
    as_at: String,
    totals: Shown,
    towns: Vec<(String, Shown)>,
    found: Vec<Said>,
    more: usize,
    to_mend: usize,
    /// What the records say otherwise than the frozen report.
    drift: Vec<String>,
    digest: String,
    too_early: Option<String>,
    may_fill: bool,
    may_sign: bool,
    same_person: bool,
    may_correct: bool,
    reason: Field,
    /// Of the second factor, for who signs next.
    code: Option<Field>,
    steps: Vec<Done>,
    versions: Vec<(i64, String)>,
    problems: Problems,
}

/// Sums as the page shows them.
pub(super) struct Shown {
    pub planned: String,
    pub started: String,
    pub unproven: i64,
    pub start_rate: String,
    pub finished: String,
    pub planned_investment: String,
    pub done_investment: String,
    pub investment_rate: String,
}

struct Done {
    text: String,
    by: String,
    reason: Option<String>,
}

/// What the store knows of a month. Eight statements for any number of neighbourhoods.
pub(super) struct Known {
    pub end: MonthEnd,
    pub report: MonthlyReport,
    pub remarks: Vec<Remark>,
    pub reports: i64,
    pub rules: MonthRules,
    names: Names,
    steps: Vec<Step>,
    /// What the records say by now, where a version was signed.
    by_now: Option<MonthlyReport>,
}

pub(super) async fn know(app: &App, office: Office, month: Month) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let end = month_end::of(tx, office, month)?;
        let rules = month_rules::of(tx, office, today)?;
        let now = monthly_report::of(tx, office, month, today)?;
        // What was signed is shown as it was signed.
        let (report, by_now) = match end.state {
            MonthState::Open => (now, None),
            _ => (month_end::version(tx, office, month, end.version)?, Some(now)),
        };
        let remarks = remarks::of(tx, &report, &rules)?;
        let (steps, names) = (month_end::steps(tx, office, month)?, Names::read(tx, office)?);
        let reports = month_end::reports(tx, office, month)?;
        Ok::<_, WebError>(Known { end, report, remarks, reports, rules, names, steps, by_now })
    });
    read.await
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, month)): Path<(Office, Month)>,
) -> Result<Response, WebError> {
    month_page(&app, ctx, &actor, (office, month), Problems::default()).await
}

pub(super) async fn month_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, month): (Office, Month),
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    if month > Month::of(today) {
        return Err(WebError::NotFound);
    }
    let Known { end, report, remarks, rules, names, steps, by_now, .. } = know(app, office, month).await?;
    let (_, digest) = monthly_report::sealed(&report)?;
    let may = |act| actor.may_enter(act, office).is_ok();
    let to_mend = remarks.iter().filter(|remark| remark.what.must_be_mended()).count();
    let from = rules.cut_off(month);
    let filled_by_me = end.filled.as_ref().is_some_and(|filled| filled.account == actor.account);
    let towns = report.by_town().into_iter().map(|(town, totals)| (names.of(town), shown(&ctx, &totals)));
    let reason = Field::new("reason", ctx.t("months-reason")).hint(ctx.t("months-reason-hint")).required();
    let signs = may(Act::FillMonth) || may(Act::SignMonth);
    let code = if signs { code::field_for_signing(app, &ctx, actor, &problems).await? } else { None };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = MonthPage {
        crumbs: crumbs(&ctx, office),
        base: address(office, month),
        title: ctx.t_with("months-title", &[("month", ctx.month(month))]),
        state: state(&ctx, end.state),
        look: look(end.state),
        as_at: ctx.day(report.as_at),
        totals: shown(&ctx, &report.of_plan()),
        towns: towns.collect(),
        more: remarks.len().saturating_sub(MOST),
        found: remarks.iter().take(MOST).map(|remark| remarks::said(&ctx, &report, remark)).collect(),
        to_mend,
        drift: by_now.map(|now| drift(&ctx, &report, &now)).unwrap_or_default(),
        digest: digest.to_string(),
        too_early: early(&ctx, today, from),
        may_fill: may(Act::FillMonth),
        may_sign: may(Act::SignMonth) && !filled_by_me,
        same_person: may(Act::SignMonth) && filled_by_me,
        may_correct: may(Act::FillMonth) && end.state == MonthState::Frozen,
        reason: reason.problem(&problems),
        code,
        steps: steps.iter().map(|step| done(&ctx, step)).collect(),
        versions: versions(&ctx, &steps),
        problems,
        end,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn early(ctx: &Ctx, today: Date, from: Date) -> Option<String> {
    (today < from).then(|| ctx.t_with("months-too-early", &[("day", ctx.day(from))]))
}

pub(super) fn shown(ctx: &Ctx, totals: &Totals) -> Shown {
    let rate = |part, whole| ctx.percent(Ratio::new(part, whole).map(Ratio::percent));
    Shown {
        planned: ctx.number(totals.neighbourhoods),
        started: ctx.number(totals.started),
        unproven: totals.unproven,
        start_rate: rate(totals.started, totals.neighbourhoods),
        finished: ctx.number(totals.finished),
        planned_investment: ctx.money_wan(totals.planned),
        done_investment: ctx.money_wan(totals.done),
        investment_rate: rate(totals.done.fen(), totals.planned.fen()),
    }
}

/// What the records say by now, beside what was signed. The day of the report is not a difference.
fn drift(ctx: &Ctx, kept: &MonthlyReport, now: &MonthlyReport) -> Vec<String> {
    let changed = kept.differences(now).into_iter().map(|(then, now)| {
        let name = then.or(now).map(|line| line.name.clone()).unwrap_or_default();
        let said = |line: Option<&linli_domain::works::monthly_report::Line>| {
            line.map_or_else(|| "—".to_owned(), |line| super::version::line_in_short(ctx, line))
        };
        ctx.t_with("months-drift-line", &[("name", name), ("then", said(then)), ("now", said(now))])
    });
    changed.collect()
}

fn done(ctx: &Ctx, step: &Step) -> Done {
    let key = format!("months-step-{}", step.act.replace('_', "-"));
    Done {
        text: ctx.t_with(&key, &[("n", step.version)]),
        by: ctx.t_with("months-by", &[("name", step.by_name.clone()), ("at", ctx.instant(step.at))]),
        reason: step.reason.clone(),
    }
}

/// The versions that the head signed, latest first.
fn versions(ctx: &Ctx, steps: &[Step]) -> Vec<(i64, String)> {
    let signed = steps.iter().filter(|step| step.act == "signed");
    signed.map(|step| (step.version, ctx.t_with("months-version", &[("n", step.version)]))).collect()
}

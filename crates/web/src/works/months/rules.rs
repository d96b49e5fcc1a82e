//! How an office closes its months (月报规则): the cut-off day and how long work may be silent, set by the head.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::works::month_rules::MonthRules;
use linli_store::works::month_rules as store;
use serde::Deserialize;

use super::super::rules::{check_reason, day};
use super::crumbs;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "works/months/rules.html")]
struct RulesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    says: String,
    unconfirmed: bool,
    editable: bool,
    fields: Vec<Field>,
    problems: Problems,
}

/// The rules as somebody typed them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    from: String,
    cut_off_day: String,
    silent_weeks: String,
    reason: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let today = app.today();
    let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
    let draft = Draft {
        from: today.to_string(),
        cut_off_day: rules.cut_off_day.to_string(),
        silent_weeks: rules.silent_weeks.to_string(),
        reason: String::new(),
    };
    Ok(rules_page(ctx, &actor, office, &rules, &draft, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: &MonthRules,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("months-rules-{key}"))).value(value).problem(&problems).required()
    };
    let fields = vec![
        field("from", &draft.from).kind("date"),
        field("cut_off_day", &draft.cut_off_day).kind("number").hint(ctx.t("months-rules-cut-off-day-hint")),
        field("silent_weeks", &draft.silent_weeks).kind("number").hint(ctx.t("months-rules-silent-weeks-hint")),
        field("reason", &draft.reason).hint(ctx.t("months-rules-reason-hint")),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = [("day", i64::from(rules.cut_off_day)), ("weeks", rules.silent_weeks)];
    let shown = RulesPage {
        crumbs: crumbs(&ctx, office),
        here: format!("/desk/{office}/month-rules"),
        says: ctx.t_with("months-rules-says", &values),
        unconfirmed: !rules.confirmed,
        editable: actor.may_enter(Act::SignMonth, office).is_ok(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let said = |text: &str| clean_line(&half_width(text));
    let from = day(&ctx, "from", &said(&draft.from), &mut problems);
    let cut_off_day = said(&draft.cut_off_day).parse::<i8>().ok().filter(|day| MonthRules::DAYS.contains(day));
    let silent_weeks = said(&draft.silent_weeks).parse::<i64>().ok().filter(|weeks| MonthRules::WEEKS.contains(weeks));
    let reason = clean_line(&draft.reason);
    if cut_off_day.is_none() {
        problems.add("cut_off_day", ctx.t("months-rules-why-day"));
    }
    if silent_weeks.is_none() {
        problems.add("silent_weeks", ctx.t("months-rules-why-weeks"));
    }
    check_reason(&ctx, &reason, &mut problems);
    let (Some(from), Some(cut_off_day), Some(silent_weeks), true) =
        (from, cut_off_day, silent_weeks, problems.is_empty())
    else {
        let today = app.today();
        let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
        return Ok(rules_page(ctx, &actor, office, &rules, &draft, problems));
    };
    let rules = MonthRules { cut_off_day, silent_weeks, confirmed: true };
    app.store.write(&actor, move |tx| store::set(tx, from, &rules, &reason)).await?;
    Ok(done(&format!("/desk/{office}/month-rules"), "months-done-rules"))
}

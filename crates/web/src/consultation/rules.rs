//! What an office promises those who say something (意见办理规则): the days for an answer, and how much a household says in a day.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::ConsultationRules;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_store::consultation::rules as store;
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "consultation/rules.html")]
struct RulesPage {
    ctx: Ctx,
    here: String,
    working_days: String,
    says: Vec<String>,
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
    answer_days: String,
    most_a_day: String,
    reason: String,
}

fn address(office: Office) -> String {
    format!("/desk/{office}/consultation-rules")
}

/// `GET /desk/{office}/consultation-rules`. One statement.
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
        answer_days: rules.answer_days.to_string(),
        most_a_day: rules.most_a_day.to_string(),
        reason: String::new(),
    };
    Ok(rules_page(ctx, &actor, office, rules, &draft, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: ConsultationRules,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("consultation-rules-{key}"))).value(value).problem(&problems).required()
    };
    let fields = vec![
        field("from", &draft.from).kind("date"),
        field("answer_days", &draft.answer_days).kind("number").hint(ctx.t("consultation-rules-answer-days-hint")),
        field("most_a_day", &draft.most_a_day).kind("number").hint(ctx.t("consultation-rules-most-a-day-hint")),
        field("reason", &draft.reason).hint(ctx.t("consultation-rules-reason-hint")),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = RulesPage {
        here: address(office),
        working_days: super::working_days::address(office),
        says: vec![
            ctx.t_n("consultation-rules-says-answer", rules.answer_days),
            ctx.t_n("consultation-rules-says-most", rules.most_a_day),
        ],
        unconfirmed: !rules.confirmed,
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST /desk/{office}/consultation-rules`
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let from = words::day(&ctx, "from", &draft.from, &mut problems);
    let number = |text: &str| clean_line(&half_width(text)).parse::<i64>().ok();
    let answer_days = number(&draft.answer_days).filter(|n| ConsultationRules::ANSWER_DAYS.contains(n));
    let most_a_day = number(&draft.most_a_day).filter(|n| ConsultationRules::MOST_A_DAY.contains(n));
    let reason: String = clean_line(&draft.reason).chars().take(LONGEST_REASON).collect();
    if answer_days.is_none() {
        problems.add("answer_days", ctx.t("consultation-why-answer-days"));
    }
    if most_a_day.is_none() {
        problems.add("most_a_day", ctx.t("consultation-why-most-a-day"));
    }
    if reason.is_empty() {
        problems.add("reason", ctx.t("consultation-why-no-reason"));
    }
    let (Some(from), Some(answer_days), Some(most_a_day), true) = (from, answer_days, most_a_day, problems.is_empty())
    else {
        let today = app.today();
        let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
        return Ok(rules_page(ctx, &actor, office, rules, &draft, problems));
    };
    let rules = ConsultationRules { answer_days, most_a_day, confirmed: true };
    app.store.write(&actor, move |tx| store::set(tx, from, rules, &reason)).await?;
    Ok(done(&address(office), "consultation-done-rules"))
}

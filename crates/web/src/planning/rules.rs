//! How an office posts plans (方案公示规则): for how many days, and whether a photo shows the posted paper.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_domain::planning::PlanningRules;
use linli_store::planning::rules as store;
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/rules.html")]
struct RulesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
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
    notice_days: String,
    photo_needed: String,
    reason: String,
}

fn address(office: Office) -> String {
    format!("/desk/{office}/planning-rules")
}

/// `GET /desk/{office}/planning-rules`. One statement.
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
        notice_days: rules.notice_days.to_string(),
        photo_needed: if rules.photo_needed { "yes".to_owned() } else { String::new() },
        reason: String::new(),
    };
    Ok(rules_page(ctx, &actor, office, rules, &draft, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: PlanningRules,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("planning-rules-{key}"))).value(value).problem(&problems)
    };
    let fields = vec![
        field("from", &draft.from).kind("date").required(),
        field("notice_days", &draft.notice_days)
            .kind("number")
            .hint(ctx.t("planning-rules-notice-days-hint"))
            .required(),
        field("photo_needed", &draft.photo_needed).kind("checkbox").quiet(),
        field("reason", &draft.reason).hint(ctx.t("planning-rules-reason-hint")).required(),
    ];
    let photo = if rules.photo_needed { "planning-rules-says-photo" } else { "planning-rules-says-no-photo" };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = RulesPage {
        crumbs: super::plans::crumbs(&ctx, office),
        here: address(office),
        says: vec![ctx.t_n("planning-rules-says-days", rules.notice_days), ctx.t(photo)],
        unconfirmed: !rules.confirmed,
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST /desk/{office}/planning-rules`
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let from = words::day(&ctx, "from", &draft.from, &mut problems);
    let days = clean_line(&half_width(&draft.notice_days)).parse::<i64>().ok();
    let days = days.filter(|n| PlanningRules::NOTICE_DAYS.contains(n));
    let reason: String = clean_line(&draft.reason).chars().take(LONGEST_REASON).collect();
    if days.is_none() {
        problems.add("notice_days", ctx.t("planning-why-notice-days"));
    }
    if reason.is_empty() {
        problems.add("reason", ctx.t("planning-why-no-reason"));
    }
    let (Some(from), Some(notice_days), true) = (from, days, problems.is_empty()) else {
        let today = app.today();
        let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
        return Ok(rules_page(ctx, &actor, office, rules, &draft, problems));
    };
    let rules = PlanningRules { notice_days, photo_needed: draft.photo_needed == "yes", confirmed: true };
    app.store.write(&actor, move |tx| store::set(tx, from, rules, &reason)).await?;
    Ok(done(&address(office), "planning-done-rules"))
}

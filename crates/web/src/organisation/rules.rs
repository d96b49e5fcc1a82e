//! What an office asks of its organisation (组织规则): how full a residents' body is, and when a task turns yellow.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::OrganisationRules;
use linli_domain::organisation::term::{LONGEST_REASON, Standing};
use linli_store::organisation::rules as store;
use serde::Deserialize;

use super::{crumbs, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "organisation/rules.html")]
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
    members_at_least: String,
    yellow_days: String,
    grace_days: String,
    start_by: String,
    grid_officer: String,
    party_member: String,
    retired_cadre: String,
    resident: String,
    reason: String,
}

impl Draft {
    fn said(&self, standing: Standing) -> &str {
        match standing {
            Standing::GridOfficer => &self.grid_officer,
            Standing::PartyMember => &self.party_member,
            Standing::RetiredCadre => &self.retired_cadre,
            Standing::Resident => &self.resident,
        }
    }
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let today = app.today();
    let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
    let said = |kind: Standing| if rules.standings.contains(&kind) { "yes".to_owned() } else { String::new() };
    let draft = Draft {
        from: today.to_string(),
        members_at_least: rules.members_at_least.to_string(),
        yellow_days: rules.yellow_days.to_string(),
        grace_days: rules.grace_days.to_string(),
        start_by: format!("{:02}-{:02}", rules.start_by.0, rules.start_by.1),
        grid_officer: said(Standing::GridOfficer),
        party_member: said(Standing::PartyMember),
        retired_cadre: said(Standing::RetiredCadre),
        resident: said(Standing::Resident),
        reason: String::new(),
    };
    Ok(rules_page(ctx, &actor, office, &rules, &draft, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: &OrganisationRules,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("organisation-rules-{key}"))).value(value).problem(&problems).required()
    };
    let kind = |kind: Standing| {
        let label = ctx.t_with("organisation-rules-one-of", &[("kind", words::standing(&ctx, kind))]);
        Field::new(kind.as_str(), label).kind("checkbox").value(draft.said(kind)).quiet()
    };
    let mut fields = vec![
        field("from", &draft.from).kind("date"),
        field("members_at_least", &draft.members_at_least).kind("number"),
    ];
    fields.extend(Standing::ALL.map(kind));
    fields.push(field("yellow_days", &draft.yellow_days).kind("number"));
    fields.push(field("grace_days", &draft.grace_days).kind("number"));
    fields.push(field("start_by", &draft.start_by).hint(ctx.t("organisation-rules-start-by-hint")));
    fields.push(field("reason", &draft.reason).hint(ctx.t("organisation-rules-reason-hint")));
    let kinds: Vec<String> = rules.standings.iter().map(|kind| words::standing(&ctx, *kind)).collect();
    let says = vec![
        ctx.t_n("organisation-rules-says-members", rules.members_at_least),
        ctx.t_with("organisation-rules-says-kinds", &[("kinds", kinds.join(&ctx.t("organisation-and")))]),
        ctx.t_n("organisation-rules-says-yellow", rules.yellow_days),
        ctx.t_n("organisation-rules-says-grace", rules.grace_days),
        ctx.t_with("organisation-rules-says-start", &[("month", rules.start_by.0), ("day", rules.start_by.1)]),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = RulesPage {
        crumbs: crumbs(&ctx, office),
        here: format!("/desk/{office}/organisation-rules"),
        says: says
            .into_iter()
            .enumerate()
            .filter(|(at, _)| *at != 1 || !kinds.is_empty())
            .map(|(_, text)| text)
            .collect(),
        unconfirmed: !rules.confirmed,
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
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
    let from = words::day(&ctx, "from", &draft.from, &mut problems);
    let number = |text: &str| clean_line(&half_width(text)).parse::<i64>().ok();
    let members = number(&draft.members_at_least).filter(|n| OrganisationRules::MEMBERS.contains(n));
    let yellow = number(&draft.yellow_days).filter(|n| OrganisationRules::DAYS.contains(n));
    let grace = number(&draft.grace_days).filter(|n| OrganisationRules::DAYS.contains(n));
    let start_by = month_and_day(&draft.start_by);
    let reason: String = clean_line(&draft.reason).chars().take(LONGEST_REASON).collect();
    if members.is_none() {
        problems.add("members_at_least", ctx.t("organisation-rules-why-members"));
    }
    if yellow.is_none() {
        problems.add("yellow_days", ctx.t("organisation-rules-why-yellow"));
    }
    if grace.is_none() {
        problems.add("grace_days", ctx.t("organisation-rules-why-yellow"));
    }
    if start_by.is_none() {
        problems.add("start_by", ctx.t("organisation-rules-why-start"));
    }
    if reason.is_empty() {
        problems.add("reason", ctx.t("organisation-why-no-reason"));
    }
    let (Some(from), Some(members_at_least), Some(yellow_days), Some(grace_days), Some(start_by), true) =
        (from, members, yellow, grace, start_by, problems.is_empty())
    else {
        let today = app.today();
        let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
        return Ok(rules_page(ctx, &actor, office, &rules, &draft, problems));
    };
    let standings = Standing::ALL.into_iter().filter(|kind| draft.said(*kind) == "yes").collect();
    let rules = OrganisationRules { members_at_least, standings, yellow_days, grace_days, start_by, confirmed: true };
    app.store.write(&actor, move |tx| store::set(tx, from, &rules, &reason)).await?;
    Ok(done(&format!("/desk/{office}/organisation-rules"), "organisation-done-rules"))
}

/// `09-30`, `9-30` or `9月30日`: a day that every year has.
fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let plain = clean_line(&half_width(text)).replace('月', "-").replace('日', "");
    let (month, day) = plain.split_once(['-', '/', '.'])?;
    let (month, day) = (month.trim().parse().ok()?, day.trim().parse().ok()?);
    linli_domain::kernel::Date::new(2021, month, day).ok().map(|_| (month, day))
}

//! What each stage is shown by (阶段规则): set by the head of an office from a day on; earlier sets stay readable in the trail.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, Office};
use linli_domain::works::stage::Stage;
use linli_domain::works::stage_rules::{Proof, StageRule, StageRules};
use linli_store::works::stage::{self as store, RulesOf};

use super::stages;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

const LONGEST_REASON: usize = 200;
const LONGEST_NAME: usize = 40;
/// Documents of one stage.
const MOST: usize = 20;

#[derive(Template)]
#[template(path = "works/rules.html")]
struct RulesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    editable: bool,
    fields: Vec<Field>,
    rows: Vec<Row>,
    problems: Problems,
}

/// One stage as the form shows it.
#[allow(clippy::struct_excessive_bools, reason = "each is a box that is ticked or not")]
struct Row {
    key: &'static str,
    name: String,
    documents: String,
    listed: String,
    photo: bool,
    residents: bool,
    gate: bool,
    may_skip: bool,
    source: String,
    confirmed: bool,
}

/// What is typed above the table.
#[derive(Clone, Debug, Default)]
struct Head {
    from: String,
    evidence_from: String,
    photo_days_before: String,
    photo_days_after: String,
    reason: String,
}

/// `GET /desk/{office}/stage-rules`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let today = app.today();
    let of = app.store.read(move |tx| store::rules(tx, office, today)).await?;
    let head = Head {
        from: today.to_string(),
        evidence_from: of.evidence_from.map(|day| day.to_string()).unwrap_or_default(),
        photo_days_before: of.rules.photo_days_before.to_string(),
        photo_days_after: of.rules.photo_days_after.to_string(),
        reason: String::new(),
    };
    Ok(rules_page(ctx, &actor, office, &of.rules, &head, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: &StageRules,
    head: &Head,
    problems: Problems,
) -> Response {
    let field = |name: &'static str, value: &str| {
        let key = name.replace('_', "-");
        Field::new(name, ctx.t(format!("works-rules-{key}"))).value(value).problem(&problems).required()
    };
    let fields = vec![
        field("from", &head.from).kind("date"),
        field("evidence_from", &head.evidence_from).kind("date").hint(ctx.t("works-rules-evidence-from-hint")),
        field("photo_days_before", &head.photo_days_before).kind("number"),
        field("photo_days_after", &head.photo_days_after).kind("number"),
        field("reason", &head.reason).hint(ctx.t("works-rules-reason-hint")),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = RulesPage {
        title: ctx.t("works-rules"),
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        here: format!("/desk/{office}/stage-rules"),
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        rows: Stage::ALL.into_iter().map(|stage| row(&ctx, stage, rules.of(stage))).collect(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn row(ctx: &Ctx, stage: Stage, rule: &StageRule) -> Row {
    let or = ctx.t("works-or");
    let named = |kinds: &[String]| kinds.iter().map(|kind| stages::document(ctx, kind)).collect::<Vec<_>>();
    let documents = rule.proofs.iter().filter_map(|proof| match proof {
        Proof::Document(any_of) => Some(named(any_of).join(&or)),
        _ => None,
    });
    Row {
        key: stage.as_str(),
        name: stages::name(ctx, stage),
        documents: documents.collect::<Vec<_>>().join("；"),
        listed: named(&rule.listed).join("；"),
        photo: rule.proofs.contains(&Proof::Photo),
        residents: rule.proofs.contains(&Proof::Residents),
        gate: rule.gate,
        may_skip: rule.may_skip,
        source: rule.source.clone(),
        confirmed: rule.confirmed,
    }
}

/// `POST /desk/{office}/stage-rules`: a set of rules from a day on.
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let today = app.today();
    let was = app.store.read(move |tx| store::rules(tx, office, today)).await?;
    let said = |name: &str| form.get(name).map(|text| clean_line(&half_width(text))).unwrap_or_default();
    let head = Head {
        from: said("from"),
        evidence_from: said("evidence_from"),
        photo_days_before: said("photo_days_before"),
        photo_days_after: said("photo_days_after"),
        reason: form.get("reason").map(|text| clean_line(text)).unwrap_or_default(),
    };
    let mut problems = Problems::default();
    let mut rules = StageRules {
        stages: Stage::ALL.into_iter().map(|stage| rule(&ctx, &form, was.rules.of(stage), stage)).collect(),
        ..was.rules
    };
    let from = day(&ctx, "from", &head.from, &mut problems);
    let evidence_from = day(&ctx, "evidence_from", &head.evidence_from, &mut problems);
    let days = [
        ("photo_days_before", &head.photo_days_before, &mut rules.photo_days_before),
        ("photo_days_after", &head.photo_days_after, &mut rules.photo_days_after),
    ];
    for (name, typed, kept) in days {
        match typed.parse::<i64>() {
            Ok(count) if (0..=3_650).contains(&count) => *kept = count,
            _ => problems.add(name, ctx.t("works-rules-why-days")),
        }
    }
    check_reason(&ctx, &head.reason, &mut problems);
    let (Some(from), Some(evidence_from), true) = (from, evidence_from, problems.is_empty()) else {
        return Ok(rules_page(ctx, &actor, office, &rules, &head, problems));
    };
    let (of, reason) = (RulesOf { rules, evidence_from: Some(evidence_from) }, head.reason);
    app.store.write(&actor, move |tx| store::set_rules(tx, from, &of, &reason)).await?;
    Ok(done(&format!("/desk/{office}/stage-rules"), "works-done-rules"))
}

/// Rules have a reason or a source.
pub(super) fn check_reason(ctx: &Ctx, reason: &str, problems: &mut Problems) {
    match reason.chars().count() {
        0 => problems.add("reason", ctx.t("works-why-no-reason")),
        n if n > LONGEST_REASON => problems.add("reason", ctx.t("register-why-too-long")),
        _ => {}
    }
}

/// The day from which rules hold.
pub(super) fn day(ctx: &Ctx, field: &'static str, typed: &str, problems: &mut Problems) -> Option<Date> {
    let day = typed.parse::<Date>().ok().filter(|day| (2000..2100).contains(&day.year()));
    if day.is_none() {
        problems.add(field, ctx.t("works-why-day"));
    }
    day
}

/// One stage as the form says it; what the form cannot say stays as it was.
fn rule(ctx: &Ctx, form: &BTreeMap<String, String>, was: &StageRule, stage: Stage) -> StageRule {
    let said = |what: &str| form.get(&format!("{what}-{}", stage.as_str())).map_or("", String::as_str);
    let or = ctx.t("works-or");
    let kinds = |text: &str| -> Vec<String> {
        let parts = text.split(or.as_str()).map(clean_line).filter(|part| !part.is_empty());
        parts.map(|part| kind(ctx, was, &part)).collect()
    };
    let parts = |text: &str| text.split(['；', ';', '\n']).map(str::to_owned).take(MOST).collect::<Vec<_>>();
    let documents = parts(said("documents")).into_iter().map(|part| kinds(&part)).filter(|any_of| !any_of.is_empty());
    let mut proofs: Vec<Proof> = documents.map(Proof::Document).collect::<Vec<_>>();
    proofs.extend((said("photo") == "yes").then_some(Proof::Photo));
    proofs.extend((said("residents") == "yes").then_some(Proof::Residents));
    StageRule {
        stage,
        may_skip: said("may_skip") == "yes",
        gate: said("gate") == "yes",
        proofs,
        listed: parts(said("listed")).into_iter().flat_map(|part| kinds(&part)).collect(),
        source: was.source.clone(),
        confirmed: was.confirmed,
    }
}

/// A kind by the name that the page gave it; a new name is a kind of the place's own.
fn kind(ctx: &Ctx, was: &StageRule, name: &str) -> String {
    let defaults = StageRules::default();
    let known = defaults.stages.iter().chain([was]).flat_map(|rule| {
        let proofs = rule.proofs.iter().flat_map(|proof| match proof {
            Proof::Document(any_of) => any_of.as_slice(),
            _ => &[],
        });
        proofs.chain(&rule.listed).cloned().collect::<Vec<_>>()
    });
    let found = known.into_iter().find(|kind| stages::document(ctx, kind) == name);
    found.unwrap_or_else(|| name.chars().take(LONGEST_NAME).collect())
}

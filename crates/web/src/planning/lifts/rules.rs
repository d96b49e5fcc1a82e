//! The office's table of floor coefficients (楼层系数表): by its name, its source, from a day on; an example says that it is one.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::term::LONGEST_REASON;
use linli_domain::planning::lift::{Coefficient, FloorTable, LONGEST_NAME, LiftRules};
use linli_store::planning::lift::rules as store;

use super::words::table_name;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Lines that the form has room for at least, and below those that are filled in.
const LINES: usize = 6;
const SPARE: usize = 2;
const MOST: usize = 60;
const LONGEST_SOURCE: usize = 200;

#[derive(Template)]
#[template(path = "planning/lifts/rules.html")]
struct RulesPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    /// The table in force; nothing where area decides.
    name: Option<String>,
    says: Vec<String>,
    rows: Vec<(String, String)>,
    editable: bool,
    fields: Vec<Field>,
    lines: Vec<Line>,
    reason: Field,
    problems: Problems,
}

/// One floor as it is typed.
struct Line {
    number: usize,
    floor: String,
    coefficient: String,
}

type Typed = BTreeMap<String, String>;

fn address(office: Office) -> String {
    format!("/desk/{office}/lift-rules")
}

/// `GET /desk/{office}/lift-rules`. One statement.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let today = app.today();
    let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
    let mut typed = Typed::from([("from".to_owned(), today.to_string())]);
    if let Some(table) = &rules.table {
        typed.insert("name".into(), table.name.clone());
        typed.insert("source".into(), table.source.clone());
        typed.insert("example".into(), if table.example { "yes".into() } else { String::new() });
        typed.insert("each_further".into(), table.each_further.to_string());
        for (at, (floor, coefficient)) in table.floors().enumerate() {
            typed.insert(format!("f-{at}"), floor.to_string());
            typed.insert(format!("k-{at}"), coefficient.to_string());
        }
    }
    Ok(rules_page(ctx, &actor, office, &rules, &typed, Problems::default()))
}

fn rules_page(
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    rules: &LiftRules,
    typed: &Typed,
    problems: Problems,
) -> Response {
    let given = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let field = |name: &'static str| {
        let label = ctx.t(format!("lifts-rules-{}", name.replace('_', "-")));
        Field::new(name, label).value(given(name)).problem(&problems)
    };
    let fields = vec![
        field("from").kind("date").required(),
        field("name").hint(ctx.t("lifts-rules-name-hint")),
        field("source").hint(ctx.t("lifts-rules-source-hint")),
        field("example").kind("checkbox").quiet(),
        field("each_further"),
    ];
    let filled = (0..MOST).rev().find(|at| !given(&format!("f-{at}")).is_empty()).map_or(0, |at| at + 1);
    let line =
        |at: usize| Line { number: at, floor: given(&format!("f-{at}")), coefficient: given(&format!("k-{at}")) };
    let table = rules.table.as_ref();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = RulesPage {
        crumbs: super::crumbs(&ctx, office),
        here: address(office),
        name: table.map(|table| table_name(&ctx, table)),
        says: table.map(|table| says(&ctx, table)).unwrap_or_default(),
        rows: table
            .map(|table| table.floors().map(|(floor, k)| (ctx.number(floor), k.to_string())).collect())
            .unwrap_or_default(),
        editable: actor.may_enter(Act::SetStageRules, office).is_ok(),
        fields,
        lines: (0..(filled + SPARE).clamp(LINES, MOST)).map(line).collect(),
        reason: field("reason").hint(ctx.t("planning-rules-reason-hint")).required(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn says(ctx: &Ctx, table: &FloorTable) -> Vec<String> {
    let source = if table.source.is_empty() {
        ctx.t("lifts-no-source")
    } else {
        ctx.t_with("lifts-source-says", &[("source", &table.source)])
    };
    let from = table.from.map(|day| ctx.t_with("lifts-rules-since", &[("day", ctx.day(day))]));
    let further = ctx.t_with("lifts-each-further-says", &[("more", table.each_further)]);
    [Some(source), from, Some(further)].into_iter().flatten().collect()
}

/// `POST /desk/{office}/lift-rules`: a table without a line is none, and area decides.
pub async fn set(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let given = |name: &str| typed.get(name).map_or("", String::as_str);
    let from = words::day(&ctx, "from", given("from"), &mut problems);
    let reason: String = clean_line(given("reason")).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        problems.add("reason", ctx.t("planning-why-no-reason"));
    }
    let mut table = table(&ctx, &typed, &mut problems);
    if let Some(table) = &mut table {
        table.from = from;
    }
    let (Some(from), true) = (from, problems.is_empty()) else {
        let today = app.today();
        let rules = app.store.read(move |tx| store::of(tx, office, today)).await?;
        return Ok(rules_page(ctx, &actor, office, &rules, &typed, problems));
    };
    let rules = LiftRules { table };
    app.store.write(&actor, move |tx| store::set(tx, from, &rules, &reason)).await?;
    Ok(done(&address(office), "lifts-done-rules"))
}

fn table(ctx: &Ctx, typed: &Typed, problems: &mut Problems) -> Option<FloorTable> {
    let given = |name: &str| clean_line(&half_width(typed.get(name).map_or("", String::as_str)));
    let floors = floors(ctx, &given, problems);
    if floors.is_empty() {
        return None;
    }
    // Words stay as they were typed; only figures are brought to half width.
    let words = |name: &str| clean_line(typed.get(name).map_or("", String::as_str));
    let (name, source) = (words("name"), words("source"));
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        problems.add("name", ctx.t_n("lifts-why-name", LONGEST_NAME));
    }
    if source.chars().count() > LONGEST_SOURCE {
        problems.add("source", ctx.t_n("lifts-why-long", LONGEST_SOURCE));
    }
    let example = given("example") == "yes";
    // What is no example has a source that somebody can read.
    if !example && source.is_empty() {
        problems.add("source", ctx.t("lifts-why-no-source"));
    }
    let further = given("each_further");
    let further = if further.is_empty() { Ok(Coefficient::default()) } else { further.parse::<Coefficient>() };
    if further.is_err() {
        problems.add("each_further", ctx.t("lifts-why-rule-coefficient"));
    }
    let mut table = FloorTable::new(&name, &source, floors, further.unwrap_or_default())?;
    table.example = example;
    Some(table)
}

fn floors(ctx: &Ctx, given: &dyn Fn(&str) -> String, problems: &mut Problems) -> BTreeMap<i64, Coefficient> {
    let mut floors = BTreeMap::new();
    for at in 0..MOST {
        let (floor, coefficient) = (given(&format!("f-{at}")), given(&format!("k-{at}")));
        if floor.is_empty() && coefficient.is_empty() {
            continue;
        }
        let n = [("n", ctx.number(at + 1))];
        let read = floor.parse::<i64>().ok().filter(|floor| (-20..=200).contains(floor));
        match (read, coefficient.parse::<Coefficient>()) {
            (Some(floor), Ok(coefficient)) => {
                if floors.insert(floor, coefficient).is_some() {
                    problems.add("lines", ctx.t_with("lifts-why-floor-twice", &n));
                }
            }
            (None, _) => problems.add("lines", ctx.t_with("lifts-why-floor", &n)),
            (_, Err(_)) => problems.add("lines", ctx.t_with("lifts-why-line-coefficient", &n)),
        }
    }
    floors
}

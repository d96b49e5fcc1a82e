//! The list of an office's neighbourhoods (台账): found by words, narrowed, ordered, fifty on a page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{DivisionCode, Level, Office};
use linli_domain::register::{Neighbourhood, Stage};
use linli_store::register::listing::{self, Reach, Sort, Wanted};
use serde::Deserialize;

use super::words::{self, Names};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, page};

/// Neighbourhoods on one page.
const PAGE: usize = 50;
/// The longest text to search for, in characters.
const LONGEST_WORDS: usize = 80;

/// What the address asks for, as text: a filter that cannot be read leaves everything in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub q: String,
    pub stage: String,
    pub year: String,
    /// A town or community.
    pub town: String,
    pub sort: String,
    /// The key and id of the last row of the page before.
    pub after: String,
    pub before: String,
}

impl Asked {
    pub fn wanted(&self, actor: &Actor, act: Act, office: Office) -> Wanted {
        let key = |said: &str| {
            let (key, id) = said.rsplit_once('|')?;
            Some((clean_line(key), clean_line(id))).filter(|(key, _)| !key.is_empty())
        };
        Wanted {
            words: clean_line(&self.q).chars().take(LONGEST_WORDS).collect(),
            stage: self.stage.parse().ok(),
            plan_year: self.year.parse().ok(),
            division: self.town.parse::<DivisionCode>().ok().filter(|code| code.level() >= Level::Town),
            reach: Reach::of(actor, act, office),
            sort: match self.sort.as_str() {
                "name" => Sort::Name,
                "changed" => Sort::Changed,
                _ => Sort::Number,
            },
            after: key(&self.after),
            before: key(&self.before),
        }
    }
}

#[derive(Template)]
#[template(path = "register/list.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
struct ListPage {
    ctx: Ctx,
    root: String,
    /// Town or community and office, as the heading says it.
    office_name: String,
    tabs: Vec<Tab>,
    filters: [Field; 4],
    /// The stage chosen above stays chosen when the filters are sent.
    stage: String,
    filtered: bool,
    rows: Vec<Row>,
    shown: String,
    first: Option<String>,
    next: Option<String>,
    previous: Option<String>,
    export: [String; 2],
    may_edit: bool,
    may_export: bool,
    divisions: String,
    imports: String,
    empty: bool,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    name: String,
    number: String,
    place: String,
    stage: String,
    look: &'static str,
    year: String,
    households: String,
    planned: String,
    started: String,
    finished: String,
}

/// `GET /desk/{office}/register`. Four statements for any number of neighbourhoods: the page, the counts of the
/// stages, the plan years, the names of the places.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let wanted = asked.wanted(&actor, Act::ReadRegister, office);
    let for_read = wanted.clone();
    let read = app.store.read(move |tx| {
        Ok::<_, linli_store::Error>((
            listing::page(tx, office, &for_read, PAGE)?,
            listing::counts(tx, office, &for_read)?,
            listing::plan_years(tx, office)?,
            Names::read(tx, office)?,
            linli_store::register::division::find(tx, office.code())?,
        ))
    });
    let (found, counts, years, names, own) = read.await?;
    let today = app.today();
    let total: i64 = counts.iter().map(|(_, n)| n).sum();
    let in_stage = |stage: Stage| counts.iter().find(|(s, _)| *s == stage).map_or(0, |(_, n)| *n);
    let matching = wanted.stage.map_or(total, in_stage);
    let filtered =
        !wanted.words.is_empty() || wanted.stage.is_some() || wanted.plan_year.is_some() || wanted.division.is_some();
    let root = super::root(office);
    let query = if ctx.query.is_empty() { String::new() } else { format!("?{}", ctx.query) };
    let shown =
        ctx.t_with("register-shown", &[("shown", ctx.number(found.rows.len())), ("count", ctx.number(matching))]);
    Ok(page(&ListPage {
        office_name: own.map_or_else(|| office.to_string(), |division| division.name),
        tabs: tabs(&ctx, &asked, total, in_stage),
        filters: filters(&ctx, &asked, &years, &names),
        stage: asked.stage.clone(),
        filtered,
        empty: total == 0 && !filtered,
        rows: found.rows.iter().map(|n| row(&ctx, &names, n, today)).collect(),
        shown,
        previous: found.previous.map(|(key, id)| ctx.here_with("before", &format!("{key}|{id}"))),
        first: (!asked.after.is_empty() || !asked.before.is_empty())
            .then(|| ctx.here_with("sort", sort_name(wanted.sort))),
        next: found.next.map(|(key, id)| ctx.here_with("after", &format!("{key}|{id}"))),
        export: ["xlsx", "csv"].map(|kind| format!("{root}/export.{kind}{query}")),
        may_edit: actor.may_enter(Act::EditRegister, office).is_ok(),
        may_export: actor.may_enter(Act::ExportRegister, office).is_ok(),
        divisions: format!("/desk/{office}/divisions"),
        imports: format!("/desk/{office}/imports"),
        root,
        ctx,
    }))
}

const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Number => "number",
        Sort::Name => "name",
        Sort::Changed => "changed",
    }
}

fn tabs(ctx: &Ctx, asked: &Asked, total: i64, in_stage: impl Fn(Stage) -> i64) -> Vec<Tab> {
    let chosen: Option<Stage> = asked.stage.parse().ok();
    let all = Tab {
        label: ctx.t("register-stage-all"),
        count: ctx.number(total),
        href: ctx.here_with("stage", ""),
        current: chosen.is_none(),
    };
    let one = |stage: Stage| Tab {
        label: words::stage(ctx, stage),
        count: ctx.number(in_stage(stage)),
        href: ctx.here_with("stage", stage.as_str()),
        current: chosen == Some(stage),
    };
    std::iter::once(all).chain(Stage::ALL.into_iter().map(one)).collect()
}

fn filters(ctx: &Ctx, asked: &Asked, years: &[i16], names: &Names) -> [Field; 4] {
    let all = |key: &str| std::iter::once((String::new(), ctx.t(key)));
    let year = |year: &i16| (year.to_string(), ctx.t_with("register-year", &[("year", *year)]));
    let mut towns: Vec<_> =
        all("register-all-towns").chain(names.towns().map(|town| (town.code.to_string(), town.name.clone()))).collect();
    // A community is chosen from the page of places; it stays in the list while it is chosen.
    if let Ok(code) = asked.town.parse::<DivisionCode>()
        && code.level() == Level::Community
    {
        towns.push((code.to_string(), names.place(code)));
    }
    let sorts = ["number", "name", "changed"].map(|sort| (sort, ctx.t(format!("register-sort-{sort}"))));
    [
        Field::new("q", ctx.t("register-search")).kind("search").value(&asked.q).quiet(),
        Field::new("town", ctx.t("register-col-town")).kind("select").options(towns).value(&asked.town).quiet(),
        Field::new("year", ctx.t("register-field-plan_year"))
            .kind("select")
            .options(all("register-all-years").chain(years.iter().map(year)))
            .value(&asked.year)
            .quiet(),
        Field::new("sort", ctx.t("register-sort")).kind("select").options(sorts).value(&asked.sort).quiet(),
    ]
}

fn row(ctx: &Ctx, names: &Names, n: &Neighbourhood, today: linli_domain::kernel::Date) -> Row {
    let facts = &n.facts;
    let stage = n.stage(today);
    let dash = || "—".to_owned();
    Row {
        href: super::address(n.office, n.id),
        name: facts.name.clone(),
        number: n.number.clone(),
        place: names.place(facts.division),
        stage: words::stage(ctx, stage),
        look: words::stage_look(stage),
        year: facts.plan_year.map_or_else(dash, |year| year.to_string()),
        households: facts.households.map_or_else(dash, |count| ctx.number(count)),
        planned: facts.planned_investment.map_or_else(dash, |money| ctx.money_wan(money)),
        started: facts.started_on.map_or_else(dash, |day| day.to_string()),
        finished: facts.finished_on.map_or_else(dash, |day| day.to_string()),
    }
}

//! `…/budget`: the budget shared out (预算分配): which items to take by what households wish, beside what the greedy rule would
//! take, each explained in plain words; and what if the budget, a cost or a decision were otherwise.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::budget::{Completion, Fraction, Payment, Refused, Step, Utility};
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::choice::{Choice, Household, Mode, NoChoice, Question, choose};
use linli_domain::planning::plan::{Standing, State as Stands};
use linli_domain::planning::{Item, ItemId, VersionId};
use linli_formats::pabulib::Pabulib;
use linli_store::planning::plan::{self, Known, NotChanged};
use linli_store::planning::wishes;

use super::super::words;
use super::{address, crumbs_of, number, show};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, file, page_with};

/// So many projects are named that somebody's money went to.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "planning/plans/budget.html")]
struct BudgetPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    fields: Vec<Field>,
    rows: Vec<Row>,
    /// Why there is nothing to choose.
    nothing: Option<String>,
    sums: Vec<Sum>,
    share: String,
    raised: Option<String>,
    taken: Vec<Told>,
    completed: Vec<String>,
    refused: Vec<Told>,
    greedy: Vec<String>,
    /// What is sent along when the proposal becomes the plan, and what it changes.
    apply: Option<(Vec<(String, String)>, String)>,
    /// Supposed costs stand against it.
    supposed: bool,
    changed: Vec<String>,
    pabulib: Option<String>,
    problems: Problems,
}

struct Row {
    id: ItemId,
    title: String,
    class: String,
    cost: String,
    typed: String,
    wrong: bool,
    modes: Vec<(&'static str, String, bool)>,
    supporters: String,
    shares: Option<bool>,
    greedy: Option<bool>,
    now: String,
}

struct Sum {
    rule: String,
    items: String,
    cost: String,
    left: String,
    content: String,
}

struct Told {
    title: String,
    lines: Vec<String>,
}

/// What was asked, as it was typed.
#[derive(Clone, Debug, Default)]
struct Asked {
    budget: String,
    utility: String,
    completion: String,
    modes: BTreeMap<ItemId, Mode>,
    costs: BTreeMap<ItemId, String>,
}

impl Asked {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "budget" => asked.budget = value,
                "utility" => asked.utility = value,
                "completion" => asked.completion = value,
                _ => asked.put(&name, value),
            }
        }
        asked
    }

    fn put(&mut self, name: &str, value: String) {
        let of = |prefix: &str| name.strip_prefix(prefix).and_then(|id| id.parse::<ItemId>().ok());
        if let (Some(id), Ok(mode)) = (of("m-"), value.parse::<Mode>()) {
            self.modes.insert(id, mode);
        } else if let (Some(id), false) = (of("c-"), value.trim().is_empty()) {
            self.costs.insert(id, value);
        }
    }

    fn utility(&self) -> Utility {
        match self.utility.as_str() {
            "cardinality" => Utility::Cardinality,
            "points" => Utility::Points,
            _ => Utility::Cost,
        }
    }

    fn completion(&self) -> Completion {
        match self.completion.as_str() {
            "none" => Completion::None,
            "add1" => Completion::Add1,
            "greedy" => Completion::Greedy,
            _ => Completion::Add1Greedy,
        }
    }
}

/// A question that can be answered, and where it cannot, what is wrong with it.
fn question(ctx: &Ctx, asked: &Asked, known: &Known, problems: &mut Problems) -> (Option<Question>, BTreeSet<ItemId>) {
    let own = known.version.facts.budget;
    let budget = match asked.budget.trim() {
        "" => own,
        text => Money::parse(text, MoneyUnit::Yuan).ok().filter(|sum| *sum > Money::ZERO && *sum <= plan_most()),
    };
    if budget.is_none() {
        let key = if asked.budget.trim().is_empty() { "plans-why-no-budget" } else { "plans-why-budget" };
        problems.add("budget", ctx.t(key));
    }
    let (mut costs, mut wrong) = (BTreeMap::new(), BTreeSet::new());
    for item in &known.items {
        let Some(text) = asked.costs.get(&item.id) else { continue };
        match Money::parse(text, MoneyUnit::Yuan).ok().filter(|sum| *sum > Money::ZERO && *sum <= plan_most()) {
            Some(cost) if cost != item.cost() => drop(costs.insert(item.id, cost)),
            Some(_) => {}
            None => {
                wrong.insert(item.id);
                problems.add("items", ctx.t_with("plans-why-cost", &[("title", &item.title)]));
            }
        }
    }
    let question = budget.map(|budget| Question {
        budget,
        utility: asked.utility(),
        completion: asked.completion(),
        modes: asked.modes.clone(),
        costs,
    });
    (question.filter(|_| problems.is_empty()), wrong)
}

const fn plan_most() -> Money {
    linli_domain::planning::plan::MOST_BUDGET
}

async fn know(app: &App, actor: &Actor, office: Office, id: VersionId) -> Result<(Known, Vec<Household>), WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let known = plan::know(tx, office, id, today)?;
        let all = wishes(tx, office, known.version.neighbourhood)?;
        Ok::<_, WebError>((known, all))
    });
    let (known, all) = read.await?;
    actor.may(Act::ReadPlans, &known.place.place())?;
    Ok((known, all))
}

/// The choice, worked out where it holds nobody up.
async fn chosen(known: &Known, all: Vec<Household>, question: Question) -> Result<Result<Choice, NoChoice>, WebError> {
    let items = known.items.clone();
    tokio::task::spawn_blocking(move || choose(&items, &all, &question)).await.map_err(WebError::fault)
}

/// `GET …/budget`: with nothing asked, by the plan's own budget.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Asked::of(pairs);
    let (known, all) = know(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let (question, wrong) = question(&ctx, &asked, &known, &mut problems);
    let choice = match question.clone() {
        Some(question) => Some(chosen(&known, all, question).await?),
        None => None,
    };
    let may_keep = known.version.state == Stands::Draft && actor.may(Act::KeepPlans, &known.place.place()).is_ok();
    // Who opens the page without a budget has done nothing wrong.
    let status = if problems.is_empty() || asked.budget.is_empty() && asked.costs.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let nothing = match &choice {
        Some(Err(why)) => Some(no_choice(&ctx, why)),
        _ => None,
    };
    let choice = choice.and_then(Result::ok);
    let supposed = question.as_ref().is_some_and(|question| !question.costs.is_empty());
    let shown = BudgetPage {
        crumbs: crumbs_of(&ctx, office, &known),
        here: format!("{}/budget", address(office, id)),
        fields: fields(&ctx, &asked, &known, &problems),
        rows: known
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.standing != Standing::Dropped)
            .map(|(at, item)| row(&ctx, &known, at, item, &asked, wrong.contains(&item.id), choice.as_ref()))
            .collect(),
        nothing,
        sums: choice.as_ref().map(|choice| sums(&ctx, choice)).unwrap_or_default(),
        share: choice.as_ref().map(|choice| share(&ctx, choice)).unwrap_or_default(),
        raised: choice.as_ref().filter(|choice| choice.shares.kept > 0).map(|choice| raised(&ctx, choice)),
        taken: choice.as_ref().map(|choice| told_taken(&ctx, choice)).unwrap_or_default(),
        completed: choice.as_ref().map(|choice| names(choice, &choice.shares.completed)).unwrap_or_default(),
        refused: choice.as_ref().map(|choice| told_refused(&ctx, choice)).unwrap_or_default(),
        greedy: choice.as_ref().map(|choice| names(choice, &choice.greedy)).unwrap_or_default(),
        changed: choice.as_ref().map(|choice| changed(&ctx, &known, choice)).unwrap_or_default(),
        apply: choice
            .as_ref()
            .filter(|_| may_keep && !supposed)
            .map(|_| (sent_along(&asked), super::super::notices::looks(&known))),
        supposed: supposed && may_keep,
        pabulib: choice.as_ref().map(|_| {
            let query = ctx.query.clone();
            format!("{}/budget.pb?{query}", address(office, id))
        }),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn fields(ctx: &Ctx, asked: &Asked, known: &Known, problems: &Problems) -> Vec<Field> {
    let own = known.version.facts.budget.map(Money::to_yuan).unwrap_or_default();
    let budget = if asked.budget.is_empty() { own } else { asked.budget.clone() };
    let or = |value: &str, usual: &str| if value.is_empty() { usual.to_owned() } else { value.to_owned() };
    let choices = |kind: &str, all: &[&'static str]| {
        all.iter().map(|one| ((*one).to_owned(), ctx.t(format!("plans-{kind}-{one}")))).collect::<Vec<_>>()
    };
    let fields = vec![
        Field::new("budget", ctx.t("plans-field-budget")).value(budget).required(),
        Field::new("utility", ctx.t("plans-field-utility"))
            .kind("select")
            .options(choices("utility", &["cost", "cardinality", "points"]))
            .value(or(&asked.utility, "cost"))
            .quiet(),
        Field::new("completion", ctx.t("plans-field-completion"))
            .kind("select")
            .options(choices("completion", &["add1-greedy", "add1", "greedy", "none"]))
            .value(or(&asked.completion, "add1-greedy"))
            .quiet(),
    ];
    fields.into_iter().map(|field| field.problem(problems)).collect()
}

fn row(ctx: &Ctx, known: &Known, at: usize, item: &Item, asked: &Asked, wrong: bool, choice: Option<&Choice>) -> Row {
    let mode = asked.modes.get(&item.id).copied().unwrap_or_else(|| Mode::of(item));
    let project = choice.and_then(|choice| choice.asked.iter().position(|one| *one == at));
    let order = choice.map(|choice| choice.shares.order()).unwrap_or_default();
    Row {
        id: item.id,
        title: item.title.clone(),
        class: words::class(ctx, &known.catalogue, &item.class),
        cost: item.cost().to_yuan(),
        typed: asked.costs.get(&item.id).cloned().unwrap_or_default(),
        wrong,
        modes: Mode::ALL.map(|one| (one.as_str(), ctx.t(format!("plans-mode-{}", one.as_str())), one == mode)).into(),
        supporters: match (choice, project) {
            (Some(choice), Some(project)) => ctx.t_n("needs-households", choice.supporters(project)),
            _ => "—".to_owned(),
        },
        shares: project.map(|project| order.contains(&project)),
        greedy: project.and_then(|project| choice.map(|choice| choice.greedy.contains(&project))),
        now: ctx.t(words::standing_key(item.standing)),
    }
}

/// Money for people: two decimals at most.
fn said(ctx: &Ctx, sum: &Fraction) -> String {
    crate::shell::format::decimal(ctx.lang, &sum.decimal(2))
}

fn name(choice: &Choice, project: usize) -> String {
    choice.election.projects()[project].name.clone()
}

fn names(choice: &Choice, projects: &[usize]) -> Vec<String> {
    projects.iter().map(|project| name(choice, *project)).collect()
}

fn sums(ctx: &Ctx, choice: &Choice) -> Vec<Sum> {
    let left = Money::from_fen(choice.election.budget());
    let one = |key: &str, projects: &[usize]| {
        let cost = choice.cost_of(projects);
        let counts =
            [("content", ctx.number(choice.content(projects))), ("all", ctx.number(choice.election.ballots().len()))];
        Sum {
            rule: ctx.t(key),
            items: ctx.number(projects.len()),
            cost: ctx.money_yuan(cost),
            left: ctx.money_yuan(left - cost),
            content: ctx.t_with("plans-content", &counts),
        }
    };
    vec![one("plans-equal-shares", &choice.shares.order()), one("plans-greedy", &choice.greedy)]
}

/// What there is after what is in anyway, and what each household decides about.
fn share(ctx: &Ctx, choice: &Choice) -> String {
    let households = choice.election.ballots().len();
    let left = choice.election.money_of(choice.election.budget());
    let each = left.over(i64::try_from(households).unwrap_or(i64::MAX));
    let values = [
        ("fixed", ctx.money_yuan(choice.fixed_cost)),
        ("left", said(ctx, &left)),
        ("households", ctx.number(households)),
        ("each", said(ctx, &each)),
    ];
    ctx.t_with("plans-share-each", &values)
}

fn raised(ctx: &Ctx, choice: &Choice) -> String {
    ctx.t_with("plans-share-raised", &[("each", said(ctx, &choice.shares.share))])
}

fn told_taken(ctx: &Ctx, choice: &Choice) -> Vec<Told> {
    choice.shares.steps.iter().map(|step| taken(ctx, choice, step)).collect()
}

fn taken(ctx: &Ctx, choice: &Choice, step: &Step) -> Told {
    let cost = choice.election.money_of(choice.election.projects()[step.project].cost);
    let head = [("homes", ctx.number(step.supporters)), ("cost", said(ctx, &cost))];
    let mut lines = vec![ctx.t_with("plans-told-supported", &head)];
    let (rest, full): (Vec<&Payment>, Vec<&Payment>) = step.payments.iter().partition(|one| one.all_they_had);
    lines.extend(full.into_iter().map(|one| {
        ctx.t_with("plans-told-pays", &[("homes", ctx.number(one.households)), ("each", said(ctx, &one.each))])
    }));
    if let (Some(most), Some(least)) = (rest.first(), rest.last()) {
        let homes: i64 = rest.iter().map(|one| one.households).sum();
        let values = [("homes", ctx.number(homes)), ("least", said(ctx, &least.each)), ("most", said(ctx, &most.each))];
        let alike = said(ctx, &least.each) == said(ctx, &most.each);
        lines.push(ctx.t_with(if alike { "plans-told-rest-alike" } else { "plans-told-rest" }, &values));
    }
    Told { title: name(choice, step.project), lines }
}

fn told_refused(ctx: &Ctx, choice: &Choice) -> Vec<Told> {
    let refused = choice.shares.refused.iter().filter(|refused| !refused.completed);
    refused.map(|refused| why_not(ctx, choice, refused)).collect()
}

fn why_not(ctx: &Ctx, choice: &Choice, refused: &Refused) -> Told {
    let cost = choice.election.money_of(choice.election.projects()[refused.project].cost);
    let head = [("homes", ctx.number(refused.supporters)), ("cost", said(ctx, &cost))];
    let mut lines = vec![ctx.t_with("plans-told-supported", &head)];
    let title = name(choice, refused.project);
    if refused.supporters == 0 {
        lines.push(ctx.t("plans-told-nobody"));
        return Told { title, lines };
    }
    if choice.election.projects()[refused.project].cost > choice.election.budget() {
        let left = choice.election.money_of(choice.election.budget());
        lines.push(ctx.t_with("plans-told-beyond", &[("left", said(ctx, &left))]));
        return Told { title, lines };
    }
    let values = [("left", said(ctx, &refused.left)), ("missing", said(ctx, &refused.missing))];
    lines.push(ctx.t_with("plans-told-left", &values));
    if !refused.spent_on.is_empty() {
        let spent = refused.spent_on.iter().take(NAMED);
        let spent =
            spent.map(|(at, homes)| format!("{}（{}）", name(choice, *at), ctx.t_n("needs-households", *homes)));
        let items = spent.collect::<Vec<_>>().join(&ctx.t("plans-and"));
        lines.push(ctx.t_with("plans-told-spent", &[("items", items)]));
    }
    if !refused.missing.is_zero() {
        let values = [
            ("cost", said(ctx, &refused.left)),
            ("missing", said(ctx, &refused.missing)),
            ("shares", refused.missing_shares.to_string()),
        ];
        lines.push(ctx.t_with("plans-told-needed", &values));
    }
    Told { title, lines }
}

/// What the proposal changes in the plan as it stands.
fn changed(ctx: &Ctx, known: &Known, choice: &Choice) -> Vec<String> {
    let of = |id: ItemId| known.items.iter().find(|item| item.id == id);
    let differs = choice.standings(&known.items).into_iter().filter_map(|(id, standing)| {
        let item = of(id).filter(|item| item.standing != standing)?;
        let values = [
            ("title", item.title.clone()),
            ("before", ctx.t(words::standing_key(item.standing))),
            ("after", ctx.t(words::standing_key(standing))),
        ];
        Some(ctx.t_with("plans-would-change", &values))
    });
    differs.collect()
}

fn no_choice(ctx: &Ctx, why: &NoChoice) -> String {
    match why {
        NoChoice::NothingLeft { over } => ctx.t_with("plans-no-choice-left", &[("sum", ctx.money_yuan(*over))]),
        NoChoice::NothingAsked => ctx.t("plans-no-choice-asked"),
        NoChoice::NoHouseholds => ctx.t("plans-no-choice-households"),
        NoChoice::Election(_) | NoChoice::Endless(_) => ctx.t("plans-no-choice-endless"),
    }
}

fn sent_along(asked: &Asked) -> Vec<(String, String)> {
    let modes = asked.modes.iter().map(|(id, mode)| (format!("m-{id}"), mode.as_str().to_owned()));
    let own = [("budget", &asked.budget), ("utility", &asked.utility), ("completion", &asked.completion)];
    let own =
        own.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value.clone()));
    own.chain(modes).collect()
}

/// `POST …/budget`: the proposal becomes the plan: what is taken by it, and what goes into reserve.
pub async fn apply(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let seen = pairs.iter().find(|(name, _)| name == "seen").map(|(_, value)| value.clone()).unwrap_or_default();
    let asked = Asked { costs: BTreeMap::new(), ..Asked::of(pairs) };
    let (known, all) = know(&app, &actor, office, id).await?;
    actor.may(Act::KeepPlans, &known.place.place())?;
    let mut problems = Problems::default();
    // Somebody changed an item meanwhile: what was looked at is not what would become the plan.
    if super::super::notices::looks(&known) != seen {
        problems.add("problems", ctx.t("plans-why-stale"));
        return show::plan_page(&app, ctx, &actor, office, id, None, problems).await;
    }
    let (question, _) = question(&ctx, &asked, &known, &mut problems);
    let Some(question) = question else { return Err(WebError::BadRequest) };
    let choice = chosen(&known, all, question).await?.map_err(|_| WebError::Unprocessable)?;
    let standings = choice.standings(&known.items);
    match app.store.write(&actor, move |tx| plan::place(tx, id, &standings)).await {
        Ok(()) => Ok(done(&address(office, id), "plans-done-applied")),
        Err(NotChanged::Store(why)) => Err(why.into()),
        Err(NotChanged::Cannot(why)) => {
            problems.add("problems", words::cannot(&ctx, why));
            show::plan_page(&app, ctx, &actor, office, id, None, problems).await
        }
    }
}

/// `GET …/budget.pb`: the election as a file of Pabulib, so that anybody checks the outcome with another program. Ballots have
/// numbers and are sorted by what they wish: nobody is known by one.
pub async fn pabulib(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Asked::of(pairs);
    let (known, all) = know(&app, &actor, office, id).await?;
    let (question, _) = question(&ctx, &asked, &known, &mut Problems::default());
    let choice = match question {
        Some(question) => chosen(&known, all, question).await?.map_err(|_| WebError::Unprocessable)?,
        None => return Err(WebError::Unprocessable),
    };
    let title = format!("{} {}", known.place.facts.name, number(&ctx, &known.version));
    let voters = (1..=choice.election.ballots().len()).map(|n| n.to_string()).collect();
    let file_of = Pabulib {
        meta: vec![("description".to_owned(), title.clone()), ("country".to_owned(), "China".to_owned())],
        election: choice.election.clone(),
        voters,
        notes: Vec::new(),
    };
    let text = file_of.write(Some(("equalshares", &choice.shares.order())));
    Ok(file(&ctx, &title, "pb", "text/plain; charset=utf-8", text.into_bytes()))
}

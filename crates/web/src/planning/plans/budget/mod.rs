//! `…/budget`: the budget shared out (预算分配): which items to take by what households wish, beside what the greedy rule would
//! take, each explained in plain words; and what if the budget, a cost or a decision were otherwise.

mod asked;
mod told;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::choice::{Choice, Household, Mode, NoChoice, Question, choose};
use linli_domain::planning::plan::{Standing, State as Stands};
use linli_domain::planning::{Item, ItemId, VersionId};
use linli_formats::pabulib::Pabulib;
use linli_store::planning::plan::{self, Known, NotChanged};
use linli_store::planning::wishes;

use asked::{Asked, question};
use tokio::sync::Semaphore;
use told::{Outcome, no_choice};

use super::super::words;
use super::{address, crumbs_of, number, show};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, file, page_with};

/// A choice that somebody made hard on purpose takes a processor for seconds: so many are worked out at a time.
static PLACES: Semaphore = Semaphore::const_new(1);

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
    outcome: Option<Outcome>,
    /// What is sent along when the proposal becomes the plan, and what it changes.
    apply: Option<(Vec<(String, String)>, String)>,
    /// Supposed costs stand against it.
    supposed: bool,
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
    let place = PLACES.acquire().await.map_err(WebError::fault)?;
    let items = known.items.clone();
    let worked_out = tokio::task::spawn_blocking(move || {
        // Who hangs up frees no processor.
        let _place = place;
        choose(&items, &all, &question)
    });
    worked_out.await.map_err(WebError::fault)
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
        outcome: choice.as_ref().map(|choice| Outcome::of(&ctx, &known, choice)),
        apply: choice
            .as_ref()
            .filter(|_| may_keep && !supposed)
            .map(|_| (asked.sent_along(), super::super::notices::looks(&known))),
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

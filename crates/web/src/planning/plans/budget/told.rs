//! What came of it in plain words: who wants an item, what each supporter pays, why another did not fit, and what it would take.

use linli_domain::consultation::budget::{Fraction, Payment, Refused, Step};
use linli_domain::kernel::Money;
use linli_domain::planning::ItemId;
use linli_domain::planning::choice::{Choice, NoChoice};
use linli_store::planning::plan::Known;

use super::super::super::words;
use crate::shell::Ctx;

/// So many projects are named that somebody's money went to.
const NAMED: usize = 3;

/// The outcome, told.
pub(super) struct Outcome {
    pub share: String,
    /// Where shares were raised to use the money well.
    pub raised: Option<String>,
    pub sums: Vec<Sum>,
    pub taken: Vec<Told>,
    /// Taken with the money left over.
    pub completed: Vec<String>,
    pub refused: Vec<Told>,
    pub greedy: Vec<String>,
    /// What it changes in the plan as it stands.
    pub changed: Vec<String>,
}

/// What one rule comes to.
pub(super) struct Sum {
    pub rule: String,
    pub items: String,
    pub cost: String,
    pub left: String,
    pub content: String,
}

/// An item, and what is said of it.
pub(super) struct Told {
    pub title: String,
    pub lines: Vec<String>,
}

impl Outcome {
    pub fn of(ctx: &Ctx, known: &Known, choice: &Choice) -> Self {
        Self {
            share: share(ctx, choice),
            raised: (choice.shares.kept > 0).then(|| raised(ctx, choice)),
            sums: sums(ctx, choice),
            taken: choice.shares.steps.iter().map(|step| taken(ctx, choice, step)).collect(),
            completed: names(choice, &choice.shares.completed),
            refused: refused(ctx, choice),
            greedy: names(choice, &choice.greedy),
            changed: changed(ctx, known, choice),
        }
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

fn refused(ctx: &Ctx, choice: &Choice) -> Vec<Told> {
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

pub(super) fn no_choice(ctx: &Ctx, why: &NoChoice) -> String {
    match why {
        NoChoice::NothingLeft { over } => ctx.t_with("plans-no-choice-left", &[("sum", ctx.money_yuan(*over))]),
        NoChoice::NothingAsked => ctx.t("plans-no-choice-asked"),
        NoChoice::NoHouseholds => ctx.t("plans-no-choice-households"),
        NoChoice::Election(_) | NoChoice::Endless(_) => ctx.t("plans-no-choice-endless"),
    }
}

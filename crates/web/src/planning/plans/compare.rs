//! `GET …/comparison?with=…`: two versions side by side, line by line.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Money, Office};
use linli_domain::planning::plan::{Difference, Field as Part, Line, compare};
use linli_domain::planning::{Item, VersionId};
use linli_store::planning::plan::{self, Known};
use serde::Deserialize;

use super::super::words::{self, Places};
use super::{crumbs_of, number};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, page};

#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    with: VersionId,
}

#[derive(Template)]
#[template(path = "planning/plans/compare.html")]
struct ComparePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    facts: Vec<(String, String, String)>,
    rows: Vec<Row>,
    same: String,
    sum: String,
}

struct Row {
    title: String,
    what: String,
    look: &'static str,
    changes: Vec<(String, String, String)>,
    money: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let (one, other) = (plan::know(tx, office, id, today)?, plan::know(tx, office, asked.with, today)?);
        let places = plan::places(tx, office, one.version.neighbourhood)?;
        Ok::<_, WebError>((one, other, places))
    });
    let (one, other, places) = read.await?;
    actor.may(Act::ReadPlans, &one.place.place())?;
    if one.version.neighbourhood != other.version.neighbourhood {
        return Err(WebError::NotFound);
    }
    // The earlier one stands on the left, whichever was asked for.
    let (before, after) = if one.version.number <= other.version.number { (one, other) } else { (other, one) };
    let lines = compare(&before.items, &after.items);
    let (same, differ): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.difference == Difference::Same);
    let sum: Money = lines.iter().map(Line::money).sum();
    let names = [("before", number(&ctx, &before.version)), ("after", number(&ctx, &after.version))];
    let shown = ComparePage {
        crumbs: crumbs_of(&ctx, office, &after),
        title: ctx.t_with("plans-compared", &names),
        lead: ctx.t_n("plans-differ", differ.len()),
        facts: facts(&ctx, &before, &after),
        rows: differ.iter().map(|line| row(&ctx, &after, &places, line)).collect(),
        same: ctx.t_n("plans-same", same.len()),
        sum: signed(&ctx, sum),
        ctx,
    };
    Ok(page(&shown))
}

/// Words and budget, where they differ.
fn facts(ctx: &Ctx, before: &Known, after: &Known) -> Vec<(String, String, String)> {
    let budget = |known: &Known| known.version.facts.budget.map_or_else(|| "—".to_owned(), |sum| ctx.money_yuan(sum));
    let all = [
        (ctx.t("plans-budget"), budget(before), budget(after)),
        (ctx.t("plans-field-summary"), before.version.facts.summary.clone(), after.version.facts.summary.clone()),
    ];
    all.into_iter().filter(|(_, before, after)| before != after).collect()
}

fn signed(ctx: &Ctx, sum: Money) -> String {
    let plus = if sum > Money::ZERO { "+" } else { "" };
    format!("{plus}{}", ctx.money_yuan(sum))
}

fn row(ctx: &Ctx, known: &Known, places: &Places, line: &Line) -> Row {
    let (key, look) = match line.difference {
        Difference::Added => ("plans-diff-added", "green"),
        Difference::Removed => ("plans-diff-removed", "red"),
        Difference::Changed(_) => ("plans-diff-changed", "amber"),
        Difference::Same => ("plans-diff-same", "grey"),
    };
    let item = line.after.as_ref().or(line.before.as_ref());
    let changes = match (&line.difference, &line.before, &line.after) {
        (Difference::Changed(parts), Some(before), Some(after)) => parts
            .iter()
            .map(|part| {
                let said = |item| part_of(ctx, known, places, item, *part);
                (ctx.t(format!("plans-part-{}", part.as_str())), said(before), said(after))
            })
            .collect(),
        _ => Vec::new(),
    };
    Row {
        title: item.map(|item| item.title.clone()).unwrap_or_default(),
        what: ctx.t(key),
        look,
        changes,
        money: signed(ctx, line.money()),
    }
}

/// One part of an item in words.
fn part_of(ctx: &Ctx, known: &Known, places: &Places, item: &Item, part: Part) -> String {
    match part {
        Part::Work => words::work(ctx, &known.catalogue, &item.work),
        Part::Place => words::place(ctx, places, item.place),
        Part::Title => item.title.clone(),
        Part::Quantity => words::quantity(ctx, item),
        Part::UnitCost => ctx.money_yuan(item.unit_cost),
        Part::Upkeep => words::upkeep(ctx, item),
        Part::Reason => item.reason.clone(),
        Part::Sources => words::sources(ctx, item),
        Part::Needs => {
            let named = known.needs.iter().filter(|need| item.needs.contains(&need.id));
            let titles: Vec<&str> = named.map(|need| need.facts.title.as_str()).collect();
            titles.join(&ctx.t("plans-and"))
        }
        Part::Standing => ctx.t(words::standing_key(item.standing)),
    }
}

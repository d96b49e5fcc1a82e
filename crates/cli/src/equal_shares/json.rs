//! The outcome for programs. Sums of money stand there twice: rounded to six decimals, and exactly, as a decimal or a fraction.

use linli_domain::consultation::budget::{Fraction, Payment, Refused, Step};
use linli_formats::pabulib::Note;
use serde_json::{Value, json};

use super::Sharing;
use crate::args::ShareRule;

/// A fraction with more letters than this helps nobody; it is left out.
const LONGEST: usize = 400;

pub fn of(result: &Sharing<'_>) -> Value {
    let election = result.election();
    let cost = |taken: &[usize]| taken.iter().map(|at| election.projects()[*at].cost).sum::<i64>();
    let money = |parts: i64| election.money_of(parts);
    let steps = result.shares.as_ref().map_or(&[][..], |shares| &shares.steps);
    let completed = result.shares.as_ref().map_or(&result.order[..], |shares| &shares.completed);
    let refused = result.shares.as_ref().map_or(&[][..], |shares| &shares.refused);
    let total = cost(&result.order);
    json!({
        "rule": if result.asked.rule == ShareRule::Greedy { "greedy" } else { "equal-shares" },
        "utility": result.asked.utility.as_str(),
        "completion": result.shares.as_ref().map(|_| result.asked.completion.as_str()),
        "voters": election.ballots().len(),
        "projects": election.projects().len(),
        "budget": number(&money(election.budget())),
        "winners": ids(result, &result.order, true),
        "order": ids(result, &result.order, false),
        "total_cost": number(&money(total)),
        "left": number(&money(election.budget() - total)),
        "increments": result.shares.as_ref().map(|shares| shares.increments),
        "increments_kept": result.shares.as_ref().map(|shares| shares.kept),
        "share": result.shares.as_ref().map(|shares| shares.share.decimal(6)),
        "share_exact": result.shares.as_ref().map(|shares| exact(&shares.share)),
        "chosen": steps.iter().map(|one| step(result, one)).chain(completed.iter().map(|at| by_greedy(result, *at))).collect::<Vec<_>>(),
        "refused": refused.iter().filter(|one| !one.completed).map(|one| refusal(result, one)).collect::<Vec<_>>(),
        "voters_with_a_wish_granted": result.content(&result.order),
        "greedy": {
            "winners": ids(result, &result.greedy, true),
            "total_cost": number(&money(cost(&result.greedy))),
            "voters_with_a_wish_granted": result.content(&result.greedy),
        },
        "notes": result.file.notes.iter().map(note).collect::<Vec<_>>(),
        "seconds": result.seconds,
        "read_seconds": result.read_seconds,
    })
}

/// In the order of their letters, or as they were taken.
fn ids<'a>(result: &'a Sharing<'_>, taken: &[usize], sorted: bool) -> Vec<&'a str> {
    let mut ids: Vec<&str> = taken.iter().map(|at| result.election().projects()[*at].id.as_str()).collect();
    if sorted {
        ids.sort_unstable();
    }
    ids
}

/// Whole sums as whole numbers; any others as near as programs keep them.
fn number(sum: &Fraction) -> Value {
    let text = sum.decimal(6);
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).unwrap_or(Value::Null)
}

fn exact(sum: &Fraction) -> Option<String> {
    let text = sum.exact_decimal().unwrap_or_else(|| sum.to_string());
    (text.len() <= LONGEST).then_some(text)
}

fn project(result: &Sharing<'_>, at: usize, by: &str) -> Value {
    let project = &result.election().projects()[at];
    json!({
        "id": project.id,
        "name": project.name,
        "cost": number(&result.election().money_of(project.cost)),
        "by": by,
    })
}

fn step(result: &Sharing<'_>, step: &Step) -> Value {
    let mut told = project(result, step.project, "shares");
    told["supporters"] = step.supporters.into();
    told["rho"] = step.rho.decimal(12).into();
    told["rho_exact"] = exact(&step.rho).into();
    told["payments"] = step.payments.iter().map(payment).collect();
    told
}

fn payment(payment: &Payment) -> Value {
    json!({
        "voters": payment.households,
        "payment": payment.each.decimal(6),
        "payment_exact": exact(&payment.each),
        "all_they_had": payment.all_they_had,
    })
}

fn by_greedy(result: &Sharing<'_>, at: usize) -> Value {
    let mut told = project(result, at, "greedy");
    let supports = |wish: &linli_domain::consultation::budget::Wish| wish.project as usize == at;
    let ballots = result.election().ballots().iter();
    told["supporters"] = ballots.filter(|ballot| ballot.wishes.iter().any(supports)).count().into();
    told
}

fn refusal(result: &Sharing<'_>, refused: &Refused) -> Value {
    let id = |at: usize| result.election().projects()[at].id.as_str();
    let mut told = project(result, refused.project, "none");
    told["supporters"] = refused.supporters.into();
    told["supporters_left"] = refused.left.decimal(6).into();
    told["supporters_left_exact"] = exact(&refused.left).into();
    told["missing"] = refused.missing.decimal(6).into();
    told["missing_exact"] = exact(&refused.missing).into();
    told["missing_shares"] = refused.missing_shares.to_string().into();
    told["beyond_budget"] = refused.beyond_budget.into();
    told["spent_on"] = refused.spent_on.iter().map(|(at, voters)| json!({ "id": id(*at), "voters": voters })).collect();
    told
}

fn note(note: &Note) -> Value {
    match note {
        Note::CountDiffers { key, said, found } => {
            json!({ "note": "count-differs", "key": key, "said": said, "found": found })
        }
        Note::WishedTwice { ballots, first } => json!({ "note": "wished-twice", "ballots": ballots, "line": first }),
        Note::Strength => json!({ "note": "strength" }),
    }
}

//! The outcome for people: what is taken and by whose money, what is not and what it would take.

use linli_domain::consultation::budget::{Fraction, Payment, Refused, Step};
use linli_formats::pabulib::Note;

use super::Sharing;
use crate::lang::{Lang, Text};

/// So many projects are named that somebody's money went to.
const NAMED: usize = 3;

pub fn print(result: &Sharing<'_>, lang: Lang) {
    for line in lines(result) {
        println!("{}", line.say(lang));
    }
    for note in &result.file.notes {
        eprintln!("{}", odd(note).say(lang));
    }
}

fn lines(result: &Sharing<'_>) -> Vec<Text> {
    let election = result.election();
    let mut lines = vec![
        Text::new("shares-election")
            .with("projects", election.projects().len())
            .with("voters", election.ballots().len())
            .with("budget", said(&election.money_of(election.budget()))),
    ];
    match &result.shares {
        Some(shares) => {
            let first =
                election.money_of(election.budget()).over(i64::try_from(election.ballots().len()).unwrap_or(i64::MAX));
            lines.push(Text::new("shares-share").with("share", said(&first)));
            if shares.kept > 0 {
                lines.push(Text::new("shares-raised").with("times", shares.kept).with("share", said(&shares.share)));
            }
            lines.push(Text::new("shares-taken"));
            lines.extend(shares.steps.iter().zip(1..).flat_map(|(step, place)| taken(result, step, place)));
            lines.extend(completed(result, &shares.completed));
            let refused: Vec<&Refused> = shares.refused.iter().filter(|refused| !refused.completed).collect();
            if !refused.is_empty() {
                lines.push(Text::new("shares-refused"));
            }
            lines.extend(refused.into_iter().flat_map(|refused| why_not(result, refused)));
        }
        None => lines.extend(by_greedy(result)),
    }
    lines.extend(together(result));
    lines
}

fn taken(result: &Sharing<'_>, step: &Step, place: usize) -> Vec<Text> {
    let full = step.payments.iter().filter(|payment| !payment.all_they_had);
    let rest: Vec<&Payment> = step.payments.iter().filter(|payment| payment.all_they_had).collect();
    let mut lines =
        vec![project(result, step.project, "shares-one").with("place", place).with("supporters", step.supporters)];
    lines.extend(
        full.map(|payment| {
            Text::new("shares-pay").with("voters", payment.households).with("each", said(&payment.each))
        }),
    );
    if let (Some(most), Some(least)) = (rest.first(), rest.last()) {
        let voters: i64 = rest.iter().map(|payment| payment.households).sum();
        let (least, most) = (said(&least.each), said(&most.each));
        let key = if least == most { "shares-pay-rest-alike" } else { "shares-pay-rest" };
        lines.push(Text::new(key).with("voters", voters).with("least", least).with("most", most));
    }
    lines
}

fn completed(result: &Sharing<'_>, completed: &[usize]) -> Vec<Text> {
    let mut lines = Vec::new();
    if !completed.is_empty() {
        lines.push(Text::new("shares-completed"));
    }
    lines.extend(completed.iter().map(|at| project(result, *at, "shares-another")));
    lines
}

fn why_not(result: &Sharing<'_>, refused: &Refused) -> Vec<Text> {
    let mut lines = vec![project(result, refused.project, "shares-not").with("supporters", refused.supporters)];
    if refused.supporters == 0 {
        lines.push(Text::new("shares-nobody"));
        return lines;
    }
    let election = result.election();
    if result.election().projects()[refused.project].cost > election.budget() {
        lines.push(Text::new("shares-beyond").with("budget", said(&election.money_of(election.budget()))));
        return lines;
    }
    lines.push(Text::new("shares-left").with("left", said(&refused.left)).with("missing", said(&refused.missing)));
    if !refused.spent_on.is_empty() {
        let named = refused.spent_on.iter().take(NAMED).map(|(at, voters)| {
            let project = &result.election().projects()[*at];
            format!("{} ({voters})", if project.name.is_empty() { &project.id } else { &project.name })
        });
        lines.push(Text::new("shares-spent-on").with("projects", named.collect::<Vec<_>>().join(", ")));
    }
    if !refused.missing.is_zero() {
        let text = Text::new("shares-needed").with("cost", said(&refused.left)).with("missing", said(&refused.missing));
        lines.push(text.with("shares", &refused.missing_shares));
    }
    lines
}

fn by_greedy(result: &Sharing<'_>) -> Vec<Text> {
    let mut lines = vec![Text::new("shares-greedy")];
    lines.extend(result.order.iter().map(|at| project(result, *at, "shares-another")));
    lines
}

/// What it comes to, and what greedy would have come to.
fn together(result: &Sharing<'_>) -> Vec<Text> {
    let election = result.election();
    let sum = |key, taken: &[usize]| {
        let cost: i64 = taken.iter().map(|at| election.projects()[*at].cost).sum();
        Text::new(key)
            .with("count", taken.len())
            .with("cost", said(&election.money_of(cost)))
            .with("left", said(&election.money_of(election.budget() - cost)))
            .with("content", result.content(taken))
            .with("voters", election.ballots().len())
    };
    let mut lines = vec![sum("shares-sum", &result.order)];
    if result.shares.is_some() {
        lines.push(sum("shares-sum-greedy", &result.greedy));
    }
    lines
}

fn project(result: &Sharing<'_>, at: usize, key: &'static str) -> Text {
    let project = &result.election().projects()[at];
    let name = if project.name.is_empty() { project.id.clone() } else { format!("{} ({})", project.name, project.id) };
    Text::new(key).with("project", name).with("cost", said(&result.election().money_of(project.cost)))
}

fn odd(note: &Note) -> Text {
    match note {
        Note::CountDiffers { key, said, found } => {
            Text::new("shares-note-count").with("key", key).with("said", said).with("found", found)
        }
        Note::WishedTwice { ballots, first } => {
            Text::new("shares-note-twice").with("ballots", ballots).with("line", first)
        }
        Note::Strength => Text::new("shares-note-strength"),
    }
}

/// Money for people: two decimals at most.
fn said(sum: &Fraction) -> String {
    sum.decimal(2)
}

//! A vote as anybody may read it, at the desk, in public and at home: what is asked, who counts, what is still needed, and once it is
//! closed every sum, every reason and the root. Never how anybody voted, nor how it stands before the end.

use askama::Template;
use linli_domain::kernel::Date;
use linli_domain::planning::vote::{Count, Outcome, Rule, State, Weight, needed};
use linli_store::planning::vote::Kept;

use super::{Known, words};
use crate::shell::Ctx;

#[derive(Template)]
#[template(path = "planning/votes/told.html")]
struct Section<'a> {
    ctx: &'a Ctx,
    question: Vec<String>,
    facts: Vec<(String, String)>,
    clause: Option<String>,
    live: Option<Live>,
    result: Option<Sheet>,
}

/// What runs while ballots come in.
struct Live {
    /// It goes on by itself.
    runs: bool,
    said: String,
    agree: String,
    came: Vec<Bar>,
}

struct Bar {
    label: String,
    part: i64,
    whole: i64,
    shown: String,
}

/// A result as it is printed.
pub(crate) struct Sheet {
    pub carried: bool,
    pub verdict: String,
    pub rows: Vec<[String; 3]>,
    pub counts: Vec<[String; 4]>,
    /// Reason, how many, which ballots.
    pub invalid: Vec<[String; 3]>,
    pub root: String,
    pub posted: String,
}

pub(crate) fn told(ctx: &Ctx, known: &Known, today: Date) -> askama::Result<String> {
    let (vote, rule) = (&known.vote, known.vote.counts_by(&known.now));
    let section = Section {
        question: vote.draft.question.lines().map(str::to_owned).collect(),
        facts: facts(ctx, known, &rule),
        clause: vote.draft.clause.clone(),
        live: (vote.state == State::Announced).then(|| live(ctx, vote, &rule, today)),
        result: sheet(ctx, known),
        ctx,
    };
    section.render()
}

/// What holds for it, label by label.
pub(crate) fn facts(ctx: &Ctx, known: &Known, rule: &Rule) -> Vec<(String, String)> {
    let (vote, draft) = (&known.vote, &known.vote.draft);
    let share = |heads, area| {
        let values = [("heads", words::threshold(heads)), ("area", words::threshold(area))];
        ctx.t_with("votes-share", &values)
    };
    let options: Vec<String> = draft.options.choices().map(|choice| words::choice(ctx, choice)).collect();
    let mut facts = vec![
        (ctx.t("votes-matter"), words::matter(ctx, draft.matter)),
        (ctx.t("votes-ground"), known.ground()),
        (ctx.t("votes-when"), words::days(ctx, vote)),
        (ctx.t("votes-options"), options.join(&ctx.t("plans-and"))),
        (ctx.t("votes-quorum"), share(rule.quorum_heads, rule.quorum_area)),
        (ctx.t("votes-majority"), share(rule.majority_heads, rule.majority_area)),
    ];
    if vote.total.heads > 0 {
        facts.push((ctx.t("votes-roll"), words::weight(ctx, vote.total)));
    }
    if let Some(number) = vote.plan_number {
        facts.push((ctx.t("votes-plan"), ctx.t_n("plans-version", i64::from(number))));
    }
    let how = if rule.online { "votes-how-online" } else { "votes-how-paper" };
    facts.push((ctx.t("votes-how"), ctx.t(how)));
    facts
}

fn live(ctx: &Ctx, vote: &Kept, rule: &Rule, today: Date) -> Live {
    let lacks = needed(rule, vote.total, vote.came);
    let open = (vote.draft.first..=vote.draft.last).contains(&today);
    let said = if lacks.quorum_met() {
        ctx.t("votes-quorum-there")
    } else {
        ctx.t_with("votes-still-needed", &[("weight", words::weight(ctx, lacks.to_take_part))])
    };
    let area = |label: &str, part: Weight| Bar {
        label: ctx.t(label),
        part: part.area.hundredths(),
        whole: vote.total.area.hundredths(),
        shown: ctx.t_with("votes-of", &[("part", ctx.area(part.area)), ("whole", ctx.area(vote.total.area))]),
    };
    let heads = Bar {
        label: ctx.t("votes-came-heads"),
        part: vote.came.heads,
        whole: vote.total.heads,
        shown: ctx
            .t_with("votes-of", &[("part", ctx.number(vote.came.heads)), ("whole", ctx.number(vote.total.heads))]),
    };
    Live {
        runs: open,
        said,
        agree: ctx.t_with("votes-to-agree", &[("weight", words::weight(ctx, lacks.to_agree))]),
        came: vec![heads, area("votes-came-area", vote.came)],
    }
}

/// The result of a closed vote.
pub(crate) fn sheet(ctx: &Ctx, known: &Known) -> Option<Sheet> {
    let (vote, outcome) = (&known.vote, known.vote.outcome()?);
    let rule = vote.counts_by(&known.now);
    let verdict = if outcome.carried { "votes-carried" } else { "votes-failed" };
    Some(Sheet {
        carried: outcome.carried,
        verdict: ctx.t(verdict),
        rows: rows(ctx, &outcome),
        counts: vec![
            count(
                ctx,
                "votes-quorum",
                &outcome.quorum(&rule),
                (words::threshold(rule.quorum_heads), words::threshold(rule.quorum_area)),
            ),
            count(
                ctx,
                "votes-majority",
                &outcome.majority(&rule),
                (words::threshold(rule.majority_heads), words::threshold(rule.majority_area)),
            ),
        ],
        invalid: reasons(ctx, &outcome),
        root: vote.bound().map(|root| root.digest.to_string()).unwrap_or_default(),
        posted: posted(ctx, known),
    })
}

/// Until when the result stays posted.
fn posted(ctx: &Ctx, known: &Known) -> String {
    use jiff::ToSpan;
    let Some(at) = known.vote.closed_at else { return String::new() };
    let from = jiff::tz::offset(8).to_datetime(at).date();
    let until = from.saturating_add(known.rules().posting_days.days());
    ctx.t_with("votes-posted", &[("from", ctx.day(from)), ("until", ctx.day(until))])
}

fn rows(ctx: &Ctx, outcome: &Outcome) -> Vec<[String; 3]> {
    let row = |key: &str, weight: Weight| [ctx.t(key), ctx.number(weight.heads), ctx.area(weight.area)];
    let mut rows = vec![row("votes-roll", outcome.total), row("votes-took-part", outcome.took_part)];
    rows.push(row("votes-agreed", outcome.agreed));
    if outcome.without_paying.heads > 0 {
        rows.push(row("votes-agreed-without-paying", outcome.without_paying));
    }
    rows.extend([row("votes-against", outcome.against), row("votes-abstained", outcome.abstained)]);
    if let Some(silent) = outcome.silent {
        rows.push(row("votes-silent", silent.weight));
    }
    rows
}

/// Measure, what was had and what is the least by heads and by area, and whether it is met.
fn count(ctx: &Ctx, key: &str, count: &Count, (heads, area): (String, String)) -> [String; 4] {
    let values = |have: String, of: String, least: String, share: String| {
        ctx.t_with("votes-count", &[("have", have), ("of", of), ("least", least), ("share", share)])
    };
    let verdict = if count.met() { "votes-met" } else { "votes-not-met" };
    let mark = |met: bool| if met { "✓" } else { "✗" }.to_owned();
    [
        ctx.t(key),
        values(ctx.number(count.have.heads), ctx.number(count.of.heads), ctx.number(count.least.heads), heads)
            + " "
            + &mark(count.heads_met),
        values(ctx.area(count.have.area), ctx.area(count.of.area), ctx.area(count.least.area), area)
            + " "
            + &mark(count.area_met),
        ctx.t(verdict),
    ]
}

fn reasons(ctx: &Ctx, outcome: &Outcome) -> Vec<[String; 3]> {
    let numbers = |reason| {
        let all = outcome.invalid.iter().filter(|(_, own)| *own == reason).map(|(number, _)| number.to_string());
        all.collect::<Vec<_>>().join(&ctx.t("plans-and"))
    };
    outcome
        .reasons()
        .into_iter()
        .map(|(reason, many)| [words::invalid(ctx, reason), ctx.number(many), numbers(reason)])
        .collect()
}

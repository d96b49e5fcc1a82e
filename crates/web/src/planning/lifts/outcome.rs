//! What comes of the figures that are tried out: every share beside that which was held on to, and how it becomes a draft.

use linli_domain::kernel::Money;
use linli_domain::planning::lift::{FloorTable, Group, SchemeId, Share, Shared};
use linli_domain::register::owner::Unit;

use super::tried::{Tried, Wrong};
use super::words;
use crate::shell::{Ctx, Problems, encode};

/// The shares of what is tried out.
pub(super) struct Outcome {
    pub line: String,
    pub by_area: bool,
    pub remainder: String,
    pub rows: Vec<Row>,
    pub total: String,
    pub held: Option<String>,
    /// Where these figures are held on to.
    pub hold: String,
    pub keep: Keep,
}

/// How what was tried becomes a draft.
pub(super) enum Keep {
    /// This reader only looks.
    No,
    /// A new one is begun: where, its id, the figures in one line.
    New { to: String, id: SchemeId, tried: String },
    /// There is a draft: where it is changed.
    Draft(String),
}

pub(super) struct Row {
    pub room: String,
    pub floor: String,
    pub coefficient: String,
    pub pays: String,
    pub before: Option<(String, String, &'static str)>,
}

/// The entrance that figures are tried out for.
pub(super) struct Entrance<'a> {
    pub here: &'a str,
    pub doors: &'a [Unit],
    pub table: Option<&'a FloorTable>,
}

/// The shares, or what stands in the way.
pub(super) fn worked_out(
    ctx: &Ctx,
    of: &Entrance<'_>,
    tried: &Tried,
    base: &str,
    keep: Keep,
    problems: &mut Problems,
) -> Option<Outcome> {
    let lift = match tried.lift(of.doors, of.table) {
        Ok(lift) => lift,
        Err(wrong) => {
            tell(ctx, tried, wrong, problems);
            return None;
        }
    };
    let shared = match lift.share() {
        Ok(shared) => shared,
        Err(why) => {
            let room = |at: usize| of.doors.get(at).map(|door| door.room.clone()).unwrap_or_default();
            problems.add("cost", words::no_shares(ctx, &why, &room, &[] as &[Group]));
            return None;
        }
    };
    let held = Some(Tried::read(base)).filter(Tried::has_cost);
    let before = held.as_ref().and_then(|held| held.lift(of.doors, of.table).ok()?.share().ok());
    Some(outcome(ctx, of.here, tried, &shared, before.as_ref(), keep))
}

/// Says what is wrong with the figures.
pub(super) fn tell(ctx: &Ctx, tried: &Tried, wrong: Vec<Wrong>, problems: &mut Problems) {
    for (name, why) in wrong {
        let (field, of) = place(&name);
        problems.add(field, ctx.t_with(why, &[("of", of), ("given", tried.get(&name).to_owned())]));
    }
}

/// The field that a figure stands in, and of which floor it is.
fn place(name: &str) -> (&'static str, String) {
    match name {
        "cost" => ("cost", String::new()),
        "subsidy" => ("subsidy", String::new()),
        "fund" => ("fund", String::new()),
        other => ("coefficients", other.trim_start_matches("k-").to_owned()),
    }
}

fn outcome(ctx: &Ctx, here: &str, tried: &Tried, shared: &Shared, before: Option<&Shared>, keep: Keep) -> Outcome {
    let row = |(at, share): (usize, &Share)| Row {
        room: share.id.clone(),
        floor: ctx.number(share.floor),
        coefficient: share.coefficient.map_or_else(|| "—".to_owned(), |k| k.to_string()),
        pays: ctx.money_yuan(share.pays),
        before: before.and_then(|shared| shared.shares.get(at)).map(|was| differs(ctx, share.pays, was.pays)),
    };
    let sums = [
        ("cost", ctx.money_yuan(shared.cost)),
        ("given", ctx.money_yuan(shared.given)),
        ("pays", ctx.money_yuan(shared.to_pay)),
    ];
    let took = shared.shares.iter().filter(|share| share.remainder_fen > 0).map(|share| share.id.clone());
    let took: Vec<String> = took.collect();
    Outcome {
        line: ctx.t_with("lifts-sum", &sums),
        by_area: shared.groups.iter().any(|group| group.by_area_instead),
        remainder: if took.is_empty() {
            String::new()
        } else {
            ctx.t_with("lifts-remainder", &[("rooms", took.join("、"))])
        },
        rows: shared.shares.iter().enumerate().map(row).collect(),
        total: ctx.money_yuan(shared.shares.iter().map(|share| share.pays).sum::<Money>()),
        held: before.map(|before| ctx.t_with("lifts-held", &[("pays", ctx.money_yuan(before.to_pay))])),
        hold: format!("{here}?{}&base={}", query(tried), encode(&tried.line())),
        keep,
    }
}

fn differs(ctx: &Ctx, now: Money, was: Money) -> (String, String, &'static str) {
    let more = now - was;
    let (sign, look) = match more.fen() {
        0 => ("", ""),
        fen if fen > 0 => ("+", "more"),
        _ => ("", "less"),
    };
    (ctx.money_yuan(was), format!("{sign}{}", ctx.money_yuan(more)), look)
}

fn query(tried: &Tried) -> String {
    tried.0.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

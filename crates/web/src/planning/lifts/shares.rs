//! The shares as they are told on the pages of a version: who pays what to the fen, by what, beside the version before.

use linli_domain::kernel::Money;
use linli_domain::planning::lift::{Household, NoShares, Scheme, Share, Shared, Terms};

use super::words;
use crate::shell::Ctx;

/// The shares in words.
pub(super) struct Told {
    pub line: String,
    pub by_area: bool,
    /// Households that took the fen which do not divide.
    pub remainder: String,
    pub groups: Vec<GroupTold>,
    pub rows: Vec<Row>,
    pub total: String,
    pub receives: bool,
    pub upkeep: bool,
    /// The number of the version that it is compared with.
    pub before: Option<String>,
}

pub(super) struct GroupTold {
    pub name: String,
    pub rule: String,
    pub part: String,
    pub payers: String,
    pub pays: String,
}

pub(super) struct Row {
    pub room: String,
    pub floor: String,
    pub answer: String,
    pub group: String,
    pub coefficient: String,
    pub pays: String,
    pub receives: String,
    pub upkeep: String,
    pub uses: String,
    /// What it paid by the version before, and how much more it is.
    pub before: Option<(String, String)>,
}

/// The shares of what a version says, or why there are none yet.
pub(super) fn told(
    ctx: &Ctx,
    scheme: &Scheme,
    terms: &Terms,
    shared: &Result<Shared, NoShares>,
    before: Option<&Scheme>,
) -> Result<Told, String> {
    let room = |at: usize| scheme.room(at).to_owned();
    let shared = shared.as_ref().map_err(|why| words::no_shares(ctx, why, &room, &terms.lift.groups))?;
    let earlier = before.and_then(|before| Some((before, before.shared().ok()?)));
    let rows = shared.shares.iter().zip(&terms.lift.households).enumerate();
    let rows = rows.map(|(at, (share, one))| {
        let was = earlier.as_ref().and_then(|(_, was)| was.shares.iter().find(|was| was.id == share.id));
        row(ctx, room(at), terms, share, one, was)
    });
    let rows: Vec<Row> = rows.collect();
    let took = shared.shares.iter().enumerate().filter(|(_, share)| share.remainder_fen > 0).map(|(at, _)| room(at));
    let took: Vec<String> = took.collect();
    Ok(Told {
        line: sums(ctx, shared),
        by_area: shared.groups.iter().any(|group| group.by_area_instead),
        remainder: if took.is_empty() {
            String::new()
        } else {
            ctx.t_with("lifts-remainder-took", &[("rooms", took.join(&ctx.t("plans-and")))])
        },
        groups: groups(ctx, terms, shared),
        total: ctx.money_yuan(shared.shares.iter().map(|share| share.pays).sum::<Money>()),
        receives: shared.compensations > Money::ZERO,
        upkeep: terms.lift.upkeep.is_some(),
        before: earlier.map(|(before, _)| ctx.t_n("lifts-version", before.number)),
        rows,
    })
}

/// Cost, what is given, what is left.
pub(super) fn sums(ctx: &Ctx, shared: &Shared) -> String {
    let with_compensation = shared.compensations > Money::ZERO;
    let key = if with_compensation { "lifts-sum-compensated" } else { "lifts-sum" };
    let values = [
        ("cost", ctx.money_yuan(shared.cost)),
        ("given", ctx.money_yuan(shared.given)),
        ("compensations", ctx.money_yuan(shared.compensations)),
        ("pays", ctx.money_yuan(shared.to_pay)),
    ];
    ctx.t_with(key, &values)
}

fn groups(ctx: &Ctx, terms: &Terms, shared: &Shared) -> Vec<GroupTold> {
    let told =
        |(group, sum): (&linli_domain::planning::lift::Group, &linli_domain::planning::lift::GroupSum)| GroupTold {
            name: group.id.clone(),
            rule: words::rule(ctx, group.rule),
            part: words::part(ctx, group),
            payers: ctx.number(sum.payers),
            pays: ctx.money_yuan(sum.pays),
        };
    terms.lift.groups.iter().zip(&shared.groups).map(told).collect()
}

fn row(ctx: &Ctx, room: String, terms: &Terms, share: &Share, one: &Household, was: Option<&Share>) -> Row {
    let own = one.coefficient.is_some() && share.coefficient.is_some();
    let mark = if own { ctx.t("lifts-own-mark") } else { String::new() };
    Row {
        room,
        floor: ctx.number(share.floor),
        answer: ctx.t(format!("lifts-answer-{}", share.answer.as_str())),
        group: terms.lift.groups.get(share.group).map(|group| group.id.clone()).unwrap_or_default(),
        coefficient: share.coefficient.map_or_else(|| "—".to_owned(), |k| format!("{k}{mark}")),
        pays: ctx.money_yuan(share.pays),
        receives: if share.receives > Money::ZERO { ctx.money_yuan(share.receives) } else { "—".to_owned() },
        upkeep: ctx.money_yuan(share.upkeep),
        uses: ctx.t(if share.uses { "lifts-uses-yes" } else { "lifts-uses-no" }),
        before: was.map(|was| {
            let more = share.pays - was.pays;
            let sign = if more > Money::ZERO { "+" } else { "" };
            (ctx.money_yuan(was.pays), format!("{sign}{}", ctx.money_yuan(more)))
        }),
    }
}

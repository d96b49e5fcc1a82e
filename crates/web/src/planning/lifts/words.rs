//! Words for what stands in the way of a scheme, and for its parts.

use linli_domain::kernel::Money;
use linli_domain::planning::lift::{
    BadTerms, Basis, FloorTable, Group, LONGEST_GROUP, LONGEST_MODEL, LONGEST_NAME, LONGEST_SUMMARY, LONGEST_TITLE,
    NoShares, NotReady, Part, Remainder, Rule, STOPS, Scheme, State, Terms,
};
use linli_store::planning::lift::NotChanged;

use crate::shell::Ctx;

pub(super) fn state(ctx: &Ctx, state: State) -> (String, &'static str) {
    let look = match state {
        State::Draft => "amber",
        State::Settled => "green",
        State::GivenUp => "grey",
    };
    (ctx.t(format!("lifts-state-{}", state.as_str())), look)
}

/// Why nothing is shared: `room` names a household by its place.
pub(super) fn no_shares(ctx: &Ctx, why: &NoShares, room: &dyn Fn(usize) -> String, groups: &[Group]) -> String {
    let group = |at: &usize| groups.get(*at).map(|group| group.id.clone()).unwrap_or_default();
    let sums =
        |a: &'static str, x: &Money, b: &'static str, y: &Money| [(a, ctx.money_yuan(*x)), (b, ctx.money_yuan(*y))];
    match why {
        NoShares::AboveCost { given, cost } => ctx.t_with("lifts-why-above-cost", &sums("given", given, "cost", cost)),
        NoShares::NobodyPays => ctx.t("lifts-why-nobody-pays"),
        NoShares::NobodyPaysIn { group: at, .. } if groups.is_empty() || group(at).is_empty() => {
            ctx.t("lifts-why-nobody-pays")
        }
        NoShares::NobodyPaysIn { group: at, amount } => {
            let values = [("group", group(at)), ("amount", ctx.money_yuan(*amount))];
            ctx.t_with("lifts-why-nobody-pays-in", &values)
        }
        NoShares::AllZero { .. } => ctx.t("lifts-why-all-zero"),
        NoShares::NoArea { at } => ctx.t_with("lifts-why-no-area", &[("room", room(*at))]),
        NoShares::Negative { .. } => ctx.t("lifts-why-negative"),
        NoShares::TooLarge { .. } => ctx.t("lifts-why-too-large"),
        NoShares::TwoRests => ctx.t("lifts-why-two-rests"),
        NoShares::Unassigned { assigned, to_pay } => {
            ctx.t_with("lifts-why-unassigned", &sums("assigned", assigned, "pays", to_pay))
        }
        NoShares::GroupTwice { at, .. } => ctx.t_with("lifts-why-group-twice", &[("group", group(at))]),
        NoShares::NoGroup { at } => ctx.t_with("lifts-why-no-group", &[("room", room(*at))]),
        NoShares::NoHousehold { .. } => ctx.t("lifts-why-no-household"),
        NoShares::NoHouseholds => ctx.t("lifts-why-no-households"),
        NoShares::TooMany { .. } | NoShares::Twice { .. } => ctx.t("lifts-why-too-many"),
    }
}

/// The field that is wrong, and why.
pub(super) fn bad_terms(ctx: &Ctx, why: &BadTerms, scheme: &Scheme, terms: &Terms) -> (&'static str, String) {
    let line =
        |key: &str, at: &usize, most: usize| ctx.t_with(key, &[("n", ctx.number(at + 1)), ("most", ctx.number(most))]);
    match why {
        BadTerms::Title => ("title", ctx.t_n("lifts-why-long", LONGEST_TITLE)),
        BadTerms::Model => ("model", ctx.t_n("lifts-why-long", LONGEST_MODEL)),
        BadTerms::Summary => ("summary", ctx.t_n("lifts-why-long", LONGEST_SUMMARY)),
        BadTerms::Stops => {
            let ends = [("least", ctx.number(*STOPS.start())), ("most", ctx.number(*STOPS.end()))];
            ("stops", ctx.t_with("lifts-why-stops", &ends))
        }
        BadTerms::Subsidy { at } => ("subsidies", line("lifts-why-subsidy", at, LONGEST_NAME)),
        BadTerms::Group { at } => ("groups", line("lifts-why-group", at, LONGEST_GROUP)),
        BadTerms::Compensation { at } => ("compensations", line("lifts-why-compensation", at, LONGEST_NAME)),
        BadTerms::Shares(why) => {
            let field = match why {
                NoShares::TwoRests | NoShares::Unassigned { .. } | NoShares::GroupTwice { .. } => "groups",
                NoShares::NoGroup { .. } => "households",
                _ => "cost",
            };
            (field, no_shares(ctx, why, &|at| scheme.room(at).to_owned(), &terms.lift.groups))
        }
    }
}

pub(super) fn not_ready(ctx: &Ctx, why: &NotReady, scheme: &Scheme) -> String {
    match why {
        NotReady::NoCost => ctx.t("lifts-why-no-cost"),
        NotReady::NoDesign => ctx.t("lifts-why-no-design"),
        NotReady::Shares(why) => no_shares(ctx, why, &|at| scheme.room(at).to_owned(), &scheme.terms.lift.groups),
    }
}

/// Why a scheme was not changed, where the store says so itself.
pub(super) fn not_changed(ctx: &Ctx, why: &NotChanged, scheme: &Scheme) -> String {
    match why {
        NotChanged::Fixed => ctx.t("lifts-why-fixed"),
        NotChanged::DraftThere(_) => ctx.t("lifts-why-draft-there"),
        NotChanged::NoSuchDwelling => ctx.t("lifts-why-no-household"),
        NotChanged::NotReady(why) => not_ready(ctx, why, scheme),
        NotChanged::Store(_) => ctx.t("lifts-why-stale"),
    }
}

/// By what floors count, with the mark of an example where it is one.
pub(super) fn basis(ctx: &Ctx, terms: &Terms) -> String {
    match (terms.basis, &terms.lift.table) {
        (Basis::Area, _) | (_, None) => ctx.t("lifts-basis-area-says"),
        (Basis::Own, Some(_)) => ctx.t("lifts-basis-own"),
        (Basis::Office, Some(table)) => table_name(ctx, table),
    }
}

/// A table by its name: an example says that it is one, in whichever language.
pub(super) fn table_name(ctx: &Ctx, table: &FloorTable) -> String {
    let key = if table.example { "lifts-table-example" } else { "lifts-table-named" };
    ctx.t_with(key, &[("name", &table.name)])
}

pub(super) fn rule(ctx: &Ctx, rule: Rule) -> String {
    match rule {
        Rule::Fixed(each) => ctx.t_with("lifts-rule-fixed-says", &[("each", ctx.money_yuan(each))]),
        other => ctx.t(format!("lifts-rule-{}", other.as_str())),
    }
}

pub(super) fn part(ctx: &Ctx, group: &Group) -> String {
    match (group.rule, group.part) {
        (Rule::Fixed(_), _) => ctx.t("lifts-part-fixed"),
        (_, Part::Sum(sum)) => ctx.t_with("lifts-part-sum", &[("sum", ctx.money_yuan(sum))]),
        (_, Part::Rest) => ctx.t("lifts-part-rest"),
    }
}

/// Where fen go that do not divide.
pub(super) fn remainder(ctx: &Ctx, remainder: &Remainder, scheme: &Scheme) -> String {
    let room = remainder.household.as_deref().map(|id| scheme.room_of(id)).filter(|room| !room.is_empty());
    match (remainder.all_to_one, room) {
        (true, Some(room)) => ctx.t_with("lifts-remainder-to", &[("room", room)]),
        (false, Some(room)) => ctx.t_with("lifts-remainder-first", &[("room", room)]),
        _ => ctx.t("lifts-remainder-largest"),
    }
}

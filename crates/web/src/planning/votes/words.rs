//! What owners' votes are told in.

use linli_domain::kernel::Date;
use linli_domain::planning::plan::Place;
use linli_domain::planning::vote::{
    CannotFreeze, CannotHold, Channel, Choice, Field, Invalid, Matter, NoRoll, State, Threshold, Weight,
};
use linli_domain::register::owner::Scope;
use linli_store::planning::vote::Kept;

use super::super::words::Places;
use crate::shell::Ctx;

pub fn matter(ctx: &Ctx, matter: Matter) -> String {
    ctx.t(format!("votes-matter-{}", matter.as_str()))
}

pub fn choice(ctx: &Ctx, choice: Choice) -> String {
    ctx.t(format!("votes-choice-{}", choice.as_str()))
}

pub fn invalid(ctx: &Ctx, why: Invalid) -> String {
    ctx.t(format!("votes-invalid-{}", why.as_str()))
}

pub fn channel(ctx: &Ctx, channel: Channel) -> String {
    ctx.t(format!("votes-channel-{}", channel.as_str()))
}

/// Where it stands today, and the look of that.
pub fn state(ctx: &Ctx, vote: &Kept, today: Date) -> (String, &'static str) {
    let (key, look) = match vote.state {
        State::Draft => ("votes-state-draft", "amber"),
        State::Withdrawn => ("votes-state-withdrawn", "grey"),
        State::Announced if today < vote.draft.first => ("votes-state-announced", "teal"),
        State::Announced if today > vote.draft.last => ("votes-state-over", "amber"),
        State::Announced => ("votes-state-open", "teal"),
        State::Closed if vote.outcome().is_some_and(|outcome| outcome.carried) => ("votes-state-carried", "green"),
        State::Closed => ("votes-state-failed", "red"),
    };
    (ctx.t(key), look)
}

/// `14 人、1,203.55 ㎡`
pub fn weight(ctx: &Ctx, weight: Weight) -> String {
    ctx.t_with("votes-weight", &[("heads", ctx.number(weight.heads)), ("area", ctx.area(weight.area))])
}

/// `三分之二以上` as `≥ 2/3`; `过半数` as `> 1/2`.
pub fn threshold(threshold: Threshold) -> String {
    let sign = if threshold.is_passed() { ">" } else { "≥" };
    format!("{sign} {}/{}", threshold.part(), threshold.whole())
}

pub fn days(ctx: &Ctx, vote: &Kept) -> String {
    ctx.t_with("votes-days", &[("first", ctx.day(vote.draft.first)), ("last", ctx.day(vote.draft.last))])
}

pub fn ground(places: &Places, neighbourhood: &str, scope: Scope) -> String {
    let within = |wanted: &dyn Fn(&Place) -> bool| {
        let found = places.iter().find(|(place, ..)| wanted(place)).map(|(_, name, _)| name.as_str());
        format!("{neighbourhood} {}", found.unwrap_or_default())
    };
    match scope {
        Scope::Neighbourhood => neighbourhood.to_owned(),
        Scope::Building(id) => within(&|place| *place == Place::Building(id)),
        Scope::Entrance(id) => within(&|place| matches!(place, Place::Entrance(_, own) if *own == id)),
    }
}

/// The field of a draft that is wrong, and why.
pub fn cannot_hold(ctx: &Ctx, why: CannotHold) -> (&'static str, String) {
    match why {
        CannotHold::Title => ("title", ctx.t("votes-why-title")),
        CannotHold::Question => ("question", ctx.t("votes-why-question")),
        CannotHold::Extent => ("ground", ctx.t("votes-why-extent")),
        CannotHold::WithoutPaying => ("without_paying", ctx.t("votes-why-without-paying")),
        CannotHold::Notice { earliest } => ("first", ctx.t_with("votes-why-notice", &[("day", ctx.day(earliest))])),
        CannotHold::TooShort { least } => ("last", ctx.t_n("votes-why-short", least)),
        CannotHold::TooLong { most } => ("last", ctx.t_n("votes-why-long", most)),
        CannotHold::Silence => ("clause", ctx.t("votes-why-silence")),
    }
}

/// Doors that are named in one message.
const NAMED: usize = 5;

/// What has to be put right in the register before the roll can be frozen.
pub fn cannot_freeze(ctx: &Ctx, why: &CannotFreeze) -> String {
    let named = |key: &str, doors: &[String]| {
        let some: Vec<&str> = doors.iter().take(NAMED).map(String::as_str).collect();
        let values = [("count", ctx.number(doors.len())), ("doors", some.join(&ctx.t("plans-and")))];
        ctx.t_with(key, &values)
    };
    match why {
        CannotFreeze::NoOwner(doors) => named("votes-why-no-owner", doors),
        CannotFreeze::NoArea(doors) => named("votes-why-no-area", doors),
        CannotFreeze::Roll(NoRoll::Empty) => ctx.t("votes-why-empty"),
        CannotFreeze::Roll(NoRoll::SameOwners { .. }) => ctx.t("votes-why-same-owners"),
        CannotFreeze::Roll(_) => ctx.t("votes-why-roll"),
    }
}

pub const fn field_key(field: Field) -> &'static str {
    match field {
        Field::Head => "votes-field-head",
        Field::Marks => "votes-field-marks",
        Field::Received => "votes-field-received",
        Field::Version => "votes-field-version",
        Field::Proxy => "votes-field-proxy",
        Field::Seen => "votes-field-seen",
    }
}

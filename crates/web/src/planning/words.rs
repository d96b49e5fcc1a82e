//! What plans are told in: works, classes, places, sources of money, whom they name.

use linli_domain::consultation::Catalogue;
use linli_domain::consultation::catalogue::Name;
use linli_domain::kernel::{Date, Money};
use linli_domain::planning::notice::NotReady;
use linli_domain::planning::plan::{BadItem, CannotChange, Place, Standing, State, Upkeep};
use linli_domain::planning::source::SOURCES;
use linli_domain::planning::{Item, Notice};
use linli_store::planning::plan::Known;

use crate::shell::{Ctx, Lang};

/// The names of the places of a neighbourhood, as the store lists them.
pub type Places = Vec<(Place, String, bool)>;

fn named(ctx: &Ctx, name: &Name) -> String {
    if ctx.lang == Lang::En && !name.en.is_empty() { name.en.clone() } else { name.zh.clone() }
}

pub fn work(ctx: &Ctx, catalogue: &Catalogue, code: &str) -> String {
    catalogue.item(code).map_or_else(|| code.to_owned(), |work| named(ctx, &work.name))
}

pub fn class(ctx: &Ctx, catalogue: &Catalogue, code: &str) -> String {
    catalogue.class(code).map_or_else(|| code.to_owned(), |class| named(ctx, &class.name))
}

/// When its works are done: 应改尽改, 能改则改, 积极推进.
pub fn class_rule(ctx: &Ctx, catalogue: &Catalogue, code: &str) -> String {
    catalogue.class(code).map(|class| named(ctx, &class.rule)).unwrap_or_default()
}

pub fn place(ctx: &Ctx, places: &Places, at: Place) -> String {
    let found = places.iter().find(|(place, ..)| *place == at);
    found.map_or_else(|| ctx.t("plans-place-common"), |(_, name, _)| name.clone())
}

pub fn source(ctx: &Ctx, code: &str) -> String {
    let found = SOURCES.iter().find(|(known, ..)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, zh, en)| (if ctx.lang == Lang::En { *en } else { *zh }).to_owned())
}

/// Sources with what each gives: `县级财政 2,060.00、…`.
pub fn sources(ctx: &Ctx, item: &Item) -> String {
    let part = |code: &str, amount: Money| format!("{} {}", source(ctx, code), ctx.money_yuan(amount));
    let mut all: Vec<String> = item.sources.iter().map(|one| part(&one.source, one.amount)).collect();
    if item.lacking() > Money::ZERO {
        all.push(format!("{} {}", ctx.t("plans-lacking"), ctx.money_yuan(item.lacking())));
    }
    all.join(&ctx.t("plans-and"))
}

pub fn upkeep(ctx: &Ctx, item: &Item) -> String {
    let Some(kind) = item.upkeep else { return String::new() };
    let kind = ctx.t(upkeep_key(kind));
    if item.upkeep_by.is_empty() { kind } else { format!("{kind}（{}）", item.upkeep_by) }
}

pub const fn upkeep_key(kind: Upkeep) -> &'static str {
    match kind {
        Upkeep::Owners => "plans-upkeep-owners",
        Upkeep::Manager => "plans-upkeep-manager",
        Upkeep::Community => "plans-upkeep-community",
        Upkeep::Utility => "plans-upkeep-utility",
        Upkeep::Department => "plans-upkeep-department",
    }
}

pub const fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Taken => "plans-standing-taken",
        Standing::Reserve => "plans-standing-reserve",
        Standing::Dropped => "plans-standing-dropped",
    }
}

pub const fn state_key(state: State) -> &'static str {
    match state {
        State::Draft => "plans-state-draft",
        State::Posted => "plans-state-posted",
        State::Withdrawn => "plans-state-withdrawn",
    }
}

pub const fn state_look(state: State) -> &'static str {
    match state {
        State::Draft => "amber",
        State::Posted => "green",
        State::Withdrawn => "grey",
    }
}

/// Quantity with its unit: `100.5 m²`.
pub fn quantity(ctx: &Ctx, item: &Item) -> String {
    format!("{} {}", crate::shell::format::decimal(ctx.lang, &item.quantity.to_string()), item.unit)
}

/// Who the leader in charge is, as the plan or else the register names them.
pub fn leader(ctx: &Ctx, known: &Known) -> Option<String> {
    let named = known.leader.as_ref().map(|term| match &term.title {
        Some(title) => format!("{}（{}）", ctx.personal(&term.name), ctx.personal(title)),
        None => ctx.personal(&term.name),
    });
    named.or_else(|| known.place.facts.leader.clone())
}

/// The residents' supervision body, likewise.
pub fn body(known: &Known) -> Option<String> {
    known.body.as_ref().map(|body| body.name.clone()).or_else(|| known.place.facts.residents_body.clone())
}

/// The field that is wrong, and why.
pub fn bad_item(ctx: &Ctx, why: BadItem) -> (&'static str, String) {
    let (field, key) = match why {
        BadItem::NoSuchWork => ("work", "plans-why-work"),
        BadItem::Title => ("title", "plans-why-title"),
        BadItem::Quantity => ("quantity", "plans-why-quantity"),
        BadItem::Unit => ("unit", "plans-why-unit"),
        BadItem::UnitCost => ("unit_cost", "plans-why-unit-cost"),
        BadItem::TooDear => ("unit_cost", "plans-why-too-dear"),
        BadItem::UpkeepTooLong => ("upkeep_by", "plans-why-upkeep"),
        BadItem::ReasonTooLong => ("reason", "plans-why-reason"),
        BadItem::NoSuchSource | BadItem::TooManySources => ("source1", "plans-why-source"),
        BadItem::SourceTwice => ("source1", "plans-why-source-twice"),
        BadItem::Amount => ("source1", "plans-why-amount"),
        BadItem::BeyondCost => ("source1", "plans-why-beyond-cost"),
        BadItem::TooManyNeeds => ("needs", "plans-why-needs"),
    };
    (field, ctx.t(key))
}

pub fn cannot(ctx: &Ctx, why: CannotChange) -> String {
    ctx.t(match why {
        CannotChange::Fixed => "plans-why-fixed",
        CannotChange::DraftThere => "plans-why-draft-there",
        CannotChange::Full => "plans-why-full",
        CannotChange::NoSuchNeed => "plans-why-no-need",
        CannotChange::NoSuchPlace => "plans-why-no-place",
        CannotChange::Nothing => "plans-why-nothing",
        CannotChange::Hindered => "plans-why-hindered",
        CannotChange::SoAlready => "plans-why-so-already",
    })
}

/// Whether a posted plan can go to the vote, and the look of it.
pub fn readiness(ctx: &Ctx, one: &Notice, ready: Result<(), NotReady>, today: Date) -> (String, &'static str) {
    match ready {
        Ok(()) => (ctx.t("notices-ready"), "green"),
        Err(why) => (not_ready(ctx, why), if one.hears(today) { "amber" } else { "red" }),
    }
}

/// What stands between a posted plan and the vote.
fn not_ready(ctx: &Ctx, why: NotReady) -> String {
    match why {
        NotReady::Withdrawn => ctx.t("notices-not-ready-withdrawn"),
        NotReady::Superseded => ctx.t("notices-not-ready-superseded"),
        NotReady::Hangs(until) => ctx.t_with("notices-not-ready-hangs", &[("day", ctx.day(until))]),
        NotReady::NoPhoto => ctx.t("notices-not-ready-photo"),
        NotReady::Objections(open) => ctx.t_n("notices-not-ready-objections", open),
    }
}

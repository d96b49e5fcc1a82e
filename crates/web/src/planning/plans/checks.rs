//! What is looked at before a version is posted, in words, with the way to where it is put right.

use linli_domain::consultation::NeedId;
use linli_domain::kernel::Office;
use linli_domain::planning::plan::Check;
use linli_store::planning::plan::Known;

use super::{address, item_address};
use crate::shell::Ctx;

/// Something that was found before posting, and where it is put right.
pub(super) struct Found {
    pub text: String,
    pub href: Option<String>,
}

/// What a check found, in words.
pub(super) fn found(ctx: &Ctx, office: Office, known: &Known, check: &Check) -> Found {
    let version = known.version.id;
    let item = |key: &str, id| {
        let title = known.items.iter().find(|item| item.id == id).map_or("", |item| item.title.as_str());
        let text = ctx.t_with(key, &[("title", title)]);
        Found { text, href: Some(item_address(office, version, id)) }
    };
    let need = |key: &str, id: NeedId| {
        let found = known.needs.iter().find(|need| need.id == id);
        let homes = found.map_or(0, |need| need.weight.households);
        let title = found.map_or("", |need| need.facts.title.as_str());
        let said = [("title", title.to_owned()), ("homes", ctx.t_n("needs-households", homes))];
        Found { text: ctx.t_with(key, &said), href: Some(format!("{}/matrix#n-{id}", address(office, version))) }
    };
    let plain = |text: String| Found { text, href: None };
    match check {
        Check::NoItems => plain(ctx.t("plans-check-no-items")),
        Check::NoUpkeep(id) => item("plans-check-no-upkeep", *id),
        Check::NoReason(id) => item("plans-check-no-reason", *id),
        Check::BasicLeftOut(id) => need("plans-check-basic", *id),
        Check::LeftOut(id) => need("plans-check-left-out", *id),
        Check::Unasked(id) => item("plans-check-unasked", *id),
        Check::OverBudget { over } => plain(ctx.t_with("plans-check-over", &[("sum", ctx.money_yuan(*over))])),
        Check::NoBudget => plain(ctx.t("plans-check-no-budget")),
        Check::Lacking(sum) => plain(ctx.t_with("plans-check-lacking", &[("sum", ctx.money_yuan(*sum))])),
        Check::NoLeader | Check::NoBody => Found {
            text: ctx.t(if *check == Check::NoLeader { "plans-check-no-leader" } else { "plans-check-no-body" }),
            href: Some(format!("{}/organisation", crate::register::address(office, known.place.id))),
        },
    }
}

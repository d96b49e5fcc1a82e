//! What stands above each page of one neighbourhood: name, place, stage, the ways to its other pages.

use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, Office};
use linli_domain::register::Neighbourhood;

use super::words::{self, Names};
use crate::shell::{Crumb, Ctx};

#[derive(Debug)]
pub(crate) struct Head {
    pub office: Office,
    pub base: String,
    pub name: String,
    pub number: String,
    pub place: String,
    pub stage: String,
    pub look: &'static str,
    pub tabs: Vec<Tab>,
    /// Whether this reader may change it, and it has not gone into another record.
    pub editable: bool,
    pub crumbs: Vec<Crumb>,
}

#[derive(Debug)]
pub(crate) struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
}

impl Head {
    pub(crate) fn of(ctx: &Ctx, names: &Names, n: &Neighbourhood, actor: &Actor, today: Date) -> Self {
        let base = super::address(n.office, n.id);
        let stage = n.stage(today);
        let tab = |key: &str, end: &str| {
            let href = format!("{base}{end}");
            let current = if end.is_empty() { ctx.path == href } else { ctx.within(&href) };
            Tab { label: ctx.t(key), href, current }
        };
        let organisation = actor.may(Act::ReadOrganisation, &n.place()).is_ok();
        let owners = actor.may(Act::ReadOwners, &n.place()).is_ok();
        let plans = actor.may(Act::ReadPlans, &n.place()).is_ok();
        let opinions = actor.may(Act::ReadOpinions, &n.place()).is_ok();
        let tabs = [
            Some(tab("register-tab-facts", "")),
            Some(tab("register-tab-buildings", "/buildings")),
            owners.then(|| tab("owners-title", "/owners")),
            organisation.then(|| tab("organisation-tab", "/organisation")),
            opinions.then(|| Tab {
                label: ctx.t("opinions-tab"),
                href: format!("/desk/{}/opinions?of={}", n.office, n.id),
                current: false,
            }),
            plans.then(|| tab("lifts-title", "/lifts")),
            Some(tab("works-stages", "/stages")),
            Some(tab("works-evidence", "/evidence")),
            Some(tab("register-tab-progress", "/progress")),
            Some(tab("register-tab-history", "/history")),
        ];
        Self {
            tabs: tabs.into_iter().flatten().collect(),
            name: n.facts.name.clone(),
            office: n.office,
            number: n.number.clone(),
            place: names.place(n.facts.division),
            stage: words::stage(ctx, stage),
            look: words::stage_look(stage),
            editable: n.merged_into.is_none() && actor.may(Act::EditRegister, &n.place()).is_ok(),
            crumbs: vec![Crumb::new(ctx.t("shell-nav-register"), super::root(n.office))],
            base,
        }
    }

    /// The way to a page below this neighbourhood.
    pub(crate) fn crumbs_below(&self) -> Vec<Crumb> {
        let mut crumbs = self.crumbs.clone();
        crumbs.push(Crumb::new(&self.name, &self.base));
        crumbs
    }
}

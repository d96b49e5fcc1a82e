//! The words of the register: fields, stages, and the values of facts as people write them.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Level, Money, Office};
use linli_domain::register::facts::{Arrangement, Facts, Field, Ownership};
use linli_domain::register::merge::CannotMerge;
use linli_domain::register::possible::Why;
use linli_domain::register::{Division, Stage};
use linli_store::Tx;
use linli_store::register::division;

use crate::shell::Ctx;

/// The names of an office's towns and communities.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) all: Vec<Division>,
    by_code: BTreeMap<DivisionCode, String>,
}

impl Names {
    pub(crate) fn read(tx: &mut Tx, office: Office) -> linli_store::Result<Self> {
        division::within(tx, office.code()).map(Self::new)
    }

    fn new(all: Vec<Division>) -> Self {
        let by_code = all.iter().map(|division| (division.code, division.name.clone())).collect();
        Self { all, by_code }
    }

    /// The name alone; the code where nobody knows its name.
    pub(crate) fn of(&self, code: DivisionCode) -> String {
        self.by_code.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }

    /// "长铺镇 · 长铺社区"
    pub(crate) fn place(&self, code: DivisionCode) -> String {
        match code.level() {
            Level::Community => format!("{} · {}", self.of(code.at(Level::Town)), self.of(code)),
            _ => self.of(code),
        }
    }

    pub(crate) fn towns(&self) -> impl Iterator<Item = &Division> {
        self.all.iter().filter(|division| division.code.level() == Level::Town)
    }
}

pub(crate) fn field(ctx: &Ctx, field: Field) -> String {
    ctx.t(format!("register-field-{}", field.key()))
}

pub(crate) fn stage(ctx: &Ctx, stage: Stage) -> String {
    ctx.t(format!("register-stage-{}", stage.as_str()))
}

/// The look of a stage's tag.
pub(crate) const fn stage_look(stage: Stage) -> &'static str {
    match stage {
        Stage::Reserve => "grey",
        Stage::Planned => "amber",
        Stage::UnderWay => "teal",
        Stage::Finished => "green",
    }
}

pub(crate) fn ownership(ctx: &Ctx, ownership: Ownership) -> String {
    ctx.t(format!("register-ownership-{}", ownership.as_str()))
}

/// What is wrong with a field: words of its own where it has some.
pub(crate) fn why(ctx: &Ctx, field: Field, why: Why) -> String {
    let own = format!("register-why-{}-{}", why.key(), field.key());
    if ctx.lang.has(&own) { ctx.t(&own) } else { ctx.t(format!("register-why-{}", why.key())) }
}

pub(crate) fn cannot_merge(ctx: &Ctx, why: CannotMerge) -> String {
    ctx.t(match why {
        CannotMerge::Same => "register-merge-same",
        CannotMerge::AlreadyMerged => "register-merge-already",
        CannotMerge::TwoOffices => "register-merge-offices",
    })
}

/// One fact as people write it, with its unit.
pub(crate) fn value(ctx: &Ctx, names: &Names, facts: &Facts, field: Field) -> Option<String> {
    match field {
        Field::Division => Some(names.place(facts.division)),
        Field::FloorArea => facts.floor_area.map(|area| with_unit(ctx, "register-unit-area", &ctx.area(area))),
        Field::Buildings => facts.buildings.map(|n| with_unit(ctx, "register-unit-buildings", &ctx.number(n))),
        Field::Households => facts.households.map(|n| with_unit(ctx, "register-unit-households", &ctx.number(n))),
        Field::Ownership => facts.ownership.map(|kind| ownership(ctx, kind)),
        Field::Arrangement => facts.arrangement.as_ref().map(|arrangement| match arrangement {
            Arrangement::Single => ctx.t("register-arrangement-single"),
            Arrangement::Contiguous(area) => ctx.t_with("register-arrangement-in", &[("area", area)]),
        }),
        Field::PlannedInvestment => {
            facts.planned_investment.map(|money| with_unit(ctx, "register-unit-wan", &wan(ctx, money)))
        }
        Field::StartedOn => facts.started_on.map(|day| ctx.day(day)),
        Field::FinishedOn => facts.finished_on.map(|day| ctx.day(day)),
        _ => facts.text(field),
    }
}

/// An amount in 万元: as it was entered, to the fen.
pub(crate) fn wan(ctx: &Ctx, money: Money) -> String {
    let exact = money.to_wan_exact();
    if exact == money.to_wan() { ctx.money_wan(money) } else { exact }
}

pub(crate) fn with_unit(ctx: &Ctx, key: &'static str, figure: &str) -> String {
    ctx.t_with(key, &[("figure", figure)])
}

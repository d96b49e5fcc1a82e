//! The items of a version as a table: class by class with their sums, and the sums by source of money.

use linli_domain::kernel::{Money, Office, Ratio};
use linli_domain::planning::Item;
use linli_domain::planning::plan::{Standing, Sums};
use linli_store::planning::plan::Known;

use super::super::words::{self, Places};
use super::item_address;
use crate::shell::Ctx;

/// The items of one class of works, with what they come to.
pub(super) struct Class {
    pub name: String,
    pub rule: String,
    pub cost: String,
    pub rows: Vec<Row>,
}

/// One item as the page tells it.
pub(super) struct Row {
    pub id: String,
    pub href: String,
    pub standing: String,
    pub title: String,
    pub work: String,
    pub place: String,
    pub quantity: String,
    pub unit_cost: String,
    pub cost: String,
    pub upkeep: String,
    pub sources: String,
    pub needs: String,
    pub asked: bool,
    pub reserve: bool,
    pub reason: String,
}

pub(super) fn classes(ctx: &Ctx, office: Office, known: &Known, places: &Places, sums: &Sums) -> Vec<Class> {
    let order: Vec<&str> = known.catalogue.classes.iter().map(|class| class.code.as_str()).collect();
    let mut codes: Vec<&str> = known.items.iter().map(|item| item.class.as_str()).collect();
    codes.sort_by_key(|code| order.iter().position(|known| known == code).unwrap_or(usize::MAX));
    codes.dedup();
    let class = |code: &str| {
        let rows = rows(ctx, office, known, places, |item| item.class == code && item.standing != Standing::Dropped);
        let cost = sums.classes.iter().find(|sum| sum.class == code).map_or(Money::ZERO, |sum| sum.cost);
        Class {
            name: words::class(ctx, &known.catalogue, code),
            rule: words::class_rule(ctx, &known.catalogue, code),
            cost: ctx.money_yuan(cost),
            rows,
        }
    };
    codes.into_iter().map(class).filter(|class| !class.rows.is_empty()).collect()
}

pub(super) fn rows(
    ctx: &Ctx,
    office: Office,
    known: &Known,
    places: &Places,
    which: impl Fn(&Item) -> bool,
) -> Vec<Row> {
    let some = known.items.iter().filter(|item| which(item));
    some.map(|item| row(ctx, office, known, places, item)).collect()
}

fn row(ctx: &Ctx, office: Office, known: &Known, places: &Places, item: &Item) -> Row {
    let href = item_address(office, known.version.id, item.id);
    let behind = known.needs.iter().filter(|need| item.needs.contains(&need.id));
    let homes: i64 = behind.map(|need| need.weight.households).sum();
    Row {
        id: item.id.to_string(),
        standing: format!("{href}/standing"),
        href,
        title: item.title.clone(),
        work: words::work(ctx, &known.catalogue, &item.work),
        place: words::place(ctx, places, item.place),
        quantity: words::quantity(ctx, item),
        unit_cost: ctx.money_yuan(item.unit_cost),
        cost: ctx.money_yuan(item.cost()),
        upkeep: words::upkeep(ctx, item),
        sources: words::sources(ctx, item),
        needs: if item.needs.is_empty() {
            ctx.t("plans-asked-by-nobody")
        } else {
            format!("{} · {}", ctx.t_n("needs-count", item.needs.len()), ctx.t_n("needs-households", homes))
        },
        asked: !item.needs.is_empty(),
        reserve: item.standing == Standing::Reserve,
        reason: item.reason.clone(),
    }
}

pub(super) fn by_source(ctx: &Ctx, sums: &Sums) -> Vec<(String, String, String)> {
    let share = |amount: Money| {
        let rate = Ratio::new(amount.fen(), sums.cost.fen()).map(Ratio::percent);
        ctx.percent(rate)
    };
    let lacking = (sums.lacking > Money::ZERO).then(|| (ctx.t("plans-lacking"), sums.lacking));
    let given = sums.sources.iter().map(|(code, amount)| (words::source(ctx, code), *amount));
    given.chain(lacking).map(|(name, amount)| (name, ctx.money_yuan(amount), share(amount))).collect()
}

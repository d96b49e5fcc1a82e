//! Months (月报): figures entered in one table, looked at, signed by two people, kept, corrected by a further version.

mod book;
mod grid;
mod list;
mod remarks;
mod rules;
mod save;
mod show;
mod steps;
mod version;

use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Month, Office};
use linli_domain::works::measure::{Group, Measure};
use linli_domain::works::month_end::MonthState;

pub use book::{Indicator, book, indicators};

use crate::access::{Access, Routes, get, post};
use crate::shell::{Crumb, Ctx, Lang};

pub(super) fn routes() -> Routes {
    let (read, register) = (Access::Act(Act::ReadMonths), Access::Act(Act::ReadRegister));
    let (fill, sign) = (Access::Act(Act::FillMonth), Access::Act(Act::SignMonth));
    Routes::new()
        .route("/desk/{office}/months", get(list::show), read)
        .route("/desk/{office}/month-rules", get(rules::show), read)
        .route("/desk/{office}/month-rules", post(rules::set), sign)
        .route("/desk/{office}/months/{month}", get(show::show), read)
        .route("/desk/{office}/months/{month}/report.xlsx", get(book::download), read)
        .route("/desk/{office}/months/{month}/versions/{version}", get(version::show), read)
        .route("/desk/{office}/months/{month}/figures", get(grid::show), register)
        .route("/desk/{office}/months/{month}/figures", post(save::save), Access::Act(Act::EditRegister))
        .route("/desk/{office}/months/{month}/filling", post(steps::fill), fill)
        .route("/desk/{office}/months/{month}/signature", post(steps::sign), sign)
        .route("/desk/{office}/months/{month}/return", post(steps::send_back), sign)
        .route("/desk/{office}/months/{month}/correction", post(steps::correct), fill)
}

fn root(office: Office) -> String {
    format!("/desk/{office}/months")
}

fn address(office: Office, month: Month) -> String {
    format!("/desk/{office}/months/{month}")
}

fn crumbs(ctx: &Ctx, office: Office) -> Vec<Crumb> {
    vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(ctx.t("shell-nav-months"), root(office))]
}

fn crumbs_below(ctx: &Ctx, office: Office, month: Month) -> Vec<Crumb> {
    let mut crumbs = crumbs(ctx, office);
    crumbs.push(Crumb::new(ctx.month(month), address(office, month)));
    crumbs
}

const fn look(state: MonthState) -> &'static str {
    match state {
        MonthState::Open => "grey",
        MonthState::Filled => "amber",
        MonthState::Frozen => "teal",
    }
}

fn state(ctx: &Ctx, state: MonthState) -> String {
    ctx.t(format!("months-state-{}", state.as_str()))
}

fn measure(ctx: &Ctx, of: Measure) -> String {
    measure_name(ctx.lang, of)
}

/// The name of a figure; a source of money is named with what it is a source of.
fn measure_name(lang: Lang, of: Measure) -> String {
    let (key, name) = (of.as_str(), |key: &str| lang.text(&format!("months-measure-{}", key.replace('_', "-"))));
    match of.group() {
        Group::Planned => {
            lang.text_with("months-planned-from", &[("source", name(key.strip_prefix("planned_").unwrap_or(key)))])
        }
        Group::Sources => lang.text_with("months-done-from", &[("source", name(key))]),
        _ => name(key),
    }
}

/// A figure as people read it.
fn figure(ctx: &Ctx, of: Measure, amount: i64) -> String {
    use linli_domain::works::measure::Unit;
    match of.unit() {
        Unit::YesNo => ctx.t(if amount == 0 { "months-no" } else { "months-yes" }),
        Unit::Money => ctx.money_wan(linli_domain::kernel::Money::from_fen(amount)),
        Unit::Count => ctx.number(amount),
        _ => of.text(amount),
    }
}

/// A figure summed over neighbourhoods: how many have it, where it is a yes or no.
fn figure_sum(ctx: &Ctx, of: Measure, amount: i64) -> String {
    use linli_domain::works::measure::Unit;
    if of.unit() == Unit::YesNo { ctx.number(amount) } else { figure(ctx, of, amount) }
}

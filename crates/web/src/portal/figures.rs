//! The figures of a unit as a page shows them: numbers beside the rates that follow from them.

use linli_domain::kernel::{Money, Percent};
use linli_domain::oversight::Figures;
use linli_domain::oversight::figures::{Households, printed};

use crate::shell::Ctx;

/// Figures with their printed rates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub planned: i64,
    pub started: i64,
    pub finished: Option<i64>,
    pub start_rate: Option<Percent>,
    pub completion_rate: Option<Percent>,
    pub households: Option<Households>,
    pub household_start_rate: Option<Percent>,
    pub household_completion_rate: Option<Percent>,
    pub planned_investment: Money,
    pub done_investment: Money,
    pub investment_rate: Option<Percent>,
}

impl Shown {
    /// "1,234 households", where they are known.
    pub fn households_planned(&self, ctx: &Ctx) -> String {
        self.households.map_or_else(String::new, |households| ctx.t_n("portal-stat-households", households.planned))
    }

    /// The same counts by households, as far as they are known.
    pub fn by_households(&self, ctx: &Ctx) -> Option<String> {
        let Households { planned, started, finished } = self.households?;
        let mut values = vec![
            ("planned", ctx.number(planned)),
            ("started", ctx.number(started)),
            ("start", ctx.percent(self.household_start_rate)),
        ];
        let Some(finished) = finished else { return Some(ctx.t_with("portal-by-households-started", &values)) };
        values.push(("finished", ctx.number(finished)));
        values.push(("completion", ctx.percent(self.household_completion_rate)));
        Some(ctx.t_with("portal-by-households", &values))
    }
}

impl From<&Figures> for Shown {
    fn from(of: &Figures) -> Self {
        Self {
            planned: of.planned,
            started: of.started,
            finished: of.finished,
            start_rate: printed(of.start_rate()),
            completion_rate: printed(of.completion_rate()),
            households: of.households,
            household_start_rate: printed(of.household_start_rate()),
            household_completion_rate: printed(of.household_completion_rate()),
            planned_investment: of.planned_investment,
            done_investment: of.done_investment,
            investment_rate: printed(of.investment_rate()),
        }
    }
}

//! Why a project was taken, and by whose money; why another was not, and what it would take.

use std::collections::HashMap;

use num_bigint::BigInt;
use num_traits::Zero;

use super::greedy::others;
use super::run::{Run, weight_in};
use super::support::Support;
use super::{Election, Fraction};

/// A project that its supporters paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub project: usize,
    /// Households that support it.
    pub supporters: i64,
    /// What supporters pay for each unit of satisfaction (ρ): of what is least here, the next project is taken.
    pub rho: Fraction,
    /// Who pays how much, the largest payment first. Who had nothing left is not named.
    pub payments: Vec<Payment>,
}

/// So many households pay so much each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub households: i64,
    pub each: Fraction,
    /// Less than their part: it is all they had left.
    pub all_they_had: bool,
}

/// A project that its supporters could not pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub project: usize,
    pub supporters: i64,
    /// What its supporters had left between them at the end.
    pub left: Fraction,
    /// What was missing: with so much more between them, or costing so much less, it would have been taken. Zero where it was
    /// taken by completion all the same, or where money was never the reason.
    pub missing: Fraction,
    /// The missing money in shares that nobody has touched, rounded up.
    pub missing_shares: BigInt,
    /// What supporters had paid for before: project, and how many of them; the most first.
    pub spent_on: Vec<(usize, i64)>,
    /// Taken by the greedy rule with the money left over.
    pub completed: bool,
    /// It costs more than what was left of the budget in the end.
    pub beyond_budget: bool,
}

/// Every project taken, with who paid what; the run's exact sums are worked out.
pub(super) fn steps(election: &Election, support: &Support, run: &Run<'_>) -> Vec<Step> {
    let chain = run.chain();
    let below = chain.below() * support.households * election.parts();
    let each_step = run.taken.iter().enumerate().map(|(at, taken)| {
        let project = &support.projects[taken.project];
        let payment = Fraction::new(chain.payment(at).clone(), below.clone());
        let worth = if support.by_cost { election.money_of(project.worth) } else { Fraction::from(1) };
        let mut all_they_had: HashMap<BigInt, i64> = HashMap::new();
        let mut in_full: HashMap<i64, i64> = HashMap::new();
        let now = u32::try_from(at).unwrap_or(u32::MAX);
        for group in &project.groups {
            let households = i64::from(support.groups[*group as usize].households);
            match run.spent_at(*group) {
                spent if spent > now => {
                    let weight = weight_in(&support.groups[*group as usize].wishes, taken.project);
                    *in_full.entry(weight).or_default() += households;
                }
                spent if spent == now => *all_they_had.entry(run.purse(*group, now)).or_default() += households,
                _ => {}
            }
        }
        all_they_had.retain(|purse, _| !purse.is_zero());
        let full = in_full.into_iter().map(|(weight, households)| (chain.payment(at) * weight, households, false));
        let rest = all_they_had.into_iter().map(|(purse, households)| (purse, households, true));
        let mut payments: Vec<(BigInt, i64, bool)> = full.chain(rest).collect();
        payments.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)));
        let payments = payments.into_iter().map(|(sum, households, all_they_had)| Payment {
            households,
            each: Fraction::unreduced(sum, below.clone()),
            all_they_had,
        });
        let payments = payments.collect();
        let rho = payment.divided(&worth).times(if support.by_points { election.point_parts() } else { 1 });
        Step { project: taken.project, supporters: project.households, rho, payments }
    });
    each_step.collect()
}

/// Every project that its supporters did not pay.
pub(super) fn explain(election: &Election, support: &Support, run: &Run<'_>, completed: &[usize]) -> Vec<Refused> {
    let order = run.order();
    let budget_left = i128::from(election.budget()) - election.cost_of(&order) - election.cost_of(completed);
    let share = Fraction::new(run.total(), support.households).over(election.parts());
    let mut refused: Vec<usize> = others(support, &order).collect();
    refused.sort_by_key(|project| (-support.projects[*project].households, support.projects[*project].place));
    let each = refused.into_iter().map(|at| {
        let project = &support.projects[at];
        let left = run.left_with(at).over(election.parts());
        let cost = election.money_of(project.cost);
        let short = cost > left;
        let missing = if short { cost.minus(&left) } else { Fraction::from(0) };
        Refused {
            project: at,
            supporters: project.households,
            missing_shares: missing.ceiling_over(&share),
            left,
            missing,
            spent_on: spent_on(support, run, at),
            completed: completed.contains(&at),
            beyond_budget: !completed.contains(&at) && i128::from(project.cost) > budget_left,
        }
    });
    each.collect()
}

/// What the supporters of a project paid for, and how many of them did.
fn spent_on(support: &Support, run: &Run<'_>, project: usize) -> Vec<(usize, i64)> {
    let mut paid: HashMap<usize, i64> = HashMap::new();
    for group in &support.projects[project].groups {
        let of = &support.groups[*group as usize];
        for (wished, _) in &of.wishes {
            if run.paid_for(*group, *wished as usize) {
                *paid.entry(*wished as usize).or_default() += i64::from(of.households);
            }
        }
    }
    let mut paid: Vec<(usize, i64)> = paid.into_iter().collect();
    paid.sort_by_key(|(project, households)| (-households, support.projects[*project].place));
    paid
}

//! The Method of Equal Shares (均等份额法; Peters, Pierczyński, Skowron 2021): the money is everybody's, in equal parts.
//!
//! Each household has the same share of the budget. A project is taken when those who wish it can pay it together; they pay
//! alike for the same satisfaction, and who cannot gives what is left. Of all that can be paid, the one comes first that
//! costs its supporters least for each unit of satisfaction. Shares seldom come out even, so money is left; a completion
//! says what is done with it.

use super::explain::{Refused, Step, explain, steps};
use super::greedy::{completed, others};
use super::run::Run;
use super::support::Support;
use super::{Election, Fraction, Utility};

/// No more outcomes are looked at. A budget with which this takes too long is counted in too small a coin.
pub const MOST_OUTCOMES: usize = 1_000_000;

/// What is done with the money that equal shares leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Nothing.
    None,
    /// Every share is raised by one unit of money, as if there were more, and again, until nothing more fits the budget; or, if
    /// the projects would cost more than the budget, the outcome before that is taken.
    Add1,
    /// The greedy rule takes what fits.
    Greedy,
    /// First the one, then the other.
    Add1Greedy,
}

/// What was taken, why, and why not.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// In the order in which supporters paid for them.
    pub steps: Vec<Step>,
    /// Taken by the greedy rule with what was left.
    pub completed: Vec<usize>,
    /// How often shares were raised until it ended.
    pub increments: i64,
    /// How often they were raised for this outcome: once less where the last time cost too much.
    pub kept: i64,
    /// What each household had to spend in the end.
    pub share: Fraction,
    /// What was not taken, the most supported first.
    pub refused: Vec<Refused>,
}

impl Outcome {
    /// Everything taken, in order.
    pub fn order(&self) -> Vec<usize> {
        self.steps.iter().map(|step| step.project).chain(self.completed.iter().copied()).collect()
    }
}

/// Why there is no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Endless {
    #[error("more than {MOST_OUTCOMES} outcomes would have to be looked at")]
    TooManyOutcomes,
    #[error("the shares are too large to be added up")]
    TooLarge,
}

/// Takes projects by equal shares.
pub fn equal_shares(election: &Election, utility: Utility, completion: Completion) -> Result<Outcome, Endless> {
    let support = Support::of(election, utility);
    let mut run = Run::new(&support);
    run.step = election.parts().saturating_mul(support.households);
    run.go(election.budget());
    let (increments, kept) = match completion {
        Completion::Add1 | Completion::Add1Greedy => raise(election, &support, &mut run)?,
        Completion::None | Completion::Greedy => (0, 0),
    };
    let order = run.order();
    let completed = match completion {
        Completion::Greedy | Completion::Add1Greedy => completed(election, &support, &order),
        Completion::None | Completion::Add1 => Vec::new(),
    };
    run.extend();
    let share = Fraction::new(run.total(), support.households).over(election.parts());
    let steps = steps(election, &support, &run);
    let refused = explain(election, &support, &run, &completed);
    Ok(Outcome { steps, completed, increments, kept, share, refused })
}

/// Raises all shares until the outcome is exhaustive, or goes back one where it costs too much.
fn raise(election: &Election, support: &Support, run: &mut Run<'_>) -> Result<(i64, i64), Endless> {
    let mut increments = 0;
    for _ in 0..MOST_OUTCOMES {
        let order = run.order();
        let cost = election.cost_of(&order);
        if cost > i128::from(election.budget()) {
            let kept = increments - 1;
            run.go(total(election, support, kept).ok_or(Endless::TooLarge)?);
            return Ok((increments, kept));
        }
        if exhaustive(election, support, &order, cost) {
            return Ok((increments, increments));
        }
        // As far as the run reaches, the outcome is the same.
        increments += run.reach / run.step + 1;
        run.go(total(election, support, increments).ok_or(Endless::TooLarge)?);
    }
    Err(Endless::TooManyOutcomes)
}

/// All shares together, in parts of the unit of money.
fn total(election: &Election, support: &Support, increments: i64) -> Option<i64> {
    let more = increments.checked_mul(election.parts())?.checked_mul(support.households)?;
    election.budget().checked_add(more).filter(|total| *total < 1 << 61)
}

/// Whether no other project that somebody supports fits into what is left of the budget.
fn exhaustive(election: &Election, support: &Support, order: &[usize], cost: i128) -> bool {
    let left = i128::from(election.budget()) - cost;
    !others(support, order)
        .any(|project| support.projects[project].weight > 0 && i128::from(support.projects[project].cost) <= left)
}

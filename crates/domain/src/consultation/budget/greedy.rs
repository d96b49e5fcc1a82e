//! The rule that most cities use: the most supported first, as long as the money lasts.

use std::cmp::Ordering;

use super::support::Support;
use super::{Election, Utility};

/// Projects in the order in which greedy takes them: by satisfaction of all households together for each unit of money, which is
/// by supporters where a project is worth its cost, and by supporters ÷ cost where it is worth one. Ties go to the first id. What
/// does not fit is passed over, and a project without any support is taken last if it fits.
pub fn greedy(election: &Election, utility: Utility) -> Vec<usize> {
    completed(election, &Support::of(election, utility), &[])
}

/// What greedy takes with the money that `taken` leaves.
pub(super) fn completed(election: &Election, support: &Support, taken: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = others(support, taken).collect();
    order.sort_by(|a, b| denser(support, *b, *a).then(support.projects[*a].place.cmp(&support.projects[*b].place)));
    let mut left = i128::from(election.budget()) - election.cost_of(taken);
    order.retain(|project| {
        let cost = i128::from(support.projects[*project].cost);
        let fits = cost <= left;
        left -= if fits { cost } else { 0 };
        fits
    });
    order
}

/// Every project that was not taken.
pub(super) fn others(support: &Support, taken: &[usize]) -> impl Iterator<Item = usize> + use<> {
    let mut other = vec![true; support.projects.len()];
    for project in taken {
        other[*project] = false;
    }
    other.into_iter().enumerate().filter(|(_, other)| *other).map(|(project, _)| project)
}

/// Satisfaction ÷ cost: weight · worth ÷ cost, and worth is either the cost or one.
pub(super) fn denser(support: &Support, a: usize, b: usize) -> Ordering {
    let (a, b) = (&support.projects[a], &support.projects[b]);
    if support.by_cost {
        return a.weight.cmp(&b.weight);
    }
    (i128::from(a.weight) * i128::from(b.cost)).cmp(&(i128::from(b.weight) * i128::from(a.cost)))
}

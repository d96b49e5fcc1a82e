//! Exact sums: asked where estimates leave it open, and for what is told at the end.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::super::Fraction;
use super::super::chain::{Chain, Left};
use super::lists::times;
use super::{Exact, NEVER, Run, Taken, narrow};

impl Run<'_> {
    /// Whether the supporters have the cost between them.
    pub(super) fn affordable(&mut self, project: usize) -> bool {
        self.extend();
        let mut left = Left::default();
        for at in self.lists.of(project) {
            let group = self.lists.groups[at];
            left.add(i64::from(self.lists.households[at]), self.paid_by(group, NEVER));
        }
        self.chain.sum(&left) >= self.cost(project) * self.chain.below()
    }

    /// What a unit of weight pays for an affordable project. `low` is not more.
    pub(super) fn exact(&mut self, project: usize, low: i64) -> Exact {
        let mut low = low;
        let mut left = Left::default();
        let mut weight: i64 = self.lists.of(project).map(|at| self.lists.weighing(at)).sum();
        let mut rest: Vec<usize> = self.lists.of(project).collect();
        let mut exact: Option<Exact> = None;
        loop {
            let before = rest.len();
            let mut kept = Vec::with_capacity(before);
            for at in rest {
                let (group, each) = (self.lists.groups[at], self.lists.weights.get(at).copied().unwrap_or(1));
                let purse = i128::from(self.purses[group as usize]);
                let poor = if purse + i128::from(self.error) < times(each, low) {
                    true
                } else if let Some(exact) = &exact {
                    self.certainly_left(group, each, low) != Some(Ordering::Greater)
                        && self.left_after(group, each, exact) == Ordering::Less
                } else {
                    false
                };
                if poor {
                    left.add(i64::from(self.lists.households[at]), self.paid_by(group, NEVER));
                    weight -= self.lists.weighing(at);
                } else {
                    kept.push(at);
                }
            }
            rest = kept;
            match exact {
                Some(exact) if rest.len() == before => return exact,
                _ => {}
            }
            let found = self.price(project, &left, weight);
            low = self.coins(&found).max(low);
            self.extend();
            exact = Some(found);
        }
    }

    fn price(&mut self, project: usize, left: &Left, weight: i64) -> Exact {
        let cost = self.cost(project);
        if left.shares == 0 {
            return Exact { above: cost, below: weight.into(), weight };
        }
        self.extend();
        Exact { above: cost * self.chain.below() - self.chain.sum(left), below: self.chain.below() * weight, weight }
    }

    /// Whether a household has more than it pays, just that, or less, where estimates say so for certain.
    pub(super) fn certainly_left(&self, group: u32, weight: i64, low: i64) -> Option<Ordering> {
        let (purse, error) = (i128::from(self.purses[group as usize]), i128::from(self.error));
        if purse - error > times(weight, low.saturating_add(1)) {
            return Some(Ordering::Greater);
        }
        (purse + error < times(weight, low)).then_some(Ordering::Less)
    }

    /// The same by exact sums.
    pub(super) fn left_after(&self, group: u32, weight: i64, price: &Exact) -> Ordering {
        let purse = self.purse(group, NEVER);
        (purse * &price.below).cmp(&(&price.above * self.chain.below() * weight))
    }

    /// What a household of a group had left before the project taken at `before`, above the line of the chain.
    pub(in super::super) fn purse(&self, group: u32, before: u32) -> BigInt {
        let mut left = Left::default();
        left.add(1, self.paid_by(group, before));
        self.chain.sum(&left)
    }

    /// What a household paid in full before the project taken at `before`, if it was not spent out.
    fn paid_by(&self, group: u32, before: u32) -> impl Iterator<Item = (usize, i64)> {
        let wishes = self.of.groups[group as usize].wishes.iter();
        wishes.filter_map(move |(project, weight)| {
            let at = self.taken_at[*project as usize];
            (at < before).then_some((at as usize, *weight))
        })
    }

    fn cost(&self, project: usize) -> BigInt {
        BigInt::from(self.of.projects[project].cost) * self.of.households
    }

    /// A price in whole coins, rounded down.
    pub(super) fn coins(&self, price: &Exact) -> i64 {
        let coins = (&price.above << self.shift) / (&price.below * self.of.households);
        coins.to_i64().unwrap_or(i64::MAX)
    }

    /// Works out the payments of all projects taken so far.
    pub(in super::super) fn extend(&mut self) {
        for at in self.chain.len()..self.taken.len() {
            let from = if at == 0 { 0 } else { self.taken[at - 1].spent_to };
            let Taken { project, weight, spent_to } = self.taken[at];
            let mut left = Left::default();
            for group in &self.spent[from..spent_to] {
                left.add(i64::from(self.of.groups[*group as usize].households), self.paid_by(*group, narrow(at)));
            }
            let cost = self.cost(project);
            self.chain.push(&cost, &left, weight);
        }
    }

    pub(in super::super) fn chain(&self) -> &Chain {
        &self.chain
    }

    /// What all supporters of a project have left between them, in parts of the unit of money; not times anything.
    pub(in super::super) fn left_with(&self, project: usize) -> Fraction {
        let mut left = Left::default();
        let groups = self.of.projects[project].groups.iter();
        for group in groups.filter(|group| self.spent_at(**group) == NEVER) {
            left.add(i64::from(self.of.groups[*group as usize].households), self.paid_by(*group, NEVER));
        }
        Fraction::new(self.chain.sum(&left), self.chain.below() * self.of.households)
    }

    /// Whether a group paid something for a project taken.
    pub(in super::super) fn paid_for(&self, group: u32, project: usize) -> bool {
        self.taken_at[project] != NEVER && self.taken_at[project] <= self.spent_at(group)
    }

    /// Before which project taken a group had nothing left.
    pub(in super::super) fn spent_at(&self, group: u32) -> u32 {
        self.spent_at[group as usize]
    }

    pub(in super::super) const fn total(&self) -> i64 {
        self.total
    }
}

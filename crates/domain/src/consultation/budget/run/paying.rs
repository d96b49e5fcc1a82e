//! Who pays what for a project that is taken, and how far purses are off afterwards.

use std::cmp::Ordering;

use num_traits::ToPrimitive;

use super::lists::times;
use super::{NEVER, Price, Run, Taken, narrow};

impl Run<'_> {
    pub(super) fn take(&mut self, price: &Price) {
        let certain = price.high.filter(|high| high - price.low <= self.share >> self.coarse);
        if certain.is_none_or(|high| !self.take_estimated(price.project, price.low, high)) {
            self.take_exactly(price);
        }
    }

    /// Everybody pays by estimates, if it is certain who cannot pay in full.
    fn take_estimated(&mut self, project: usize, low: i64, high: i64) -> bool {
        let (lists, purses) = (&self.lists, &mut self.purses);
        if !lists.poor_are_certain(project, purses, low, self.error) {
            return false;
        }
        let (mut paid, now) = (0, narrow(self.taken.len()));
        for at in lists.of(project) {
            let (group, weight) = (lists.groups[at], lists.weights.get(at).copied().unwrap_or(1));
            let purse = &mut purses[group as usize];
            if i128::from(*purse) < times(weight, low) {
                *purse = 0;
                self.spent.push(group);
                self.spent_at[group as usize] = now;
            } else {
                *purse -= weight * low;
                paid += weight * i64::from(lists.households[at]);
            }
        }
        self.paid(project, paid, high - low);
        true
    }

    /// Everybody pays by exact sums; of who pays in full, some have nothing left afterwards.
    fn take_exactly(&mut self, price: &Price) {
        let exact = price.exact.clone().unwrap_or_else(|| self.exact(price.project, price.low));
        self.extend();
        let (low, now) = (self.coins(&exact), narrow(self.taken.len()));
        let mut paid = 0;
        for at in self.lists.of(price.project) {
            let (group, weight) = (self.lists.groups[at], self.lists.weights.get(at).copied().unwrap_or(1));
            let left =
                self.certainly_left(group, weight, low).unwrap_or_else(|| self.left_after(group, weight, &exact));
            let purse = &mut self.purses[group as usize];
            if left == Ordering::Less {
                self.spent.push(group);
            } else {
                paid += weight * i64::from(self.lists.households[at]);
            }
            if left == Ordering::Greater {
                *purse = purse.saturating_sub(i64::try_from(times(weight, low)).unwrap_or(i64::MAX)).max(1);
            } else {
                *purse = 0;
                self.spent_at[group as usize] = if left == Ordering::Less { now } else { now + 1 };
            }
        }
        self.paid(price.project, paid, 1);
    }

    fn paid(&mut self, project: usize, weight: i64, width: i64) {
        self.error = self.error.saturating_add(self.of.projects[project].heaviest.saturating_mul(width));
        self.taken_at[project] = narrow(self.taken.len());
        self.taken.push(Taken { project, weight, spent_to: self.spent.len() });
        self.least_error = self.least_error.saturating_add(self.of.projects[project].heaviest);
        if self.error > self.share >> self.fine && self.error / 8 > self.least_error {
            self.renew();
        }
    }

    /// Works out all purses anew, each payment off by less than a coin.
    fn renew(&mut self) {
        self.extend();
        let payments: Vec<i64> = (0..self.taken.len()).map(|at| self.payment(at)).collect();
        for (group, purse) in self.of.groups.iter().zip(&mut self.purses).filter(|(_, purse)| **purse != 0) {
            let paid = group.wishes.iter().filter_map(|(project, weight)| {
                let at = self.taken_at[*project as usize];
                (at != NEVER).then(|| weight * payments[at as usize])
            });
            *purse = (self.share - paid.sum::<i64>()).max(1);
        }
        self.error = self.least_error;
    }

    /// What was paid for each unit of weight, in whole coins, rounded down.
    fn payment(&self, at: usize) -> i64 {
        let coins = (self.chain.payment(at) << self.shift) / (self.chain.below() * self.of.households);
        coins.to_i64().unwrap_or(i64::MAX)
    }
}

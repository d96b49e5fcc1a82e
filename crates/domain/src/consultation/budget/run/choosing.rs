//! Which project is taken next: the one that costs its supporters least for each unit of satisfaction, by estimates, and by exact
//! prices where those leave it open.

use std::cmp::{Ordering, Reverse};

use super::super::greedy::denser;
use super::{Price, Run, narrow};

/// More than a quotient of two rounded numbers is ever off.
const ROUNDED: f64 = 1e-15;

enum Look {
    /// It cannot be paid, now or later.
    Gone,
    /// It is dearer than the best.
    Later,
    Found(Price),
}

impl Run<'_> {
    /// The project that costs its supporters least for each unit of satisfaction; of equals the first by its id.
    pub(super) fn cheapest(&mut self) -> Option<Price> {
        let mut best = f64::INFINITY;
        let (mut found, mut later) = (Vec::new(), Vec::new());
        while let Some(Reverse((low, project))) = self.heap.peek().copied() {
            if f64::from_bits(low) > best {
                break;
            }
            self.heap.pop();
            match self.look(project as usize, best) {
                Look::Gone => {}
                Look::Later => later.push(project as usize),
                Look::Found(price) => {
                    let high = price.high.unwrap_or(price.low + 1);
                    best = best.min(self.rank_high(price.project, high));
                    found.push(price);
                }
            }
        }
        let (close, dearer) =
            found.into_iter().partition::<Vec<_>, _>(|price| self.rank_low(price.project, price.low) <= best);
        later.extend(dearer.into_iter().map(|price| price.project));
        let winner = self.settle(close, &mut later);
        for project in later {
            self.heap.push(Reverse((self.rank_low(project, self.lows[project]).to_bits(), narrow(project))));
        }
        if winner.is_some() {
            self.narrow_reach(best);
        }
        winner
    }

    /// Between those whose estimates overlap, exact prices decide.
    fn settle(&mut self, mut close: Vec<Price>, later: &mut Vec<usize>) -> Option<Price> {
        if close.len() > 1 {
            for price in &mut close {
                if price.exact.is_none() {
                    price.exact = Some(self.exact(price.project, price.low));
                }
            }
            let of = self.of;
            close.sort_by(|a, b| {
                let ((Some(x), Some(y)), p, q) =
                    ((&a.exact, &b.exact), &of.projects[a.project], &of.projects[b.project])
                else {
                    return Ordering::Equal;
                };
                let (x, y) = (&x.above * (&y.below * q.worth), &y.above * (&x.below * p.worth));
                x.cmp(&y).then(p.place.cmp(&q.place))
            });
        }
        let mut close = close.into_iter();
        let winner = close.next();
        for loser in close {
            let first = winner.as_ref().is_some_and(|winner| self.stays_first(winner, loser.project));
            self.reach = if first { self.reach } else { 0 };
            later.push(loser.project);
        }
        winner
    }

    /// Whether more money in purses cannot put the loser first: all pay the winner in full, which is as cheap as it gets, and at
    /// its own cheapest the loser comes after it.
    fn stays_first(&self, winner: &Price, loser: usize) -> bool {
        let places = self.of.projects[winner.project].place.cmp(&self.of.projects[loser].place);
        winner.by_all && denser(self.of, winner.project, loser).reverse().then(places) == Ordering::Less
    }

    /// More money in purses lowers the bound of a project by no more than what comes on top ÷ weight of those who pay in full.
    /// So far no other project can become cheaper than the best one is.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "it is less than the truth all the same"
    )]
    fn narrow_reach(&mut self, best: f64) {
        for Reverse((_, project)) in &self.heap {
            if self.reach < self.step {
                return;
            }
            let at = *project as usize;
            let (rich, worth) = (self.riches[at], self.of.projects[at].worth as f64);
            if rich > 0 {
                let gap = self.lows[at] as f64 * (1.0 - 10.0 * ROUNDED) - best * worth * (1.0 + 10.0 * ROUNDED);
                let coins = ((gap - 1.0) * rich as f64 * (1.0 - 10.0 * ROUNDED)).max(0.0) as i64;
                self.reach = self.reach.min(coins >> self.shift);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a lower bound all the same")]
    pub(super) fn rank_low(&self, project: usize, payment: i64) -> f64 {
        payment as f64 / self.of.projects[project].worth as f64 * (1.0 - ROUNDED)
    }

    #[expect(clippy::cast_precision_loss, reason = "it is an upper bound all the same")]
    fn rank_high(&self, project: usize, payment: i64) -> f64 {
        payment as f64 / self.of.projects[project].worth as f64 * (1.0 + ROUNDED)
    }

    /// What a unit of weight pays, unless it is more than the best or more than there is.
    fn look(&mut self, project: usize, best: f64) -> Look {
        let cost = self.of.projects[project].cost << self.shift;
        let mut low = self.lows[project];
        let (all, mut poor) = self.lists.survey(project, &self.purses, low);
        let unsure = all.households.saturating_mul(self.error);
        if all.money.saturating_add(unsure) < cost {
            self.reach = self.reach.min((cost - all.money - unsure - 1) >> self.shift);
            return Look::Gone;
        }
        if all.money < cost.saturating_add(unsure) && !self.affordable(project) {
            self.reach = 0;
            return Look::Gone;
        }
        let everybody = all.weight == self.of.projects[project].weight;
        loop {
            let rich = all.weight - poor.weight;
            if rich <= 0 {
                return Look::Found(self.exact_price(project, low));
            }
            let next = (cost - poor.money).saturating_sub(poor.households.saturating_mul(self.error)).div_euclid(rich);
            if next <= low {
                break;
            }
            low = next;
            self.lows[project] = low;
            self.riches[project] = if everybody && poor.households == 0 { 0 } else { rich };
            if self.rank_low(project, low) > best {
                return Look::Later;
            }
            poor = self.lists.poor(project, &self.purses, low);
        }
        let unsure = poor.households.saturating_mul(self.error);
        let high = (cost - poor.money).saturating_add(unsure).div_euclid(all.weight - poor.weight) + 1;
        if self.lists.rest_can_pay(project, &self.purses, low, high, self.error) {
            let by_all = everybody && poor.households == 0;
            return Look::Found(Price { project, low, high: Some(high), exact: None, by_all });
        }
        Look::Found(self.exact_price(project, low))
    }

    fn exact_price(&mut self, project: usize, low: i64) -> Price {
        let exact = self.exact(project, low);
        let low = self.coins(&exact).max(low);
        let by_all = exact.weight == self.of.projects[project].weight;
        self.lows[project] = low;
        self.riches[project] = if by_all { 0 } else { exact.weight };
        Price { project, low, high: None, exact: Some(exact), by_all }
    }
}

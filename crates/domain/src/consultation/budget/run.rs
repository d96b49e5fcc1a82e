//! One run of the Method of Equal Shares with one first share for everybody.
//!
//! Purses are kept as whole numbers of a very small coin, with a bound on how far the worst of them is off. Every question
//! (who can pay, which project is cheapest for its supporters, is it affordable at all) is first asked of these estimates, and
//! where the bound leaves it open it is asked again of exact sums ([`Chain`]). So no answer depends on rounding, and hardly any
//! takes long numbers.
//!
//! A project only gets dearer for its supporters as they spend. What it cost them when last looked at is a lower bound, and
//! most projects need not be looked at again before another one is taken.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::Fraction;
use super::chain::{Chain, Left};
use super::greedy::denser;
use super::support::Support;

/// Sums of the smallest coin stay below 2⁶².
const BITS: u32 = 62;
/// Purses that are off by more than this part of a share are worked out anew from exact payments.
const FINE: u32 = 20;
/// A payment known less well than to this part of a share is worked out exactly.
const COARSE: u32 = 16;
/// More than a quotient of two rounded numbers is ever off.
const ROUNDED: f64 = 1e-15;
const NEVER: u32 = u32::MAX;

/// A project taken, and who could not pay in full.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub project: usize,
    /// The weight of those who paid in full.
    pub weight: i64,
    /// Those who gave all they had left: up to here in the list of who is spent out, from where the one before ends.
    pub spent_to: usize,
}

/// What a unit of weight pays for a project, between two estimates, or exactly.
#[derive(Debug)]
struct Price {
    project: usize,
    low: i64,
    /// None where it is not certain that those pay in full who seem to.
    high: Option<i64>,
    exact: Option<Exact>,
    /// Every supporter pays in full.
    by_all: bool,
}

/// Times the number of households.
#[derive(Clone, Debug)]
struct Exact {
    above: BigInt,
    below: BigInt,
    /// The weight of those who pay in full.
    weight: i64,
}

enum Look {
    /// It cannot be paid, now or later.
    Gone,
    /// It is dearer than the best.
    Later,
    Found(Price),
}

/// Supporters of all projects in one list, who is not spent out first.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<usize>,
    lengths: Vec<usize>,
    groups: Vec<u32>,
    households: Vec<u32>,
    /// Empty where every weight is one.
    weights: Vec<i64>,
}

/// Sums over the supporters of a project.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    money: i64,
    households: i64,
    weight: i64,
}

#[derive(Debug)]
pub(super) struct Run<'a> {
    of: &'a Support,
    all: Lists,
    /// All purses together at the start; the share of each is this ÷ households.
    total: i64,
    shift: u32,
    /// By group. Nothing only for who is spent out for certain.
    purses: Vec<i64>,
    /// No purse is further off.
    error: i64,
    /// What purses are off by when they were just worked out anew.
    least_error: i64,
    share: i64,
    /// How exact it is before it is exact: [`FINE`] and [`COARSE`], or what a test wants to see. It changes no outcome.
    pub fine: u32,
    pub coarse: u32,
    lists: Lists,
    lows: Vec<i64>,
    /// The weight of those who were taken to pay in full for each lower bound; zero where that was everybody, and more money in
    /// purses does not lower it.
    riches: Vec<i64>,
    /// All purses together may grow by so much, in parts of the unit of money, and the same is taken in the same order.
    pub reach: i64,
    /// Less of it is of no use.
    pub step: i64,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    pub taken: Vec<Taken>,
    taken_at: Vec<u32>,
    /// Who gave all they had and still paid less than others, in the order of it.
    spent: Vec<u32>,
    /// By group: before which project taken it had nothing left.
    spent_at: Vec<u32>,
    chain: Chain,
}

impl<'a> Run<'a> {
    pub(super) fn new(of: &'a Support) -> Self {
        let mut all = Lists::default();
        for (at, project) in of.projects.iter().enumerate() {
            all.starts.push(all.groups.len());
            all.lengths.push(project.groups.len());
            for group in &project.groups {
                let group_of = &of.groups[*group as usize];
                all.groups.push(*group);
                all.households.push(group_of.households);
                if of.weighted {
                    all.weights.push(weight_in(&group_of.wishes, at));
                }
            }
        }
        Self {
            of,
            lists: all.clone(),
            all,
            total: 0,
            shift: 0,
            purses: vec![0; of.groups.len()],
            error: 1,
            least_error: 1,
            share: 0,
            fine: FINE,
            coarse: COARSE,
            lows: vec![0; of.projects.len()],
            riches: vec![0; of.projects.len()],
            reach: 0,
            step: i64::MAX,
            heap: BinaryHeap::new(),
            taken: Vec::new(),
            taken_at: vec![NEVER; of.projects.len()],
            spent: Vec::new(),
            spent_at: vec![NEVER; of.groups.len()],
            chain: Chain::new(0),
        }
    }

    /// Takes projects until none can be paid, with `total` shared among all households.
    pub(super) fn go(&mut self, total: i64) {
        self.start(total);
        while let Some(price) = self.cheapest() {
            self.take(&price);
        }
    }

    pub(super) fn order(&self) -> Vec<usize> {
        self.taken.iter().map(|taken| taken.project).collect()
    }

    fn start(&mut self, total: i64) {
        self.total = total;
        self.shift = BITS - (i64::BITS - total.leading_zeros());
        self.share = (total << self.shift) / self.of.households;
        self.purses.fill(self.share.max(1));
        (self.error, self.least_error) = (1, 1);
        self.lists.lengths.copy_from_slice(&self.all.lengths);
        self.lists.groups.copy_from_slice(&self.all.groups);
        self.lists.households.copy_from_slice(&self.all.households);
        self.lists.weights.copy_from_slice(&self.all.weights);
        self.taken.clear();
        self.taken_at.fill(NEVER);
        self.spent.clear();
        self.spent_at.fill(NEVER);
        self.chain = Chain::new(total);
        self.heap.clear();
        self.reach = i64::MAX;
        self.riches.fill(0);
        for (at, project) in self.of.projects.iter().enumerate().filter(|(_, project)| project.weight > 0) {
            let purses = i128::from(project.households) * i128::from(total);
            let missing = i128::from(project.cost) * i128::from(self.of.households) - purses;
            if missing > 0 {
                let reach = (missing - 1) / i128::from(project.households);
                self.reach = self.reach.min(i64::try_from(reach).unwrap_or(i64::MAX));
            } else {
                self.lows[at] = (project.cost << self.shift) / project.weight;
                self.heap.push(Reverse((self.rank_low(at, self.lows[at]).to_bits(), narrow(at))));
            }
        }
    }

    /// The project that costs its supporters least for each unit of satisfaction; of equals the first by its id.
    fn cheapest(&mut self) -> Option<Price> {
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
    fn rank_low(&self, project: usize, payment: i64) -> f64 {
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

    fn take(&mut self, price: &Price) {
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

/// Exact sums.
impl Run<'_> {
    /// Whether the supporters have the cost between them.
    fn affordable(&mut self, project: usize) -> bool {
        self.extend();
        let mut left = Left::default();
        for at in self.lists.of(project) {
            let group = self.lists.groups[at];
            left.add(i64::from(self.lists.households[at]), self.paid_by(group, NEVER));
        }
        self.chain.sum(&left) >= self.cost(project) * self.chain.below()
    }

    /// What a unit of weight pays for an affordable project. `low` is not more.
    fn exact(&mut self, project: usize, low: i64) -> Exact {
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
    fn certainly_left(&self, group: u32, weight: i64, low: i64) -> Option<Ordering> {
        let (purse, error) = (i128::from(self.purses[group as usize]), i128::from(self.error));
        if purse - error > times(weight, low.saturating_add(1)) {
            return Some(Ordering::Greater);
        }
        (purse + error < times(weight, low)).then_some(Ordering::Less)
    }

    /// The same by exact sums.
    fn left_after(&self, group: u32, weight: i64, price: &Exact) -> Ordering {
        let purse = self.purse(group, NEVER);
        (purse * &price.below).cmp(&(&price.above * self.chain.below() * weight))
    }

    /// What a household of a group had left before the project taken at `before`, above the line of the chain.
    pub(super) fn purse(&self, group: u32, before: u32) -> BigInt {
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
    fn coins(&self, price: &Exact) -> i64 {
        let coins = (&price.above << self.shift) / (&price.below * self.of.households);
        coins.to_i64().unwrap_or(i64::MAX)
    }

    /// Works out the payments of all projects taken so far.
    pub(super) fn extend(&mut self) {
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

    pub(super) fn chain(&self) -> &Chain {
        &self.chain
    }

    /// What all supporters of a project have left between them, in parts of the unit of money; not times anything.
    pub(super) fn left_with(&self, project: usize) -> Fraction {
        let mut left = Left::default();
        let groups = self.of.projects[project].groups.iter();
        for group in groups.filter(|group| self.spent_at(**group) == NEVER) {
            left.add(i64::from(self.of.groups[*group as usize].households), self.paid_by(*group, NEVER));
        }
        Fraction::new(self.chain.sum(&left), self.chain.below() * self.of.households)
    }

    /// Whether a group paid something for a project taken.
    pub(super) fn paid_for(&self, group: u32, project: usize) -> bool {
        self.taken_at[project] != NEVER && self.taken_at[project] <= self.spent_at(group)
    }

    /// Before which project taken a group had nothing left.
    pub(super) fn spent_at(&self, group: u32) -> u32 {
        self.spent_at[group as usize]
    }

    pub(super) const fn total(&self) -> i64 {
        self.total
    }
}

impl Lists {
    fn of(&self, project: usize) -> std::ops::Range<usize> {
        let start = self.starts[project];
        start..start + self.lengths[project]
    }

    fn weighing(&self, at: usize) -> i64 {
        self.weights.get(at).copied().unwrap_or(1) * i64::from(self.households[at])
    }

    /// Sums over all supporters, and over those who cannot pay `payment` for each unit of weight. Who is spent out leaves the list.
    fn survey(&mut self, project: usize, purses: &[i64], payment: i64) -> (Sums, Sums) {
        let range = self.of(project);
        let (groups, households) = (&mut self.groups[range.clone()], &mut self.households[range.clone()]);
        let (mut all, mut poor, mut kept) = (Sums::default(), Sums::default(), 0);
        if self.weights.is_empty() {
            for at in 0..groups.len() {
                let (group, own) = (groups[at], households[at]);
                let purse = purses[group as usize];
                (groups[kept], households[kept]) = (group, own);
                kept += usize::from(purse != 0);
                let counted = if purse == 0 { 0 } else { i64::from(own) };
                let short = if purse < payment { counted } else { 0 };
                all.households += counted;
                all.money += counted * purse;
                poor.households += short;
                poor.money += short * purse;
            }
            (all.weight, poor.weight) = (all.households, poor.households);
        } else {
            let weights = &mut self.weights[range];
            for at in 0..groups.len() {
                let (group, own, weight) = (groups[at], households[at], weights[at]);
                let purse = purses[group as usize];
                (groups[kept], households[kept], weights[kept]) = (group, own, weight);
                kept += usize::from(purse != 0);
                all.add(purse, if purse == 0 { 0 } else { own }, weight);
                if purse != 0 && i128::from(purse) < times(weight, payment) {
                    poor.add(purse, own, weight);
                }
            }
        }
        self.lengths[project] = kept;
        (all, poor)
    }

    /// Whether nobody who cannot pay `low` could, if the estimate is off as far as it may be.
    fn poor_are_certain(&self, project: usize, purses: &[i64], low: i64, error: i64) -> bool {
        let range = self.of(project);
        let groups = &self.groups[range.clone()];
        if self.weights.is_empty() {
            let least = low.saturating_sub(error);
            return !groups.iter().any(|group| (least..low).contains(&purses[*group as usize]));
        }
        groups.iter().zip(&self.weights[range]).all(|(group, weight)| {
            let (purse, asked) = (i128::from(purses[*group as usize]), times(*weight, low));
            purse >= asked || purse + i128::from(error) < asked
        })
    }

    /// Sums over those who cannot pay `payment` for each unit of weight.
    fn poor(&self, project: usize, purses: &[i64], payment: i64) -> Sums {
        let mut poor = Sums::default();
        let range = self.of(project);
        let (groups, households) = (&self.groups[range.clone()], &self.households[range.clone()]);
        if self.weights.is_empty() {
            for (group, households) in groups.iter().zip(households) {
                let purse = purses[*group as usize];
                let counted = if purse < payment { i64::from(*households) } else { 0 };
                poor.money += counted * purse;
                poor.households += counted;
            }
            poor.weight = poor.households;
            return poor;
        }
        for ((group, households), weight) in groups.iter().zip(households).zip(&self.weights[range]) {
            let purse = purses[*group as usize];
            if i128::from(purse) < times(*weight, payment) {
                poor.add(purse, *households, *weight);
            }
        }
        poor
    }

    /// Whether all who can pay `low` can for certain pay `high`.
    fn rest_can_pay(&self, project: usize, purses: &[i64], low: i64, high: i64, error: i64) -> bool {
        let range = self.of(project);
        let groups = &self.groups[range.clone()];
        if self.weights.is_empty() {
            let needed = high.saturating_add(error);
            let open = |purse: i64| purse >= low && purse < needed;
            return !groups.iter().any(|group| open(purses[*group as usize]));
        }
        groups.iter().zip(&self.weights[range]).all(|(group, weight)| {
            let purse = i128::from(purses[*group as usize]);
            purse < times(*weight, low) || purse - i128::from(error) >= times(*weight, high)
        })
    }
}

impl Sums {
    fn add(&mut self, purse: i64, households: u32, weight: i64) {
        self.money += i64::from(households) * purse;
        self.households += i64::from(households);
        self.weight += i64::from(households) * weight;
    }
}

fn times(weight: i64, payment: i64) -> i128 {
    i128::from(weight) * i128::from(payment)
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NEVER)
}

/// What a project weighs for who wishes it.
pub(super) fn weight_in(wishes: &[(u32, i64)], project: usize) -> i64 {
    let found = wishes.binary_search_by_key(&narrow(project), |(wished, _)| *wished);
    found.map_or(0, |at| wishes[at].1)
}

//! One run of the Method of Equal Shares with one first share for everybody.
//!
//! Purses are kept as whole numbers of a very small coin, with a bound on how far the worst of them is off. Every question
//! (who can pay, which project is cheapest for its supporters, is it affordable at all) is first asked of these estimates, and
//! where the bound leaves it open it is asked again of exact sums ([`Chain`]). So no answer depends on rounding, and hardly any
//! takes long numbers.
//!
//! A project only gets dearer for its supporters as they spend. What it cost them when last looked at is a lower bound, and
//! most projects need not be looked at again before another one is taken.

mod choosing;
mod exact;
mod lists;
mod paying;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use num_bigint::BigInt;

use self::lists::Lists;
use super::chain::Chain;
use super::support::Support;

/// Sums of the smallest coin stay below 2⁶².
const BITS: u32 = 62;
/// Purses that are off by more than this part of a share are worked out anew from exact payments.
const FINE: u32 = 20;
/// A payment known less well than to this part of a share is worked out exactly.
const COARSE: u32 = 16;
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
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NEVER)
}

/// What a project weighs for who wishes it.
pub(super) fn weight_in(wishes: &[(u32, i64)], project: usize) -> i64 {
    let found = wishes.binary_search_by_key(&narrow(project), |(wished, _)| *wished);
    found.map_or(0, |at| wishes[at].1)
}

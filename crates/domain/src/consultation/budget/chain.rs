//! Exact sums of a round: who has how much left, as whole numbers over one denominator that grows with every project taken.
//!
//! Nobody's purse is kept as a fraction. Who is not spent out has the first share less what was paid for each project taken,
//! and a payment is one number for all. So a sum of purses is a sum of counts, *so many shares less so many times this payment*,
//! and only the payments are long numbers. They are worked out when an estimate is not enough to decide, and then all of them.

use num_bigint::BigInt;
use num_traits::One;

/// What some households have left together: so many shares, less so many times each payment.
#[derive(Clone, Debug, Default)]
pub(super) struct Left {
    pub shares: i64,
    pub paid: Vec<i64>,
}

impl Left {
    pub(super) fn add(&mut self, households: i64, paid: impl Iterator<Item = (usize, i64)>) {
        self.shares += households;
        for (at, weight) in paid {
            if self.paid.len() <= at {
                self.paid.resize(at + 1, 0);
            }
            self.paid[at] += households * weight;
        }
    }
}

/// The payments of all projects taken so far, for one unit of weight each.
///
/// All money is counted times the number of households here, so that the first share is a whole number.
#[derive(Debug)]
pub(super) struct Chain {
    share: BigInt,
    below: BigInt,
    payments: Vec<BigInt>,
}

impl Chain {
    pub(super) fn new(share: i64) -> Self {
        Self { share: share.into(), below: BigInt::one(), payments: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.payments.len()
    }

    /// What stands below the line of all of them.
    pub(super) fn below(&self) -> &BigInt {
        &self.below
    }

    pub(super) fn payment(&self, at: usize) -> &BigInt {
        &self.payments[at]
    }

    /// Above the line; it needs payments before `self.len()` only.
    pub(super) fn sum(&self, left: &Left) -> BigInt {
        let mut sum = &self.share * &self.below * left.shares;
        for (paid, payment) in left.paid.iter().zip(&self.payments) {
            if *paid != 0 {
                sum -= payment * *paid;
            }
        }
        sum
    }

    /// The next project costs `cost`; some give `left`, all they have, and the rest pays by weight.
    pub(super) fn push(&mut self, cost: &BigInt, left: &Left, weight: i64) {
        let payment = cost * &self.below - self.sum(left);
        for earlier in &mut self.payments {
            *earlier *= weight;
        }
        self.below *= weight;
        self.payments.push(payment);
    }
}

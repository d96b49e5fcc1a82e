//! Counting (计票): who takes part, who agrees, by heads and by area, and whether it carries. Whole numbers only.
//!
//! Invalid ballots do not take part. Where the neighbourhood's own rules make silence follow the majority (沉默从多数), and the vote
//! attaches that clause, heads to whom the ballot was delivered and that gave none at all take part and join the side that has
//! more than half of those who spoke, by area and by heads; where no side has, they agree to nothing. They are counted apart.

use super::ballot::{Choice, Invalid, Options};
use super::judging::Judged;
use super::roll::{Roll, Weight};
use super::rules::Rule;
use super::threshold::Threshold;
use crate::kernel::Date;

/// What is voted on, as far as counting goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    pub rule: Rule,
    pub options: Options,
    /// The version of the plan that the ballots are about.
    pub version: Option<u32>,
    /// The first and the last day on which a ballot is received.
    pub first: Date,
    pub last: Date,
    /// Whether silence follows the majority.
    pub silence: bool,
}

/// One measure of a share, by heads and by area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub have: Weight,
    pub of: Weight,
    /// The least that is enough.
    pub least: Weight,
    pub heads_met: bool,
    pub area_met: bool,
}

/// Those who kept silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    pub weight: Weight,
    /// Whom they follow; nobody where neither side has more than half by both measures.
    pub follows: Option<Choice>,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub total: Weight,
    /// Valid ballots only.
    pub spoke: Weight,
    pub agreed: Weight,
    /// Of those: without paying.
    pub without_paying: Weight,
    pub against: Weight,
    pub abstained: Weight,
    pub silence: Option<Silence>,
    /// Number and reason.
    pub invalid: Vec<(u32, Invalid)>,
    pub quorum: Count,
    pub majority: Count,
}

impl Count {
    pub(super) fn of(have: Weight, of: Weight, heads: Threshold, area: Threshold) -> Self {
        let areas = (have.area.hundredths(), of.area.hundredths());
        let least_area = crate::kernel::Area::from_hundredths(area.least(areas.1));
        Self {
            have,
            of,
            least: Weight { heads: heads.least(of.heads), area: least_area },
            heads_met: heads.met(have.heads, of.heads),
            area_met: area.met(areas.0, areas.1),
        }
    }

    pub const fn met(&self) -> bool {
        self.heads_met && self.area_met
    }
}

impl Tally {
    pub fn of(vote: &Vote, roll: &Roll, judged: &[Judged<'_>]) -> Self {
        let mut sums = Sums::default();
        let mut gave_one = vec![false; roll.heads().len()];
        let mut invalid = Vec::new();
        for one in judged {
            let head = one.ballot.head.and_then(|at| Some((at, roll.heads().get(at)?)));
            if let Some((at, _)) = head {
                gave_one[at] = true;
            }
            match (one.invalid, head, one.ballot.marks.first()) {
                (Some(reason), _, _) => invalid.push((one.ballot.number, reason)),
                (None, Some((_, head)), Some(choice)) => sums.add(*choice, head.weight()),
                (None, ..) => {}
            }
        }
        let silent = roll.heads().iter().zip(&gave_one).filter(|(head, gave)| head.delivered && !**gave);
        let silent = vote.silence.then(|| silent.map(|(head, _)| head.weight()).fold(Weight::default(), |a, b| a + b));
        Self::counted(vote, roll.total(), &sums, silent, invalid)
    }

    fn counted(
        vote: &Vote,
        total: Weight,
        sums: &Sums,
        silent: Option<Weight>,
        mut invalid: Vec<(u32, Invalid)>,
    ) -> Self {
        invalid.sort_unstable();
        let (rule, spoke) = (&vote.rule, sums.agreed + sums.against + sums.abstained);
        let silence = silent.map(|weight| Silence { weight, follows: sums.more_than_half(spoke) });
        let took_part = spoke + silent.unwrap_or_default();
        let agreed = match silence {
            Some(Silence { weight, follows: Some(Choice::For) }) => sums.agreed + weight,
            _ => sums.agreed,
        };
        Self {
            total,
            spoke,
            agreed: sums.agreed,
            without_paying: sums.without_paying,
            against: sums.against,
            abstained: sums.abstained,
            silence,
            invalid,
            quorum: Count::of(took_part, total, rule.quorum_heads, rule.quorum_area),
            majority: Count::of(agreed, took_part, rule.majority_heads, rule.majority_area),
        }
    }

    /// Whether it is decided.
    pub const fn carried(&self) -> bool {
        self.quorum.met() && self.majority.met()
    }
}

#[derive(Default)]
struct Sums {
    agreed: Weight,
    without_paying: Weight,
    against: Weight,
    abstained: Weight,
}

impl Sums {
    fn add(&mut self, choice: Choice, weight: Weight) {
        match choice {
            Choice::For => self.agreed += weight,
            Choice::ForWithoutPaying => {
                self.agreed += weight;
                self.without_paying += weight;
            }
            Choice::Against => self.against += weight,
            Choice::Abstain => self.abstained += weight,
        }
    }

    /// The side that has more than half of those who spoke, by heads and by area.
    fn more_than_half(&self, spoke: Weight) -> Option<Choice> {
        let half = Threshold::more_than(1, 2);
        let more = |side: Weight| {
            half.met(side.heads, spoke.heads) && half.met(side.area.hundredths(), spoke.area.hundredths())
        };
        [(Choice::For, self.agreed), (Choice::Against, self.against)]
            .into_iter()
            .find(|(_, side)| more(*side))
            .map(|(choice, _)| choice)
    }
}

//! The result as it is published and kept (表决结果): sums that tell nobody's answer, and the reason of each invalid ballot.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ballot::{Choice, Invalid};
use super::roll::Weight;
use super::rules::Rule;
use super::tally::{Count, Silence, Tally};
use crate::kernel::Area;

/// What a closed vote came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub total: Weight,
    pub took_part: Weight,
    pub spoke: Weight,
    /// Those who said so themselves.
    pub agreed: Weight,
    pub without_paying: Weight,
    pub against: Weight,
    pub abstained: Weight,
    pub silent: Option<Silent>,
    /// Number and reason.
    pub invalid: Vec<(u32, Invalid)>,
    pub carried: bool,
}

/// Those who kept silent, where the neighbourhood's own rules make that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silent {
    pub weight: Weight,
    pub follows: Option<Choice>,
}

impl From<&Tally> for Outcome {
    fn from(tally: &Tally) -> Self {
        let silent = tally.silence.map(|Silence { weight, follows }| Silent { weight, follows });
        Self {
            total: tally.total,
            took_part: tally.quorum.have,
            spoke: tally.spoke,
            agreed: tally.agreed,
            without_paying: tally.without_paying,
            against: tally.against,
            abstained: tally.abstained,
            silent,
            invalid: tally.invalid.clone(),
            carried: tally.carried(),
        }
    }
}

impl Outcome {
    /// With those who are silent and follow.
    pub fn agreed_with_silent(&self) -> Weight {
        match self.silent {
            Some(Silent { weight, follows: Some(Choice::For) }) => self.agreed + weight,
            _ => self.agreed,
        }
    }

    pub fn quorum(&self, rule: &Rule) -> Count {
        Count::of(self.took_part, self.total, rule.quorum_heads, rule.quorum_area)
    }

    pub fn majority(&self, rule: &Rule) -> Count {
        Count::of(self.agreed_with_silent(), self.took_part, rule.majority_heads, rule.majority_area)
    }

    /// How many ballots are invalid for each reason, in the order of the reasons.
    pub fn reasons(&self) -> Vec<(Invalid, usize)> {
        let count = |reason: Invalid| self.invalid.iter().filter(|(_, own)| *own == reason).count();
        Invalid::ALL.into_iter().map(|reason| (reason, count(reason))).filter(|(_, many)| *many > 0).collect()
    }
}

/// Heads, and hundredths of a square metre.
impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.heads, self.area.hundredths()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (heads, area) = <(i64, i64)>::deserialize(deserializer)?;
        Ok(Self { heads, area: Area::from_hundredths(area) })
    }
}

//! What is still needed (还差多少) while a vote runs: from who takes part alone, never from how anybody voted.
//!
//! For the quorum that is exact. For the majority nobody may know before the end how many agree, since between two looks at the
//! page one ballot came; so what is said is how many have to agree once the quorum is there, whoever they are.

use super::roll::Weight;
use super::rules::Rule;
use crate::kernel::Area;

/// What a vote still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// Who has to come yet, until enough take part; nothing where they do.
    pub to_take_part: Weight,
    /// How many have to agree at least, of those who take part now or of the fewest that are enough.
    pub to_agree: Weight,
}

impl Needed {
    /// Whether enough take part.
    pub const fn quorum_met(&self) -> bool {
        self.to_take_part.heads == 0 && self.to_take_part.area.hundredths() == 0
    }
}

/// From the whole roll and those who take part.
pub fn needed(rule: &Rule, total: Weight, took_part: Weight) -> Needed {
    let all = total.area.hundredths();
    let least = Weight {
        heads: rule.quorum_heads.least(total.heads),
        area: Area::from_hundredths(rule.quorum_area.least(all)),
    };
    let lacks = |least: i64, have: i64| (least - have).max(0);
    let then_heads = least.heads.max(took_part.heads);
    let then_area = least.area.max(took_part.area);
    Needed {
        to_take_part: Weight {
            heads: lacks(least.heads, took_part.heads),
            area: Area::from_hundredths(lacks(least.area.hundredths(), took_part.area.hundredths())),
        },
        to_agree: Weight {
            heads: rule.majority_heads.least(then_heads),
            area: Area::from_hundredths(rule.majority_area.least(then_area.hundredths())),
        },
    }
}

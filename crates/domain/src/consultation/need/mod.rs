//! Needs (需求): what opinions of a neighbourhood come down to, by a work of the catalogue. Linli suggests what an opinion is
//! about; a person groups it. A need is as heavy as the households behind it, however often one of them says it.

mod alike;
mod suggest;
mod words;

use serde::{Deserialize, Serialize};

use super::Catalogue;
use crate::kernel::text::clean_line;
use crate::kernel::{NeighbourhoodId, Timestamp};

pub use alike::Alike;
pub use suggest::{Suggested, Suggester, learns_from};

crate::id! {
    /// One need of a neighbourhood.
    NeedId
}
crate::id! {
    /// One change of the board; whoever makes it makes its id, so that a form that is sent twice changes nothing twice.
    ChangeId
}

/// A title is no longer, in characters.
pub const LONGEST_TITLE: usize = 40;
/// One change moves no more opinions.
pub const MOST_AT_ONCE: usize = 500;
/// A neighbourhood has no more needs that stand; a board with more is not read by anybody.
pub const MOST_NEEDS: usize = 200;

/// How soon something has to be done (紧急程度).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 紧急
    Urgent,
    /// 一般
    #[default]
    Usual,
    /// 可缓
    CanWait,
}

impl Urgency {
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Usual, Self::CanWait];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Usual => "usual",
            Self::CanWait => "can_wait",
        }
    }

    /// Where nobody chose: urgent while a hazard behind it waits.
    pub const fn or_by_hazard(chosen: Option<Self>, open_hazards: i64) -> Self {
        match chosen {
            Some(urgency) => urgency,
            None if open_hazards > 0 => Self::Urgent,
            None => Self::Usual,
        }
    }
}

impl std::str::FromStr for Urgency {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|urgency| urgency.as_str() == text).ok_or(())
    }
}

/// Whether a need is on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 在列
    Open,
    /// 已并入 another one, with its opinions.
    Merged(NeedId),
    /// 已撤下: nothing stands behind it.
    Withdrawn,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Merged(_) => "merged",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What a person says of a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The code of a catalogue item.
    pub item: String,
    /// In a few words of the office. Residents read it, so no name of one stands in it.
    pub title: String,
    /// Nothing where it follows from the hazards behind it.
    pub urgency: Option<Urgency>,
}

/// Why a need is not taken as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNeed {
    #[error("the catalogue does not offer this work")]
    NoSuchItem,
    #[error("a need has a title")]
    NoTitle,
    #[error("the title is longer than {LONGEST_TITLE} characters")]
    TitleTooLong,
}

impl Facts {
    /// Checks what was typed. `before` may be retired meanwhile, and stays.
    pub fn checked(mut self, catalogue: &Catalogue, before: Option<&str>) -> Result<Self, BadNeed> {
        let item = catalogue.item(&self.item).ok_or(BadNeed::NoSuchItem)?;
        if item.retired && before != Some(item.code.as_str()) {
            return Err(BadNeed::NoSuchItem);
        }
        self.title = clean_line(&self.title);
        match self.title.chars().count() {
            0 => Err(BadNeed::NoTitle),
            long if long > LONGEST_TITLE => Err(BadNeed::TitleTooLong),
            _ => Ok(self),
        }
    }
}

/// A need as it stands, with what was counted behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub id: NeedId,
    pub neighbourhood: NeighbourhoodId,
    pub facts: Facts,
    pub state: State,
    pub weight: Weight,
    pub at: Timestamp,
    pub by_name: String,
    /// Counts its changes: who changes its facts says which they have seen.
    pub version: i64,
}

impl Need {
    pub const fn urgency(&self) -> Urgency {
        Urgency::or_by_hazard(self.facts.urgency, self.weight.hazards)
    }
}

/// What stands behind a need; withdrawn opinions do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    pub opinions: i64,
    /// Different households (户), not sentences.
    pub households: i64,
    /// Opinions of no household (未核实).
    pub unverified: i64,
    /// Hazards that nobody has looked after.
    pub hazards: i64,
    /// Opinions that wait for an answer.
    pub waiting: i64,
}

/// What was changed on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 新建 a need, perhaps with opinions; out of another one it is split off (拆分).
    Open,
    /// 归入
    Put,
    /// 移入 from another need.
    Move,
    /// 移出
    TakeOut,
    /// 合并 into another need.
    Merge,
    /// 修改
    Change,
    /// 撤下
    Withdraw,
    /// 不是这一项: a suggestion is waved away.
    Dismiss,
    /// 撤销 a change.
    Undo,
}

impl Act {
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Put,
        Self::Move,
        Self::TakeOut,
        Self::Merge,
        Self::Change,
        Self::Withdraw,
        Self::Dismiss,
        Self::Undo,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Put => "put",
            Self::Move => "move",
            Self::TakeOut => "take_out",
            Self::Merge => "merge",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
            Self::Dismiss => "dismiss",
            Self::Undo => "undo",
        }
    }
}

impl std::str::FromStr for Act {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|act| act.as_str() == text).ok_or(())
    }
}

/// Why the board does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("the need is no longer on the board")]
    Gone,
    #[error("the opinion is of another neighbourhood, or withdrawn")]
    Elsewhere,
    #[error("the opinion is not where it was looked at")]
    Moved,
    #[error("more than {MOST_AT_ONCE} opinions at once")]
    TooMany,
    #[error("more than {MOST_NEEDS} needs in one neighbourhood")]
    Full,
    #[error("opinions stand behind it")]
    NotEmpty,
    #[error("it cannot be merged into itself")]
    Itself,
    #[error("it was answered, and everybody reads it")]
    Answered,
    #[error("it was undone, or something came after it")]
    Overtaken,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(item: &str, title: &str) -> Facts {
        Facts { item: item.into(), title: title.into(), urgency: None }
    }

    #[test]
    fn a_need_has_a_work_of_the_catalogue_and_a_short_title() {
        let catalogue = Catalogue::default();
        let checked = |item: &str, title: &str| facts(item, title).checked(&catalogue, None);
        assert_eq!(checked("roof", " 3栋\n漏水 ").map(|facts| facts.title).as_deref(), Ok("3栋 漏水"));
        assert_eq!(checked("castle", "城堡"), Err(BadNeed::NoSuchItem));
        assert_eq!(checked("roof", " \u{0} "), Err(BadNeed::NoTitle));
        assert!(checked("roof", &"漏".repeat(LONGEST_TITLE)).is_ok());
        assert_eq!(checked("roof", &"漏".repeat(LONGEST_TITLE + 1)), Err(BadNeed::TitleTooLong));
    }

    #[test]
    fn a_work_that_is_no_longer_offered_stays_where_it_was_named() {
        let mut catalogue = Catalogue::default();
        catalogue.items.iter_mut().filter(|item| item.code == "lift").for_each(|item| item.retired = true);
        assert_eq!(facts("lift", "电梯").checked(&catalogue, None), Err(BadNeed::NoSuchItem));
        assert!(facts("lift", "装电梯").checked(&catalogue, Some("lift")).is_ok());
    }

    #[test]
    fn a_hazard_is_urgent_unless_a_person_says_otherwise() {
        assert_eq!(Urgency::or_by_hazard(None, 0), Urgency::Usual);
        assert_eq!(Urgency::or_by_hazard(None, 2), Urgency::Urgent);
        assert_eq!(Urgency::or_by_hazard(Some(Urgency::CanWait), 2), Urgency::CanWait);
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for urgency in Urgency::ALL {
            assert_eq!(urgency.as_str().parse(), Ok(urgency));
        }
        for act in Act::ALL {
            assert_eq!(act.as_str().parse(), Ok(act));
        }
    }
}

//! Opinions (意见): what somebody said, where they live as far as they told, and by which way it came. Kept as it was said,
//! answered by somebody, withdrawn perhaps; its words are let go of in their time, and that there was one stays.

pub mod door;
mod standing;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Catalogue;
use crate::kernel::people::AccountId;
use crate::kernel::{NeighbourhoodId, Personal, Timestamp};
use crate::register::{BuildingId, DwellingId, EntranceId};

pub use standing::{CannotStep, LONGEST_NOTE, MOST_DAYS_MORE, Standing, State, Step};

crate::id! {
    /// One opinion. Whoever records it makes its id, also without a network.
    OpinionId
}
crate::id! {
    /// What is posted and may be objected to (公示事项): whoever posts it makes the id.
    SubjectId
}
crate::id! {
    /// What was sent once more under the id of another opinion.
    OpinionVersionId
}

/// A text is no longer, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Somebody ranks so many wishes.
pub const MOST_WISHES: usize = 3;
/// Nothing was said here before this day.
pub const FIRST_DAY: Date = Date::constant(2000, 1, 1);

/// The way by which it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 入户
    Door,
    /// 门贴
    Slip,
    /// 海报
    Poster,
    /// 纸质
    Paper,
    /// 电话
    Telephone,
    /// 调查软件
    Survey,
}

impl Channel {
    pub const ALL: [Self; 6] = [Self::Door, Self::Slip, Self::Poster, Self::Paper, Self::Telephone, Self::Survey];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Slip => "slip",
            Self::Poster => "poster",
            Self::Paper => "paper",
            Self::Telephone => "telephone",
            Self::Survey => "survey",
        }
    }
}

impl std::str::FromStr for Channel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text).ok_or(())
    }
}

/// Where somebody lives who said something: down to the door, or only the neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub neighbourhood: NeighbourhoodId,
    pub building: Option<BuildingId>,
    pub entrance: Option<EntranceId>,
    pub dwelling: Option<DwellingId>,
}

impl Address {
    /// The neighbourhood, and nothing nearer.
    pub const fn of(neighbourhood: NeighbourhoodId) -> Self {
        Self { neighbourhood, building: None, entrance: None, dwelling: None }
    }

    /// Whether a household stands behind it; else it is unverified (未核实).
    pub const fn is_verified(&self) -> bool {
        self.dwelling.is_some()
    }
}

/// What was said: the same content under the same id is the same opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub address: Address,
    pub channel: Channel,
    pub said_on: Date,
    pub text: String,
    /// Codes of catalogue items, the dearest wish first.
    pub wishes: Vec<String>,
    /// Something may hurt somebody (安全隐患): the office sees it at once.
    pub hazard: bool,
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOpinion {
    #[error("nothing was said")]
    Nothing,
    #[error("the text is longer than {LONGEST_TEXT} characters")]
    TextTooLong,
    #[error("the day lies ahead")]
    DayAhead,
    #[error("the day lies too far back")]
    DayTooEarly,
    #[error("more than {MOST_WISHES} wishes")]
    TooManyWishes,
    #[error("a wish stands there twice")]
    WishTwice,
    #[error("the catalogue does not offer this wish")]
    NoSuchWish,
}

impl Content {
    /// Checks what somebody said, and keeps it as it was said but for what no reader sees.
    pub fn checked(mut self, today: Date, catalogue: &Catalogue) -> Result<Self, BadOpinion> {
        if self.text.len() > 16 * LONGEST_TEXT {
            return Err(BadOpinion::TextTooLong);
        }
        self.text = as_said(&self.text);
        if self.text.chars().count() > LONGEST_TEXT {
            return Err(BadOpinion::TextTooLong);
        }
        if self.text.is_empty() && self.wishes.is_empty() {
            return Err(BadOpinion::Nothing);
        }
        if self.said_on > today {
            return Err(BadOpinion::DayAhead);
        }
        if self.said_on < FIRST_DAY {
            return Err(BadOpinion::DayTooEarly);
        }
        self.check_wishes(catalogue)?;
        Ok(self)
    }

    fn check_wishes(&self, catalogue: &Catalogue) -> Result<(), BadOpinion> {
        if self.wishes.len() > MOST_WISHES {
            return Err(BadOpinion::TooManyWishes);
        }
        for (at, wish) in self.wishes.iter().enumerate() {
            if self.wishes[..at].contains(wish) {
                return Err(BadOpinion::WishTwice);
            }
            if catalogue.item(wish).is_none_or(|item| item.retired) {
                return Err(BadOpinion::NoSuchWish);
            }
        }
        Ok(())
    }
}

/// Every sign that somebody typed, rare ones and joined ones too; without ends, and without control characters, which
/// are no signs.
pub(super) fn as_said(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let has_signs = kept.chars().any(|c| !c.is_whitespace() && !is_mark(c));
    if has_signs { kept.trim().to_owned() } else { String::new() }
}

/// Joins, parts or turns text, and is none.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// An opinion as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    pub id: OpinionId,
    pub address: Address,
    pub channel: Channel,
    pub said_on: Date,
    /// Residents write names and numbers into it.
    pub text: Personal,
    pub wishes: Vec<String>,
    pub hazard: bool,
    pub received_at: Timestamp,
    /// The day from which the period for its answer runs.
    pub received_on: Date,
    /// Who recorded it.
    pub account: AccountId,
    pub by_name: String,
    pub standing: Standing,
    /// It objects to this (异议), which waits for its answer.
    pub objects_to: Option<SubjectId>,
}

impl Opinion {
    /// What it says, where its text can be read.
    pub fn content(&self) -> Option<Content> {
        Some(Content {
            address: self.address,
            channel: self.channel,
            said_on: self.said_on,
            text: self.text.known()?.to_owned(),
            wishes: self.wishes.clone(),
            hazard: self.hazard,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2022, 5, 5);

    fn content(text: &str) -> Content {
        Content {
            address: Address::of(NeighbourhoodId::from_number(1)),
            channel: Channel::Paper,
            said_on: TODAY,
            text: text.into(),
            wishes: vec!["lift".into(), "water".into()],
            hazard: false,
        }
    }

    fn checked(content: Content) -> Result<Content, BadOpinion> {
        content.checked(TODAY, &Catalogue::default())
    }

    fn wishing(wishes: &[&str]) -> Content {
        Content { wishes: wishes.iter().map(|wish| (*wish).to_owned()).collect(), ..content("") }
    }

    #[test]
    fn every_sign_is_kept_as_it_was_said() {
        for text in [
            "𰻝𰻝面馆旁 𠮷",
            "👨‍👩‍👧 要有地方玩",
            "مرحبا \u{202e}abc\u{202c}",
            "<script>alert(1)</script>",
            "一\n\n二\t三",
            "'; drop table",
        ] {
            assert_eq!(checked(content(text)).map(|kept| kept.text).as_deref(), Ok(text));
        }
        assert_eq!(checked(content(" \u{0}路灯\r\n坏了\u{7} \n")).map(|kept| kept.text).as_deref(), Ok("路灯\n坏了"));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_and_not_cut() {
        assert!(checked(content(&"𠮷".repeat(LONGEST_TEXT))).is_ok());
        assert_eq!(checked(content(&"路".repeat(LONGEST_TEXT + 1))), Err(BadOpinion::TextTooLong));
        assert_eq!(checked(content(&"路".repeat(100_000))), Err(BadOpinion::TextTooLong));
    }

    #[test]
    fn who_says_nothing_gives_no_opinion() {
        assert_eq!(checked(Content { text: " \u{200b}\n".into(), ..wishing(&[]) }), Err(BadOpinion::Nothing));
        assert!(checked(wishing(&["lift"])).is_ok());
    }

    #[test]
    fn wishes_are_three_different_ones_that_are_offered() {
        assert!(checked(wishing(&["lift", "water", "roads"])).is_ok());
        assert_eq!(checked(wishing(&["lift", "water", "roads", "fire"])), Err(BadOpinion::TooManyWishes));
        assert_eq!(checked(wishing(&["lift", "lift"])), Err(BadOpinion::WishTwice));
        assert_eq!(checked(wishing(&["castle"])), Err(BadOpinion::NoSuchWish));
    }

    #[test]
    fn nobody_said_it_tomorrow() {
        let on = |said_on| checked(Content { said_on, ..content("路") }).map(|_| ());
        assert_eq!(on(date(2022, 5, 6)), Err(BadOpinion::DayAhead));
        assert_eq!(on(date(1999, 12, 31)), Err(BadOpinion::DayTooEarly));
        assert_eq!(on(date(2021, 5, 5)), Ok(()));
    }

    proptest! {
        #[test]
        fn what_was_checked_once_stays_as_it_is(text in "(?s).{0,60}") {
            if let Ok(kept) = checked(content(&text)) {
                prop_assert_eq!(checked(kept.clone()), Ok(kept));
            }
        }
    }
}

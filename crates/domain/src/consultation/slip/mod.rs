//! Slips on doors and posters in stairwells (门贴、楼道海报): papers with a code by which somebody says something without an
//! account, and what whoever holds one may see.

mod code;

use jiff::SignedDuration;

use super::Opinion;
use super::opinion::{Address, Channel};
use crate::kernel::Timestamp;
use crate::kernel::people::AccountId;
use crate::register::{DwellingId, EntranceId};

pub use code::{NoSlipCode, SlipCode};

crate::id! {
    /// One printed paper, known by its code.
    SlipId
}

/// Photos that one opinion brings along.
pub const MOST_PHOTOS: usize = 3;
/// A poster takes so many opinions in a day: nobody knows how many people it stands for, and a stairwell has some dozens.
pub const MOST_A_DAY_ON_A_POSTER: i64 = 60;
/// Where something is, in so many characters.
pub const LONGEST_PLACE: usize = 40;
/// So long the page stays open on a phone that opened it; then the paper is scanned again.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(4);

/// What hangs where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paper {
    /// 门贴: one household's own.
    Slip,
    /// 海报: everybody's who passes; what comes by it is unverified (未核实).
    Poster,
}

impl Paper {
    pub const ALL: [Self; 2] = [Self::Slip, Self::Poster];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Poster => "poster",
        }
    }

    /// So many phones may have one paper open; of a further one the oldest leaves. A household is few, a stairwell some dozens.
    pub const fn most_phones(self) -> usize {
        match self {
            Self::Slip => 20,
            Self::Poster => 200,
        }
    }

    pub const fn channel(self) -> Channel {
        match self {
            Self::Slip => Channel::Slip,
            Self::Poster => Channel::Poster,
        }
    }
}

impl std::str::FromStr for Paper {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|paper| paper.as_str() == text).ok_or(())
    }
}

/// Whose a code is: a door, or a stairwell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    Door(EntranceId, DwellingId),
    Entrance(EntranceId),
}

impl Spot {
    pub const fn paper(self) -> Paper {
        match self {
            Self::Door(..) => Paper::Slip,
            Self::Entrance(_) => Paper::Poster,
        }
    }

    pub const fn entrance(self) -> EntranceId {
        match self {
            Self::Door(entrance, _) | Self::Entrance(entrance) => entrance,
        }
    }

    pub const fn dwelling(self) -> Option<DwellingId> {
        match self {
            Self::Door(_, dwelling) => Some(dwelling),
            Self::Entrance(_) => None,
        }
    }
}

/// Whoever has no account, and so is nobody in the records.
pub const RESIDENT: AccountId = AccountId::from_number(0);

/// A code that holds, and where it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub slip: SlipId,
    pub address: Address,
    /// 示例小区; 3栋; 1单元; 401, or nothing on a poster.
    pub names: [String; 4],
    pub made_at: Timestamp,
}

impl Held {
    pub const fn paper(&self) -> Paper {
        if self.address.dwelling.is_some() { Paper::Slip } else { Paper::Poster }
    }

    /// Whether this paper shows what was said in words. A paper is found by whoever moves in next, so it shows only what
    /// came by itself: not what was said at the door or on paper, and nothing that came by the code before it.
    pub fn shows_words(&self, opinion: &Opinion) -> bool {
        let by_itself = opinion.account == RESIDENT && opinion.channel == Channel::Slip;
        self.is_of(opinion) && by_itself && opinion.received_at >= self.made_at
    }

    /// Whether it is something that this household said. A poster is nobody's, and shows nothing.
    pub fn is_of(&self, opinion: &Opinion) -> bool {
        self.address.dwelling.is_some() && self.address.dwelling == opinion.address.dwelling
    }
}

/// What was said, with the place that it is about before it.
pub fn with_place(place: &str, text: &str) -> String {
    let place = crate::kernel::text::clean_line(place);
    if place.is_empty() { text.to_owned() } else { format!("【{place}】{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consultation::OpinionId;
    use crate::consultation::opinion::Standing;
    use crate::kernel::NeighbourhoodId;
    use crate::kernel::people::AccountId;
    use crate::register::BuildingId;

    fn at(dwelling: Option<u128>) -> Address {
        Address {
            neighbourhood: NeighbourhoodId::from_number(1),
            building: Some(BuildingId::from_number(1)),
            entrance: Some(EntranceId::from_number(1)),
            dwelling: dwelling.map(DwellingId::from_number),
        }
    }

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).expect("a time")
    }

    fn held(dwelling: Option<u128>) -> Held {
        let names = ["示例小区", "3栋", "1单元", "401"].map(str::to_owned);
        Held { slip: SlipId::from_number(1), address: at(dwelling), names, made_at: second(100) }
    }

    fn opinion(dwelling: Option<u128>, channel: Channel, received: i64) -> Opinion {
        let day = jiff::civil::date(2022, 5, 5);
        Opinion {
            id: OpinionId::from_number(1),
            address: at(dwelling),
            channel,
            said_on: day,
            text: "楼顶漏水".into(),
            wishes: Vec::new(),
            hazard: false,
            received_at: second(received),
            received_on: day,
            account: AccountId::from_number(0),
            by_name: String::new(),
            standing: Standing::new(day, false),
            objects_to: None,
        }
    }

    #[test]
    fn a_paper_shows_the_words_that_came_by_it_and_no_others() {
        let mine = held(Some(1));
        assert!(mine.shows_words(&opinion(Some(1), Channel::Slip, 100)));
        assert!(!mine.shows_words(&opinion(Some(1), Channel::Slip, 99)), "said by the code before: perhaps by others");
        assert!(!mine.shows_words(&opinion(Some(1), Channel::Door, 200)), "told to a surveyor, not to this paper");
        assert!(!mine.shows_words(&opinion(Some(2), Channel::Slip, 200)), "another household");
        assert!(mine.is_of(&opinion(Some(1), Channel::Door, 1)));
    }

    #[test]
    fn a_poster_is_nobodys() {
        let poster = held(None);
        assert_eq!((poster.paper(), held(Some(1)).paper()), (Paper::Poster, Paper::Slip));
        assert!(!poster.is_of(&opinion(None, Channel::Poster, 200)));
        assert!(!poster.address.is_verified());
    }

    #[test]
    fn the_place_stands_before_the_words() {
        assert_eq!(with_place(" 2单元\n楼道 ", "灯坏了"), "【2单元 楼道】灯坏了");
        assert_eq!(with_place(" ", "灯坏了"), "灯坏了");
    }
}

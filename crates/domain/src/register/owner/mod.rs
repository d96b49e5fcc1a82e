//! Owners (业主): who owns which dwelling, and by which area and head they count (《区分所有权司法解释》第8、9条).
//!
//! One party (权利人) owns a dwelling: a person, several together, an organisation, the developer of what is not sold. A party
//! counts as one head however many dwellings it has. What was owned before stays: an ownership ends with a day and a reason.

pub mod intake;
pub mod party;
pub mod roll;

use jiff::civil::Date;

use super::DwellingId;
use crate::kernel::Area;

pub use party::{Owner, Owners, Party, PartyId, PartyKind};
pub use roll::{Roll, Scope, Sums, Unit};

crate::id! {
    /// That a party owns a dwelling (权属).
    OwnershipId
}

/// From where the area of a dwelling is known, the better one first (第8条: 登记、测绘、合同).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The property register (不动产登记).
    Register,
    /// A survey (测绘成果), where it is not registered.
    Survey,
    /// The contract of sale (房屋买卖合同), where it is not surveyed either.
    Contract,
}

impl Basis {
    pub const ALL: [Self; 3] = [Self::Register, Self::Survey, Self::Contract];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Survey => "survey",
            Self::Contract => "contract",
        }
    }
}

impl std::str::FromStr for Basis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|basis| basis.as_str() == text).ok_or(())
    }
}

/// The exclusive area of a dwelling (专有面积) and from where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    pub area: Area,
    pub basis: Basis,
}

/// Why somebody does not own a dwelling any more: one of these, so that no word about a person stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// 买卖
    Sold,
    /// 继承
    Inherited,
    /// 赠与
    Given,
    /// 分割、判决
    Divided,
    /// 拆除、灭失
    Gone,
    /// It was entered wrongly (更正).
    Corrected,
}

impl Why {
    pub const ALL: [Self; 6] = [Self::Sold, Self::Inherited, Self::Given, Self::Divided, Self::Gone, Self::Corrected];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sold => "sold",
            Self::Inherited => "inherited",
            Self::Given => "given",
            Self::Divided => "divided",
            Self::Gone => "gone",
            Self::Corrected => "corrected",
        }
    }
}

impl std::str::FromStr for Why {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|why| why.as_str() == text).ok_or(())
    }
}

/// What is changed at one dwelling: an ownership ends, another begins, its area is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub dwelling: DwellingId,
    pub end: Option<(Date, Why)>,
    pub begin: Option<(PartyId, Date)>,
    pub area: Option<Measured>,
}

/// What is written together: all of it, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Parties that were not known before.
    pub parties: Vec<Party>,
    pub each: Vec<Change>,
}

/// The largest exclusive area that is taken: more is a slip of the pen.
pub const LARGEST: Area = Area::from_hundredths(100_000_000);

/// Reads an area as people write it: `88.5`, `８８．５㎡`, `88.5 平方米`. The key of what is wrong with it, else.
pub fn read_area(text: &str) -> Result<Area, &'static str> {
    use crate::kernel::area::BadArea;

    let plain = crate::kernel::text::half_width(text).replace('²', "2").to_lowercase();
    let mut plain = plain.trim();
    for unit in ["平方米", "平米", "㎡", "m2", "sqm"] {
        plain = plain.strip_suffix(unit).unwrap_or(plain).trim_end();
    }
    match Area::parse(plain, false) {
        Ok(area) if area.hundredths() == 0 => Err("area-zero"),
        Ok(area) if area > LARGEST => Err("area-large"),
        Ok(area) => Ok(area),
        Err(BadArea::Negative(_)) => Err("area-negative"),
        Err(BadArea::TooFine(_)) => Err("area-fine"),
        Err(BadArea::TooLarge(_)) => Err("area-large"),
        Err(BadArea::NotANumber(_)) => Err("area-number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_read_as_people_write_it() {
        for text in ["88.5", "８８．５㎡", "88.50 平方米", "88.5 m²", "88.5M2", " 88.5平米 "] {
            assert_eq!(read_area(text), Ok(Area::from_hundredths(8_850)), "{text}");
        }
        let wrong = [
            ("0", "area-zero"),
            ("-3", "area-negative"),
            ("88.505", "area-fine"),
            ("约88", "area-number"),
            ("", "area-number"),
            ("1000001", "area-large"),
            ("99999999999999999999", "area-large"),
        ];
        for (text, why) in wrong {
            assert_eq!(read_area(text), Err(why), "{text}");
        }
    }

    #[test]
    fn words_that_are_kept_are_read_again() {
        assert!(Basis::ALL.iter().all(|basis| basis.as_str().parse() == Ok(*basis)) && Basis::ALL.is_sorted());
        assert!(Why::ALL.iter().all(|why| why.as_str().parse() == Ok(*why)));
        assert_eq!(("x".parse::<Basis>(), "".parse::<Why>()), (Err(()), Err(())));
    }
}

//! Places: the administrative divisions of GB/T 2260 and the statistical codes below them (统计用区划代码).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

crate::id! {
    /// A residential compound (小区): the unit of everything that is planned, counted and paid.
    NeighbourhoodId
}

/// The five levels of divisions that Linli knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省
    Province,
    /// 市州
    Prefecture,
    /// 县市区
    County,
    /// 乡镇、街道
    Town,
    /// 社区、村
    Community,
}

/// The code of a division: 6 digits down to the county, 9 for a town, 12 for a community.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode {
    level: Level,
    /// The code as a number of twelve digits, so that codes sort as their texts do.
    number: u64,
}

/// Why a text is not the code of a division.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a division: {0}")]
pub struct BadCode(pub String);

impl DivisionCode {
    pub const fn level(self) -> Level {
        self.level
    }

    /// The division one level up; a province has none.
    pub fn parent(self) -> Option<Self> {
        let level = match self.level {
            Level::Province => return None,
            Level::Prefecture => Level::Province,
            Level::County => Level::Prefecture,
            Level::Town => Level::County,
            Level::Community => Level::Town,
        };
        Some(self.at(level))
    }

    /// The division of `level` that this one lies in; itself where it is that high already.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        if level >= self.level {
            return self;
        }
        let unit = 10_u64.pow(12 - digits_of(level));
        Self { level, number: self.number / unit * unit }
    }

    /// Whether `other` is this division or lies in it.
    pub fn contains(self, other: Self) -> bool {
        other.level >= self.level && other.at(self.level) == self
    }

    /// Whether this is a development zone of the statisticians (430971 大通湖管理区), which is no division of GB/T 2260: some
    /// tables list it, none has to.
    pub fn is_zone(self) -> bool {
        self.level() == Level::County && self.to_string().as_bytes().get(4) == Some(&b'7')
    }

    /// The office that keeps the records of this place: its county, or itself above the county.
    pub fn office(self) -> Office {
        Office(self.at(Level::County))
    }

    /// The leading digits that every code within this division shares: `4305` for 430500.
    pub fn prefix(self) -> String {
        let digits = digits_of(self.level) as usize;
        format!("{:012}", self.number)[..digits].to_owned()
    }

    /// Reads a code, or its leading digits as people write them: `43` and `430000` are the same province.
    pub fn parse_short(text: &str) -> Result<Self, BadCode> {
        match text.len() {
            2 | 4 => format!("{text:0<6}").parse(),
            _ => text.parse(),
        }
    }
}

const fn digits_of(level: Level) -> u32 {
    match level {
        Level::Province => 2,
        Level::Prefecture => 4,
        Level::County => 6,
        Level::Town => 9,
        Level::Community => 12,
    }
}

impl FromStr for DivisionCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let refuse = || BadCode(text.chars().take(20).collect());
        if !text.bytes().all(|b| b.is_ascii_digit()) || !matches!(text.len(), 6 | 9 | 12) || text.starts_with('0') {
            return Err(refuse());
        }
        let level = match text.len() {
            12 => Level::Community,
            9 => Level::Town,
            _ if text.ends_with("0000") => Level::Province,
            _ if text.ends_with("00") => Level::Prefecture,
            _ => Level::County,
        };
        let number = format!("{text:0<12}").parse().map_err(|_| refuse())?;
        Ok(Self { level, number })
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = (digits_of(self.level) as usize).max(6);
        f.write_str(&format!("{:012}", self.number)[..digits])
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The body that keeps its own records (改造办): of a county, a prefecture or a province. The tenant of every table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Office(DivisionCode);

impl Office {
    pub const fn code(self) -> DivisionCode {
        self.0
    }
}

impl FromStr for Office {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let code: DivisionCode = text.parse()?;
        if code.level() > Level::County {
            return Err(BadCode(text.to_owned()));
        }
        Ok(Self(code))
    }
}

impl<'de> Deserialize<'de> for Office {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().expect("a code")
    }

    #[test]
    fn a_community_lies_in_its_town_county_prefecture_and_province() {
        let community = code("430527100001");
        for above in ["430527100001", "430527100", "430527", "430500", "430000"] {
            assert!(code(above).contains(community), "{above}");
        }
        assert!(!code("430522").contains(community));
        assert_eq!(community.parent(), Some(code("430527100")));
        assert_eq!(community.office().to_string(), "430527");
    }

    #[test]
    fn codes_are_written_as_the_standard_writes_them() {
        for text in ["430000", "430500", "430527", "430527100", "430527100001"] {
            assert_eq!(code(text).to_string(), text);
        }
        assert_eq!(DivisionCode::parse_short("43"), Ok(code("430000")));
        assert_eq!(code("430500").prefix(), "4305");
        for bad in ["", "43", "4305271", "43052a", "０４３０５２", "000000"] {
            assert!(bad.parse::<DivisionCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_zone_is_told_by_its_code() {
        assert!(code("430971").is_zone());
        assert!(["430527", "430700", "437000", "430527170"].iter().all(|other| !code(other).is_zone()));
    }

    #[test]
    fn no_office_is_smaller_than_a_county() {
        assert!("430527100".parse::<Office>().is_err());
    }
}

//! What owners decide together (业主共同决定事项): the nine matters of article 278 of the Civil Code, and over what ground they count.

use std::str::FromStr;

use super::threshold::Threshold;

/// A matter, by its number in article 278, first paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// 1: rules of procedure of the owners' assembly (业主大会议事规则).
    Procedure,
    /// 2: the covenant of owners (管理规约).
    Covenant,
    /// 3: electing or replacing the owners' committee (业主委员会).
    Committee,
    /// 4: hiring or dismissing a manager (物业服务企业).
    Manager,
    /// 5: using the maintenance fund (使用维修资金).
    UseFund,
    /// 6: raising the maintenance fund (筹集维修资金).
    RaiseFund,
    /// 7: rebuilding or altering the building and its facilities (改建、重建), a lift among them.
    Rebuild,
    /// 8: another use of common parts, or running a business there (改变共有部分用途).
    CommonParts,
    /// 9: other major matters on common ownership (其他重大事项).
    Other,
}

impl Matter {
    pub const ALL: [Self; 9] = [
        Self::Procedure,
        Self::Covenant,
        Self::Committee,
        Self::Manager,
        Self::UseFund,
        Self::RaiseFund,
        Self::Rebuild,
        Self::CommonParts,
        Self::Other,
    ];

    /// Its number in the article.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.number() == number)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Covenant => "covenant",
            Self::Committee => "committee",
            Self::Manager => "manager",
            Self::UseFund => "use-fund",
            Self::RaiseFund => "raise-fund",
            Self::Rebuild => "rebuild",
            Self::CommonParts => "common-parts",
            Self::Other => "other",
        }
    }

    /// Who has to take part, by area and by heads: two thirds, whatever the matter (art. 278, second paragraph).
    pub const QUORUM: Threshold = Threshold::at_least(2, 3);

    /// What those who take part have to agree by: three quarters for 6 to 8, more than half for all others.
    pub const fn majority(self) -> Threshold {
        match self {
            Self::RaiseFund | Self::Rebuild | Self::CommonParts => Threshold::at_least(3, 4),
            _ => Threshold::more_than(1, 2),
        }
    }
}

impl FromStr for Matter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|matter| matter.as_str() == text).ok_or(())
    }
}

/// Whose owners vote (表决范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    Neighbourhood,
    Building,
    Entrance,
}

impl Extent {
    pub const ALL: [Self; 3] = [Self::Neighbourhood, Self::Building, Self::Entrance];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neighbourhood => "neighbourhood",
            Self::Building => "building",
            Self::Entrance => "entrance",
        }
    }
}

impl FromStr for Extent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|extent| extent.as_str() == text).ok_or(())
    }
}

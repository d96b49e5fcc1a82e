//! A party (权利人): the one or the several who own together and count as one head.

use serde::{Deserialize, Serialize};

use crate::kernel::text::{clean_line, half_width};

crate::id! {
    /// 权利人
    PartyId
}

/// What owns (权利人类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// One natural person, or several together (自然人、共有).
    Person,
    /// A company, an institution, the former unit (单位).
    Organisation,
    /// Who built, for what is not sold or not handed over (建设单位): one head for all of it (第9条).
    Developer,
    /// Nobody knows whose it is (权利人不明).
    Unknown,
}

impl PartyKind {
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Developer, Self::Unknown];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Developer => "developer",
            Self::Unknown => "unknown",
        }
    }

    /// Whether a name is enough to know it by: that of an organisation is; of people, many have the same one.
    pub const fn is_known_by_name(self) -> bool {
        matches!(self, Self::Organisation | Self::Developer)
    }
}

impl std::str::FromStr for PartyKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// One who owns, alone or with others. Of a document no more is kept than tells two of one name apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owner {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The last characters of the document (证件号后四位).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
}

/// So many characters of a document are kept, and of a phone looked at.
pub const TAIL: usize = 4;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// So many own one dwelling together.
pub const MOST_OWNERS: usize = 12;

impl Owner {
    /// As typed: the name clean, of a document its end, of a phone its digits.
    pub fn new(name: &str, phone: &str, document: &str) -> Self {
        let kept = |text: &str| -> String { half_width(text).chars().filter(char::is_ascii_alphanumeric).collect() };
        Self {
            name: clean_line(&half_width(name)),
            phone: kept(phone),
            document: tail(&kept(document).to_uppercase()).to_owned(),
        }
    }

    /// How surely two entries are one person.
    pub fn compare(&self, other: &Self) -> Same {
        let both = |a: &str, b: &str| (!a.is_empty() && !b.is_empty()).then(|| a == b);
        let (document, phone) = (both(&self.document, &other.document), both(tail(&self.phone), tail(&other.phone)));
        match (self.name == other.name, document, phone) {
            (true, Some(true), Some(false)) => Same::OtherPhone,
            (true, Some(true), _) | (true, None, Some(true)) => Same::Yes,
            (true, None, None) => Same::NameOnly,
            (false, Some(true), Some(true)) => Same::OtherName,
            _ => Same::No,
        }
    }
}

/// Whether two entries are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    Yes,
    No,
    /// Nothing but the name speaks for it: many have the same one, so somebody decides.
    NameOnly,
    /// Name and document are the same, the phone is another.
    OtherPhone,
    /// Document and phone are the same, the name is another.
    OtherName,
}

fn tail(text: &str) -> &str {
    text.char_indices().rev().nth(TAIL - 1).map_or(text, |(at, _)| &text[at..])
}

/// Who they are, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owners {
    Known(Vec<Owner>),
    /// Sealed with a key that is not at hand.
    Closed,
    Erased,
}

/// A party, and who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    pub kind: PartyKind,
    pub owners: Owners,
}

impl Party {
    pub fn owners(&self) -> &[Owner] {
        match &self.owners {
            Owners::Known(owners) => owners,
            Owners::Closed | Owners::Erased => &[],
        }
    }

    /// Their names in full, for those who may read them.
    pub fn names(&self) -> String {
        self.owners().iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// Their names as lists show them: `张*、李*`. An organisation is no person, and stands there in full.
    pub fn masked(&self) -> String {
        if self.kind.is_known_by_name() {
            return self.names();
        }
        self.owners().iter().map(|owner| masked(&owner.name)).collect::<Vec<_>>().join("、")
    }

    /// How surely two parties are one: as surely as the least sure of those who stand in both.
    pub fn compare(&self, other: &Self) -> Same {
        let (own, others) = (self.owners(), other.owners());
        if self.kind != other.kind || own.is_empty() || own.len() != others.len() {
            return Same::No;
        }
        if self.kind.is_known_by_name() {
            return if own.iter().map(|o| &o.name).eq(others.iter().map(|o| &o.name)) { Same::Yes } else { Same::No };
        }
        let mut result = Same::Yes;
        for owner in own {
            let best = others.iter().map(|other| owner.compare(other)).min_by_key(|same| same.rank());
            let same = best.unwrap_or(Same::No);
            if same.rank() > result.rank() {
                result = same;
            }
        }
        result
    }
}

impl Same {
    const fn rank(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::OtherPhone => 1,
            Self::OtherName => 2,
            Self::NameOnly => 3,
            Self::No => 4,
        }
    }
}

/// The first character of a name: enough for a neighbour who knows it, too little for anybody else.
pub fn masked(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}*")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(owners: &[(&str, &str, &str)]) -> Party {
        let owners = owners.iter().map(|(name, phone, document)| Owner::new(name, phone, document)).collect();
        Party { id: PartyId::new(), kind: PartyKind::Person, owners: Owners::Known(owners) }
    }

    #[test]
    fn of_a_document_only_its_end_is_kept() {
        let owner = Owner::new(" 杨　示例 ", "138-0000 １２３４", "43052719700101002x");
        assert_eq!(
            (owner.name.as_str(), owner.phone.as_str(), owner.document.as_str()),
            ("杨 示例", "13800001234", "002X")
        );
    }

    #[test]
    fn a_name_alone_makes_nobody_the_same() {
        let one = |phone, document| Owner::new("杨示例", phone, document);
        assert_eq!(one("", "1234").compare(&one("", "1234")), Same::Yes);
        assert_eq!(one("13800001234", "").compare(&one("13900001234", "")), Same::Yes, "by the end of the phone");
        assert_eq!(one("", "").compare(&one("13800001234", "1234")), Same::NameOnly);
        assert_eq!(one("", "1234").compare(&one("", "4321")), Same::No);
        assert_eq!(one("13800001111", "1234").compare(&one("13800002222", "1234")), Same::OtherPhone);
        let other = Owner::new("李示例", "13800001111", "1234");
        assert_eq!(one("13800001111", "1234").compare(&other), Same::OtherName);
        assert_eq!(one("", "1234").compare(&other), Same::No, "four characters are too few to say more");
    }

    #[test]
    fn who_owns_together_is_one_whatever_the_order() {
        let both = party(&[("杨示例", "", "1111"), ("李示例", "", "2222")]);
        let turned = party(&[("李示例", "", "2222"), ("杨示例", "", "1111")]);
        assert_eq!(both.compare(&turned), Same::Yes);
        assert_eq!(both.compare(&party(&[("杨示例", "", "1111")])), Same::No);
        assert_eq!(both.compare(&party(&[("杨示例", "", "1111"), ("李示例", "", "")])), Same::NameOnly);
    }

    #[test]
    fn lists_show_the_first_character_of_a_person() {
        let both = party(&[("杨示例", "", ""), ("欧阳示例", "", "")]);
        assert_eq!(both.masked(), "杨*、欧*");
        let unit = Party { kind: PartyKind::Organisation, ..party(&[("绥宁县粮食局（示例）", "", "")]) };
        assert_eq!(unit.masked(), "绥宁县粮食局(示例)");
        assert_eq!(masked(""), "");
    }
}

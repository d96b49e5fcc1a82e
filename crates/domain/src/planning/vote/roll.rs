//! The roll of voters (表决名册): who votes, with what area, and how many heads that is. It is frozen when a vote is announced.
//!
//! Heads (业主人数) are counted as the Supreme Court explains them (法释〔2020〕17号, art. 8 and 9): one dwelling is one head; but
//! one buyer's dwellings together are one, and what the developer has not sold or handed over is one. So **dwellings with the
//! same owners are one head**, and a head votes once, with all of their area:
//!
//! - a couple that owns two dwellings together is one head;
//! - co-owners of a dwelling are one head, whatever their parts, and agree among themselves on one ballot;
//! - who owns one dwelling alone and another one with somebody else belongs to two heads: the buyers are not the same.
//!
//! Areas are those of the register of property; where there is none, as surveyed, then as in the contract.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Add, AddAssign};

use crate::kernel::Area;

/// More heads than any neighbourhood has.
pub const MOST_HEADS: usize = 1_000_000;
/// Ten thousand square kilometres, in hundredths of a square metre: sums stay far from the edge.
pub const MOST_AREA: i64 = 1_000_000_000_000;

/// What belongs to one owner alone (专有部分).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dwelling {
    pub name: String,
    pub area: Area,
}

/// One voice: all dwellings that have the same owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub id: String,
    pub owners: Vec<String>,
    pub dwellings: Vec<Dwelling>,
    /// What the developer has not sold, or not handed over.
    pub unsold: bool,
    /// Whether the ballot was delivered (送达); silence can only follow from that.
    pub delivered: bool,
}

/// What votes weigh: heads, and area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Weight {
    pub heads: i64,
    pub area: Area,
}

/// Who votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    heads: Vec<Head>,
    total: Weight,
}

/// Why heads are no roll: the place of the one where it shows, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoll {
    #[error("nobody votes")]
    Empty,
    #[error("more than {MOST_HEADS} heads")]
    TooMany { at: usize },
    #[error("head {id} stands there twice")]
    HeadTwice { at: usize, first: usize, id: String },
    #[error("head {id} owns nothing")]
    NoDwelling { at: usize, id: String },
    #[error("head {id} has no owner")]
    NoOwner { at: usize, id: String },
    #[error("owner {owner} stands twice in a head")]
    OwnerTwice { at: usize, owner: String },
    #[error("dwelling {name} stands there twice")]
    DwellingTwice { at: usize, first: usize, name: String },
    #[error("dwelling {name} has no area above zero")]
    NoArea { at: usize, name: String },
    #[error("more area than there is")]
    TooLarge { at: usize },
    #[error("the same owners are two heads")]
    SameOwners { at: usize, first: usize },
    #[error("unsold dwellings are two heads")]
    UnsoldTwice { at: usize, first: usize },
}

impl Head {
    pub fn area(&self) -> Area {
        self.dwellings.iter().map(|dwelling| dwelling.area).sum()
    }

    pub fn weight(&self) -> Weight {
        Weight { heads: 1, area: self.area() }
    }

    fn owner_key(&self) -> Vec<&str> {
        let mut key: Vec<&str> = self.owners.iter().map(String::as_str).collect();
        key.sort_unstable();
        key
    }
}

impl Roll {
    pub fn new(heads: Vec<Head>) -> Result<Self, NoRoll> {
        let mut seen = Seen::default();
        let mut total = Weight::default();
        for (at, head) in heads.iter().enumerate() {
            seen.take(at, head)?;
            total += head.weight();
            if total.area.hundredths() > MOST_AREA {
                return Err(NoRoll::TooLarge { at });
            }
        }
        if heads.is_empty() { Err(NoRoll::Empty) } else { Ok(Self { heads, total }) }
    }

    /// Heads from dwellings with their owners, in the order of the dwellings. `unsold` gathers whatever nobody has bought.
    pub fn gather(dwellings: impl IntoIterator<Item = (Dwelling, Vec<String>, bool)>) -> Vec<Head> {
        let (mut heads, mut of) = (Vec::<Head>::new(), BTreeMap::<Option<Vec<String>>, usize>::new());
        for (dwelling, mut owners, unsold) in dwellings {
            owners.sort_unstable();
            owners.dedup();
            let at = *of.entry((!unsold).then(|| owners.clone())).or_insert(heads.len());
            if let Some(head) = heads.get_mut(at) {
                head.dwellings.push(dwelling);
            } else {
                let id = (at + 1).to_string();
                heads.push(Head { id, owners, dwellings: vec![dwelling], unsold, delivered: false });
            }
        }
        heads
    }

    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    pub const fn total(&self) -> Weight {
        self.total
    }

    /// Owners that belong to more than one head, with the first two: worth a look, and often right (one dwelling alone, one shared).
    pub fn in_several(&self) -> Vec<(&str, usize, usize)> {
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut found = BTreeMap::new();
        for (at, head) in self.heads.iter().enumerate() {
            for owner in &head.owners {
                let before = *first.entry(owner).or_insert(at);
                if before != at {
                    found.entry(owner.as_str()).or_insert((before, at));
                }
            }
        }
        found.into_iter().map(|(owner, (first, then))| (owner, first, then)).collect()
    }
}

/// What was on the roll before.
#[derive(Default)]
struct Seen<'a> {
    heads: HashMap<&'a str, usize>,
    dwellings: HashMap<&'a str, usize>,
    owners: HashMap<Vec<&'a str>, usize>,
    unsold: Option<usize>,
}

impl<'a> Seen<'a> {
    fn take(&mut self, at: usize, head: &'a Head) -> Result<(), NoRoll> {
        if at >= MOST_HEADS {
            return Err(NoRoll::TooMany { at });
        }
        if let Some(first) = self.heads.insert(&head.id, at) {
            return Err(NoRoll::HeadTwice { at, first, id: head.id.clone() });
        }
        if head.dwellings.is_empty() {
            return Err(NoRoll::NoDwelling { at, id: head.id.clone() });
        }
        self.take_owners(at, head)?;
        for Dwelling { name, area } in &head.dwellings {
            if area.hundredths() <= 0 {
                return Err(NoRoll::NoArea { at, name: name.clone() });
            }
            if area.hundredths() > MOST_AREA / 1_000 {
                return Err(NoRoll::TooLarge { at });
            }
            if let Some(first) = self.dwellings.insert(name, at) {
                return Err(NoRoll::DwellingTwice { at, first, name: name.clone() });
            }
        }
        Ok(())
    }

    fn take_owners(&mut self, at: usize, head: &'a Head) -> Result<(), NoRoll> {
        if head.unsold {
            return match self.unsold.replace(at) {
                Some(first) => Err(NoRoll::UnsoldTwice { at, first }),
                None => Ok(()),
            };
        }
        let owners = head.owner_key();
        if owners.is_empty() {
            return Err(NoRoll::NoOwner { at, id: head.id.clone() });
        }
        if let Some(twice) = owners.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(NoRoll::OwnerTwice { at, owner: twice[0].to_owned() });
        }
        match self.owners.insert(owners, at) {
            Some(first) => Err(NoRoll::SameOwners { at, first }),
            None => Ok(()),
        }
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { heads: self.heads + other.heads, area: self.area + other.area }
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

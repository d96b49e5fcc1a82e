//! Holding a vote (组织表决): drafted, announced with its roll and rules frozen, open within its days, closed and bound.

use jiff::ToSpan;

use super::ballot::Options;
use super::matter::{Extent, Matter};
use super::roll::{Dwelling, Head, NoRoll, Roll, Weight};
use super::rules::{Rule, VoteRules};
use super::tally::Vote;
use crate::kernel::{Area, Date, NeighbourhoodId};
use crate::planning::VersionId;
use crate::register::DwellingId;
use crate::register::owner::{PartyId, PartyKind, Roll as Owned, Scope};

crate::id! {
    /// One owners' vote.
    VoteId
}

crate::id! {
    /// One ballot of it.
    BallotId
}

crate::id! {
    /// What one person typed of a ballot on paper.
    EntryId
}

/// Where a vote stands. Whether it is open follows from its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 草稿
    Draft,
    /// 已公告: roll and rules are frozen.
    Announced,
    /// 已计票: its ballots are bound, and nothing of it changes any more.
    Closed,
    /// 已撤回
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Announced, Self::Closed, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Announced => "announced",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// What is to be voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub neighbourhood: NeighbourhoodId,
    pub scope: Scope,
    pub matter: Matter,
    pub title: String,
    pub question: String,
    pub options: Options,
    pub first: Date,
    pub last: Date,
    /// The clause of the neighbourhood's own rules by which silence follows the majority.
    pub clause: Option<String>,
    pub plan: Option<VersionId>,
}

/// The longest title and question, in characters.
pub const LONGEST_TITLE: usize = 80;
pub const LONGEST_QUESTION: usize = 1_000;

/// Why a vote cannot be held like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotHold {
    Title,
    Question,
    /// The matter is not decided over this ground.
    Extent,
    /// Only alterations can be agreed to without paying.
    WithoutPaying,
    /// So many days of notice: not before this day.
    Notice {
        earliest: Date,
    },
    TooShort {
        least: i64,
    },
    TooLong {
        most: i64,
    },
    /// The rule set does not let silence follow the majority.
    Silence,
}

pub const fn extent(scope: Scope) -> Extent {
    match scope {
        Scope::Neighbourhood => Extent::Neighbourhood,
        Scope::Building(_) => Extent::Building,
        Scope::Entrance(_) => Extent::Entrance,
    }
}

impl Draft {
    /// Everything that stands against announcing it on a day.
    pub fn faults(&self, rules: &VoteRules, today: Date) -> Vec<CannotHold> {
        let text = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        let allowed = rules.of(self.matter).is_some_and(|rule| rule.extents.contains(&extent(self.scope)));
        let earliest = today.saturating_add(rules.notice_days.days());
        let days = self.last.duration_since(self.first).as_hours() / 24 + 1;
        let (least, most) = (rules.window_least_days, rules.window_most_days);
        let faults = [
            (!text(&self.title, LONGEST_TITLE)).then_some(CannotHold::Title),
            (!text(&self.question, LONGEST_QUESTION)).then_some(CannotHold::Question),
            (!allowed).then_some(CannotHold::Extent),
            (self.options.without_paying && self.matter != Matter::Rebuild).then_some(CannotHold::WithoutPaying),
            (self.first < earliest).then_some(CannotHold::Notice { earliest }),
            (days < least).then_some(CannotHold::TooShort { least }),
            (days > most).then_some(CannotHold::TooLong { most }),
            (self.clause.is_some() && !rules.silence).then_some(CannotHold::Silence),
        ];
        faults.into_iter().flatten().collect()
    }

    /// What counting goes by, under the rules that were frozen with it.
    pub fn vote(&self, rules: &VoteRules, version: Option<u32>) -> Vote {
        Vote {
            rule: Rule::of(self.matter, rules),
            options: self.options,
            version,
            first: self.first,
            last: self.last,
            silence: self.clause.is_some(),
        }
    }
}

/// One head of a frozen roll: its number says nothing of who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voter {
    pub number: u32,
    pub party: PartyId,
    pub unsold: bool,
    pub doors: Vec<(DwellingId, String, Area)>,
}

/// Why a roll cannot be frozen: what has to be put right in the register first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotFreeze {
    /// Doors of which nobody knows whose they are: not even that it is unknown was entered.
    NoOwner(Vec<String>),
    NoArea(Vec<String>),
    Roll(NoRoll),
}

/// The owners as they stand, each party one head and the developer one for all; numbered by lot, so that the order of doors
/// cannot be read from the numbers. `lot` draws a number below the one it is given.
pub fn freeze(owned: &Owned, mut lot: impl FnMut(usize) -> usize) -> Result<Vec<Voter>, CannotFreeze> {
    let doors = |lacks: fn(&crate::register::owner::Unit) -> bool| -> Vec<String> {
        owned.units.iter().filter(|unit| lacks(unit)).map(crate::register::owner::Unit::door).collect()
    };
    let (no_owner, no_area) = (doors(|unit| unit.party.is_none()), doors(|unit| unit.measured.is_none()));
    if !no_owner.is_empty() {
        return Err(CannotFreeze::NoOwner(no_owner));
    }
    if !no_area.is_empty() {
        return Err(CannotFreeze::NoArea(no_area));
    }
    let mut voters = gathered(owned);
    for at in (1..voters.len()).rev() {
        voters.swap(at, lot(at + 1).min(at));
    }
    for (voter, number) in voters.iter_mut().zip(1..) {
        voter.number = number;
    }
    roll(&voters, |_| false).map_err(CannotFreeze::Roll)?;
    Ok(voters)
}

fn gathered(owned: &Owned) -> Vec<Voter> {
    let mut places = std::collections::BTreeMap::<Option<PartyId>, usize>::new();
    let mut voters: Vec<Voter> = Vec::new();
    for unit in &owned.units {
        let (Some(party), Some(measured)) = (unit.party, unit.measured) else { continue };
        let unsold = owned.parties.get(&party).is_some_and(|party| party.kind == PartyKind::Developer);
        let at = *places.entry((!unsold).then_some(party)).or_insert(voters.len());
        if at == voters.len() {
            voters.push(Voter { number: 0, party, unsold, doors: Vec::new() });
        }
        voters[at].doors.push((unit.dwelling, unit.door(), measured.area));
    }
    voters
}

/// The roll that is counted and published: numbers in the place of names and doors.
pub fn roll(voters: &[Voter], delivered: impl Fn(u32) -> bool) -> Result<Roll, NoRoll> {
    let head = |voter: &Voter| {
        let dwelling = |(at, (_, _, area)): (usize, &(DwellingId, String, Area))| Dwelling {
            name: format!("{}-{}", voter.number, at + 1),
            area: *area,
        };
        Head {
            id: voter.number.to_string(),
            owners: vec![owner(voter.number)],
            dwellings: voter.doors.iter().enumerate().map(dwelling).collect(),
            unsold: voter.unsold,
            delivered: delivered(voter.number),
        }
    };
    Roll::new(voters.iter().map(head).collect())
}

/// How the owners of a head are called where nobody is named.
pub fn owner(number: u32) -> String {
    format!("o{number}")
}

/// What a roll comes to.
pub fn total(voters: &[Voter]) -> Weight {
    let areas = voters.iter().flat_map(|voter| &voter.doors).map(|(_, _, area)| *area);
    Weight { heads: i64::try_from(voters.len()).unwrap_or(i64::MAX), area: areas.sum() }
}

//! A scheme for the lift of an entrance (加装电梯方案): design, cost, who gives what, what each household said, and the shares that
//! follow. Versions of it follow one another as neighbours talk; the one that is settled (定稿) for the agreement never changes.
//!
//! What a household says here is a consent survey (意愿征询). Neither it nor a settled scheme binds anybody by itself: what binds is
//! the owners' vote (业主表决), and for whoever signs it the agreement.

use super::{Answer, Lift, NoShares, Shared};
use crate::kernel::text::{clean_line, clean_text};
use crate::kernel::{Date, Money, Timestamp};
use crate::register::{DwellingId, EntranceId};

crate::id! {
    /// One version of the scheme for a lift.
    SchemeId
}

pub const LONGEST_TITLE: usize = 60;
pub const LONGEST_MODEL: usize = 60;
pub const LONGEST_SUMMARY: usize = 1_000;
/// Of a subsidy, and of why somebody is compensated.
pub const LONGEST_NAME: usize = 60;
pub const LONGEST_GROUP: usize = 20;
/// A lift stops so often.
pub const STOPS: std::ops::RangeInclusive<i64> = 2..=200;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 草案: neighbours still talk.
    Draft,
    /// 已定稿: the agreement is made from it, and it stays as it is.
    Settled,
    /// 已放弃
    GivenUp,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Draft, Self::Settled, Self::GivenUp];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Settled => "settled",
            Self::GivenUp => "given-up",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(())
    }
}

/// By what floors count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// By the office's table as it was when it was taken over (办公室系数表).
    #[default]
    Office,
    /// By coefficients that this entrance agreed on (本单元商定).
    Own,
    /// By none: area decides (按专有面积).
    Area,
}

impl Basis {
    pub const ALL: [Self; 3] = [Self::Office, Self::Own, Self::Area];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Own => "own",
            Self::Area => "area",
        }
    }
}

impl std::str::FromStr for Basis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(())
    }
}

/// What is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Design {
    pub title: String,
    /// 型号
    pub model: String,
    /// 停靠层站
    pub stops: Option<i64>,
    /// How it is built on, in a few sentences.
    pub summary: String,
}

/// What a version says. The households of its lift go by the ids of their dwellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub design: Design,
    pub basis: Basis,
    pub lift: Lift,
}

/// A door of the entrance, beside the household of the lift in the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub dwelling: DwellingId,
    pub room: String,
}

/// What a household bears by a version that was settled, as it stood there then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub pays: Money,
    pub upkeep: Money,
}

/// Who settled it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub on: Date,
    pub by_name: String,
}

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    pub id: SchemeId,
    pub entrance: EntranceId,
    /// Counted from 1 in each entrance.
    pub number: i64,
    pub state: State,
    pub terms: Terms,
    pub doors: Vec<Door>,
    /// Of a settled one, in the order of the doors.
    pub agreed: Vec<Agreed>,
    pub settled: Option<Settled>,
    /// Counts its changes: who changes it says which one they have seen.
    pub revision: i64,
    pub at: Timestamp,
    pub by_name: String,
}

/// Why a version is not kept as it was typed. Lines are named by their place, from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTerms {
    #[error("the title is longer than {LONGEST_TITLE} characters")]
    Title,
    #[error("the model is longer than {LONGEST_MODEL} characters")]
    Model,
    #[error("a lift stops at {} to {} floors", STOPS.start(), STOPS.end())]
    Stops,
    #[error("the description is longer than {LONGEST_SUMMARY} characters")]
    Summary,
    #[error("subsidy {at} has no name, or one too long, or is not above zero")]
    Subsidy { at: usize },
    #[error("group {at} has no name, or one longer than {LONGEST_GROUP} characters")]
    Group { at: usize },
    #[error("compensation {at} does not say why, or is not above zero")]
    Compensation { at: usize },
    #[error(transparent)]
    Shares(NoShares),
}

/// Why a version is not settled yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    #[error("it has no cost")]
    NoCost,
    #[error("it does not say which lift is built")]
    NoDesign,
    #[error(transparent)]
    Shares(NoShares),
}

impl NoShares {
    /// Whether it only waits for what somebody has yet to say or to measure: neighbours still talk, so a draft may wait for it.
    pub const fn waits(&self) -> bool {
        matches!(self, Self::NobodyPays | Self::NobodyPaysIn { .. } | Self::AllZero { .. } | Self::NoArea { .. })
    }
}

impl Terms {
    /// Checks what somebody typed. What contradicts itself is not kept; what only waits for an answer is.
    pub fn checked(mut self) -> Result<Self, BadTerms> {
        self.clean();
        let (design, lift) = (&self.design, &self.lift);
        let long = |text: &str, most: usize| text.chars().count() > most;
        let named = |text: &str, most: usize| !text.is_empty() && !long(text, most);
        if long(&design.title, LONGEST_TITLE) {
            return Err(BadTerms::Title);
        }
        if long(&design.model, LONGEST_MODEL) {
            return Err(BadTerms::Model);
        }
        if design.stops.is_some_and(|stops| !STOPS.contains(&stops)) {
            return Err(BadTerms::Stops);
        }
        if long(&design.summary, LONGEST_SUMMARY) {
            return Err(BadTerms::Summary);
        }
        let bad = |name: &str, amount: Money| !named(name, LONGEST_NAME) || amount <= Money::ZERO;
        if let Some(at) = lift.subsidies.iter().position(|one| bad(&one.name, one.amount)) {
            return Err(BadTerms::Subsidy { at });
        }
        if let Some(at) = lift.groups.iter().position(|one| !named(&one.id, LONGEST_GROUP)) {
            return Err(BadTerms::Group { at });
        }
        if let Some(at) = lift.compensations.iter().position(|one| bad(&one.why, one.amount)) {
            return Err(BadTerms::Compensation { at });
        }
        match self.lift.share() {
            Err(why) if !why.waits() => Err(BadTerms::Shares(why)),
            _ => Ok(self),
        }
    }

    fn clean(&mut self) {
        let (design, lift) = (&mut self.design, &mut self.lift);
        design.title = clean_line(&design.title);
        design.model = clean_line(&design.model);
        design.summary = clean_text(&design.summary);
        for one in &mut lift.subsidies {
            one.name = clean_line(&one.name);
        }
        for one in &mut lift.groups {
            one.id = clean_line(&one.id);
        }
        for one in &mut lift.compensations {
            one.why = clean_line(&one.why);
        }
        if self.basis == Basis::Area {
            lift.table = None;
        }
    }

    /// The shares, where an agreement can be made from them.
    pub fn ready(&self) -> Result<Shared, NotReady> {
        if self.lift.cost <= Money::ZERO {
            return Err(NotReady::NoCost);
        }
        if self.design.model.is_empty() || self.design.stops.is_none() {
            return Err(NotReady::NoDesign);
        }
        let shared = self.lift.share().map_err(NotReady::Shares)?;
        let pays = self.lift.households.iter().any(|one| one.answer == Answer::For);
        if pays { Ok(shared) } else { Err(NotReady::Shares(NoShares::NobodyPays)) }
    }
}

impl Scheme {
    /// The shares; of a settled version what each bears is what stood there when it was settled.
    pub fn shared(&self) -> Result<Shared, NoShares> {
        let mut shared = self.terms.lift.share()?;
        for (share, agreed) in shared.shares.iter_mut().zip(&self.agreed) {
            (share.pays, share.upkeep) = (agreed.pays, agreed.upkeep);
        }
        Ok(shared)
    }

    /// The door of a household.
    pub fn room(&self, at: usize) -> &str {
        self.doors.get(at).map_or("", |door| door.room.as_str())
    }

    /// The door that goes by this id in the lift.
    pub fn room_of(&self, id: &str) -> &str {
        self.terms.lift.households.iter().position(|one| one.id == id).map_or("", |at| self.room(at))
    }
}

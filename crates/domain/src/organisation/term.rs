//! Terms (任期): one person in one seat, from a day until a day. A seat is a place in a body, or the leader in charge of a
//! neighbourhood (包联领导), of whom there is one at a time.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::body::{Body, BodyId};
use crate::kernel::people::AccountId;
use crate::kernel::text::clean_line;
use crate::kernel::{NeighbourhoodId, Personal};

crate::id! {
    /// One term of one person.
    TermId
}

/// Where somebody sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    Body(BodyId),
    /// 包联领导 of this neighbourhood.
    Leader(NeighbourhoodId),
}

/// What somebody is in a body (职务).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 组长、理事长、主任
    Head,
    /// 副组长、副理事长
    Deputy,
    /// 成员、理事
    Member,
    /// 联络员
    Liaison,
}

impl Post {
    pub const ALL: [Self; 4] = [Self::Head, Self::Deputy, Self::Member, Self::Liaison];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Liaison => "liaison",
        }
    }
}

impl std::str::FromStr for Post {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|post| post.as_str() == text).ok_or(())
    }
}

/// As what somebody sits in a residents' body (成员身份).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 网格员
    GridOfficer,
    /// 党员
    PartyMember,
    /// 退休干部
    RetiredCadre,
    /// 居民（志愿者）
    Resident,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::GridOfficer, Self::PartyMember, Self::RetiredCadre, Self::Resident];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GridOfficer => "grid_officer",
            Self::PartyMember => "party_member",
            Self::RetiredCadre => "retired_cadre",
            Self::Resident => "resident",
        }
    }
}

impl std::str::FromStr for Standing {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == text).ok_or(())
    }
}

/// How somebody came to sit in a residents' body (产生方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// 居民推选
    Elected,
    /// 组织推荐
    Nominated,
}

impl Chosen {
    pub const ALL: [Self; 2] = [Self::Elected, Self::Nominated];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Elected => "elected",
            Self::Nominated => "nominated",
        }
    }
}

impl std::str::FromStr for Chosen {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|chosen| chosen.as_str() == text).ok_or(())
    }
}

/// One person in one seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: TermId,
    pub seat: Seat,
    pub name: Personal,
    /// What the person is otherwise: 副县长, 住建局局长.
    pub title: Option<Personal>,
    /// With which this person signs in.
    pub account: Option<AccountId>,
    pub post: Post,
    /// In residents' bodies.
    pub standing: Option<Standing>,
    /// How somebody came to sit in a residents' body.
    pub chosen: Option<Chosen>,
    /// How residents reach this person (联系方式): it is shown to them.
    pub contact: Option<Personal>,
    pub from: Date,
    /// The last day it is meant to last.
    pub until: Option<Date>,
    pub ended: Option<Ended>,
}

/// A term that is over: the first day on which the person was not in the seat any more, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub on: Date,
    pub why: Personal,
}

/// Why a term cannot be kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTerm {
    #[error("it needs a name of 2 to {LONGEST_NAME} characters")]
    Name,
    #[error("the title is too long")]
    Title,
    #[error("the contact is too long")]
    Contact,
    #[error("members of a residents' body sit there as one of four kinds, and only they")]
    Standing,
    #[error("the day lies ahead")]
    Ahead,
    #[error("the body did not stand then: it was set up on {0}")]
    BeforeBody(Date),
    #[error("the body is dissolved")]
    Dissolved,
    #[error("it ends before it begins")]
    EndsFirst,
    #[error("this person sits there already")]
    Twice,
    #[error("the leader before went on until {0}")]
    LeaderStays(Date),
    #[error("the term is over already")]
    Over,
    #[error("a reason is needed")]
    NoReason,
}

pub const LONGEST_NAME: usize = 30;
pub const LONGEST_TITLE: usize = 60;
pub const LONGEST_CONTACT: usize = 40;
/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 200;

impl Term {
    /// Checks what somebody typed about a seat in a body, of whose terms these run.
    pub fn in_body(mut self, body: &Body, running: &[Self], today: Date) -> Result<Self, BadTerm> {
        self.clean(today)?;
        if body.dissolved_on.is_some() {
            return Err(BadTerm::Dissolved);
        }
        if self.from < body.set_up_on {
            return Err(BadTerm::BeforeBody(body.set_up_on));
        }
        if body.kind.is_of_residents() != self.standing.is_some() {
            return Err(BadTerm::Standing);
        }
        self.chosen = self.chosen.filter(|_| body.kind.is_of_residents());
        // Two people may share a name; two of one account are one person.
        let same = |other: &Self| match (self.account, other.account) {
            (Some(own), Some(other)) => own == other,
            _ => other.name.is(&self.name),
        };
        if running.iter().any(same) { Err(BadTerm::Twice) } else { Ok(self) }
    }

    /// Checks what somebody typed about the leader in charge. The one before goes when this one comes; the earlier term
    /// as it ends is handed back with it.
    pub fn as_leader(mut self, before: Option<Self>, today: Date) -> Result<(Self, Option<Self>), BadTerm> {
        self.clean(today)?;
        (self.post, self.standing, self.chosen) = (Post::Head, None, None);
        let Some(mut before) = before else { return Ok((self, None)) };
        if before.name.is(&self.name) && before.account == self.account {
            return Err(BadTerm::Twice);
        }
        if self.from < before.from {
            return Err(BadTerm::LeaderStays(before.from));
        }
        before.ended = Some(Ended { on: self.from, why: self.name.clone() });
        Ok((self, Some(before)))
    }

    /// Ends it on a day, for a reason.
    pub fn end(&mut self, on: Date, why: &str, today: Date) -> Result<(), BadTerm> {
        let why: String = clean_line(why).chars().take(LONGEST_REASON).collect();
        if self.ended.is_some() {
            return Err(BadTerm::Over);
        }
        if on > today {
            return Err(BadTerm::Ahead);
        }
        if on < self.from {
            return Err(BadTerm::EndsFirst);
        }
        if why.is_empty() {
            return Err(BadTerm::NoReason);
        }
        self.ended = Some(Ended { on, why: why.into() });
        Ok(())
    }

    /// Whether both say the same, as a form does that was sent twice.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (self.seat, &self.name, self.post, self.from) == (other.seat, &other.name, other.post, other.from)
    }

    /// Its name is let go of: that somebody sat there stays (已删除).
    pub fn is_erased(&self) -> bool {
        self.name == Personal::Erased
    }

    /// Meant to be over by now, and nobody ended or renewed it (任期已满).
    pub fn is_overdue(&self, today: Date) -> bool {
        self.ended.is_none() && self.until.is_some_and(|until| until < today)
    }

    fn clean(&mut self, today: Date) -> Result<(), BadTerm> {
        self.name = clean_line(self.name.known().unwrap_or_default()).into();
        self.title = self.title.take().map(|title| title.map(clean_line)).filter(|title| *title != "".into());
        let length = |of: Option<&Personal>| of.and_then(Personal::known).map_or(0, |text| text.chars().count());
        if !(2..=LONGEST_NAME).contains(&length(Some(&self.name))) {
            return Err(BadTerm::Name);
        }
        if length(self.title.as_ref()) > LONGEST_TITLE {
            return Err(BadTerm::Title);
        }
        self.contact = self.contact.take().map(|one| one.map(clean_line)).filter(|one| *one != "".into());
        if length(self.contact.as_ref()) > LONGEST_CONTACT {
            return Err(BadTerm::Contact);
        }
        if self.from > today {
            return Err(BadTerm::Ahead);
        }
        if self.until.is_some_and(|until| until < self.from) { Err(BadTerm::EndsFirst) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::body::BodyKind;
    use super::*;

    const TODAY: Date = date(2022, 5, 31);

    fn council() -> Body {
        Body {
            id: BodyId::from_number(1),
            kind: BodyKind::RenewalCouncil,
            name: "示例小区改造理事会".into(),
            division: None,
            neighbourhood: Some(NeighbourhoodId::from_number(1)),
            set_up_on: date(2021, 3, 1),
            dissolved_on: None,
        }
    }

    fn member(name: &str) -> Term {
        Term {
            id: TermId::from_number(1),
            seat: Seat::Body(BodyId::from_number(1)),
            name: name.into(),
            title: None,
            account: None,
            post: Post::Member,
            standing: Some(Standing::Resident),
            chosen: None,
            contact: None,
            from: date(2021, 3, 1),
            until: None,
            ended: None,
        }
    }

    fn leader(name: &str, from: Date) -> Term {
        Term { seat: Seat::Leader(NeighbourhoodId::from_number(1)), from, ..member(name) }
    }

    #[test]
    fn a_member_sits_once_in_a_body_that_stands() {
        let first = member("杨示例").in_body(&council(), &[], TODAY).expect("a member");
        assert_eq!(member("杨示例").in_body(&council(), &[first], TODAY), Err(BadTerm::Twice));
        let early = Term { from: date(2021, 2, 1), ..member("李示例") };
        assert_eq!(early.in_body(&council(), &[], TODAY), Err(BadTerm::BeforeBody(date(2021, 3, 1))));
        let gone = Body { dissolved_on: Some(TODAY), ..council() };
        assert_eq!(member("李示例").in_body(&gone, &[], TODAY), Err(BadTerm::Dissolved));
        let without = Term { standing: None, ..member("李示例") };
        assert_eq!(without.in_body(&council(), &[], TODAY), Err(BadTerm::Standing));
        let office = Body { kind: BodyKind::TaskForce, neighbourhood: None, ..council() };
        assert_eq!(member("李示例").in_body(&office, &[], TODAY), Err(BadTerm::Standing));
    }

    #[test]
    fn two_people_of_one_name_sit_there_with_accounts_of_their_own() {
        let with = |n| Term { account: Some(AccountId::from_number(n)), ..member("杨示例") };
        assert_eq!(with(1).in_body(&council(), &[with(1)], TODAY), Err(BadTerm::Twice));
        assert!(with(2).in_body(&council(), &[with(1)], TODAY).is_ok());
    }

    #[test]
    fn one_leader_goes_when_the_next_comes() {
        let (first, none) = leader("王示例", date(2021, 3, 1)).as_leader(None, TODAY).expect("a leader");
        assert_eq!((first.post, first.standing, none), (Post::Head, None, None));
        let early = leader("李示例", date(2021, 2, 1)).as_leader(Some(first.clone()), TODAY);
        assert_eq!(early, Err(BadTerm::LeaderStays(date(2021, 3, 1))));
        let same = leader("王示例", date(2022, 1, 1)).as_leader(Some(first.clone()), TODAY);
        assert_eq!(same, Err(BadTerm::Twice));
        let (_, before) = leader("李示例", date(2022, 1, 10)).as_leader(Some(first), TODAY).expect("a leader");
        assert_eq!(before.and_then(|term| term.ended).map(|ended| ended.on), Some(date(2022, 1, 10)));
    }

    #[test]
    fn a_term_ends_once_for_a_reason() {
        let mut term = member("杨示例");
        assert_eq!(term.end(date(2021, 2, 1), "搬走", TODAY), Err(BadTerm::EndsFirst));
        assert_eq!(term.end(TODAY, " ", TODAY), Err(BadTerm::NoReason));
        assert_eq!(term.end(TODAY, " 搬走 ", TODAY), Ok(()));
        assert_eq!(term.end(TODAY, "搬走", TODAY), Err(BadTerm::Over));
    }

    #[test]
    fn a_term_that_should_be_over_says_so() {
        let term = Term { until: Some(date(2022, 5, 30)), ..member("杨示例") };
        assert!(term.is_overdue(TODAY));
        assert!(!Term { until: Some(TODAY), ..term }.is_overdue(TODAY));
    }
}

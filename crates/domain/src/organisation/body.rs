//! Bodies (机构): leading group, special work class, departments and towns; and those of the residents.
//!
//! A body is set up on a day and dissolved on a day; it is never deleted, since its members signed for things.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::text::clean_line;
use crate::kernel::{DivisionCode, NeighbourhoodId};

crate::id! {
    /// A body (机构).
    BodyId
}

/// What a body is in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// 领导小组
    LeadingGroup,
    /// 工作专班
    TaskForce,
    /// 联合摸底组
    SurveyTeam,
    /// 成员单位（部门）
    Department,
    /// 乡镇工作组
    Town,
    /// 改造理事会: residents who watch quality, then run the place.
    RenewalCouncil,
    /// 居民监督小组
    ResidentMonitors,
    /// 业主委员会
    OwnersCommittee,
}

impl BodyKind {
    pub const ALL: [Self; 8] = [
        Self::LeadingGroup,
        Self::TaskForce,
        Self::SurveyTeam,
        Self::Department,
        Self::Town,
        Self::RenewalCouncil,
        Self::ResidentMonitors,
        Self::OwnersCommittee,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeadingGroup => "leading_group",
            Self::TaskForce => "task_force",
            Self::SurveyTeam => "survey_team",
            Self::Department => "department",
            Self::Town => "town",
            Self::RenewalCouncil => "renewal_council",
            Self::ResidentMonitors => "resident_monitors",
            Self::OwnersCommittee => "owners_committee",
        }
    }

    /// Whether it is a body of the residents of one neighbourhood.
    pub const fn is_of_residents(self) -> bool {
        matches!(self, Self::RenewalCouncil | Self::ResidentMonitors | Self::OwnersCommittee)
    }

    /// Whether it can be the residents' supervision body (居民监督机构) of the four ones.
    pub const fn supervises(self) -> bool {
        matches!(self, Self::RenewalCouncil | Self::ResidentMonitors)
    }
}

impl std::str::FromStr for BodyKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// A body as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub id: BodyId,
    pub kind: BodyKind,
    pub name: String,
    /// The town it is of.
    pub division: Option<DivisionCode>,
    /// The neighbourhood whose residents it is of.
    pub neighbourhood: Option<NeighbourhoodId>,
    pub set_up_on: Date,
    pub dissolved_on: Option<Date>,
}

/// Why a body cannot be kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    #[error("it needs a name of 2 to {LONGEST_NAME} characters")]
    Name,
    #[error("residents' bodies belong to a neighbourhood, and only they")]
    Neighbourhood,
    #[error("a town's body belongs to a town, and only that")]
    Division,
    #[error("the day lies ahead")]
    Ahead,
    #[error("it was dissolved already")]
    Dissolved,
    #[error("it cannot be dissolved before it was set up")]
    BeforeSetUp,
}

/// The longest name of a body, in characters.
pub const LONGEST_NAME: usize = 60;

impl Body {
    /// Checks what somebody typed, and cleans the name.
    pub fn checked(mut self, today: Date) -> Result<Self, BadBody> {
        self.name = clean_line(&self.name);
        if !(2..=LONGEST_NAME).contains(&self.name.chars().count()) {
            return Err(BadBody::Name);
        }
        if self.kind.is_of_residents() != self.neighbourhood.is_some() {
            return Err(BadBody::Neighbourhood);
        }
        if (self.kind == BodyKind::Town) != self.division.is_some() {
            return Err(BadBody::Division);
        }
        if self.set_up_on > today { Err(BadBody::Ahead) } else { Ok(self) }
    }

    /// Whether both say the same, as a form does that was sent twice.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (self.kind, &self.name, self.neighbourhood) == (other.kind, &other.name, other.neighbourhood)
    }

    pub fn dissolve(&mut self, on: Date, today: Date) -> Result<(), BadBody> {
        if self.dissolved_on.is_some() {
            return Err(BadBody::Dissolved);
        }
        if on > today {
            return Err(BadBody::Ahead);
        }
        if on < self.set_up_on {
            return Err(BadBody::BeforeSetUp);
        }
        self.dissolved_on = Some(on);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2022, 5, 31);

    fn council() -> Body {
        Body {
            id: BodyId::from_number(1),
            kind: BodyKind::RenewalCouncil,
            name: " 粮食局小区　改造理事会\n".into(),
            division: None,
            neighbourhood: Some(NeighbourhoodId::from_number(1)),
            set_up_on: date(2021, 3, 1),
            dissolved_on: None,
        }
    }

    #[test]
    fn a_body_of_residents_belongs_to_a_neighbourhood() {
        assert_eq!(council().checked(TODAY).map(|body| body.name), Ok("粮食局小区 改造理事会".into()));
        assert_eq!(Body { neighbourhood: None, ..council() }.checked(TODAY), Err(BadBody::Neighbourhood));
        assert_eq!(Body { kind: BodyKind::TaskForce, ..council() }.checked(TODAY), Err(BadBody::Neighbourhood));
        let town = Body { kind: BodyKind::Town, neighbourhood: None, ..council() };
        assert_eq!(town.checked(TODAY), Err(BadBody::Division));
    }

    #[test]
    fn nothing_is_set_up_tomorrow_or_under_no_name() {
        assert_eq!(Body { set_up_on: date(2022, 6, 1), ..council() }.checked(TODAY), Err(BadBody::Ahead));
        assert_eq!(Body { name: " 组 ".into(), ..council() }.checked(TODAY), Err(BadBody::Name));
    }

    #[test]
    fn it_is_dissolved_once_and_after_it_was_set_up() {
        let mut body = council();
        assert_eq!(body.dissolve(date(2021, 2, 28), TODAY), Err(BadBody::BeforeSetUp));
        assert_eq!(body.dissolve(date(2022, 6, 1), TODAY), Err(BadBody::Ahead));
        assert_eq!(body.dissolve(date(2022, 5, 1), TODAY), Ok(()));
        assert_eq!(body.dissolve(date(2022, 5, 2), TODAY), Err(BadBody::Dissolved));
    }
}

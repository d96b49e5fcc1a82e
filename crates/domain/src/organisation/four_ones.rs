//! The four ones (四个一): one neighbourhood has one plan, one leader, one residents' supervision body. What lacks is red,
//! with the day since when.

use jiff::civil::Date;

use super::rules::OrganisationRules;
use super::term::Standing;
use crate::kernel::{NeighbourhoodId, Personal};

/// One of the ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum One {
    /// 一方案
    Plan,
    /// 一领导
    Leader,
    /// 一居民监督机构
    Body,
}

impl One {
    pub const ALL: [Self; 3] = [Self::Plan, Self::Leader, Self::Body];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Leader => "leader",
            Self::Body => "body",
        }
    }
}

/// The plan of a neighbourhood, as the room that keeps it brings it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub neighbourhood: NeighbourhoodId,
    pub on: Date,
}

/// A seat that somebody or something fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// By a record of ours, since this day.
    Since { name: Personal, on: Date },
    /// The register names it; no term or body is kept here.
    Register(String),
}

/// What a neighbourhood has of the four ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub neighbourhood: NeighbourhoodId,
    /// Since when it is asked for: the day the neighbourhood came into a plan here.
    pub asked_since: Date,
    pub plan: Option<Date>,
    pub leader: Option<Filled>,
    /// The day the last leader went.
    pub leader_until: Option<Date>,
    pub body: Option<Filled>,
    /// The day the last residents' body was dissolved.
    pub body_until: Option<Date>,
    /// Members of the residents' body by kind, of whom the last change was on `members_since`.
    pub members: Vec<(Standing, i64)>,
    pub members_since: Option<Date>,
}

/// Something of the four ones that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    Plan,
    Leader,
    Body,
    /// The body has fewer members than the rule asks for.
    Members {
        has: i64,
        needs: i64,
    },
    /// Nobody of this kind sits in it.
    Standing(Standing),
}

impl Lack {
    /// To which of the ones it belongs.
    pub const fn of(&self) -> One {
        match self {
            Self::Plan => One::Plan,
            Self::Leader => One::Leader,
            Self::Body | Self::Members { .. } | Self::Standing(_) => One::Body,
        }
    }
}

/// A lack and the day since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub what: Lack,
    pub since: Date,
}

impl Holding {
    pub fn member_count(&self) -> i64 {
        self.members.iter().map(|(_, count)| count).sum()
    }

    /// How many of one kind sit in the residents' body.
    pub fn sitting(&self, kind: Standing) -> i64 {
        self.members.iter().filter(|(standing, _)| *standing == kind).map(|(_, count)| count).sum()
    }

    /// Everything that lacks, in the order of the ones.
    pub fn missing(&self, rules: &OrganisationRules) -> Vec<Missing> {
        let since = |gone: Option<Date>| gone.map_or(self.asked_since, |gone| gone.max(self.asked_since));
        let mut missing = Vec::new();
        if self.plan.is_none() {
            missing.push(Missing { what: Lack::Plan, since: self.asked_since });
        }
        if self.leader.is_none() {
            missing.push(Missing { what: Lack::Leader, since: since(self.leader_until) });
        }
        match &self.body {
            None => missing.push(Missing { what: Lack::Body, since: since(self.body_until) }),
            // Of a body that only the register names, nobody here knows the members.
            Some(Filled::Register(_)) => {}
            Some(Filled::Since { on, .. }) => {
                let changed = since(Some(self.members_since.map_or(*on, |day| day.max(*on))));
                missing.extend(self.thin(rules).into_iter().map(|what| Missing { what, since: changed }));
            }
        }
        missing
    }

    fn thin(&self, rules: &OrganisationRules) -> Vec<Lack> {
        let (has, needs) = (self.member_count(), rules.members_at_least);
        let few = (has < needs).then_some(Lack::Members { has, needs });
        let absent = rules.standings.iter().copied().filter(|kind| self.sitting(*kind) == 0).map(Lack::Standing);
        few.into_iter().chain(absent).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn holding() -> Holding {
        Holding {
            neighbourhood: NeighbourhoodId::from_number(1),
            asked_since: date(2022, 1, 5),
            plan: Some(date(2022, 2, 1)),
            leader: Some(Filled::Since { name: "王示例".into(), on: date(2022, 1, 10) }),
            leader_until: None,
            body: Some(Filled::Since { name: "示例小区改造理事会".into(), on: date(2022, 3, 1) }),
            body_until: None,
            members: Standing::ALL.map(|kind| (kind, 1)).to_vec(),
            members_since: Some(date(2022, 3, 2)),
        }
    }

    fn missing(holding: &Holding) -> Vec<Missing> {
        holding.missing(&OrganisationRules::default())
    }

    #[test]
    fn with_plan_leader_and_a_full_body_nothing_lacks() {
        assert_eq!(missing(&holding()), []);
    }

    #[test]
    fn what_lacks_says_since_when() {
        let bare = Holding { plan: None, leader: None, body: None, members: Vec::new(), ..holding() };
        let since = |what| Missing { what, since: date(2022, 1, 5) };
        assert_eq!(missing(&bare), [since(Lack::Plan), since(Lack::Leader), since(Lack::Body)]);
        let left = Holding { leader: None, leader_until: Some(date(2022, 5, 3)), ..holding() };
        assert_eq!(missing(&left), [Missing { what: Lack::Leader, since: date(2022, 5, 3) }]);
        let earlier = Holding { leader: None, leader_until: Some(date(2020, 5, 3)), ..holding() };
        assert_eq!(missing(&earlier), [since(Lack::Leader)]);
    }

    #[test]
    fn a_body_without_its_retired_cadre_is_thin_since_he_left() {
        let mut thin = Holding { members_since: Some(date(2022, 5, 20)), ..holding() };
        thin.members[2].1 = 0;
        let since = date(2022, 5, 20);
        let few = Missing { what: Lack::Members { has: 3, needs: 4 }, since };
        assert_eq!(missing(&thin), [few, Missing { what: Lack::Standing(Standing::RetiredCadre), since }]);
        assert!(missing(&thin).iter().all(|missing| missing.what.of() == One::Body));
    }

    #[test]
    fn what_only_the_register_names_is_there() {
        let named = |name: &str| Some(Filled::Register(name.into()));
        let held = Holding { leader: named("王示例"), body: named("理事会"), members: Vec::new(), ..holding() };
        assert_eq!(missing(&held), []);
    }
}

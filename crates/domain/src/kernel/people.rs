//! Who may do what. One table says it; every route, page and list asks the same function.
//!
//! Nothing is allowed that the table does not name, and nobody writes another office's records
//! (a prefecture reads its counties' figures; it never writes them).

mod act;

use serde::{Deserialize, Serialize};

use super::place::{DivisionCode, NeighbourhoodId, Office};

pub use act::{Act, Kind, TABLE};

crate::id! {
    /// An account of one person (账号). Accounts are never shared.
    AccountId
}

/// What somebody is in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: accounts, and what is kept of people.
    Administrator,
    /// 改造办工作人员
    Clerk,
    /// 签发人: the head who signs.
    Head,
    /// 包联领导
    Leader,
    /// 摸底组员
    Surveyor,
    /// 改造理事会成员
    CouncilMember,
    /// 施工单位
    Contractor,
    /// 专营单位
    Utility,
    /// 审计: reads everything, writes nothing.
    Auditor,
    /// 市级督导: compares counties.
    Supervisor,
}

impl Role {
    pub const ALL: [Self; 10] = [
        Self::Administrator,
        Self::Clerk,
        Self::Head,
        Self::Leader,
        Self::Surveyor,
        Self::CouncilMember,
        Self::Contractor,
        Self::Utility,
        Self::Auditor,
        Self::Supervisor,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Clerk => "clerk",
            Self::Head => "head",
            Self::Leader => "leader",
            Self::Surveyor => "surveyor",
            Self::CouncilMember => "council_member",
            Self::Contractor => "contractor",
            Self::Utility => "utility",
            Self::Auditor => "auditor",
            Self::Supervisor => "supervisor",
        }
    }
}

impl Role {
    /// Whether it changes records of the programme or its accounts.
    pub fn writes(self) -> bool {
        TABLE.iter().any(|(_, roles, kind)| *kind == Kind::Write && roles.contains(&self))
    }

    /// Whether one account may hold both: who keeps the accounts does nothing else, and who audits writes nothing
    /// (不相容岗位分离).
    pub fn goes_with(self, other: Self) -> bool {
        let alone = |one: Self, beside: Self| one == Self::Administrator || (one == Self::Auditor && beside.writes());
        self == other || !(alone(self, other) || alone(other, self))
    }
}

impl std::str::FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// What a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A division and all that lies in it.
    Division(DivisionCode),
    /// One neighbourhood of the account's own office.
    Neighbourhood(NeighbourhoodId),
}

/// One role within one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
}

/// Where something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub office: Office,
    /// The town or community, where the thing has one.
    pub division: Option<DivisionCode>,
    pub neighbourhood: Option<NeighbourhoodId>,
}

impl Place {
    /// The office as a whole.
    pub const fn office(office: Office) -> Self {
        Self { office, division: None, neighbourhood: None }
    }
}

/// Somebody who is signed in, with what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    pub office: Office,
    /// As it is written in the trail.
    pub name: String,
    pub grants: Vec<Grant>,
}

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("no role of this account allows it")]
    Role,
    #[error("it lies outside the scope of this account")]
    Scope,
    #[error("the records belong to another office")]
    OtherOffice,
    #[error("it needs a second person")]
    SamePerson,
}

impl Actor {
    /// The whole question: may this person do this, here?
    pub fn may(&self, act: Act, place: &Place) -> Result<(), Denied> {
        let mut holders = self.holding(act).peekable();
        if holders.peek().is_none() {
            return Err(Denied::Role);
        }
        if act.kind() == Kind::Write && place.office != self.office {
            return Err(Denied::OtherOffice);
        }
        if holders.any(|grant| self.covers(grant.scope, place)) { Ok(()) } else { Err(Denied::Scope) }
    }

    /// Whether any role of this account allows the act, somewhere.
    pub fn could(&self, act: Act) -> bool {
        self.holding(act).next().is_some()
    }

    /// The gate of an office's pages: may this person do it anywhere in this office? What lies within is asked by `may`.
    /// What concerns the office as a whole needs a role for the whole office: a town's head does not sign for the county.
    pub fn may_enter(&self, act: Act, office: Office) -> Result<(), Denied> {
        if !self.could(act) {
            return Err(Denied::Role);
        }
        if act.kind() == Kind::Write && office != self.office {
            return Err(Denied::OtherOffice);
        }
        let within = !act.is_of_the_whole_office();
        let reaches = |scope| match scope {
            Scope::Division(division) => {
                // A part of the own office opens its gate; a part of an office above never does.
                division.contains(office.code())
                    || (within && office == self.office && office.code().contains(division))
            }
            Scope::Neighbourhood(_) => within && office == self.office,
        };
        if self.scopes(act).into_iter().any(reaches) { Ok(()) } else { Err(Denied::Scope) }
    }

    /// The scopes in which this account may do it: for lists, which ask the database the same question.
    pub fn scopes(&self, act: Act) -> Vec<Scope> {
        self.holding(act).map(|grant| grant.scope).collect()
    }

    /// Whether this account may do, in its own office, what nobody does with a password alone.
    pub fn needs_second_factor(&self) -> bool {
        let may = |act: Act| self.may_enter(act, self.office).is_ok();
        Act::ALL.into_iter().filter(|act| act.needs_second_factor()).any(may)
    }

    /// The second pair of eyes (不相容岗位分离): who drafted does not sign.
    pub fn must_differ_from(&self, first: AccountId) -> Result<(), Denied> {
        if self.account == first { Err(Denied::SamePerson) } else { Ok(()) }
    }

    fn holding(&self, act: Act) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| act.roles().contains(&grant.role))
    }

    fn covers(&self, scope: Scope, place: &Place) -> bool {
        match scope {
            Scope::Division(division) => division.contains(place.division.unwrap_or(place.office.code())),
            Scope::Neighbourhood(id) => place.office == self.office && place.neighbourhood == Some(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(office: &str, grants: &[(Role, Scope)]) -> Actor {
        Actor {
            account: AccountId::from_number(1),
            office: office.parse().expect("an office"),
            name: "test".into(),
            grants: grants.iter().map(|(role, scope)| Grant { role: *role, scope: *scope }).collect(),
        }
    }

    fn division(code: &str) -> Scope {
        Scope::Division(code.parse().expect("a code"))
    }

    fn place(office: &str) -> Place {
        Place::office(office.parse().expect("an office"))
    }

    #[test]
    fn every_act_stands_in_the_table_once() {
        for act in Act::ALL {
            assert_eq!(TABLE.iter().filter(|(a, ..)| *a == act).count(), 1, "{act:?}");
        }
    }

    #[test]
    fn who_has_no_role_may_nothing() {
        for act in Act::ALL {
            assert_eq!(actor("430527", &[]).may(act, &place("430527")), Err(Denied::Role));
        }
    }

    #[test]
    fn an_auditor_writes_nothing_and_an_administrator_reads_no_register() {
        for act in Act::ALL.into_iter().filter(|act| act.kind() == Kind::Write) {
            assert!(!act.roles().contains(&Role::Auditor), "{act:?}");
        }
        let own = Act::ALL.into_iter().filter(|act| act.roles().contains(&Role::Administrator));
        assert_eq!(own.collect::<Vec<_>>(), [Act::ManageAccounts, Act::ReadRetention, Act::HandlePersonal]);
    }

    #[test]
    fn a_prefecture_reads_its_counties_and_never_writes_them() {
        let supervisor = actor("430500", &[(Role::Supervisor, division("430500"))]);
        assert_eq!(supervisor.may(Act::ReadRegister, &place("430527")), Ok(()));
        assert_eq!(supervisor.may(Act::DeclareProgress, &place("430527")), Err(Denied::OtherOffice));
        assert_eq!(supervisor.may(Act::DeclareProgress, &place("430500")), Ok(()));
        assert_eq!(supervisor.may(Act::ReadRegister, &place("430200")), Err(Denied::Scope));
    }

    #[test]
    fn a_town_clerk_stays_in_the_town() {
        let clerk = actor("430527", &[(Role::Clerk, division("430527100"))]);
        let at = |code: &str| Place { division: code.parse().ok(), ..place("430527") };
        assert_eq!(clerk.may(Act::EditRegister, &at("430527100001")), Ok(()));
        assert_eq!(clerk.may(Act::EditRegister, &at("430527101001")), Err(Denied::Scope));
        assert_eq!(clerk.may(Act::EditRegister, &place("430527")), Err(Denied::Scope));
    }

    #[test]
    fn a_leader_sees_the_neighbourhood_in_charge() {
        let mine = NeighbourhoodId::from_number(7);
        let leader = actor("430527", &[(Role::Leader, Scope::Neighbourhood(mine))]);
        let at = |id| Place { neighbourhood: Some(id), ..place("430527") };
        assert_eq!(leader.may(Act::ReadRegister, &at(mine)), Ok(()));
        assert_eq!(leader.may(Act::ReadRegister, &at(NeighbourhoodId::from_number(8))), Err(Denied::Scope));
    }

    #[test]
    fn the_gate_of_an_office_opens_for_who_has_something_to_do_inside() {
        let clerk = actor("430527", &[(Role::Clerk, division("430527100"))]);
        let office = |code: &str| code.parse().expect("an office");
        assert_eq!(clerk.may_enter(Act::EditRegister, office("430527")), Ok(()));
        assert_eq!(clerk.may_enter(Act::EditRegister, office("430522")), Err(Denied::OtherOffice));
        assert_eq!(clerk.may_enter(Act::ReadRegister, office("430522")), Err(Denied::Scope));
        let county = actor("430527", &[(Role::Head, division("430527")), (Role::Auditor, division("430527"))]);
        for (who, above) in [(&clerk, "430500"), (&county, "430500"), (&county, "430000")] {
            for act in [Act::ReadRegister, Act::ReadBulletins, Act::ReadDeclared, Act::ReadOrganisation] {
                assert_eq!(who.may_enter(act, office(above)), Err(Denied::Scope), "{act:?} {above}");
            }
        }
        assert_eq!(clerk.may_enter(Act::SignBulletins, office("430527")), Err(Denied::Role));
    }

    #[test]
    fn the_head_of_a_town_does_not_sign_for_the_county() {
        let county = "430527".parse().expect("an office");
        let narrow = [division("430527100"), Scope::Neighbourhood(NeighbourhoodId::from_number(7))];
        for scope in narrow {
            let head = actor("430527", &[(Role::Head, scope), (Role::Clerk, scope)]);
            for act in [Act::SignBulletins, Act::DraftBulletins, Act::DeclareProgress] {
                assert_eq!(head.may_enter(act, county), Err(Denied::Scope), "{act:?} {scope:?}");
            }
            assert_eq!(head.may_enter(Act::EditRegister, county), Ok(()));
        }
    }

    #[test]
    fn who_keeps_accounts_or_signs_needs_a_second_factor() {
        let whole = division("430527");
        for role in Role::ALL {
            let needs = matches!(role, Role::Administrator | Role::Clerk | Role::Head);
            assert_eq!(actor("430527", &[(role, whole)]).needs_second_factor(), needs, "{role:?}");
        }
        let town = actor("430527", &[(Role::Clerk, division("430527100"))]);
        assert!(!town.needs_second_factor(), "a clerk of a town signs no month of the county");
        assert!(!actor("430527", &[]).needs_second_factor());
    }

    #[test]
    fn who_drafted_does_not_sign() {
        let head = actor("430527", &[(Role::Head, division("430527"))]);
        assert_eq!(head.must_differ_from(head.account), Err(Denied::SamePerson));
    }
}

//! Accounts (账号): a name to sign in with, what may be given to whom, and the lock after too many wrong passwords.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use super::people::{AccountId, Actor, Denied, Grant, Role, Scope};
use super::place::{Level, Office};
use super::text::{clean_line, half_width};

/// What somebody signs in with: `zhang@430527`. The office is part of it, so two offices may both have a Zhang.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignInName {
    own: String,
    office: Office,
}

/// Why a name does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAccount {
    #[error("a sign-in name has 2 to 32 of the characters a-z, 0-9, dot, hyphen and underscore")]
    SignInName,
    #[error("a sign-in name ends with the code of its office: zhang@430527")]
    Office,
    #[error("a name has 1 to 40 characters")]
    Name,
}

impl SignInName {
    pub fn new(own: &str, office: Office) -> Result<Self, BadAccount> {
        let own = half_width(own).trim().to_lowercase();
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
        if (2..=32).contains(&own.len()) && own.bytes().all(fits) {
            Ok(Self { own, office })
        } else {
            Err(BadAccount::SignInName)
        }
    }

    /// Reads what somebody typed; without `@office` it is a name of the office `home`.
    pub fn typed(text: &str, home: Option<Office>) -> Result<Self, BadAccount> {
        let text = half_width(text);
        match (text.split_once('@'), home) {
            (Some((own, office)), _) => Self::new(own, office.trim().parse().map_err(|_| BadAccount::Office)?),
            (None, Some(home)) => Self::new(&text, home),
            (None, None) => Err(BadAccount::Office),
        }
    }

    /// The part before the `@`.
    pub fn own(&self) -> &str {
        &self.own
    }

    pub const fn office(&self) -> Office {
        self.office
    }
}

impl FromStr for SignInName {
    type Err = BadAccount;

    fn from_str(text: &str) -> Result<Self, BadAccount> {
        Self::typed(text, None)
    }
}

impl fmt::Display for SignInName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.own, self.office)
    }
}

/// A new account, before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    pub id: AccountId,
    pub sign_in: SignInName,
    pub name: String,
}

impl NewAccount {
    pub fn new(sign_in: SignInName, name: &str) -> Result<Self, BadAccount> {
        Ok(Self { id: AccountId::new(), sign_in, name: person_name(name)? })
    }
}

/// The name of a person as it is kept.
pub fn person_name(text: &str) -> Result<String, BadAccount> {
    let name = clean_line(text);
    if (1..=40).contains(&name.chars().count()) { Ok(name) } else { Err(BadAccount::Name) }
}

/// Why a role cannot be given so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadGrant {
    #[error("the scope lies outside of the account's office")]
    Outside,
    #[error("this role is held for the whole office")]
    WholeOffice,
    #[error("only the office of a prefecture or province compares others")]
    NotASupervisor,
    #[error("one account does not hold this beside {0:?}")]
    NotBeside(Role),
}

impl Grant {
    /// A role that an account of this office may hold: nothing reaches beyond the office, and who keeps the accounts,
    /// audits or compares does it for all of it.
    pub fn within(office: Office, role: Role, scope: Scope) -> Result<Self, BadGrant> {
        let whole = scope == Scope::Division(office.code());
        match (role, scope) {
            (_, Scope::Division(division)) if !office.code().contains(division) => Err(BadGrant::Outside),
            (Role::Supervisor, _) if office.code().level() == Level::County => Err(BadGrant::NotASupervisor),
            (Role::Administrator | Role::Auditor | Role::Supervisor, _) if !whole => Err(BadGrant::WholeOffice),
            _ => Ok(Self { role, scope }),
        }
    }

    /// The same, for an account that holds others already.
    pub fn beside(self, held: impl IntoIterator<Item = Self>) -> Result<Self, BadGrant> {
        match held.into_iter().find(|held| !self.role.goes_with(held.role)) {
            Some(held) => Err(BadGrant::NotBeside(held.role)),
            None => Ok(self),
        }
    }
}

impl Actor {
    /// Nobody gives roles to themselves, stops themselves or sets their own first password (不相容岗位分离):
    /// otherwise who keeps the accounts could be anybody.
    pub fn may_keep(&self, account: AccountId) -> Result<(), Denied> {
        self.must_differ_from(account)
    }
}

/// How often somebody was wrong, and until when the account is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    pub count: u32,
    pub locked_until: Option<Timestamp>,
}

impl Failures {
    /// So many wrong passwords lock an account,
    pub const MOST: u32 = 5;
    /// for so long.
    pub const LOCK: SignedDuration = SignedDuration::from_mins(15);

    pub fn is_locked(self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// After one more wrong password. The counting starts anew when a lock has ended.
    #[must_use]
    pub fn after_one_more(self, now: Timestamp) -> Self {
        let before = if self.locked_until.is_some_and(|until| now >= until) { 0 } else { self.count };
        let count = before.saturating_add(1);
        let locked_until = (count >= Self::MOST).then(|| now.saturating_add(Self::LOCK).unwrap_or(now));
        Self { count, locked_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::place::NeighbourhoodId;

    fn office(code: &str) -> Office {
        code.parse().expect("an office")
    }

    #[test]
    fn a_sign_in_name_carries_its_office() {
        let name: SignInName = "Zhang.3@430527".parse().expect("a name");
        assert_eq!((name.own(), name.office()), ("zhang.3", office("430527")));
        assert_eq!(name.to_string().parse(), Ok(name));
        assert_eq!(SignInName::typed("ｚｈａｎｇ＠４３０５２７", None), "zhang@430527".parse());
        assert_eq!(SignInName::typed(" zhang ", Some(office("430527"))), "zhang@430527".parse());
        for bad in
            ["", "zhang", "@430527", "z@430527", "张三@430527", "zhang@", "zhang@43", "zhang@430527@1", "a b@430527"]
        {
            assert!(bad.parse::<SignInName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(person_name(" 张 三\u{200b}（示例） "), Ok("张 三（示例）".into()));
        assert_eq!(person_name(" \u{200b} "), Err(BadAccount::Name));
        assert_eq!(person_name(&"张".repeat(41)), Err(BadAccount::Name));
    }

    #[test]
    fn no_role_reaches_beyond_its_office() {
        let division = |code: &str| Scope::Division(code.parse().expect("a code"));
        let give = |role, scope| Grant::within(office("430527"), role, scope).map(drop);
        assert_eq!(give(Role::Clerk, division("430527100")), Ok(()));
        assert_eq!(give(Role::Clerk, division("430522")), Err(BadGrant::Outside));
        assert_eq!(give(Role::Clerk, division("430500")), Err(BadGrant::Outside));
        assert_eq!(give(Role::Administrator, division("430527100")), Err(BadGrant::WholeOffice));
        assert_eq!(
            give(Role::Auditor, Scope::Neighbourhood(NeighbourhoodId::from_number(1))),
            Err(BadGrant::WholeOffice)
        );
        assert_eq!(give(Role::Supervisor, division("430527")), Err(BadGrant::NotASupervisor));
        assert!(Grant::within(office("430500"), Role::Supervisor, division("430500")).is_ok());
        assert!(Grant::within(office("430500"), Role::Clerk, division("430527")).is_ok());
    }

    #[test]
    fn who_keeps_accounts_does_nothing_else_and_who_audits_writes_nothing() {
        let give = |role| Grant { role, scope: Scope::Division(office("430527").code()) };
        let both = |new, held| give(new).beside([give(held)]).map(drop);
        assert_eq!(both(Role::Administrator, Role::Clerk), Err(BadGrant::NotBeside(Role::Clerk)));
        assert_eq!(both(Role::Auditor, Role::Administrator), Err(BadGrant::NotBeside(Role::Administrator)));
        assert_eq!(both(Role::Head, Role::Auditor), Err(BadGrant::NotBeside(Role::Auditor)));
        assert_eq!(both(Role::Clerk, Role::Head), Ok(()));
        assert_eq!(both(Role::Auditor, Role::Auditor), Ok(()));
        assert!(give(Role::Administrator).beside([]).is_ok());
    }

    #[test]
    fn the_fifth_wrong_password_locks_for_a_quarter_of_an_hour() {
        let start = Timestamp::UNIX_EPOCH;
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures = failures.after_one_more(start);
            assert!(!failures.is_locked(start));
        }
        failures = failures.after_one_more(start);
        assert!(failures.is_locked(start + SignedDuration::from_secs(899)));
        let later = start + SignedDuration::from_mins(15);
        assert!(!failures.is_locked(later));
        assert_eq!(failures.after_one_more(later), Failures { count: 1, locked_until: None });
    }
}

//! Retention (保存期限): how long Linli keeps what tells who somebody is, and what it may let go of before that.
//!
//! Personal data is kept no longer than its purpose needs (《个人信息保护法》第19条) and erased where the purpose is reached, the
//! time is over or the person asks (第47条). What stays is the record itself: that there was a member, from when to when.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::organisation::Term;

/// What of people is kept by one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Who sat in a residents' body (居民机构成员): name, title, why they left.
    Residents,
    /// Who sat in a body of the office or led a neighbourhood (工作机构成员、包联领导).
    Officials,
    /// How a stopped account signed in (停用账号的登录方式): its second factor, its tie to an identity provider.
    SignIn,
    /// A session that is over (登录会话): times and browser.
    Sessions,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Residents, Self::Officials, Self::SignIn, Self::Sessions];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Officials => "officials",
            Self::SignIn => "sign-in",
            Self::Sessions => "sessions",
        }
    }

    /// By which rule a name is kept: in residents' bodies, and only there, somebody sits as one of four kinds.
    pub const fn of(term: &Term) -> Self {
        if term.standing.is_some() { Self::Residents } else { Self::Officials }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// For how long an office keeps each: a rule set with a day from which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionRules {
    /// Years after the term.
    pub residents_years: i64,
    pub officials_years: i64,
    /// Days after the account was stopped.
    pub sign_in_days: i64,
    /// Days after the session was over.
    pub sessions_days: i64,
    /// Whether the office has confirmed these figures; else the page says that they need it.
    pub confirmed: bool,
}

impl Default for RetentionRules {
    /// Unconfirmed: no source that we know fixes a number; long enough for a defect period of two years and the accounts after it.
    fn default() -> Self {
        Self { residents_years: 3, officials_years: 10, sign_in_days: 30, sessions_days: 30, confirmed: false }
    }
}

impl RetentionRules {
    /// What an office may set.
    pub const YEARS: std::ops::RangeInclusive<i64> = 0..=30;
    pub const DAYS: std::ops::RangeInclusive<i64> = 0..=366;

    fn span(&self, kind: Kind) -> Span {
        match kind {
            Kind::Residents => self.residents_years.years(),
            Kind::Officials => self.officials_years.years(),
            Kind::SignIn => self.sign_in_days.days(),
            Kind::Sessions => self.sessions_days.days(),
        }
    }

    /// What was over on this day or before is due today: the time is counted in full.
    pub fn cutoff(&self, kind: Kind, today: Date) -> Date {
        today.saturating_sub(self.span(kind))
    }
}

/// Why something is erased (第47条第一款).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Its time is over (保存期限届满).
    Expired,
    /// The person asked, or took consent back (本人要求、撤回同意).
    Asked,
    /// It should not have been kept: a mistake, another person's name (处理有误).
    Mistaken,
}

impl Ground {
    /// What a person may give as the reason; time runs out by itself.
    pub const GIVEN: [Self; 2] = [Self::Asked, Self::Mistaken];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Asked => "asked",
            Self::Mistaken => "mistaken",
        }
    }
}

impl std::str::FromStr for Ground {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Expired, Self::Asked, Self::Mistaken].into_iter().find(|ground| ground.as_str() == text).ok_or(())
    }
}

/// Why a name stays although somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stays {
    /// The term runs: the name is needed for what it is there for. It is ended first.
    #[error("the term has not ended")]
    Running,
    /// Its time is not over; who held an office is published and answers for it (《政府信息公开条例》), so asking is not enough.
    #[error("it is kept until {0}")]
    Time(Date),
    #[error("it is erased already")]
    Erased,
}

/// Whether a name may be erased on this ground today.
pub fn may_erase(term: &Term, ground: Ground, rules: &RetentionRules, today: Date) -> Result<(), Stays> {
    if term.is_erased() {
        return Err(Stays::Erased);
    }
    let Some(ended) = &term.ended else { return Err(Stays::Running) };
    let kind = Kind::of(term);
    let goes_early = ground == Ground::Mistaken || (ground == Ground::Asked && kind == Kind::Residents);
    if goes_early || ended.on <= rules.cutoff(kind, today) {
        return Ok(());
    }
    Err(Stays::Time(ended.on.saturating_add(rules.span(kind))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kernel::{NeighbourhoodId, Personal};
    use crate::organisation::term::{Ended, Post, Seat, Standing};
    use crate::organisation::{BodyId, TermId};

    const TODAY: Date = date(2026, 3, 1);

    fn resident(ended: Option<Date>) -> Term {
        Term { seat: Seat::Body(BodyId::new()), standing: Some(Standing::Resident), ..leader(ended) }
    }

    fn leader(ended: Option<Date>) -> Term {
        Term {
            id: TermId::new(),
            seat: Seat::Leader(NeighbourhoodId::new()),
            name: "杨示例".into(),
            title: None,
            account: None,
            post: Post::Member,
            standing: None,
            from: date(2021, 3, 1),
            until: None,
            ended: ended.map(|on| Ended { on, why: "期满".into() }),
        }
    }

    fn erase(term: &Term, ground: Ground, today: Date) -> Result<(), Stays> {
        may_erase(term, ground, &RetentionRules::default(), today)
    }

    #[test]
    fn a_resident_is_let_go_of_when_they_ask_and_the_term_is_over() {
        assert_eq!(erase(&resident(None), Ground::Asked, TODAY), Err(Stays::Running));
        let over = resident(Some(date(2026, 2, 28)));
        assert_eq!(erase(&over, Ground::Asked, TODAY), Ok(()));
        assert_eq!(erase(&over, Ground::Expired, TODAY), Err(Stays::Time(date(2029, 2, 28))));
        assert_eq!(erase(&Term { name: Personal::Erased, ..over }, Ground::Asked, TODAY), Err(Stays::Erased));
    }

    #[test]
    fn who_held_an_office_stays_until_the_time_is_over_unless_it_was_a_mistake() {
        let over = leader(Some(date(2022, 6, 1)));
        assert_eq!(erase(&over, Ground::Asked, TODAY), Err(Stays::Time(date(2032, 6, 1))));
        assert_eq!(erase(&over, Ground::Mistaken, TODAY), Ok(()));
        assert_eq!(erase(&leader(None), Ground::Mistaken, TODAY), Err(Stays::Running));
        assert_eq!(erase(&over, Ground::Expired, date(2032, 6, 1)), Ok(()));
        assert!(erase(&over, Ground::Expired, date(2032, 5, 31)).is_err());
    }

    #[test]
    fn time_is_counted_in_full_from_the_29th_of_february_too() {
        let rules = RetentionRules { residents_years: 1, ..RetentionRules::default() };
        assert_eq!(rules.cutoff(Kind::Residents, date(2024, 2, 29)), date(2023, 2, 28));
        assert_eq!(rules.cutoff(Kind::Sessions, date(2024, 3, 1)), date(2024, 1, 31));
        assert_eq!(rules.cutoff(Kind::Officials, Date::MIN), Date::MIN);
    }
}

//! Retention (保存期限): how long Linli keeps what tells who somebody is, and what it may let go of before that.
//!
//! Personal data is kept no longer than its purpose needs (《个人信息保护法》第19条) and erased where the purpose is reached, the
//! time is over or the person asks (第47条). What stays is the record itself: that there was a member, from when to when.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::consultation::openrosa::SubmissionId;
use crate::consultation::opinion::OpinionId;
use crate::consultation::survey::VisitId;
use crate::organisation::{Term, TermId};
use crate::register::owner::PartyId;

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
    /// What residents said (意见): their words, what they said of the answer, photos and scans.
    Opinions,
    /// What was answered at a door (入户回答), photos too.
    Visits,
    /// What was filled in on phones (外业填报), files too.
    Submissions,
    /// Who owned a dwelling (业主): names, phones, ends of documents.
    Owners,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Residents,
        Self::Officials,
        Self::SignIn,
        Self::Sessions,
        Self::Opinions,
        Self::Visits,
        Self::Submissions,
        Self::Owners,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Officials => "officials",
            Self::SignIn => "sign-in",
            Self::Sessions => "sessions",
            Self::Opinions => "opinions",
            Self::Visits => "visits",
            Self::Submissions => "submissions",
            Self::Owners => "owners",
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

/// A record that stays when it is let go of what tells who somebody is. Its id stands on the list beside the key, by which it is
/// let go of once more when an older backup is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    Term(TermId),
    Opinion(OpinionId),
    Visit(VisitId),
    Submission(SubmissionId),
    Party(PartyId),
}

impl Record {
    /// What it is, in one word.
    pub const fn sort(self) -> &'static str {
        match self {
            Self::Term(_) => "term",
            Self::Opinion(_) => "opinion",
            Self::Visit(_) => "visit",
            Self::Submission(_) => "submission",
            Self::Party(_) => "owner",
        }
    }

    /// A record of this sort with this id.
    pub fn read(sort: &str, id: &str) -> Option<Self> {
        Some(match sort {
            "term" => Self::Term(id.parse().ok()?),
            "opinion" => Self::Opinion(id.parse().ok()?),
            "visit" => Self::Visit(id.parse().ok()?),
            "submission" => Self::Submission(id.parse().ok()?),
            "owner" => Self::Party(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl std::fmt::Display for Record {
    /// Its id alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Term(id) => id.fmt(f),
            Self::Opinion(id) => id.fmt(f),
            Self::Visit(id) => id.fmt(f),
            Self::Submission(id) => id.fmt(f),
            Self::Party(id) => id.fmt(f),
        }
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
    /// Years after the opinion was answered, done or withdrawn.
    pub opinions_years: i64,
    /// Years after the campaign was closed, or after its last day where nobody closed it.
    pub visits_years: i64,
    /// Years after it was received.
    pub submissions_years: i64,
    /// Years after the last dwelling was somebody else's.
    pub owners_years: i64,
    /// Whether the office has confirmed these figures; else the page says that they need it. A rule set from before there was a time
    /// for each of them has another name for it: somebody confirms the whole anew.
    #[serde(rename = "confirmed_with_owners")]
    pub confirmed: bool,
}

impl Default for RetentionRules {
    /// Unconfirmed: no source that we know fixes a number; long enough for a defect period of two years and the accounts after it.
    /// What was answered at doors serves the plan and the vote on it; who owned what, a suit about what the owners decided.
    fn default() -> Self {
        Self {
            residents_years: 3,
            officials_years: 10,
            sign_in_days: 30,
            sessions_days: 30,
            opinions_years: 3,
            visits_years: 2,
            submissions_years: 3,
            owners_years: 5,
            confirmed: false,
        }
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
            Kind::Opinions => self.opinions_years.years(),
            Kind::Visits => self.visits_years.years(),
            Kind::Submissions => self.submissions_years.years(),
            Kind::Owners => self.owners_years.years(),
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

/// What is kept of somebody in one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub kind: Kind,
    /// The day from which its time runs; nothing as long as it is needed for what it is there for.
    pub over: Option<Date>,
    pub erased: bool,
}

impl From<&Term> for Kept {
    fn from(term: &Term) -> Self {
        Self { kind: Kind::of(term), over: term.ended.as_ref().map(|ended| ended.on), erased: term.is_erased() }
    }
}

/// Why something stays although somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stays {
    /// The term runs: the name is needed for what it is there for. It is ended first.
    #[error("the term has not ended")]
    Running,
    /// Somebody waits for an answer, or a hazard for somebody who looks after it: answered or withdrawn first.
    #[error("the opinion is open")]
    Open,
    /// Owners are counted by it as long as they own something (《民法典》第278条).
    #[error("a dwelling is theirs")]
    Owns,
    /// Its time is not over; who held an office is published and answers for it (《政府信息公开条例》), so asking is not enough.
    #[error("it is kept until {0}")]
    Time(Date),
    #[error("it is erased already")]
    Erased,
}

/// Whether this may be erased on this ground today.
pub fn may_erase(kept: &Kept, ground: Ground, rules: &RetentionRules, today: Date) -> Result<(), Stays> {
    let Kept { kind, over, erased } = *kept;
    if erased {
        return Err(Stays::Erased);
    }
    // What a household answered it may take back at any time: consent is its ground (第15条).
    let by_consent = matches!(kind, Kind::Visits | Kind::Submissions);
    let over = match over {
        _ if by_consent && ground != Ground::Expired => return Ok(()),
        Some(over) => over,
        None if kind == Kind::Opinions => return Err(Stays::Open),
        None if kind == Kind::Owners => return Err(Stays::Owns),
        None => return Err(Stays::Running),
    };
    let goes_early = match ground {
        Ground::Mistaken => true,
        Ground::Asked => matches!(kind, Kind::Residents | Kind::Opinions | Kind::Owners),
        Ground::Expired => false,
    };
    if goes_early || over <= rules.cutoff(kind, today) {
        return Ok(());
    }
    Err(Stays::Time(over.saturating_add(rules.span(kind))))
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
            chosen: None,
            contact: None,
            from: date(2021, 3, 1),
            until: None,
            ended: ended.map(|on| Ended { on, why: "期满".into() }),
        }
    }

    fn erase(term: &Term, ground: Ground, today: Date) -> Result<(), Stays> {
        may_erase(&term.into(), ground, &RetentionRules::default(), today)
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
    fn an_opinion_is_let_go_of_when_they_ask_and_nobody_waits_for_it() {
        let rules = RetentionRules::default();
        let erase =
            |over, ground| may_erase(&Kept { kind: Kind::Opinions, over, erased: false }, ground, &rules, TODAY);
        for ground in Ground::GIVEN {
            assert_eq!(erase(None, ground), Err(Stays::Open));
            assert_eq!(erase(Some(TODAY), ground), Ok(()));
        }
        assert_eq!(erase(Some(date(2025, 3, 1)), Ground::Expired), Err(Stays::Time(date(2028, 3, 1))));
        assert_eq!(erase(Some(date(2023, 3, 1)), Ground::Expired), Ok(()));
    }

    #[test]
    fn what_a_household_answered_goes_whenever_they_ask() {
        let rules = RetentionRules::default();
        for kind in [Kind::Visits, Kind::Submissions] {
            let open = Kept { kind, over: None, erased: false };
            assert_eq!(may_erase(&open, Ground::Asked, &rules, TODAY), Ok(()));
            assert!(may_erase(&open, Ground::Expired, &rules, TODAY).is_err(), "its time does not run yet");
            let gone = Kept { erased: true, ..open };
            assert_eq!(may_erase(&gone, Ground::Asked, &rules, TODAY), Err(Stays::Erased));
        }
    }

    #[test]
    fn an_owner_stays_as_long_as_they_own_something() {
        let rules = RetentionRules::default();
        let erase = |over, ground| may_erase(&Kept { kind: Kind::Owners, over, erased: false }, ground, &rules, TODAY);
        for ground in Ground::GIVEN {
            assert_eq!(erase(None, ground), Err(Stays::Owns));
            assert_eq!(erase(Some(TODAY), ground), Ok(()));
        }
        assert_eq!(erase(Some(date(2021, 3, 2)), Ground::Expired), Err(Stays::Time(date(2026, 3, 2))));
        assert_eq!(erase(Some(date(2021, 3, 1)), Ground::Expired), Ok(()));
    }

    #[test]
    fn who_confirmed_before_there_were_more_times_confirms_anew() {
        let older = r#"{"residents_years":1,"officials_years":2,"sign_in_days":3,"sessions_days":4,"confirmed":true}"#;
        let read: RetentionRules = serde_json::from_str(older).expect("rules");
        assert_eq!((read.residents_years, read.opinions_years, read.confirmed), (1, 3, false));
        let text = serde_json::to_string(&RetentionRules { confirmed: true, ..read.clone() }).expect("text");
        assert_eq!(
            serde_json::from_str::<RetentionRules>(&text).expect("rules"),
            RetentionRules { confirmed: true, ..read }
        );
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        for record in [
            Record::Term(TermId::from_number(1)),
            Record::Opinion(OpinionId::from_number(2)),
            Record::Visit(VisitId::from_number(3)),
            Record::Submission(SubmissionId::from_number(4)),
            Record::Party(PartyId::from_number(5)),
        ] {
            assert_eq!(Record::read(record.sort(), &record.to_string()), Some(record));
        }
        assert_eq!(Record::read("house", &TermId::from_number(1).to_string()), None);
    }

    #[test]
    fn time_is_counted_in_full_from_the_29th_of_february_too() {
        let rules = RetentionRules { residents_years: 1, ..RetentionRules::default() };
        assert_eq!(rules.cutoff(Kind::Residents, date(2024, 2, 29)), date(2023, 2, 28));
        assert_eq!(rules.cutoff(Kind::Sessions, date(2024, 3, 1)), date(2024, 1, 31));
        assert_eq!(rules.cutoff(Kind::Officials, Date::MIN), Date::MIN);
    }
}

//! Month end (月报签报): the report is signed by the one who filled it in and by the head, two different people
//! (《统计法实施条例》第17条), and is then frozen. Nobody changes a frozen month: a correction is a further version.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::month_rules::MonthRules;
use crate::kernel::digest::Digest;
use crate::kernel::people::{AccountId, Actor, Denied};
use crate::kernel::text::clean_line;
use crate::kernel::{Month, Timestamp};

/// Where a month stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// 填报中
    #[default]
    Open,
    /// 已填报，待签发: figures stand still until the head has signed or sent it back.
    Filled,
    /// 已签发
    Frozen,
}

impl MonthState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Filled, Self::Frozen];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Filled => "filled",
            Self::Frozen => "frozen",
        }
    }
}

impl std::str::FromStr for MonthState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// Who signed, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub account: AccountId,
    pub name: String,
    pub at: Timestamp,
}

/// A month of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthEnd {
    pub month: Month,
    pub version: i64,
    pub state: MonthState,
    /// Why it was opened again.
    pub reason: Option<String>,
    /// What was signed.
    pub digest: Option<Digest>,
    pub filled: Option<Signature>,
    pub signed: Option<Signature>,
}

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    #[error("a month in this state does not take this step")]
    State(MonthState),
    #[error("it may be signed from {from} on")]
    TooEarly { from: Date },
    #[error("{0} things must be mended first")]
    Unmended(usize),
    #[error("the figures are not those that were looked at")]
    OtherFigures,
    #[error("a reason is needed")]
    NoReason,
    #[error(transparent)]
    Denied(#[from] Denied),
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;

impl MonthEnd {
    /// A month of which nothing was said yet.
    pub const fn open(month: Month) -> Self {
        let (state, reason) = (MonthState::Open, None);
        Self { month, version: 1, state, reason, digest: None, filled: None, signed: None }
    }

    /// The one who filled it in signs what was looked at (填报人签字).
    pub fn fill(
        &mut self,
        by: Signature,
        (seen, is): (Digest, Digest),
        unmended: usize,
        (today, rules): (Date, &MonthRules),
    ) -> Result<(), CannotClose> {
        self.only_in(MonthState::Open)?;
        let from = rules.cut_off(self.month);
        if today < from {
            return Err(CannotClose::TooEarly { from });
        }
        if unmended > 0 {
            return Err(CannotClose::Unmended(unmended));
        }
        if seen != is {
            return Err(CannotClose::OtherFigures);
        }
        (self.state, self.digest, self.filled) = (MonthState::Filled, Some(is), Some(by));
        Ok(())
    }

    /// The head signs the same figures (负责人签发): another person.
    pub fn sign(&mut self, actor: &Actor, by: Signature, seen: Digest) -> Result<(), CannotClose> {
        self.only_in(MonthState::Filled)?;
        if let Some(filled) = &self.filled {
            actor.must_differ_from(filled.account)?;
        }
        if self.digest != Some(seen) {
            return Err(CannotClose::OtherFigures);
        }
        (self.state, self.signed) = (MonthState::Frozen, Some(by));
        Ok(())
    }

    /// The head sends it back to be filled in again; the reason as it is kept.
    pub fn send_back(&mut self, reason: &str) -> Result<String, CannotClose> {
        self.only_in(MonthState::Filled)?;
        let reason = some_reason(reason)?;
        (self.state, self.digest, self.filled) = (MonthState::Open, None, None);
        Ok(reason)
    }

    /// Opens a frozen month for a correction: the next version.
    #[must_use = "the next version is a record of its own"]
    pub fn correct(&self, reason: &str) -> Result<Self, CannotClose> {
        self.only_in(MonthState::Frozen)?;
        let reason = Some(some_reason(reason)?);
        Ok(Self { version: self.version + 1, reason, ..Self::open(self.month) })
    }

    fn only_in(&self, state: MonthState) -> Result<(), CannotClose> {
        if self.state == state { Ok(()) } else { Err(CannotClose::State(self.state)) }
    }
}

fn some_reason(reason: &str) -> Result<String, CannotClose> {
    let reason: String = clean_line(reason).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() { Err(CannotClose::NoReason) } else { Ok(reason) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn signature(n: u128) -> Signature {
        Signature { account: AccountId::from_number(n), name: "示例".into(), at: Timestamp::UNIX_EPOCH }
    }

    fn actor(n: u128) -> Actor {
        let office = "430527".parse().expect("an office");
        Actor { account: AccountId::from_number(n), office, name: "示例".into(), grants: Vec::new() }
    }

    fn seen() -> Digest {
        Digest::of(b"figures")
    }

    fn end() -> MonthEnd {
        MonthEnd::open("2022-05".parse().expect("a month"))
    }

    fn filled() -> MonthEnd {
        let mut end = end();
        let rules = MonthRules::default();
        end.fill(signature(1), (seen(), seen()), 0, (date(2022, 5, 30), &rules)).expect("it is signed");
        end
    }

    #[test]
    fn nobody_signs_a_month_twice() {
        let mut end = filled();
        assert_eq!(end.sign(&actor(1), signature(1), seen()), Err(Denied::SamePerson.into()));
        assert_eq!(end.state, MonthState::Filled);
        assert_eq!(end.sign(&actor(2), signature(2), seen()), Ok(()));
        assert_eq!(end.sign(&actor(3), signature(3), seen()), Err(CannotClose::State(MonthState::Frozen)));
    }

    #[test]
    fn what_was_not_looked_at_is_not_signed() {
        let other = Digest::of(b"other");
        let rules = MonthRules::default();
        let day = (date(2022, 5, 30), &rules);
        assert_eq!(end().fill(signature(1), (other, seen()), 0, day), Err(CannotClose::OtherFigures));
        assert_eq!(filled().sign(&actor(2), signature(2), other), Err(CannotClose::OtherFigures));
    }

    #[test]
    fn it_is_not_signed_before_the_cut_off_day_nor_with_something_to_mend() {
        let rules = MonthRules::default();
        let early = end().fill(signature(1), (seen(), seen()), 0, (date(2022, 5, 26), &rules));
        assert_eq!(early, Err(CannotClose::TooEarly { from: date(2022, 5, 27) }));
        let wrong = end().fill(signature(1), (seen(), seen()), 2, (date(2022, 5, 27), &rules));
        assert_eq!(wrong, Err(CannotClose::Unmended(2)));
    }

    #[test]
    fn a_correction_is_a_further_version_with_a_reason() {
        let mut end = filled();
        assert_eq!(end.correct("核减"), Err(CannotClose::State(MonthState::Filled)));
        end.sign(&actor(2), signature(2), seen()).expect("it is signed");
        assert_eq!(end.correct("  "), Err(CannotClose::NoReason));
        let next = end.correct(" 核减 ").expect("it is opened");
        assert_eq!((next.version, next.state, next.reason.as_deref()), (2, MonthState::Open, Some("核减")));
    }

    #[test]
    fn sent_back_it_is_open_and_unsigned() {
        let mut end = filled();
        assert_eq!(end.send_back(""), Err(CannotClose::NoReason));
        assert_eq!(end.send_back(" 少报一个小区\n"), Ok("少报一个小区".into()));
        assert_eq!((end.state, &end.filled), (MonthState::Open, &None));
    }
}

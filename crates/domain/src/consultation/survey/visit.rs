//! A visit (入户): what happened at one door. The phone makes its id, without a network; what was answered is checked again
//! where it arrives, and nothing of it is lost because a clock was wrong or a window is over.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Form;
use super::question::Replies;
use crate::consultation::Catalogue;
use crate::consultation::opinion::{LONGEST_TEXT, MOST_WISHES, as_said};
use crate::kernel::{Money, Timestamp};
use crate::register::DwellingId;

crate::id! {
    /// One visit.
    VisitId
}

pub const LONGEST_NEEDS: usize = 500;
/// Why what was said by a corrected visit is withdrawn.
pub const CORRECTED: &str = "入户记录已更正，以更正后的为准。";
/// More than this nobody is asked to pay for a renewal.
pub const MOST_PAY: Money = Money::from_yuan(1_000_000);

/// How a visit ended (入户结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Answered,
    NobodyHome,
    Refused,
    /// Nobody lives there (空置).
    Empty,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Answered, Self::NobodyHome, Self::Refused, Self::Empty];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NobodyHome => "nobody_home",
            Self::Refused => "refused",
            Self::Empty => "empty",
        }
    }
}

impl std::str::FromStr for Outcome {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(())
    }
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Respondent {
    /// 业主
    Owner,
    /// 使用人
    Occupant,
}

impl Respondent {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Occupant => "occupant",
        }
    }
}

/// Yes, no, or not sure yet (愿意、不愿意、不确定).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Will {
    Yes,
    No,
    Unsure,
}

impl Will {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// What was answered at a door. The same content under the same id is the same visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    pub respondent: Respondent,
    /// Willing to renew (改造意愿).
    pub willing: Will,
    /// Codes of catalogue items, the dearest wish first.
    #[serde(default)]
    pub wishes: Vec<String>,
    #[serde(default)]
    pub text: String,
    /// Something may hurt somebody (安全隐患): the office sees it at once.
    #[serde(default)]
    pub hazard: bool,
    /// Willing to pay a share (出资意愿), and how much.
    #[serde(default)]
    pub pay: Option<Will>,
    #[serde(default)]
    pub pay_fen: Option<Money>,
    /// Willing to join the renewal council.
    #[serde(default)]
    pub council: Option<bool>,
    /// Special needs (特殊需求): kept with consent only (《个人信息保护法》第29条).
    #[serde(default)]
    pub needs: String,
    #[serde(default)]
    pub consent: bool,
    /// Replies to the office's own questions.
    #[serde(default)]
    pub own: Replies,
}

/// A visit as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub dwelling: DwellingId,
    pub outcome: Outcome,
    pub answers: Option<Answers>,
    /// The visit of the same person that this one corrects.
    pub replaces: Option<VisitId>,
}

/// Why a visit is not taken: what the surveyor can put right at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadVisit {
    #[error("somebody who answered said something, and nobody else did")]
    Answers,
    #[error("the text is longer than {LONGEST_TEXT} characters")]
    TextTooLong,
    #[error("more than {MOST_WISHES} wishes, one of them twice, or one that the catalogue does not offer")]
    Wishes,
    #[error("an amount goes with a yes, and is 0.01 to 1,000,000 yuan")]
    Pay,
    #[error("special needs are kept with consent only, in {LONGEST_NEEDS} characters")]
    Needs,
    #[error("a reply does not fit its question")]
    Reply,
}

impl Visit {
    /// Checks what a phone sent, and drops what no reader sees.
    pub fn checked(mut self, form: &Form, catalogue: &Catalogue) -> Result<Self, BadVisit> {
        if self.answers.is_some() != (self.outcome == Outcome::Answered) {
            return Err(BadVisit::Answers);
        }
        self.answers = self.answers.map(|answers| answers.checked(form, catalogue)).transpose()?;
        Ok(self)
    }
}

impl Answers {
    fn checked(mut self, form: &Form, catalogue: &Catalogue) -> Result<Self, BadVisit> {
        self.text = as_said(&self.text);
        self.needs = as_said(&self.needs);
        if self.text.chars().count() > LONGEST_TEXT {
            return Err(BadVisit::TextTooLong);
        }
        let twice = |at: usize| self.wishes[..at].contains(&self.wishes[at]);
        // One that was retired while the phone was out is what they wished all the same.
        let known = |wish: &String| catalogue.item(wish).is_some();
        if self.wishes.len() > MOST_WISHES || (0..self.wishes.len()).any(twice) || !self.wishes.iter().all(known) {
            return Err(BadVisit::Wishes);
        }
        let pays = |amount: Money| self.pay == Some(Will::Yes) && amount > Money::default() && amount <= MOST_PAY;
        if self.pay_fen.is_some_and(|amount| !pays(amount)) {
            return Err(BadVisit::Pay);
        }
        let asked = form.special_needs && self.consent;
        if !self.needs.is_empty() && (!asked || self.needs.chars().count() > LONGEST_NEEDS) {
            return Err(BadVisit::Needs);
        }
        self.own = replies(std::mem::take(&mut self.own), form)?;
        Ok(self)
    }

    /// Whether anything was said that somebody has to answer: a wish, a sentence, a hazard.
    pub fn says_something(&self) -> bool {
        !self.text.is_empty() || !self.wishes.is_empty() || self.hazard
    }
}

/// By the version of the form that the phone had: what was asked then was answered.
fn replies(given: Replies, form: &Form) -> Result<Replies, BadVisit> {
    let reply = |(code, reply): (String, super::question::Reply)| {
        let Some(question) = form.own.iter().find(|question| question.code == code) else {
            return Err(BadVisit::Reply);
        };
        question.reply(reply).map(|reply| (code, reply)).ok_or(BadVisit::Reply)
    };
    given.into_iter().map(reply).collect()
}

/// A record waits on a phone no longer than this; one that seems older has a clock that was changed meanwhile.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// When it happened by our clock: the phone's may be a year off, but it runs. `at` and `sent` are by the phone's clock.
pub fn happened(at: Timestamp, sent: Timestamp, received: Timestamp) -> Timestamp {
    let waited = sent.duration_since(at);
    if waited < SignedDuration::ZERO || waited > LONGEST_WAIT {
        return received;
    }
    received.checked_sub(waited).unwrap_or(received)
}

#[cfg(test)]
mod tests {
    use super::super::question::{Kind, Question, Reply};
    use super::*;

    fn answers() -> Answers {
        Answers {
            respondent: Respondent::Owner,
            willing: Will::Yes,
            wishes: vec!["lift".into()],
            text: " 灯不亮\u{0} ".into(),
            hazard: false,
            pay: None,
            pay_fen: None,
            council: None,
            needs: String::new(),
            consent: false,
            own: Replies::new(),
        }
    }

    fn form() -> Form {
        let own = vec![Question { code: "q1".into(), label: "有没有电动车".into(), kind: Kind::YesNo }];
        Form { own, special_needs: true, ..Form::default() }
    }

    fn checked(change: impl FnOnce(&mut Answers)) -> Result<Answers, BadVisit> {
        let mut answers = answers();
        change(&mut answers);
        let visit = Visit {
            dwelling: DwellingId::from_number(1),
            outcome: Outcome::Answered,
            answers: Some(answers),
            replaces: None,
        };
        visit.checked(&form(), &Catalogue::default()).map(|visit| visit.answers.expect("answers"))
    }

    #[test]
    fn what_was_said_is_kept_as_it_was_said() {
        assert_eq!(checked(|_| ()).expect("kept").text, "灯不亮");
        assert_eq!(checked(|a| a.text = "𰻝".repeat(2001)), Err(BadVisit::TextTooLong));
    }

    #[test]
    fn wishes_are_three_different_ones_of_the_catalogue() {
        let wish = |codes: &[&str]| checked(|a| a.wishes = codes.iter().map(|c| (*c).to_owned()).collect()).map(|_| ());
        assert_eq!(wish(&["lift", "water", "roads"]), Ok(()));
        for bad in [&["lift", "lift"][..], &["castle"], &["lift", "water", "roads", "fire"]] {
            assert_eq!(wish(bad), Err(BadVisit::Wishes));
        }
    }

    #[test]
    fn an_amount_goes_with_a_yes() {
        let pay = |will, fen| checked(|a| (a.pay, a.pay_fen) = (will, Some(Money::from_fen(fen)))).map(|_| ());
        assert_eq!(pay(Some(Will::Yes), 200_000), Ok(()));
        for (will, fen) in
            [(Some(Will::No), 1), (None, 1), (Some(Will::Yes), 0), (Some(Will::Yes), -1), (Some(Will::Yes), i64::MAX)]
        {
            assert_eq!(pay(will, fen), Err(BadVisit::Pay));
        }
    }

    #[test]
    fn special_needs_are_kept_with_consent_only() {
        assert_eq!(checked(|a| a.needs = "坐轮椅".into()), Err(BadVisit::Needs));
        assert!(checked(|a| (a.needs, a.consent) = ("坐轮椅".into(), true)).is_ok());
    }

    #[test]
    fn own_questions_are_answered_as_they_ask() {
        let own = |code: &str, reply| checked(|a| drop(a.own.insert(code.into(), reply))).map(|_| ());
        assert_eq!(own("q1", Reply::Yes(true)), Ok(()));
        assert_eq!(own("q1", Reply::Number(3)), Err(BadVisit::Reply));
        assert_eq!(own("q2", Reply::Yes(true)), Err(BadVisit::Reply));
    }

    #[test]
    fn only_who_answered_said_something() {
        let visit = Visit {
            dwelling: DwellingId::from_number(1),
            outcome: Outcome::NobodyHome,
            answers: Some(answers()),
            replaces: None,
        };
        assert_eq!(visit.clone().checked(&form(), &Catalogue::default()), Err(BadVisit::Answers));
        let silent = Visit { outcome: Outcome::Answered, answers: None, ..visit };
        assert_eq!(silent.checked(&form(), &Catalogue::default()), Err(BadVisit::Answers));
    }

    #[test]
    fn a_clock_that_is_a_year_off_runs_all_the_same() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let received = at("2022-05-05T10:00:00Z");
        assert_eq!(
            happened(at("2021-05-05T07:00:00Z"), at("2021-05-05T08:30:00Z"), received),
            at("2022-05-05T08:30:00Z")
        );
        assert_eq!(
            happened(at("2022-05-05T09:00:00Z"), at("2022-05-05T08:00:00Z"), received),
            received,
            "it was set back"
        );
        assert_eq!(
            happened(at("2021-01-01T00:00:00Z"), at("2022-05-05T08:00:00Z"), received),
            received,
            "it was set on"
        );
    }
}

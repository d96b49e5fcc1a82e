//! Answers (答复): adopted, partly, or not, and always why, in words that a resident understands. One may serve many opinions;
//! what was wrong with it is put right by a further version.

use serde::{Deserialize, Serialize};

use crate::kernel::text::clean_text;

crate::id! {
    /// One answer, with all its versions.
    AnswerId
}

/// What becomes of what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 采纳
    Adopted,
    /// 部分采纳
    Partly,
    /// 不采纳
    NotAdopted,
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Adopted, Self::Partly, Self::NotAdopted];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Partly => "partly",
            Self::NotAdopted => "not_adopted",
        }
    }
}

impl std::str::FromStr for Verdict {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text).ok_or(())
    }
}

/// One answer serves no more opinions at once.
pub const MOST_AT_ONCE: usize = 200;
/// A reason has so many characters: less is none (“同意”), more nobody reads.
pub const REASON: std::ops::RangeInclusive<usize> = 5..=1_000;

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub verdict: Verdict,
    pub reason: String,
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    #[error("a reason in some words is needed")]
    ReasonTooShort,
    #[error("the reason is too long")]
    ReasonTooLong,
}

impl Answer {
    /// Checks what somebody typed.
    pub fn checked(self) -> Result<Self, BadAnswer> {
        let reason = clean_text(&self.reason);
        match reason.chars().count() {
            short if short < *REASON.start() => Err(BadAnswer::ReasonTooShort),
            long if long > *REASON.end() => Err(BadAnswer::ReasonTooLong),
            _ => Ok(Self { reason, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(reason: &str) -> Result<String, BadAnswer> {
        Answer { verdict: Verdict::Partly, reason: reason.into() }.checked().map(|answer| answer.reason)
    }

    #[test]
    fn an_answer_says_why() {
        assert_eq!(checked(" 同意 \n"), Err(BadAnswer::ReasonTooShort));
        assert_eq!(checked(&"长".repeat(1_001)), Err(BadAnswer::ReasonTooLong));
        assert_eq!(checked("先修屋面，\n\n\n加装电梯明年再议。").as_deref(), Ok("先修屋面，\n\n加装电梯明年再议。"));
    }
}

//! An office's own questions (自拟问题), after those that every campaign asks; and what is answered to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::text::{clean_line, clean_text};

/// A campaign has so many questions of its own.
pub const MOST: usize = 12;
pub const MOST_CHOICES: usize = 12;
pub const LONGEST_LABEL: usize = 80;
pub const LONGEST_CHOICE: usize = 40;
pub const LONGEST_TEXT: usize = 500;
/// The largest number that is answered.
pub const LARGEST: i64 = 1_000_000_000;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// By which answers name it: made once, and never given to another question.
    pub code: String,
    pub label: String,
    #[serde(flatten)]
    pub kind: Kind,
}

/// How it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "choices")]
pub enum Kind {
    YesNo,
    One(Vec<String>),
    Several(Vec<String>),
    Number,
    Text,
}

/// What somebody answered: choices by their place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reply {
    Yes(bool),
    Number(i64),
    Several(Vec<usize>),
    Text(String),
}

/// Replies by the code of their question.
pub type Replies = BTreeMap<String, Reply>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuestion {
    #[error("more than {MOST} questions")]
    TooMany,
    #[error("its text has 2 to {LONGEST_LABEL} characters")]
    Label,
    #[error("it has 2 to {MOST_CHOICES} choices, all different, of up to {LONGEST_CHOICE} characters")]
    Choices,
    #[error("two questions have one code")]
    Code,
}

/// Puts questions right as somebody typed them; the place of the first bad one, and why.
pub fn checked(questions: Vec<Question>) -> Result<Vec<Question>, (usize, BadQuestion)> {
    if questions.len() > MOST {
        return Err((MOST + 1, BadQuestion::TooMany));
    }
    let mut kept: Vec<Question> = Vec::new();
    for (at, question) in (1..).zip(questions) {
        let question = question.checked().map_err(|why| (at, why))?;
        if kept.iter().any(|other| other.code == question.code) {
            return Err((at, BadQuestion::Code));
        }
        kept.push(question);
    }
    Ok(kept)
}

impl Question {
    fn checked(mut self) -> Result<Self, BadQuestion> {
        self.label = clean_line(&self.label);
        if !(2..=LONGEST_LABEL).contains(&self.label.chars().count()) {
            return Err(BadQuestion::Label);
        }
        if self.code.is_empty()
            || self.code.len() > 40
            || !self.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            return Err(BadQuestion::Code);
        }
        if let Kind::One(choices) | Kind::Several(choices) = &mut self.kind {
            *choices = choices.iter().map(|choice| clean_line(choice)).filter(|choice| !choice.is_empty()).collect();
            let fits = |choice: &String| choice.chars().count() <= LONGEST_CHOICE;
            let differ = (1..choices.len()).all(|at| !choices[..at].contains(&choices[at]));
            if !(2..=MOST_CHOICES).contains(&choices.len()) || !choices.iter().all(fits) || !differ {
                return Err(BadQuestion::Choices);
            }
        }
        Ok(self)
    }

    /// The reply as it is kept; nothing where it says nothing, or is none to this question.
    pub fn reply(&self, given: Reply) -> Option<Reply> {
        match (&self.kind, given) {
            (Kind::YesNo, Reply::Yes(yes)) => Some(Reply::Yes(yes)),
            (Kind::Number, Reply::Number(number)) => (0..=LARGEST).contains(&number).then_some(Reply::Number(number)),
            (Kind::One(choices), Reply::Number(at)) => {
                usize::try_from(at).is_ok_and(|at| at < choices.len()).then_some(Reply::Number(at))
            }
            (Kind::Several(choices), Reply::Several(mut at)) => {
                at.sort_unstable();
                at.dedup();
                (!at.is_empty() && at.iter().all(|at| *at < choices.len())).then_some(Reply::Several(at))
            }
            (Kind::Text, Reply::Text(text)) => {
                let text = clean_text(&text);
                (!text.is_empty() && text.chars().count() <= LONGEST_TEXT).then_some(Reply::Text(text))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind) -> Question {
        Question { code: "q1".into(), label: "有没有电动车".into(), kind }
    }

    fn one() -> Question {
        question(Kind::One(vec!["有".into(), "没有".into()]))
    }

    #[test]
    fn a_question_needs_a_text_a_code_of_its_own_and_choices_that_differ() {
        assert!(checked(vec![one()]).is_ok());
        assert_eq!(checked(vec![Question { label: "问".into(), ..one() }]), Err((1, BadQuestion::Label)));
        assert_eq!(checked(vec![one(), one()]), Err((2, BadQuestion::Code)));
        assert_eq!(checked(vec![Question { code: "a b".into(), ..one() }]), Err((1, BadQuestion::Code)));
        let same = question(Kind::Several(vec!["有".into(), " 有 ".into()]));
        assert_eq!(checked(vec![same]), Err((1, BadQuestion::Choices)));
        let many = (0..13).map(|n| Question { code: format!("q{n}"), ..one() }).collect();
        assert_eq!(checked(many), Err((13, BadQuestion::TooMany)));
    }

    #[test]
    fn a_reply_fits_its_question_or_is_none() {
        assert_eq!(one().reply(Reply::Number(1)), Some(Reply::Number(1)));
        assert_eq!(one().reply(Reply::Number(2)), None);
        assert_eq!(one().reply(Reply::Number(-1)), None);
        assert_eq!(one().reply(Reply::Text("有".into())), None);
        let several = question(Kind::Several(vec!["甲".into(), "乙".into(), "丙".into()]));
        assert_eq!(several.reply(Reply::Several(vec![2, 0, 2])), Some(Reply::Several(vec![0, 2])));
        assert_eq!(several.reply(Reply::Several(vec![3])), None);
        assert_eq!(question(Kind::Number).reply(Reply::Number(LARGEST + 1)), None);
        assert_eq!(question(Kind::Text).reply(Reply::Text("长".repeat(501))), None);
        assert_eq!(question(Kind::YesNo).reply(Reply::Yes(false)), Some(Reply::Yes(false)));
    }

    #[test]
    fn questions_are_read_as_they_are_written() {
        for kind in [Kind::YesNo, Kind::Number, Kind::Text, one().kind] {
            let text = serde_json::to_string(&question(kind.clone())).expect("JSON");
            assert_eq!(serde_json::from_str::<Question>(&text).expect("a question").kind, kind, "{text}");
        }
    }
}

//! Where an opinion stands (办理状态): received, grouped, answered, done. Each step says who, when and why; one back is a reversal.

use jiff::civil::Date;

use super::super::answer::AnswerId;
use super::super::working_days::Calendar;
use crate::kernel::text::clean_text;

/// Where it stands, in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 已收到
    #[default]
    Received,
    /// 已归类: it stands behind a need.
    Grouped,
    /// 已答复
    Answered,
    /// 已办结
    Done,
    /// 已撤回
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Received, Self::Grouped, Self::Answered, Self::Done, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Grouped => "grouped",
            Self::Answered => "answered",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still waits for an answer.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Received | Self::Grouped)
    }
}

impl std::str::FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// What was done with it so far; the state follows from it, so that a reversal finds the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that was done or not")]
pub struct Standing {
    pub due: Date,
    pub grouped: bool,
    pub answer: Option<AnswerId>,
    pub done: bool,
    pub withdrawn: bool,
    /// A hazard that nobody has looked after yet.
    pub hazard_open: bool,
    /// Counts its steps: who takes one says which they have seen.
    pub version: i64,
}

/// A step that somebody takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// 归类: it stands behind its first need.
    Group,
    /// 移出归类: it stands behind none any more.
    Ungroup,
    /// 答复
    Answer(AnswerId),
    /// 办结: what the answer promised is there, or nothing was promised.
    Finish { note: String },
    /// 延期: so many working days more, and why; the one who asked reads it.
    Extend { days: i64, why: String },
    /// 隐患已处理: what was done about it.
    LookAfter { note: String },
    /// 撤回
    Withdraw { why: String },
    /// 退回上一步
    Reverse { why: String },
}

impl Step {
    /// As it is kept, and the end of its text keys.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Ungroup => "ungroup",
            Self::Answer(_) => "answer",
            Self::Finish { .. } => "finish",
            Self::Extend { .. } => "extend",
            Self::LookAfter { .. } => "look_after",
            Self::Withdraw { .. } => "withdraw",
            Self::Reverse { .. } => "reverse",
        }
    }

    /// Whether the time until its words are let go of begins anew with it, where it ends something.
    pub const fn ends(&self) -> bool {
        matches!(self, Self::Answer(_) | Self::Finish { .. } | Self::LookAfter { .. } | Self::Withdraw { .. })
    }

    pub fn note(&self) -> &str {
        match self {
            Self::Group | Self::Ungroup | Self::Answer(_) => "",
            Self::Finish { note } | Self::LookAfter { note } => note,
            Self::Extend { why, .. } | Self::Withdraw { why } | Self::Reverse { why } => why,
        }
    }
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotStep {
    #[error("an opinion in this state does not take this step")]
    State(State),
    #[error("it needs a few words")]
    NoNote,
    #[error("an extension has 1 to {MOST_DAYS_MORE} working days")]
    Days,
    #[error("there is no hazard that waits")]
    NoHazard,
    #[error("it is grouped, and taken out on the board of needs")]
    OnBoard,
    #[error("there is no step before this one")]
    NothingBefore,
}

/// A note is no longer, in characters; it is cut there.
pub const LONGEST_NOTE: usize = 500;
/// One extension gives no more working days.
pub const MOST_DAYS_MORE: i64 = 60;

impl Standing {
    /// As it comes in.
    pub const fn new(due: Date, hazard: bool) -> Self {
        Self { due, grouped: false, answer: None, done: false, withdrawn: false, hazard_open: hazard, version: 1 }
    }

    pub const fn state(&self) -> State {
        match self {
            Self { withdrawn: true, .. } => State::Withdrawn,
            Self { done: true, .. } => State::Done,
            Self { answer: Some(_), .. } => State::Answered,
            Self { grouped: true, .. } => State::Grouped,
            _ => State::Received,
        }
    }

    /// Whether its answer is overdue (超期).
    pub fn is_late(&self, today: Date) -> bool {
        self.state().is_waiting() && self.due < today
    }

    /// Whether nobody waits for anything any more: neither for an answer nor that a hazard is looked after. From then on its time
    /// runs until its words are let go of (《个人信息保护法》第19条).
    pub fn is_over(&self) -> bool {
        self.withdrawn || !(self.state().is_waiting() || self.hazard_open)
    }

    /// Takes a step, or says why not. The words come back as they are kept.
    pub fn step(&mut self, step: Step, calendar: &Calendar) -> Result<Step, CannotStep> {
        let step = with_words(step)?;
        let state = self.state();
        let only = |may: bool| if may { Ok(()) } else { Err(CannotStep::State(state)) };
        match &step {
            // What was answered already is as much a need.
            Step::Group => {
                only(state != State::Withdrawn && !self.grouped)?;
                self.grouped = true;
            }
            Step::Ungroup => {
                only(self.grouped)?;
                self.grouped = false;
            }
            Step::Answer(answer) => {
                only(state.is_waiting())?;
                self.answer = Some(*answer);
            }
            Step::Finish { .. } => {
                only(state == State::Answered)?;
                self.done = true;
            }
            Step::Extend { days, .. } => {
                only(state.is_waiting())?;
                if !(1..=MOST_DAYS_MORE).contains(days) {
                    return Err(CannotStep::Days);
                }
                self.due = calendar.due(self.due, *days);
            }
            Step::LookAfter { .. } => {
                only(state != State::Withdrawn)?;
                if !std::mem::take(&mut self.hazard_open) {
                    return Err(CannotStep::NoHazard);
                }
            }
            Step::Withdraw { .. } => {
                only(state != State::Withdrawn)?;
                self.withdrawn = true;
            }
            Step::Reverse { .. } => self.back()?,
        }
        self.version += 1;
        Ok(step)
    }

    /// The latest of what was done is taken back.
    fn back(&mut self) -> Result<(), CannotStep> {
        match self.state() {
            State::Withdrawn => self.withdrawn = false,
            State::Done => self.done = false,
            State::Answered => self.answer = None,
            State::Grouped => return Err(CannotStep::OnBoard),
            State::Received => return Err(CannotStep::NothingBefore),
        }
        Ok(())
    }
}

/// The step with its words cleaned; that it is done needs none.
fn with_words(mut step: Step) -> Result<Step, CannotStep> {
    let words = match &mut step {
        Step::Group | Step::Ungroup | Step::Answer(_) => return Ok(step),
        Step::Finish { note } | Step::LookAfter { note } => note,
        Step::Extend { why, .. } | Step::Withdraw { why } | Step::Reverse { why } => why,
    };
    *words = clean_text(words).chars().take(LONGEST_NOTE).collect();
    let lacks = words.is_empty() && !matches!(step, Step::Finish { .. });
    if lacks { Err(CannotStep::NoNote) } else { Ok(step) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DUE: Date = date(2022, 5, 12);

    fn new() -> Standing {
        Standing::new(DUE, true)
    }

    fn words() -> String {
        "说明".into()
    }

    fn answer() -> Step {
        Step::Answer(AnswerId::from_number(1))
    }

    fn take(standing: &mut Standing, step: Step) -> Result<Step, CannotStep> {
        standing.step(step, &Calendar::default())
    }

    #[test]
    fn it_is_over_when_nobody_waits_for_anything() {
        let mut one = new();
        take(&mut one, answer()).expect("answered");
        assert!(!one.is_over(), "the hazard is still there");
        take(&mut one, Step::LookAfter { note: words() }).expect("looked after");
        assert!(one.is_over());
        take(&mut one, Step::Reverse { why: words() }).expect("back");
        assert!(!one.is_over());
        let mut gone = new();
        take(&mut gone, Step::Withdraw { why: words() }).expect("withdrawn");
        assert!(gone.is_over(), "whoever takes it back waits for nothing");
    }

    #[test]
    fn received_grouped_answered_done_and_back_again() {
        let mut one = new();
        take(&mut one, Step::Group).expect("grouped");
        assert_eq!(take(&mut one, Step::Finish { note: words() }), Err(CannotStep::State(State::Grouped)));
        take(&mut one, answer()).expect("answered");
        assert_eq!(take(&mut one, answer()), Err(CannotStep::State(State::Answered)));
        take(&mut one, Step::Finish { note: String::new() }).expect("done");
        take(&mut one, Step::Withdraw { why: words() }).expect("withdrawn");
        assert_eq!(take(&mut one, Step::Reverse { why: " ".into() }), Err(CannotStep::NoNote));
        for state in [State::Done, State::Answered, State::Grouped] {
            take(&mut one, Step::Reverse { why: words() }).expect("one back");
            assert_eq!(one.state(), state);
        }
        assert_eq!(take(&mut one, Step::Reverse { why: words() }), Err(CannotStep::OnBoard));
        take(&mut one, Step::Ungroup).expect("out of its need");
        assert_eq!(take(&mut one, Step::Reverse { why: words() }), Err(CannotStep::NothingBefore));
        assert_eq!((one.answer, one.version), (None, 9));
    }

    #[test]
    fn what_was_answered_before_it_was_grouped_is_grouped_and_stays_answered() {
        let mut one = new();
        take(&mut one, answer()).expect("answered");
        take(&mut one, Step::Group).expect("grouped");
        assert_eq!(take(&mut one, Step::Group), Err(CannotStep::State(State::Answered)), "once is enough");
        assert_eq!(one.state(), State::Answered);
        take(&mut one, Step::Reverse { why: words() }).expect("not answered");
        assert_eq!(one.state(), State::Grouped);
    }

    #[test]
    fn it_is_late_when_its_day_is_over_and_nobody_answered() {
        let mut one = new();
        assert!(!one.is_late(DUE) && one.is_late(date(2022, 5, 13)));
        take(&mut one, Step::Extend { days: 5, why: words() }).expect("more days");
        assert_eq!(one.due, date(2022, 5, 19));
        assert!(!one.is_late(date(2022, 5, 13)) && one.is_late(date(2022, 5, 20)));
        take(&mut one, answer()).expect("answered");
        assert!(!one.is_late(date(2022, 6, 1)));
        assert_eq!(take(&mut one, Step::Extend { days: 5, why: words() }), Err(CannotStep::State(State::Answered)));
    }

    #[test]
    fn more_days_need_a_reason_and_are_not_endless() {
        assert_eq!(take(&mut new(), Step::Extend { days: 5, why: String::new() }), Err(CannotStep::NoNote));
        for days in [0, -1, 61, i64::MAX] {
            assert_eq!(take(&mut new(), Step::Extend { days, why: words() }), Err(CannotStep::Days));
        }
    }

    #[test]
    fn a_hazard_waits_until_somebody_has_looked_after_it() {
        let mut one = new();
        take(&mut one, answer()).expect("answered");
        assert!(one.hazard_open, "an answer repairs nothing");
        take(&mut one, Step::LookAfter { note: words() }).expect("repaired");
        assert_eq!(take(&mut one, Step::LookAfter { note: words() }), Err(CannotStep::NoHazard));
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let note = || prop::sample::select(vec!["", "说明"]).prop_map(str::to_owned);
        let one = prop_oneof![
            Just(Step::Group),
            Just(Step::Ungroup),
            (1..4_u128).prop_map(|n| Step::Answer(AnswerId::from_number(n))),
            note().prop_map(|note| Step::Finish { note }),
            (-1..70_i64, note()).prop_map(|(days, why)| Step::Extend { days, why }),
            note().prop_map(|note| Step::LookAfter { note }),
            note().prop_map(|why| Step::Withdraw { why }),
            note().prop_map(|why| Step::Reverse { why }),
        ];
        prop::collection::vec(one, 0..40)
    }

    proptest! {
        #[test]
        fn nothing_is_done_without_an_answer_and_a_refused_step_changes_nothing(steps in steps()) {
            let mut one = new();
            for step in steps {
                let (before, reverses) = (one, matches!(step, Step::Reverse { .. } | Step::Ungroup));
                let taken = take(&mut one, step);
                if taken.is_err() {
                    prop_assert_eq!(one, before);
                } else {
                    prop_assert_eq!(one.version, before.version + 1);
                }
                prop_assert!(!one.done || one.answer.is_some());
                prop_assert!(one.due >= before.due, "no step takes a day away from what was promised later");
                prop_assert!(reverses || one.state() >= before.state(), "only a reversal goes back");
            }
        }
    }
}

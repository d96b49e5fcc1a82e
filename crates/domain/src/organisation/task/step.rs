//! The steps of a task (转办、催办、改期、报告、销号、退回、撤回): who takes which, and when.

use jiff::civil::Date;

use super::{BadTask, LONGEST_NOTE, Person, Task, TaskState};
use crate::kernel::people::AccountId;
use crate::kernel::text::clean_text;

/// A step somebody takes with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// 转办: the owner hands it to another, for a reason.
    HandOver { to: Person, why: String },
    /// 催办
    Remind { note: String },
    /// 改期: the giver sets another day, for a reason.
    MoveDue { to: Date, why: String },
    /// 已办: the owner says what was done.
    Report { note: String },
    /// 销号: the giver strikes it off.
    Close { note: String },
    /// 退回: the giver says what lacks.
    SendBack { why: String },
    /// 撤回: the giver takes it back.
    Withdraw { why: String },
}

impl Step {
    /// As it is kept, and the end of its text keys.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::HandOver { .. } => "hand_over",
            Self::Remind { .. } => "remind",
            Self::MoveDue { .. } => "move_due",
            Self::Report { .. } => "report",
            Self::Close { .. } => "close",
            Self::SendBack { .. } => "send_back",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    pub fn note(&self) -> &str {
        match self {
            Self::HandOver { why, .. }
            | Self::MoveDue { why, .. }
            | Self::SendBack { why }
            | Self::Withdraw { why } => why,
            Self::Remind { note } | Self::Report { note } | Self::Close { note } => note,
        }
    }
}

impl Task {
    /// Takes a step, or says why not. The words come back as they are kept.
    pub fn step(&mut self, step: Step, by: AccountId, today: Date) -> Result<Step, BadTask> {
        let step = with_words(step)?;
        match &step {
            Step::HandOver { to, .. } => {
                self.only_in(TaskState::Open)?;
                self.only_owner(by)?;
                if to.account == self.owner.account {
                    return Err(BadTask::SameOwner);
                }
                self.owner = to.clone();
            }
            Step::Report { .. } => {
                self.only_in(TaskState::Open)?;
                self.only_owner(by)?;
                // What somebody set themselves waits for nobody.
                let own = self.giver.account == self.owner.account;
                self.state = if own { TaskState::Closed } else { TaskState::Done };
            }
            Step::Remind { .. } => {
                self.only_in(TaskState::Open)?;
                if self.reminded_on == Some(today) {
                    return Err(BadTask::RemindedToday);
                }
                self.reminded_on = Some(today);
            }
            Step::MoveDue { to, .. } => {
                self.only_in(TaskState::Open)?;
                self.only_giver(by)?;
                if *to < today {
                    return Err(BadTask::DueBehind);
                }
                self.due = *to;
            }
            Step::Close { .. } => {
                self.only_in(TaskState::Done)?;
                self.only_giver(by)?;
                self.state = TaskState::Closed;
            }
            Step::SendBack { .. } => {
                self.only_in(TaskState::Done)?;
                self.only_giver(by)?;
                self.state = TaskState::Open;
            }
            Step::Withdraw { .. } => {
                if !self.state.is_running() {
                    return Err(BadTask::State(self.state));
                }
                self.only_giver(by)?;
                self.state = TaskState::Withdrawn;
            }
        }
        self.version += 1;
        Ok(step)
    }

    fn only_in(&self, state: TaskState) -> Result<(), BadTask> {
        if self.state == state { Ok(()) } else { Err(BadTask::State(self.state)) }
    }

    fn only_owner(&self, by: AccountId) -> Result<(), BadTask> {
        if self.owner.account == by { Ok(()) } else { Err(BadTask::NotOwner) }
    }

    fn only_giver(&self, by: AccountId) -> Result<(), BadTask> {
        if self.giver.account == by { Ok(()) } else { Err(BadTask::NotGiver) }
    }
}

/// The step with its words cleaned; a reminder and striking off need none.
fn with_words(mut step: Step) -> Result<Step, BadTask> {
    let optional = matches!(step, Step::Remind { .. } | Step::Close { .. });
    let words = match &mut step {
        Step::HandOver { why, .. } | Step::MoveDue { why, .. } | Step::SendBack { why } | Step::Withdraw { why } => why,
        Step::Remind { note } | Step::Report { note } | Step::Close { note } => note,
    };
    *words = clean_text(words).chars().take(LONGEST_NOTE).collect();
    if words.is_empty() && !optional { Err(BadTask::NoNote) } else { Ok(step) }
}

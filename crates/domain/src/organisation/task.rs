//! Tasks (任务): one thing to do, one owner, one day. Who gave it strikes it off (销号), never its owner alone.

mod step;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::four_ones::One;
use crate::kernel::people::AccountId;
use crate::kernel::text::{clean_line, clean_text};
use crate::kernel::{NeighbourhoodId, Timestamp};

pub use step::Step;

crate::id! {
    /// One task.
    TaskId
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// 办理中
    #[default]
    Open,
    /// 已办，待确认: the owner says it is done.
    Done,
    /// 已销号
    Closed,
    /// 已撤回
    Withdrawn,
}

impl TaskState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Closed, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Done)
    }
}

impl std::str::FromStr for TaskState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// What a task is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    #[default]
    General,
    /// To fill one of the four ones.
    One(One),
}

impl Matter {
    pub const ALL: [Self; 4] = [Self::General, Self::One(One::Plan), Self::One(One::Leader), Self::One(One::Body)];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::One(one) => one.as_str(),
        }
    }
}

impl std::str::FromStr for Matter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|matter| matter.as_str() == text).ok_or(())
    }
}

/// A person as a task names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub name: String,
}

/// A task as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub title: String,
    pub detail: String,
    pub matter: Matter,
    pub neighbourhood: Option<NeighbourhoodId>,
    pub giver: Person,
    pub owner: Person,
    pub given_at: Timestamp,
    pub due: Date,
    pub state: TaskState,
    /// The day it was last asked after (催办).
    pub reminded_on: Option<Date>,
    /// Counts its steps: who takes one says which they have seen.
    pub version: i64,
}

/// Why a task or a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTask {
    #[error("it needs a title of 2 to {LONGEST_TITLE} characters")]
    Title,
    #[error("the text is too long")]
    Detail,
    #[error("the day lies behind")]
    DueBehind,
    #[error("one of the four ones is of a neighbourhood")]
    NoNeighbourhood,
    #[error("a task in this state does not take this step")]
    State(TaskState),
    #[error("only its owner takes this step")]
    NotOwner,
    #[error("only who gave it takes this step")]
    NotGiver,
    #[error("it was asked after today already")]
    RemindedToday,
    #[error("it is with this person already")]
    SameOwner,
    #[error("it needs a few words")]
    NoNote,
}

pub const LONGEST_TITLE: usize = 80;
pub const LONGEST_DETAIL: usize = 2_000;
pub const LONGEST_NOTE: usize = 500;

/// The lamp of a running task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lamp {
    Green,
    /// Due soon.
    Yellow,
    /// Overdue.
    Red,
}

impl Task {
    /// Checks what somebody typed for a new task.
    pub fn checked(mut self, today: Date) -> Result<Self, BadTask> {
        (self.title, self.detail) = (clean_line(&self.title), clean_text(&self.detail));
        if !(2..=LONGEST_TITLE).contains(&self.title.chars().count()) {
            return Err(BadTask::Title);
        }
        if self.detail.chars().count() > LONGEST_DETAIL {
            return Err(BadTask::Detail);
        }
        if self.due < today {
            return Err(BadTask::DueBehind);
        }
        if self.matter != Matter::General && self.neighbourhood.is_none() {
            return Err(BadTask::NoNeighbourhood);
        }
        Ok(self)
    }

    /// Whether both ask the same of the same person, as a form does that was sent twice.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.title, &self.giver, self.neighbourhood) == (&other.title, &other.giver, other.neighbourhood)
    }

    /// What it shines, while somebody still has to do something. What waits for its giver is not the owner's delay.
    pub fn lamp(&self, today: Date, yellow_days: i64) -> Option<Lamp> {
        let left = |due: Date| i64::from(due.since(today).map_or(0, |span| span.get_days()));
        match self.state {
            TaskState::Open if self.due < today => Some(Lamp::Red),
            TaskState::Open if left(self.due) <= yellow_days => Some(Lamp::Yellow),
            TaskState::Open | TaskState::Done => Some(Lamp::Green),
            TaskState::Closed | TaskState::Withdrawn => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2022, 5, 31);

    fn person(n: u128) -> Person {
        Person { account: AccountId::from_number(n), name: format!("示例{n}") }
    }

    fn task() -> Task {
        Task {
            id: TaskId::from_number(1),
            title: "补齐 包联领导".into(),
            detail: String::new(),
            matter: Matter::One(One::Leader),
            neighbourhood: Some(NeighbourhoodId::from_number(1)),
            giver: person(1),
            owner: person(2),
            given_at: Timestamp::UNIX_EPOCH,
            due: date(2022, 6, 10),
            state: TaskState::Open,
            reminded_on: None,
            version: 1,
        }
    }

    fn words() -> String {
        "说明".into()
    }

    fn by(n: u128) -> AccountId {
        AccountId::from_number(n)
    }

    #[test]
    fn the_owner_reports_and_only_the_giver_strikes_off() {
        let mut task = task();
        assert_eq!(task.step(Step::Report { note: words() }, by(1), TODAY), Err(BadTask::NotOwner));
        assert_eq!(task.step(Step::Report { note: " ".into() }, by(2), TODAY), Err(BadTask::NoNote));
        assert_eq!(task.step(Step::Close { note: String::new() }, by(1), TODAY), Err(BadTask::State(TaskState::Open)));
        task.step(Step::Report { note: words() }, by(2), TODAY).expect("reported");
        assert_eq!(task.step(Step::Close { note: String::new() }, by(2), TODAY), Err(BadTask::NotGiver));
        task.step(Step::SendBack { why: words() }, by(1), TODAY).expect("sent back");
        task.step(Step::Report { note: words() }, by(2), TODAY).expect("reported again");
        task.step(Step::Close { note: String::new() }, by(1), TODAY).expect("struck off");
        assert_eq!((task.state, task.version), (TaskState::Closed, 5));
    }

    #[test]
    fn it_has_one_owner_who_hands_it_over() {
        let mut task = task();
        let to = |n| Step::HandOver { to: person(n), why: words() };
        assert_eq!(task.step(to(2), by(2), TODAY), Err(BadTask::SameOwner));
        task.step(to(3), by(2), TODAY).expect("handed over");
        assert_eq!(task.step(Step::Report { note: words() }, by(2), TODAY), Err(BadTask::NotOwner));
        assert_eq!(task.owner, person(3));
    }

    #[test]
    fn it_is_asked_after_once_a_day() {
        let mut task = task();
        let ask = || Step::Remind { note: String::new() };
        assert!(task.step(ask(), by(1), TODAY).is_ok());
        assert_eq!(task.step(ask(), by(1), TODAY), Err(BadTask::RemindedToday));
        assert!(task.step(ask(), by(1), date(2022, 6, 1)).is_ok());
    }

    #[test]
    fn the_lamp_follows_the_day_and_goes_out_when_it_is_struck_off() {
        let on = |day| task().lamp(day, 7);
        assert_eq!(on(date(2022, 6, 2)), Some(Lamp::Green));
        assert_eq!(on(date(2022, 6, 3)), Some(Lamp::Yellow));
        assert_eq!(on(date(2022, 6, 10)), Some(Lamp::Yellow));
        assert_eq!(on(date(2022, 6, 11)), Some(Lamp::Red));
        assert_eq!(Task { due: date(2020, 1, 1), ..task() }.lamp(TODAY, 7), Some(Lamp::Red));
        assert_eq!(Task { due: date(2025, 1, 1), ..task() }.lamp(TODAY, 7), Some(Lamp::Green));
        assert_eq!(Task { state: TaskState::Done, ..task() }.lamp(date(2022, 7, 1), 7), Some(Lamp::Green));
        assert_eq!(Task { state: TaskState::Closed, ..task() }.lamp(TODAY, 7), None);
    }

    #[test]
    fn what_somebody_sets_themselves_waits_for_nobody() {
        let mut own = Task { giver: person(2), ..task() };
        own.step(Step::Report { note: words() }, by(2), TODAY).expect("reported");
        assert_eq!(own.state, TaskState::Closed);
    }

    #[test]
    fn a_new_task_has_a_title_and_a_day_ahead() {
        assert_eq!(Task { title: " 补 ".into(), ..task() }.checked(TODAY), Err(BadTask::Title));
        assert_eq!(Task { due: date(2022, 5, 30), ..task() }.checked(TODAY), Err(BadTask::DueBehind));
        assert_eq!(Task { neighbourhood: None, ..task() }.checked(TODAY), Err(BadTask::NoNeighbourhood));
        assert!(task().checked(TODAY).is_ok());
    }

    proptest! {
        /// No order of steps strikes a task off without its owner's word and then its giver's.
        #[test]
        fn nothing_is_struck_off_without_both(steps in proptest::collection::vec((0..7_u8, 1..4_u128), 0..30)) {
            let (mut task, mut reported_by, mut at) = (task(), None, TODAY);
            for (which, n) in steps {
                at = at.tomorrow().unwrap_or(at);
                let owner = task.owner.account;
                let step = match which {
                    0 => Step::HandOver { to: person(n + 1), why: words() },
                    1 => Step::Remind { note: words() },
                    2 => Step::MoveDue { to: at, why: words() },
                    3 => Step::Report { note: words() },
                    4 => Step::Close { note: words() },
                    5 => Step::SendBack { why: words() },
                    _ => Step::Withdraw { why: words() },
                };
                let (before, reports) = (task.clone(), matches!(step, Step::Report { .. }));
                match task.step(step, by(n), at) {
                    Ok(_) if reports => reported_by = Some((owner, by(n))),
                    Ok(_) => {}
                    Err(_) => prop_assert_eq!(&task, &before, "a refused step changes nothing"),
                }
                if task.state == TaskState::Closed {
                    let (owner, reporter) = reported_by.expect("somebody reported it");
                    prop_assert_eq!(owner, reporter);
                }
            }
        }
    }
}

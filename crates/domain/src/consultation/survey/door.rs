//! A door (户) in a campaign: what stands of the visits to it.

use super::visit::{Outcome, VisitId};
use crate::kernel::people::AccountId;

/// A visit that stands: not replaced by a later version of its own, not set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub visit: VisitId,
    pub outcome: Outcome,
    pub account: AccountId,
}

/// How a door is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoorState {
    /// Nobody was there yet.
    ToDo,
    /// Nobody was home, so many times.
    NobodyHome(usize),
    Refused,
    /// Nobody lives there.
    Empty,
    Answered,
    /// Two people have an answer from it: somebody has to say which one counts.
    Conflict,
}

impl DoorState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToDo => "to-do",
            Self::NobodyHome(_) => "nobody-home",
            Self::Refused => "refused",
            Self::Empty => "empty",
            Self::Answered => "answered",
            Self::Conflict => "conflict",
        }
    }

    /// The state of a door, from its standing visits in the order in which they were made.
    pub fn of(visits: &[Standing]) -> Self {
        match visits.iter().filter(|visit| visit.outcome == Outcome::Answered).count() {
            0 => Self::without_answer(visits),
            1 => Self::Answered,
            _ => Self::Conflict,
        }
    }

    /// Nobody home says less than what somebody said before, or says afterwards.
    fn without_answer(visits: &[Standing]) -> Self {
        match visits.iter().rev().find(|visit| visit.outcome != Outcome::NobodyHome).map(|visit| visit.outcome) {
            Some(Outcome::Refused) => Self::Refused,
            Some(Outcome::Empty) => Self::Empty,
            _ if visits.is_empty() => Self::ToDo,
            _ => Self::NobodyHome(visits.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(outcomes: &[Outcome]) -> DoorState {
        let visit = |(n, outcome): (u128, &Outcome)| Standing {
            visit: VisitId::from_number(n),
            outcome: *outcome,
            account: AccountId::from_number(n),
        };
        DoorState::of(&(1..).zip(outcomes).map(visit).collect::<Vec<_>>())
    }

    #[test]
    fn a_door_shows_what_its_visits_say() {
        use Outcome::{Answered, Empty, NobodyHome, Refused};
        assert_eq!(state(&[]), DoorState::ToDo);
        assert_eq!(state(&[NobodyHome, NobodyHome]), DoorState::NobodyHome(2));
        assert_eq!(state(&[NobodyHome, Refused]), DoorState::Refused);
        assert_eq!(state(&[Refused, NobodyHome]), DoorState::Refused, "they said no, and were out the next time");
        assert_eq!(state(&[Refused, Empty]), DoorState::Empty);
        assert_eq!(state(&[Refused, Answered, NobodyHome]), DoorState::Answered);
        assert_eq!(state(&[Answered, Answered]), DoorState::Conflict);
    }
}

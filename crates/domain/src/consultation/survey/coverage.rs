//! Coverage (入户率): how many of the households were reached.

use std::iter::Sum;

use super::door::DoorState;
use crate::kernel::Ratio;

/// Doors by what stands of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub to_do: i64,
    pub nobody_home: i64,
    pub refused: i64,
    pub empty: i64,
    pub answered: i64,
    /// Answered twice; counts once.
    pub conflict: i64,
}

impl Coverage {
    pub const fn of(state: DoorState) -> Self {
        let mut one = Self { to_do: 0, nobody_home: 0, refused: 0, empty: 0, answered: 0, conflict: 0 };
        match state {
            DoorState::ToDo => one.to_do = 1,
            DoorState::NobodyHome(_) => one.nobody_home = 1,
            DoorState::Refused => one.refused = 1,
            DoorState::Empty => one.empty = 1,
            DoorState::Answered => one.answered = 1,
            DoorState::Conflict => one.conflict = 1,
        }
        one
    }

    pub const fn doors(&self) -> i64 {
        self.households() + self.empty
    }

    /// Doors behind which somebody lives, as far as is known.
    pub const fn households(&self) -> i64 {
        self.to_do + self.nobody_home + self.refused + self.answered + self.conflict
    }

    /// Somebody was met: they answered, or said that they would not.
    pub const fn reached(&self) -> i64 {
        self.answered + self.conflict + self.refused
    }

    /// 入户率: reached ÷ households; none where there is no household.
    pub fn rate(&self) -> Option<Ratio> {
        Ratio::new(self.reached(), self.households())
    }

    /// How many more are to be reached for a target in percent.
    pub const fn still(&self, target: i64) -> i64 {
        let needed = (self.households() * target + 99) / 100;
        if needed > self.reached() { needed - self.reached() } else { 0 }
    }
}

impl Sum for Coverage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            to_do: a.to_do + b.to_do,
            nobody_home: a.nobody_home + b.nobody_home,
            refused: a.refused + b.refused,
            empty: a.empty + b.empty,
            answered: a.answered + b.answered,
            conflict: a.conflict + b.conflict,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_dwellings_are_no_households_and_a_conflict_counts_once() {
        use DoorState::{Answered, Conflict, Empty, NobodyHome, Refused, ToDo};
        let all = [Answered, Answered, Conflict, Refused, NobodyHome(3), ToDo, Empty];
        let coverage: Coverage = all.into_iter().map(Coverage::of).sum();
        assert_eq!((coverage.doors(), coverage.households(), coverage.reached()), (7, 6, 4));
        assert_eq!(coverage.rate().map(|rate| rate.percent().to_string()).as_deref(), Some("66.67"));
        assert_eq!((coverage.still(75), coverage.still(66), coverage.still(100)), (1, 0, 2));
        assert_eq!(Coverage::default().rate(), None);
    }
}

//! What people say when they are asked (意愿征询): counted by household and by area. It binds nobody; that is for the owners' vote.

use super::{Answer, Lift};
use crate::kernel::Area;

/// How many say one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub answer: Answer,
    pub households: usize,
    /// Of those whose area is known.
    pub area: Area,
}

/// What an entrance says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// In the order of [`Answer::ALL`].
    pub said: [Said; 4],
    pub without_area: usize,
}

impl Lift {
    pub fn consent(&self) -> Consent {
        let said = Answer::ALL.map(|answer| {
            let those = || self.households.iter().filter(move |one| one.answer == answer);
            Said { answer, households: those().count(), area: those().filter_map(|one| one.area).sum() }
        });
        Consent { said, without_area: self.households.iter().filter(|one| one.area.is_none()).count() }
    }
}

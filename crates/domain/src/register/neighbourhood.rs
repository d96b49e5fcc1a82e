//! A neighbourhood (小区) as one record with versions; nothing of it is ever overwritten.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::kernel::people::Place;
use crate::kernel::{DivisionCode, NeighbourhoodId, Office};

/// A neighbourhood as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbourhood {
    pub office: Office,
    pub id: NeighbourhoodId,
    /// The stable number that people quote: `430527100-XQ-0001`.
    pub number: String,
    /// Counts up with every change; an edit says which version it has read.
    pub version: i64,
    pub facts: Facts,
    /// The record that goes on in its place, where two were found to be one neighbourhood.
    /// [`NOWHERE`](Self::NOWHERE) where the import that added it was undone.
    pub merged_into: Option<NeighbourhoodId>,
    /// Whether its finish, where it has one, is shown as the rules ask (and its start): a reported one is no finish yet.
    pub finish_counts: bool,
}

/// How far a neighbourhood is, worked out from its dates (改造状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not in any year's plan yet (储备).
    Reserve,
    /// In a plan, not started (未开工).
    Planned,
    /// 在建
    UnderWay,
    /// 完工
    Finished,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Reserve, Self::Planned, Self::UnderWay, Self::Finished];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Planned => "planned",
            Self::UnderWay => "under_way",
            Self::Finished => "finished",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(())
    }
}

impl Facts {
    /// The stage on a day: what happens after it has not happened yet.
    pub fn stage(&self, on: Date) -> Stage {
        let by = |day: Option<Date>| day.is_some_and(|day| day <= on);
        match self.plan_year {
            _ if by(self.finished_on) => Stage::Finished,
            _ if by(self.started_on) => Stage::UnderWay,
            Some(_) => Stage::Planned,
            None => Stage::Reserve,
        }
    }

    /// The stage as it is shown: a finish that is only reported is no finish yet (以佐证为准).
    pub fn stage_proven(&self, on: Date, finish_counts: bool) -> Stage {
        match self.stage(on) {
            Stage::Finished if !finish_counts => Stage::UnderWay,
            stage => stage,
        }
    }
}

impl Neighbourhood {
    /// Its stage on a day, as it is shown.
    pub fn stage(&self, on: Date) -> Stage {
        self.facts.stage_proven(on, self.finish_counts)
    }

    /// No record: what was loaded by mistake and taken back goes on in none. It leaves every list and figure as a merged
    /// record does, its name is free again, its number and history stay.
    pub const NOWHERE: NeighbourhoodId = NeighbourhoodId::from_number(0);

    /// Whether it was loaded by mistake and taken back.
    pub fn is_withdrawn(&self) -> bool {
        self.merged_into == Some(Self::NOWHERE)
    }

    /// Where it lies, for the question who may.
    pub fn place(&self) -> Place {
        Place { office: self.office, division: Some(self.facts.division), neighbourhood: Some(self.id) }
    }
}

/// The number of the n-th neighbourhood of a town: `430527100-XQ-0001`.
pub fn number(town: DivisionCode, n: i64) -> String {
    format!("{town}-XQ-{n:04}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_stage_follows_the_dates() {
        let mut facts = Facts::new("示例小区", "430527100".parse().expect("a code"));
        assert_eq!(facts.stage(date(2021, 1, 1)), Stage::Reserve);
        facts.plan_year = Some(2021);
        assert_eq!(facts.stage(date(2021, 1, 1)), Stage::Planned);
        facts.started_on = Some(date(2021, 4, 1));
        facts.finished_on = Some(date(2021, 11, 1));
        assert_eq!(facts.stage(date(2021, 3, 31)), Stage::Planned);
        assert_eq!(facts.stage(date(2021, 4, 1)), Stage::UnderWay);
        assert_eq!(facts.stage(date(2021, 11, 1)), Stage::Finished);
    }
}

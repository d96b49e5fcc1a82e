//! Buildings, entrances and dwellings (楼栋、单元、户): where the doors are.

use crate::kernel::{Area, NeighbourhoodId};

crate::id! {
    /// 楼栋
    BuildingId
}
crate::id! {
    /// 单元
    EntranceId
}
crate::id! {
    /// 户、室
    DwellingId
}

/// A building of a neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    pub id: BuildingId,
    pub neighbourhood: NeighbourhoodId,
    /// As the residents call it: `3栋`.
    pub name: String,
    pub built_year: Option<i16>,
    pub floors: i64,
}

/// An entrance with its stairwell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrance {
    pub id: EntranceId,
    pub building: BuildingId,
    pub name: String,
}

/// One dwelling behind one door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dwelling {
    pub id: DwellingId,
    pub entrance: EntranceId,
    pub floor: i64,
    pub room: String,
    pub exclusive_area: Option<Area>,
}

/// The regular building of those years: so many entrances, floors, and doors on each landing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub entrances: i64,
    pub floors: i64,
    pub doors: i64,
}

/// Why a layout is not one of a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a building has 1 to 20 entrances, 1 to 60 floors and 1 to 20 doors on a landing")]
pub struct NoBuilding;

impl Layout {
    pub fn new(entrances: i64, floors: i64, doors: i64) -> Result<Self, NoBuilding> {
        let fits = (1..=20).contains(&entrances) && (1..=60).contains(&floors) && (1..=20).contains(&doors);
        fits.then_some(Self { entrances, floors, doors }).ok_or(NoBuilding)
    }

    /// Every entrance with its dwellings, numbered as the doors are: `1单元`, `501`.
    pub fn doors_of(self, building: BuildingId) -> (Vec<Entrance>, Vec<Dwelling>) {
        let entrance = |n| Entrance { id: EntranceId::new(), building, name: format!("{n}单元") };
        let entrances: Vec<Entrance> = (1..=self.entrances).map(entrance).collect();
        let mut dwellings = Vec::new();
        for entrance in &entrances {
            for floor in 1..=self.floors {
                dwellings.extend((1..=self.doors).map(|door| Dwelling {
                    id: DwellingId::new(),
                    entrance: entrance.id,
                    floor,
                    room: format!("{floor}{door:02}"),
                    exclusive_area: None,
                }));
            }
        }
        (entrances, dwellings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_building_has_its_doors_in_a_moment() {
        let layout = Layout::new(3, 6, 2).expect("a building");
        let (entrances, dwellings) = layout.doors_of(BuildingId::new());
        assert_eq!((entrances.len(), dwellings.len()), (3, 36));
        assert_eq!((dwellings[0].room.as_str(), dwellings[35].room.as_str()), ("101", "602"));
        assert_eq!(Layout::new(0, 6, 2), Err(NoBuilding));
    }
}

//! The roll (业主名册): every dwelling of a place with its area and its party, as it stands at one moment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Measured, Party, PartyId};
use crate::kernel::Area;
use crate::register::{BuildingId, DwellingId, EntranceId};

/// Within what owners are counted: who decides depends on it (小区、楼栋、单元).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Neighbourhood,
    Building(BuildingId),
    Entrance(EntranceId),
}

/// One dwelling of a roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub dwelling: DwellingId,
    pub building: BuildingId,
    pub building_name: String,
    pub entrance: EntranceId,
    pub entrance_name: String,
    pub floor: i64,
    pub room: String,
    pub measured: Option<Measured>,
    /// Who owns it now,
    pub party: Option<PartyId>,
    /// and since when.
    pub since: Option<Date>,
}

/// A roll, in the order in which somebody walks: building, entrance, floor, door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Counts up with every change of the neighbourhood's owners.
    pub version: i64,
    pub units: Vec<Unit>,
    /// Those who own something of it.
    pub parties: BTreeMap<PartyId, Party>,
}

/// What a roll comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub dwellings: usize,
    /// Parties, each once, however many dwellings it has.
    pub heads: usize,
    /// The area of dwellings whose owner is known: it counts in a vote.
    pub area: Area,
    pub without_owner: usize,
    pub without_area: usize,
}

impl Unit {
    /// Where it is: `3栋 1单元 501`.
    pub fn door(&self) -> String {
        format!("{} {} {}", self.building_name, self.entrance_name, self.room)
    }

    pub fn is_within(&self, scope: Scope) -> bool {
        match scope {
            Scope::Neighbourhood => true,
            Scope::Building(building) => self.building == building,
            Scope::Entrance(entrance) => self.entrance == entrance,
        }
    }
}

impl Roll {
    /// What it comes to, all of it or a part.
    pub fn sums(&self, scope: Scope) -> Sums {
        let units = || self.units.iter().filter(|unit| unit.is_within(scope));
        let owned = || units().filter(|unit| unit.party.is_some());
        Sums {
            dwellings: units().count(),
            heads: owned().filter_map(|unit| unit.party).collect::<BTreeSet<_>>().len(),
            area: owned().filter_map(|unit| unit.measured).map(|measured| measured.area).sum(),
            without_owner: units().filter(|unit| unit.party.is_none()).count(),
            without_area: units().filter(|unit| unit.measured.is_none()).count(),
        }
    }

    pub fn unit(&self, dwelling: DwellingId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.dwelling == dwelling)
    }

    pub fn party_of(&self, unit: &Unit) -> Option<&Party> {
        self.parties.get(&unit.party?)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::register::owner::{Basis, Owner, Owners, PartyKind};

    /// `1栋` with `1单元`: rooms 101, 102, … as many as there are areas; who owns them by number.
    pub(in crate::register::owner) fn roll(units: &[(Option<i64>, Option<u128>)]) -> Roll {
        let unit = |(n, (area, party)): (u128, &(Option<i64>, Option<u128>))| Unit {
            dwelling: DwellingId::from_number(100 + n),
            building: BuildingId::from_number(1),
            building_name: "1栋".into(),
            entrance: EntranceId::from_number(1),
            entrance_name: "1单元".into(),
            floor: 1,
            room: format!("{}", 101 + n),
            measured: area.map(|area| Measured { area: Area::from_hundredths(area), basis: Basis::Register }),
            party: party.map(PartyId::from_number),
            since: party.map(|_| jiff::civil::date(2020, 1, 1)),
        };
        let units: Vec<Unit> = (0..).zip(units).map(unit).collect();
        let party =
            |id| Party {
                id, kind: PartyKind::Person, owners: Owners::Known(vec![Owner::new("杨示例", "", "1111")])
            };
        let parties = units.iter().filter_map(|unit| unit.party).map(|id| (id, party(id))).collect();
        Roll { version: 1, units, parties }
    }

    #[test]
    fn one_owner_of_two_dwellings_is_one_head_with_both_areas() {
        let roll = roll(&[(Some(8_000), Some(1)), (Some(9_050), Some(1)), (Some(7_000), None), (None, Some(2))]);
        let sums =
            Sums { dwellings: 4, heads: 2, area: Area::from_hundredths(17_050), without_owner: 1, without_area: 1 };
        assert_eq!(roll.sums(Scope::Neighbourhood), sums);
        assert_eq!(roll.sums(Scope::Entrance(EntranceId::from_number(1))), sums);
        assert_eq!(roll.sums(Scope::Building(BuildingId::from_number(2))), Sums::default());
        assert_eq!(roll.units[1].door(), "1栋 1单元 102");
    }
}

//! Doors as people write them (几栋几单元几室): `3栋`, `3`, `3号楼` are one building; the register says which doors there are.

use super::Address;
use crate::kernel::NeighbourhoodId;
use crate::kernel::text::{clean_line, half_width};
use crate::register::{BuildingId, DwellingId, EntranceId};

/// A door of a neighbourhood; a building without doors stands there once, with nothing behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub building: BuildingId,
    pub building_name: String,
    pub entrance: Option<(EntranceId, String)>,
    pub dwelling: Option<(DwellingId, String)>,
}

/// Why there is no such door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDoor {
    #[error("a door is in a building")]
    BuildingMissing,
    #[error("there is no such building")]
    Building,
    #[error("there is no such entrance")]
    Entrance,
    #[error("there is no such room")]
    Room,
    #[error("the room is behind several entrances")]
    WhichEntrance,
}

/// Finds the address that somebody wrote, as near as they wrote it. A room needs no entrance where only one has it.
pub fn find(
    of: NeighbourhoodId,
    doors: &[Door],
    (building, entrance, room): (&str, &str, &str),
) -> Result<Address, NoDoor> {
    let [building, entrance, room] = [building, entrance, room].map(plain);
    let at = Address::of(of);
    if building.is_empty() {
        return if entrance.is_empty() && room.is_empty() { Ok(at) } else { Err(NoDoor::BuildingMissing) };
    }
    let mut inside: Vec<&Door> = doors.iter().filter(|door| plain(&door.building_name) == building).collect();
    let at = Address { building: Some(inside.first().ok_or(NoDoor::Building)?.building), ..at };
    if !entrance.is_empty() {
        inside.retain(|door| door.entrance.as_ref().is_some_and(|(_, name)| plain(name) == entrance));
        if inside.is_empty() {
            return Err(NoDoor::Entrance);
        }
    }
    if room.is_empty() {
        let first = inside.first().and_then(|door| door.entrance.as_ref()).map(|(id, _)| *id);
        return Ok(Address { entrance: first.filter(|_| !entrance.is_empty()), ..at });
    }
    inside.retain(|door| door.dwelling.as_ref().is_some_and(|(_, name)| plain(name) == room));
    match inside[..] {
        [] => Err(NoDoor::Room),
        [door] => Ok(Address {
            entrance: door.entrance.as_ref().map(|(id, _)| *id),
            dwelling: door.dwelling.as_ref().map(|(id, _)| *id),
            ..at
        }),
        _ => Err(NoDoor::WhichEntrance),
    }
}

/// A name without the words and zeros that people add or leave out.
fn plain(name: &str) -> String {
    const WORDS: [&str; 9] = ["号楼", "单元", "栋", "幢", "楼", "座", "门", "室", "号"];
    let line: String = clean_line(&half_width(name)).to_lowercase().replace(' ', "");
    let stem = WORDS.iter().find_map(|word| line.strip_suffix(word)).filter(|stem| !stem.is_empty()).unwrap_or(&line);
    let short = stem.trim_start_matches('0');
    if short.is_empty() { stem.to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF: NeighbourhoodId = NeighbourhoodId::from_number(1);

    fn door(n: u128, building: &str, entrance: &str, room: &str) -> Door {
        let hash = |text: &str| text.bytes().fold(7_u128, |sum, byte| sum * 31 + u128::from(byte));
        Door {
            building: BuildingId::from_number(hash(building)),
            building_name: building.into(),
            entrance: Some((EntranceId::from_number(hash(building) * 1000 + hash(entrance)), entrance.into())),
            dwelling: Some((DwellingId::from_number(n), room.into())),
        }
    }

    fn doors() -> Vec<Door> {
        let empty = Door {
            building: BuildingId::from_number(9),
            building_name: "综合楼".into(),
            entrance: None,
            dwelling: None,
        };
        vec![door(1, "3栋", "1单元", "401"), door(2, "3栋", "2单元", "401"), door(3, "3栋", "2单元", "0402"), empty]
    }

    fn dwelling(building: &str, entrance: &str, room: &str) -> Result<Option<DwellingId>, NoDoor> {
        find(OF, &doors(), (building, entrance, room)).map(|at| at.dwelling)
    }

    #[test]
    fn a_door_is_found_however_it_is_written() {
        for (building, entrance, room) in
            [("3栋", "2单元", "401"), ("３", "2", "401室"), ("3号楼", " 02 单元", "401 号")]
        {
            assert_eq!(dwelling(building, entrance, room), Ok(Some(DwellingId::from_number(2))), "{building}");
        }
        assert_eq!(dwelling("3幢", "", "402"), Ok(Some(DwellingId::from_number(3))), "only one entrance has it");
    }

    #[test]
    fn an_address_is_as_near_as_it_was_written() {
        assert_eq!(find(OF, &doors(), ("", "", "")), Ok(Address::of(OF)));
        let building = find(OF, &doors(), ("综合楼", "", "")).expect("a building");
        assert!(building.building.is_some() && building.entrance.is_none() && !building.is_verified());
        let entrance = find(OF, &doors(), ("3", "2", "")).expect("an entrance");
        assert!(entrance.entrance.is_some() && entrance.dwelling.is_none());
    }

    #[test]
    fn what_is_not_there_is_named() {
        assert_eq!(dwelling("", "1", "401"), Err(NoDoor::BuildingMissing));
        assert_eq!(dwelling("4", "1", "401"), Err(NoDoor::Building));
        assert_eq!(dwelling("3", "3", "401"), Err(NoDoor::Entrance));
        assert_eq!(dwelling("3", "1", "402"), Err(NoDoor::Room));
        assert_eq!(dwelling("3", "", "401"), Err(NoDoor::WhichEntrance));
        assert_eq!(dwelling("综合楼", "", "101"), Err(NoDoor::Room));
    }
}

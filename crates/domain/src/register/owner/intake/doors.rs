//! Doors as lists name them: `3栋`, `3号楼` and `3` are one building.

use std::collections::BTreeMap;

use super::{Given, Reason, Roll, Unit};
use crate::kernel::text::half_width;

/// The dwellings of a roll by their doors.
pub(super) struct Doors<'a> {
    /// By building, entrance and room; without the entrance as well, for lists that leave it out.
    by: BTreeMap<(String, String, String), Vec<&'a Unit>>,
    buildings: Vec<String>,
}

impl<'a> Doors<'a> {
    pub fn of(roll: &'a Roll) -> Self {
        let mut by: BTreeMap<_, Vec<&Unit>> = BTreeMap::new();
        for unit in &roll.units {
            let (building, room) = (loose(&unit.building_name), loose(&unit.room));
            by.entry((building.clone(), loose(&unit.entrance_name), room.clone())).or_default().push(unit);
            by.entry((building, String::new(), room)).or_default().push(unit);
        }
        let buildings = roll.units.iter().map(|unit| loose(&unit.building_name)).collect();
        Self { by, buildings }
    }

    pub fn find(&self, given: &Given) -> Result<&'a Unit, Reason> {
        let building = loose(&given.building);
        let reason = |field, why, detail: &str| Err(Reason { field, why, detail: detail.to_owned() });
        if given.building.is_empty() || given.room.is_empty() {
            return reason(if given.building.is_empty() { "building" } else { "room" }, "missing", "");
        }
        if !self.buildings.contains(&building) {
            return reason("building", "no-building", &given.building);
        }
        match self.by.get(&(building, loose(&given.entrance), loose(&given.room))).map(Vec::as_slice) {
            Some([unit]) => Ok(unit),
            Some([]) | None => reason("room", "no-room", &given.door()),
            Some(_) => reason("entrance", "which-entrance", &given.door()),
        }
    }
}

/// What is left of a name without the word for what it is: `03 号楼` is `3`.
fn loose(name: &str) -> String {
    let plain: String = half_width(name).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let mut short = plain.as_str();
    for word in ["栋", "幢", "号楼", "楼", "座", "单元", "号", "室", "户"] {
        short = short.strip_suffix(word).unwrap_or(short);
    }
    let zeros = short.trim_start_matches('0');
    if zeros.is_empty() { short } else { zeros }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::loose;

    #[test]
    fn one_building_has_many_names() {
        for name in ["3栋", "３号楼", " 3 幢", "03", "3"] {
            assert_eq!(loose(name), "3", "{name}");
        }
        assert_eq!((loose("A座"), loose("家属楼"), loose("0")), ("a".into(), "家属".into(), "0".into()));
    }
}

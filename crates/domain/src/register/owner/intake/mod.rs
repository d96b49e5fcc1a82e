//! A list of owners from elsewhere, held against the roll: what it would change, line by line, and what is wrong with it.
//!
//! Nobody is taken for somebody else by a name alone: who is known already is known by the end of a document or a phone, and
//! each such line says at which door. One line that is wrong stops all of them.

mod doors;
mod parties;
mod row;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Basis, Change, Changes, Measured, Party, Roll, Unit, Why};
use crate::kernel::Area;
use crate::kernel::table::{Field, FieldKind};
use crate::register::DwellingId;

use doors::Doors;
use parties::{Known, Met};
pub use row::Given;
use row::Parsed;

/// The columns of such a list.
pub const FIELDS: &[Field] = &[
    Field::new(
        "building",
        FieldKind::Text,
        &["楼栋", "栋号", "楼号", "幢号", "栋", "幢", "楼栋号", "building", "block"],
    )
    .required()
    .never(&["合计", "面积", "total"]),
    Field::new("entrance", FieldKind::Text, &["单元", "单元号", "entrance", "stairwell"]),
    Field::new("room", FieldKind::Text, &["房号", "室号", "户号", "门牌号", "房间号", "室", "room", "door", "flat"])
        .required(),
    Field::new(
        "owner",
        FieldKind::Text,
        &["业主姓名", "业主", "权利人", "产权人", "姓名", "所有权人", "owner", "owners"],
    )
    .never(&["类型", "电话", "kind", "phone"]),
    Field::new("kind", FieldKind::Text, &["业主类型", "权利人类型", "类型", "owner kind", "kind"]),
    Field::new(
        "document",
        FieldKind::Text,
        &["证件号", "证件号码", "身份证号", "证件号后四位", "证件尾号", "document"],
    ),
    Field::new("phone", FieldKind::Text, &["联系电话", "电话", "手机号", "手机", "phone"]),
    Field::new(
        "area",
        FieldKind::Text,
        &["专有面积", "建筑面积", "房屋面积", "产权面积", "面积", "exclusive area", "area"],
    )
    .never(&["合计", "依据", "total", "basis"]),
    Field::new("basis", FieldKind::Text, &["面积依据", "面积来源", "area basis", "basis"]),
    Field::new("from", FieldKind::Date, &["取得日期", "登记日期", "起始日期", "owned since", "from"]),
    Field::new("total", FieldKind::Text, &["楼栋面积合计", "本栋面积合计", "整栋专有面积", "building total"]),
];

/// So many lines are taken at once.
pub const MOST_ROWS: usize = 20_000;

/// Why a line is not taken: the page finds the words, `detail` is what they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub field: &'static str,
    pub why: &'static str,
    pub detail: String,
}

/// What a line would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had no owner before.
    New,
    /// It had another owner, whose ownership ends.
    Changed,
    /// Its area alone is another.
    Area,
    /// It is so already, or the line says nothing of it.
    Same,
    Refused(Vec<Reason>),
}

impl Outcome {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Area => "area",
            Self::Same => "same",
            Self::Refused(_) => "refused",
        }
    }
}

/// What somebody should see about whom a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// It is the owner of this door, and stays one head.
    Joined(String),
    /// At this door somebody has the same name; nothing else speaks for it, so they are two heads.
    SameName(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: u32,
    pub door: String,
    /// Whom it names, as lists show names.
    pub owner: String,
    pub outcome: Outcome,
    pub note: Option<Note>,
}

/// What a list would do.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    pub lines: Vec<Line>,
    pub changes: Changes,
}

impl Planned {
    pub fn count(&self, outcome: &str) -> usize {
        self.lines.iter().filter(|line| line.outcome.as_str() == outcome).count()
    }

    /// Whether it may be written: every line is right, and there is something to write.
    pub fn may_be_applied(&self) -> bool {
        self.count("refused") == 0 && !self.changes.each.is_empty()
    }
}

/// The ground on which a list is looked at.
#[derive(Debug)]
pub struct Ground<'a> {
    pub roll: &'a Roll,
    pub today: Date,
    /// Why those whom the list does not name any more own it no longer.
    pub why: Why,
}

/// Holds a list against a roll. Nothing is written.
pub fn plan(ground: &Ground<'_>, rows: &[Given]) -> Planned {
    let doors = Doors::of(ground.roll);
    let mut read: Vec<Read<'_, '_>> = rows.iter().map(|given| (given, read(ground, &doors, given))).collect();
    refuse_twice(&mut read);
    refuse_totals(ground.roll, &mut read);
    let mut known = Known::of(ground.roll);
    let mut planned = Planned::default();
    for (given, read) in read {
        let line = match read {
            Ok((unit, parsed)) => line(ground, &mut known, &mut planned.changes, given, unit, &parsed),
            Err(reasons) => refused(given, given.door(), reasons),
        };
        planned.lines.push(line);
    }
    planned
}

fn refused(given: &Given, door: String, reasons: Vec<Reason>) -> Line {
    Line { row: given.row, door, owner: String::new(), outcome: Outcome::Refused(reasons), note: None }
}

fn read<'a>(ground: &Ground<'a>, doors: &Doors<'a>, given: &Given) -> Result<(&'a Unit, Parsed), Vec<Reason>> {
    let unit = doors.find(given);
    let parsed = row::parse(ground, given);
    match (unit, parsed) {
        (Ok(unit), Ok(parsed)) => Ok((unit, parsed)),
        (Err(reason), Err(mut reasons)) => {
            reasons.insert(0, reason);
            Err(reasons)
        }
        (Err(reason), Ok(_)) => Err(vec![reason]),
        (Ok(_), Err(reasons)) => Err(reasons),
    }
}

/// A row with what it says of which door, or why it cannot be read.
type Read<'a, 'g> = (&'g Given, Result<(&'a Unit, Parsed), Vec<Reason>>);

/// Of a dwelling that stands there twice nobody knows which line is right.
fn refuse_twice(read: &mut [Read<'_, '_>]) {
    let mut rows: BTreeMap<DwellingId, Vec<u32>> = BTreeMap::new();
    for (given, one) in read.iter() {
        if let Ok((unit, _)) = one {
            rows.entry(unit.dwelling).or_default().push(given.row);
        }
    }
    for (given, one) in read {
        let Ok((unit, _)) = one else { continue };
        let others = rows.get(&unit.dwelling).into_iter().flatten().filter(|row| **row != given.row);
        let others: Vec<String> = others.map(ToString::to_string).collect();
        if !others.is_empty() {
            *one = Err(vec![Reason { field: "room", why: "twice", detail: others.join("、") }]);
        }
    }
}

/// Where a line states the sum of a building, all its areas as they would be come to that sum.
fn refuse_totals(roll: &Roll, read: &mut [Read<'_, '_>]) {
    let mut areas: BTreeMap<DwellingId, Area> = BTreeMap::new();
    for unit in &roll.units {
        areas.extend(unit.measured.map(|measured| (unit.dwelling, measured.area)));
    }
    for (_, one) in read.iter() {
        let Ok((unit, Parsed { measured: Some(measured), .. })) = one else { continue };
        areas.insert(unit.dwelling, measured.area);
    }
    let mut sums = BTreeMap::new();
    for unit in &roll.units {
        *sums.entry(unit.building).or_default() += areas.get(&unit.dwelling).map_or(0, |area| area.hundredths());
    }
    for (_, one) in read {
        let Ok((unit, Parsed { total: Some(total), .. })) = one else { continue };
        let sum = Area::from_hundredths(sums.get(&unit.building).copied().unwrap_or_default());
        if sum != *total {
            *one = Err(vec![Reason { field: "total", why: "total", detail: format!("{sum} ≠ {total}") }]);
        }
    }
}

fn line(
    ground: &Ground<'_>,
    known: &mut Known,
    changes: &mut Changes,
    given: &Given,
    unit: &Unit,
    parsed: &Parsed,
) -> Line {
    let door = unit.door();
    let measured = parsed.measured.filter(|measured| unit.measured != Some(*measured));
    let mut line = Line { row: given.row, door, owner: String::new(), outcome: Outcome::Same, note: None };
    let mut change = Change { dwelling: unit.dwelling, end: None, begin: None, area: measured };
    if let Some(party) = &parsed.party {
        line.owner = party.masked();
        let met = known.meet(party, unit);
        match met {
            Met::Stays => {}
            Met::Refused(reason) => return refused(given, line.door, vec![reason]),
            Met::New(note) => {
                known.add(party, unit);
                changes.parties.push(party.clone());
                (line.note, change.begin) = (note, Some((party.id, parsed.from)));
            }
            Met::Joins(id, door) => {
                (line.note, change.begin) = (Some(Note::Joined(door)), Some((id, parsed.from)));
            }
        }
    }
    if let Some((_, from)) = change.begin {
        line.outcome = if unit.party.is_some() { Outcome::Changed } else { Outcome::New };
        change.end = unit.party.map(|_| (from, ground.why));
        if unit.since.is_some_and(|since| since > from) {
            let detail = unit.since.map(|day| day.to_string()).unwrap_or_default();
            return refused(given, line.door, vec![Reason { field: "from", why: "before-former", detail }]);
        }
    } else if change.area.is_some() {
        line.outcome = Outcome::Area;
    }
    if line.outcome != Outcome::Same {
        changes.each.push(change);
    }
    line
}

#[cfg(test)]
mod tests;

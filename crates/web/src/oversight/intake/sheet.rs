//! Which sheet of a file is the table, and what a person decided about it.

use linli_domain::kernel::Month;
use linli_domain::kernel::table::FieldKind;
use linli_domain::oversight::declared::FIELDS;
use linli_formats::table::{Limits, Mapping, ReadError, Recognised, Unit, read, recognise};

use super::super::units::Units;
use super::{LARGEST, fractions, names, years};

/// What a person decided about a file; where nothing was decided, the file speaks for itself.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The name of the sheet that is read.
    pub sheet: Option<String>,
    /// Which column is what.
    pub mapping: Option<Mapping>,
    /// What money is counted in.
    pub money: Option<Unit>,
}

/// One sheet as a table, and the names of them all.
pub(super) struct Chosen {
    pub name: String,
    pub sheets: Vec<String>,
    pub hidden: Vec<String>,
    pub found: Recognised,
}

/// The sheet that was asked for, if there is one of that name; else the one that holds the table: workbooks have a cover,
/// or one sheet a year or month; it is where most columns are, and of several such, the one that is named after the month.
pub(super) fn choose(
    bytes: &[u8],
    file_name: &str,
    asked: Option<&str>,
    month: Option<Month>,
) -> Result<Chosen, ReadError> {
    let limits = Limits { file_bytes: LARGEST as u64, inflated_bytes: 64 << 20, rows: 20_000, ..Limits::default() };
    let workbook = read(bytes, file_name, &limits)?;
    let sheets: Vec<String> = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let asked = asked.and_then(|name| sheets.iter().position(|sheet| sheet == name));
    let read = workbook.sheets.iter().enumerate().filter(|(at, _)| asked.is_none_or(|asked| asked == *at));
    let read = read.map(|(at, sheet)| (at, recognise(sheet, &FIELDS)));
    let known =
        |found: &Recognised| (found.columns.iter().filter(|c| c.guess.is_some()).count(), !found.rows.is_empty());
    let named = |at: usize| month.map_or(0, |month| years::nearness(&sheets[at], month));
    let best = read.max_by_key(|(at, found)| (known(found), named(*at), std::cmp::Reverse(*at)));
    let (at, found) = best.ok_or_else(|| ReadError::Empty { hidden_sheets: workbook.hidden_sheets.clone() })?;
    Ok(Chosen { name: sheets[at].clone(), sheets, hidden: workbook.hidden_sheets, found })
}

/// Puts what was decided in the place of what was guessed.
pub(super) fn decide(found: &mut Recognised, units: &Units, month: Month, decided: &Decided) {
    years::prefer(found, month);
    names::find_column(found, units);
    if let Some(mapping) = &decided.mapping {
        found.apply(mapping, &FIELDS);
    }
    if let Some(unit) = decided.money.filter(|unit| unit.money().is_some()) {
        let is_money = |key: &str| FIELDS.iter().any(|field| field.key == key && field.kind == FieldKind::Money);
        let money = found.columns.iter_mut().filter(|column| column.guess.is_some_and(|guess| is_money(guess.field)));
        money.for_each(|column| column.unit = Some(unit));
    }
    fractions::read(found);
}

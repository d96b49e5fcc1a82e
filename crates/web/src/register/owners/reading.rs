//! From a file to lines as the domain takes them.

use linli_domain::register::owner::intake::{FIELDS, Given, MOST_ROWS, Reason};
use linli_formats::table::typed::{self, TypedRow};
use linli_formats::table::{Limits, ReadError, Recognised, read, recognise};

/// Why a file is no list of owners.
#[derive(Debug)]
pub(super) enum NoList {
    File(ReadError),
    /// These columns are missing.
    Columns(Vec<&'static str>),
    Empty,
    TooMany(usize),
}

/// The lines of the sheet that looks most like a list of owners.
pub(super) fn lines(bytes: &[u8], file_name: &str) -> Result<Vec<Given>, NoList> {
    let book = read(bytes, file_name, &Limits::default()).map_err(NoList::File)?;
    let found = book.sheets.iter().map(|sheet| recognise(sheet, FIELDS));
    let score = |found: &Recognised| (found.columns.iter().filter(|c| c.guess.is_some()).count(), found.rows.len());
    let found = found.max_by_key(score).unwrap_or_default();
    let missing: Vec<&str> =
        FIELDS.iter().filter(|f| f.required && found.column(f.key).is_none()).map(|f| f.key).collect();
    if !missing.is_empty() {
        return Err(NoList::Columns(missing));
    }
    match found.rows.len() {
        0 => Err(NoList::Empty),
        many if many > MOST_ROWS => Err(NoList::TooMany(many)),
        _ => Ok(found.rows.iter().map(|row| given(&typed::row(&found, row, FIELDS))).collect()),
    }
}

fn given(row: &TypedRow) -> Given {
    let text = |field: &str| row.text(field).unwrap_or_default();
    // What is missing is said by the domain, which knows what else the line says.
    let reasons = row.problems.iter().filter(|one| one.problem != typed::Problem::Missing).map(|one| Reason {
        field: one.field,
        why: if one.field == "from" { "not-a-day" } else { "unreadable" },
        detail: one.given.chars().take(60).collect(),
    });
    Given {
        row: row.number,
        building: text("building"),
        entrance: text("entrance"),
        room: text("room"),
        owner: text("owner"),
        kind: text("kind"),
        document: text("document"),
        phone: text("phone"),
        area: text("area"),
        basis: text("basis"),
        from: row.date("from"),
        total: text("total"),
        reasons: reasons.collect(),
    }
}

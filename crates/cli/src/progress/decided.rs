//! What the command line says of a file: which sheet is read (`--sheet`), which column is what (`--map`), what money is
//! counted in (`--money`).

use linli_domain::oversight::declared::FIELDS;
use linli_formats::table::{Mapped, Mapping, Unit};
use linli_web::oversight::intake::{ColumnRead, Decided, Intake};

use crate::args::ImportProgress;
use crate::lang::Text;
use crate::outcome::Failure;

/// Sheet and money, which need no look at the file.
pub fn of(asked: &ImportProgress) -> Decided {
    Decided { sheet: asked.sheet.clone(), mapping: None, money: asked.money.map(Unit::from) }
}

/// The columns of a file that was looked at, as `--map` wants them; nothing where it says nothing.
pub fn mapping(intake: &Intake, said: &[String]) -> Result<Option<Mapping>, Failure> {
    if said.is_empty() {
        return Ok(None);
    }
    let mapped = |column: &ColumnRead| Mapped { field: column.field.map(str::to_owned), unit: None };
    let columns = intake.columns.iter().map(|column| (column.index, mapped(column))).collect();
    let mut mapping = Mapping { columns, plan_year: None };
    for said in said {
        let (column, field) = one(&intake.columns, said).ok_or_else(|| not_understood(intake, said))?;
        if let Some(field) = field {
            let others = mapping.columns.values_mut().filter(|mapped| mapped.field.as_deref() == Some(field));
            others.for_each(|mapped| mapped.field = None);
        }
        mapping.columns.insert(column, Mapped { field: field.map(str::to_owned), unit: None });
    }
    Ok(Some(mapping))
}

/// `planned=年度任务` or `年度任务=planned`; `年度任务=` is not read.
fn one(columns: &[ColumnRead], said: &str) -> Option<(usize, Option<&'static str>)> {
    let field = |key: &str| FIELDS.iter().find(|field| field.key == key).map(|field| field.key);
    let as_field = said.split_once('=').and_then(|(key, name)| Some((find(columns, name)?, Some(field(key.trim())?))));
    as_field.or_else(|| {
        let (name, key) = said.rsplit_once('=')?;
        let index = find(columns, name)?;
        let key = key.trim();
        if key.is_empty() { Some((index, None)) } else { field(key).map(|field| (index, Some(field))) }
    })
}

/// By its header, whole or its last line, or as a spreadsheet names it (C).
fn find(columns: &[ColumnRead], name: &str) -> Option<usize> {
    let name = name.trim();
    let only = |is: &dyn Fn(&ColumnRead) -> bool| {
        let mut found = columns.iter().filter(|column| is(column));
        found.next().filter(|_| found.next().is_none()).map(|column| column.index)
    };
    let whole = only(&|column| !column.header.is_empty() && column.header == name);
    let last = || only(&|column| !name.is_empty() && column.header.rsplit('/').next() == Some(name));
    whole.or_else(last).or_else(|| only(&|column| letters(column.index) == name.to_uppercase()))
}

/// A, B, …, Z, AA: a column as spreadsheets name it.
pub fn letters(index: usize) -> String {
    let (before, last) = (index / 26, char::from(b'A' + u8::try_from(index % 26).unwrap_or_default()));
    if before == 0 { last.to_string() } else { letters(before - 1) + &last.to_string() }
}

/// What may be said instead: the columns of this table, and the fields.
fn not_understood(intake: &Intake, said: &str) -> Failure {
    let columns = intake.columns.iter().map(|column| format!("{} {}", letters(column.index), column.header));
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
    let text = Text::new("import-bad-map").with("said", said).with("fields", fields.join(", "));
    Failure::wrong_use(text.with("columns", columns.collect::<Vec<_>>().join("；")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_by_its_header_or_as_a_spreadsheet_does() {
        let column = |(index, header): (usize, &&str)| ColumnRead {
            index,
            header: (*header).to_owned(),
            field: None,
            unit: None,
            sample: String::new(),
        };
        let columns: Vec<ColumnRead> =
            ["单位", "小区/计划", "投资/计划", "a=b"].iter().enumerate().map(column).collect();
        assert_eq!(one(&columns, "planned=小区/计划"), Some((1, Some("planned"))));
        assert_eq!(one(&columns, "小区/计划=planned"), Some((1, Some("planned"))));
        assert_eq!(one(&columns, "planned=c"), Some((2, Some("planned"))));
        assert_eq!(one(&columns, "单位="), Some((0, None)));
        assert_eq!(one(&columns, "a=b=note"), Some((3, Some("note"))));
        for wrong in ["planned=计划", "planned=E", "单位=plan", "planned", "=planned", ""] {
            assert_eq!(one(&columns, wrong), None, "{wrong}");
        }
        assert_eq!([letters(0), letters(25), letters(26), letters(701)], ["A", "Z", "AA", "ZZ"]);
    }
}

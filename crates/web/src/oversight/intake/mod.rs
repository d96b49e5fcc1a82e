//! From the bytes of a file to a declared table: what it says, line by line, and what is wrong with it.
//!
//! Nothing is stored here and nothing corrected; pages and the command line show the same answer.

mod fractions;
mod line;
mod names;
mod sheet;
mod years;

use linli_domain::kernel::{DivisionCode, Month};
use linli_domain::oversight::declared::FIELDS;
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable};
use linli_formats::table::typed::{self, Problem};
use linli_formats::table::{DataRow, ReadError, Recognised, Total, TotalKind, Unit};
use sha2::{Digest, Sha256};

use self::line::{declaration, says_nothing};
use self::sheet::Chosen;
pub use self::sheet::Decided;
use super::units::Units;

/// The largest file: a table of progress has a line for each unit, and no more.
pub const LARGEST: usize = 2 << 20;

/// What was found in a file.
#[derive(Clone, Debug)]
pub struct Intake {
    pub table: DeclaredTable,
    /// The sheet that was read, all that can be, and those that were hidden and so were not.
    pub sheet: String,
    pub sheets: Vec<String>,
    pub hidden_sheets: Vec<String>,
    /// What stands above and below the table.
    pub title: Vec<String>,
    pub notes: Vec<String>,
    pub columns: Vec<ColumnRead>,
    /// Fields that every table must have and this one lacks.
    pub missing: Vec<&'static str>,
    pub refused: Vec<Refused>,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
}

/// One column of the file, and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRead {
    pub index: usize,
    pub header: String,
    pub field: Option<&'static str>,
    pub unit: Option<Unit>,
    /// What stands in its first line, so that a person can tell.
    pub sample: String,
}

/// A line that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub line: u32,
    pub written: String,
    pub why: Vec<Why>,
}

/// Why a line cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No unit of the scope has this name; those that are near.
    UnknownUnit {
        near: Vec<String>,
    },
    Cell {
        field: &'static str,
        given: String,
        problem: Problem,
    },
}

impl Intake {
    /// Whether it may be kept: with the lines that can be read, if the sender agrees to leave out the others.
    pub fn may_be_kept(&self, skip_refused: bool) -> bool {
        self.missing.is_empty() && !self.table.rows.is_empty() && (skip_refused || self.refused.is_empty())
    }
}

/// Reads a file for a scope (whose `units` are known) and month.
pub fn take(
    bytes: &[u8],
    file_name: &str,
    units: &Units,
    month: Month,
    decided: &Decided,
) -> Result<Intake, ReadError> {
    let Chosen { name, sheets, hidden, mut found } =
        sheet::choose(bytes, file_name, decided.sheet.as_deref(), Some(month))?;
    sheet::decide(&mut found, units, month, decided);
    let mut intake = Intake {
        table: DeclaredTable { scope: units.scope.code, month, rows: Vec::new(), total: None },
        sheet: name,
        sheets,
        hidden_sheets: hidden,
        title: found.title.iter().map(|line| line.text.clone()).collect(),
        notes: found.notes.iter().map(|line| line.text.clone()).collect(),
        columns: columns(&found),
        missing: FIELDS.iter().filter(|f| f.required && found.column(f.key).is_none()).map(|f| f.key).collect(),
        refused: Vec::new(),
        digest: hex::encode(Sha256::digest(bytes)),
    };
    if intake.missing.is_empty() {
        intake.take_rows(&found, units);
    }
    Ok(intake)
}

/// The sheets to choose from, where there are several.
pub fn choice_of_sheet(intake: &Intake) -> Option<&[String]> {
    (intake.sheets.len() > 1).then_some(&intake.sheets)
}

/// The names and codes that stand in a file, to see whose table it is.
pub fn names_in(bytes: &[u8], file_name: &str) -> Result<Vec<String>, ReadError> {
    Ok(names::all(&sheet::choose(bytes, file_name, None, None)?.found))
}

impl Intake {
    fn take_rows(&mut self, found: &Recognised, units: &Units) {
        for row in &found.rows {
            let typed = typed::row(found, row, &FIELDS);
            let written = typed.text("unit").unwrap_or_default();
            let whole = units.is_whole(&written);
            let unit = units.find(&written);
            // A line of dashes: the unit has not reported, and is named as missing; or there is no unit at all.
            if (unit.is_ok() || written.is_empty()) && !whole && says_nothing(&typed) {
                continue;
            }
            let says = declaration(&typed);
            match (says, unit) {
                (Ok(says), _) if whole => self.table.total = Some(says),
                (Ok(says), Ok(unit)) => self.keep(row, unit.code, written, says),
                (says, unit) => {
                    self.refuse(row, written, says.err().unwrap_or_default(), unit.err().filter(|_| !whole));
                }
            }
        }
        if let Some(total) = printed_total(found) {
            let mut typed = typed::row(found, &total.row, &FIELDS);
            typed.problems.retain(|problem| problem.field != "unit");
            match declaration(&typed) {
                Ok(says) => self.table.total = Some(says),
                Err(why) => self.refuse(&total.row, total.label.clone(), why, None),
            }
        }
    }

    fn keep(&mut self, row: &DataRow, unit: DivisionCode, written: String, says: Declaration) {
        self.table.rows.push(DeclaredRow { unit, written, line: row.number.into(), says });
    }

    fn refuse(&mut self, row: &DataRow, written: String, mut why: Vec<Why>, near: Option<Vec<String>>) {
        if let Some(near) = near.filter(|_| !written.is_empty()) {
            why.insert(0, Why::UnknownUnit { near });
        }
        self.refused.push(Refused { line: row.number, written, why });
    }
}

/// The line that sums up the table. Where only a 小计 stands, under no heading, it is that.
fn printed_total(found: &Recognised) -> Option<&Total> {
    let of = |kind| found.totals.iter().filter(move |total| total.kind == kind);
    let subtotal = of(TotalKind::Subtotal).next().filter(|_| found.sections.is_empty() && found.totals.len() == 1);
    of(TotalKind::Total).next_back().or(subtotal)
}

fn columns(found: &Recognised) -> Vec<ColumnRead> {
    let sample = |index: usize| {
        let cell = found.rows.first().and_then(|row| row.cells.get(index));
        cell.map(|cell| cell.shown().chars().take(40).collect()).unwrap_or_default()
    };
    let column = |column: &linli_formats::table::Column| ColumnRead {
        index: column.index,
        header: column.header.clone(),
        field: column.guess.map(|guess| guess.field),
        unit: column.unit,
        sample: sample(column.index),
    };
    found.columns.iter().map(column).filter(|c| !c.header.is_empty() || !c.sample.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_domain::kernel::Percent;
    use linli_domain::oversight::finding::{Earlier, FindingKind, findings};
    use linli_domain::oversight::league::{Known, League, Unit};
    use linli_domain::register::Division;
    use linli_formats::table::{Mapped, Mapping};

    fn units(of: &str) -> Units {
        let scope: DivisionCode = of.parse().expect("a code");
        let all = crate::reference::divisions(scope);
        let scope = all.iter().find(|d| d.code == scope).expect("the scope").clone();
        let units: Vec<Division> = all.into_iter().filter(|d| d.code.parent() == Some(scope.code)).collect();
        Units { scope, units }
    }

    fn take_text(text: &str, of: &str) -> Intake {
        take(text.as_bytes(), "进度.csv", &units(of), month("2022-05"), &Decided::default()).expect("readable")
    }

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    const SMALL: &str = "邵阳市2022年5月进展情况表\n单位：万元\n\
        序号,县市区,计划完成数,累计开工数,开工率,计划投资额,累计完成投资额,计划投资完成率,备注\n\
        1,绥宁县,43,43,100.00%,7000.5,2821.2,40.30%,\n\
        2,城步县,10,4,40%,１０００,50,5%,\n\
        3,武刚市,5,1,20%,100,1,1%,\n\
        4,洞口县,-5,1,,100.1234567,1,,\n\
        合计,,53,47,,8000.5,2871.2,,\n注：数据截至5月底\n";

    #[test]
    fn a_table_of_an_office_is_read_with_its_title_total_and_notes() {
        let intake = take_text(SMALL, "430500");
        assert_eq!(intake.table.rows.len(), 2);
        assert_eq!(intake.table.rows[0].says.figures.planned_investment.fen(), 7_000_500_000);
        assert_eq!(intake.table.rows[1].unit.to_string(), "430529");
        assert_eq!(intake.table.rows[0].says.printed.investment, Some(Percent::from_hundredths(4_030)));
        assert_eq!(intake.table.total.as_ref().map(|total| total.figures.planned), Some(53));
        assert_eq!(intake.notes.len(), 1);
        assert!(!intake.may_be_kept(false) && intake.may_be_kept(true));
    }

    #[test]
    fn a_refused_line_says_every_reason() {
        let refused = take_text(SMALL, "430500").refused;
        assert_eq!(refused[0].line, 6);
        assert!(matches!(&refused[0].why[..], [Why::UnknownUnit { near }] if near.contains(&"武冈市".to_owned())));
        let problems: Vec<Problem> = refused[1]
            .why
            .iter()
            .filter_map(|why| if let Why::Cell { problem, .. } = why { Some(*problem) } else { None })
            .collect();
        assert_eq!(problems, [Problem::FinerThanAFen, Problem::Negative]);
    }

    #[test]
    fn a_table_without_a_needed_column_is_not_kept_until_somebody_says_which_it_is() {
        let text = "县市区,今年要改的,已开工数,计划投资额（万元）,完成投资（万元）\n绥宁县,43,43,7000,2821\n";
        let intake = take_text(text, "430500");
        assert_eq!((intake.missing.as_slice(), intake.table.rows.len()), (&["planned"][..], 0));
        let mut mapping = Mapping::default();
        mapping.columns.insert(1, Mapped { field: Some("planned".into()), unit: None });
        let decided = Decided { mapping: Some(mapping), ..Decided::default() };
        let intake = take(text.as_bytes(), "a.csv", &units("430500"), month("2022-05"), &decided);
        assert_eq!(intake.expect("readable").table.rows[0].says.figures.planned, 43);
    }

    #[test]
    fn the_printed_table_of_hunan_gives_the_printed_rates_and_one_finding() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/bulletins/hunan-2021-08.csv");
        let Ok(bytes) = std::fs::read(file) else { return };
        let units = units("430000");
        let intake =
            take(&bytes, "hunan-2021-08.csv", &units, month("2021-08"), &Decided::default()).expect("readable");
        assert_eq!((intake.refused.as_slice(), intake.table.rows.len()), (&[][..], 14));

        let codes: Vec<DivisionCode> = units.units.iter().map(|unit| unit.code).collect();
        let found = findings(&intake.table, &Earlier::default(), &codes);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].kind, found[0].difference_fen), (FindingKind::TotalDiffers, Some(-30_000)));
        assert_eq!((found[0].printed.as_str(), found[0].computed.as_str()), ("752393.73", "752393.76"));

        let known = units.units.iter().map(|unit| Known {
            unit: Unit { code: unit.code, name: unit.name.clone() },
            below: None,
            declared: intake.table.of(unit.code).map(|row| row.says.figures),
        });
        let scope = Unit { code: units.scope.code, name: units.scope.name.clone() };
        let league = League::new(scope, intake.table.month, known.collect());
        for row in &league.rows {
            let printed = intake.table.of(row.unit.code).expect("declared").says.printed;
            assert_eq!(
                row.figures.start_rate().map(linli_domain::kernel::Ratio::percent),
                printed.start,
                "{}",
                row.unit.name
            );
            assert_eq!(
                row.figures.investment_rate().map(linli_domain::kernel::Ratio::percent),
                printed.investment,
                "{}",
                row.unit.name
            );
        }
        let order: Vec<&str> = league.by_start().iter().map(|row| row.unit.name.as_str()).collect();
        assert_eq!(league.leaders().len(), 3);
        assert_eq!(order[11..], ["邵阳市", "衡阳市", "湘西土家族苗族自治州"]);
    }
}

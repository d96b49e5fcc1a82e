//! From the bytes of a file to a declared table: what it says, line by line, and what is wrong with it.
//!
//! Nothing is stored here and nothing corrected; pages and the command line show the same answer.

use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::text::half_width;
use linli_domain::kernel::{DivisionCode, Money, Month};
use linli_domain::oversight::declared::{FIELDS, PrintedRates};
use linli_domain::oversight::figures::Households;
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable, Figures};
use linli_formats::table::typed::{self, Problem, TypedRow};
use linli_formats::table::{
    Cell, Column, DataRow, Limits, Mapping, Number, ReadError, Recognised, TotalKind, read, recognise,
};
use sha2::{Digest, Sha256};

use super::units::Units;

/// The largest file: a table of progress has a line for each unit, and no more.
pub const LARGEST: usize = 2 << 20;

/// What was found in a file.
#[derive(Clone, Debug)]
pub struct Intake {
    pub table: DeclaredTable,
    /// The sheet that was read, and what stands above and below the table.
    pub sheet: String,
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

/// Reads a file for a scope (whose `units` are known) and month. `mapping` holds what a person decided about columns.
pub fn take(
    bytes: &[u8],
    file_name: &str,
    units: &Units,
    month: Month,
    mapping: Option<&Mapping>,
) -> Result<Intake, ReadError> {
    let limits = Limits { file_bytes: LARGEST as u64, inflated_bytes: 64 << 20, rows: 20_000, ..Limits::default() };
    let workbook = read(bytes, file_name, &limits)?;
    let read = workbook.sheets.iter().map(|sheet| (sheet.name.clone(), recognise(sheet, &FIELDS)));
    // Workbooks have a cover, or one sheet a year: the table is where most of its columns are.
    let known =
        |found: &Recognised| (found.columns.iter().filter(|c| c.guess.is_some()).count(), !found.rows.is_empty());
    let best = read.enumerate().max_by_key(|(at, (_, found))| (known(found), std::cmp::Reverse(*at)));
    let (sheet, mut found) = best.map(|(_, best)| best).ok_or(ReadError::Empty { hidden_sheets: Vec::new() })?;
    if let Some(mapping) = mapping {
        found.apply(mapping, &FIELDS);
    }
    read_fractions(&mut found);
    let mut intake = Intake {
        table: DeclaredTable { scope: units.scope.code, month, rows: Vec::new(), total: None },
        sheet,
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

impl Intake {
    fn take_rows(&mut self, found: &Recognised, units: &Units) {
        for row in &found.rows {
            let typed = typed::row(found, row, &FIELDS);
            let written = typed.text("unit").unwrap_or_default();
            let whole = units.is_whole(&written);
            let unit = units.find(&written);
            // A line of dashes: the unit has not reported, and is named as missing.
            if unit.is_ok() && !whole && says_nothing(&typed) {
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
        if let Some(total) = found.totals.iter().rfind(|total| total.kind == TotalKind::Total) {
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

/// No figure in it, and nothing that was meant as one.
fn says_nothing(row: &TypedRow) -> bool {
    row.values.keys().all(|field| matches!(*field, "unit" | "note"))
        && row.problems.iter().all(|p| p.problem == Problem::Missing)
}

/// The largest rate that is taken for a fraction: a little more may be started than was planned.
const LARGEST_FRACTION: f64 = 1.5;

/// A column of rates in which nothing is above one and no per cent sign stands anywhere holds fractions: 0.4317 is 43.17 %.
fn read_fractions(found: &mut Recognised) {
    let rates = |column: &&Column| {
        let field = column.guess.and_then(|guess| FIELDS.iter().find(|field| field.key == guess.field));
        field.is_some_and(|field| field.kind == FieldKind::Percent) && column.unit.is_none()
    };
    let rates: Vec<usize> = found.columns.iter().filter(rates).map(|column| column.index).collect();
    for index in rates {
        let rows = found.rows.iter().chain(found.totals.iter().map(|total| &total.row));
        let cells: Vec<&Cell> = rows.filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_empty()).collect();
        let fractions: Vec<Option<f64>> = cells.iter().map(|cell| fraction(cell)).collect();
        let is_one = |value: &Option<f64>| value.is_none_or(|value| (0.0..=LARGEST_FRACTION).contains(&value));
        let tells = fractions.iter().flatten().any(|value| *value > 0.0 && *value < 1.0);
        let other = cells.iter().any(|cell| matches!(cell, Cell::Number(number) if number.percent))
            || cells.iter().any(|cell| cell.shown().contains(['%', '％']));
        if other || !tells || !fractions.iter().all(is_one) {
            continue;
        }
        let rows = found.rows.iter_mut().chain(found.totals.iter_mut().map(|total| &mut total.row));
        for cell in rows.filter_map(|row| row.cells.get_mut(index)) {
            if fraction(cell).is_some() {
                *cell = Cell::Number(Number { text: half_width(&cell.shown()).trim().to_owned(), percent: true });
            }
        }
    }
}

/// The number in a cell; nothing in one that holds words or a dash.
fn fraction(cell: &Cell) -> Option<f64> {
    half_width(&cell.shown()).trim().parse().ok()
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
        sample: sample(column.index),
    };
    found.columns.iter().map(column).filter(|c| !c.header.is_empty() || !c.sample.is_empty()).collect()
}

/// No unit of the country has more: households, or 万元. Sums of such figures stay far from what a number holds.
const MOST: i64 = 1_000_000_000;

/// What a line says, or all that is wrong with it.
fn declaration(row: &TypedRow) -> Result<Declaration, Vec<Why>> {
    let cell = |field, given: &str, problem| Why::Cell { field, given: given.to_owned(), problem };
    let mut why: Vec<Why> = row.problems.iter().map(|p| cell(p.field, &p.given, p.problem)).collect();
    let counts = ["planned", "started", "finished", "households_planned", "households_started", "households_finished"];
    for field in counts {
        if let Some(count) = row.integer(field).filter(|count| *count < 0) {
            why.push(cell(field, &count.to_string(), Problem::Negative));
        }
        if let Some(count) = row.integer(field).filter(|count| *count > MOST) {
            why.push(cell(field, &count.to_string(), Problem::TooLarge));
        }
    }
    for field in ["planned_investment", "done_investment"] {
        if let Some(amount) = row.money(field).filter(|amount| amount.is_negative()) {
            why.push(cell(field, &amount.to_wan_exact(), Problem::Negative));
        }
        if let Some(amount) = row.money(field).filter(|amount| *amount > Money::from_yuan(MOST * 10_000)) {
            why.push(cell(field, &amount.to_wan_exact(), Problem::TooLarge));
        }
    }
    if !why.is_empty() {
        return Err(why);
    }
    let households = || {
        Some(Households {
            planned: row.integer("households_planned")?,
            started: row.integer("households_started")?,
            finished: row.integer("households_finished")?,
        })
    };
    let figures = Figures {
        planned: row.integer("planned").unwrap_or_default(),
        started: row.integer("started").unwrap_or_default(),
        finished: row.integer("finished"),
        households: households(),
        planned_investment: row.money("planned_investment").unwrap_or_default(),
        done_investment: row.money("done_investment").unwrap_or_default(),
        unproven: 0,
    };
    let printed = PrintedRates {
        start: row.percent("start_rate"),
        completion: row.percent("completion_rate"),
        investment: row.percent("investment_rate"),
    };
    Ok(Declaration { figures, printed, note: row.text("note") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use linli_domain::kernel::Percent;
    use linli_domain::oversight::finding::{FindingKind, findings};
    use linli_domain::oversight::league::{Known, League, Unit};
    use linli_domain::register::Division;

    fn units(of: &str) -> Units {
        let scope: DivisionCode = of.parse().expect("a code");
        let all = crate::reference::divisions(scope);
        let scope = all.iter().find(|d| d.code == scope).expect("the scope").clone();
        let units: Vec<Division> = all.into_iter().filter(|d| d.code.parent() == Some(scope.code)).collect();
        Units { scope, units }
    }

    fn take_text(text: &str, of: &str) -> Intake {
        take(text.as_bytes(), "进度.csv", &units(of), month("2022-05"), None).expect("readable")
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
        let planned = linli_formats::table::Mapped { field: Some("planned".into()), unit: None };
        mapping.columns.insert(1, planned);
        let intake = take(text.as_bytes(), "a.csv", &units("430500"), month("2022-05"), Some(&mapping));
        assert_eq!(intake.expect("readable").table.rows[0].says.figures.planned, 43);
    }

    #[test]
    fn the_printed_table_of_hunan_gives_the_printed_rates_and_one_finding() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/bulletins/hunan-2021-08.csv");
        let Ok(bytes) = std::fs::read(file) else { return };
        let units = units("430000");
        let intake = take(&bytes, "hunan-2021-08.csv", &units, month("2021-08"), None).expect("readable");
        assert_eq!((intake.refused.as_slice(), intake.table.rows.len()), (&[][..], 14));

        let codes: Vec<DivisionCode> = units.units.iter().map(|unit| unit.code).collect();
        let found = findings(&intake.table, None, &codes);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].kind, found[0].difference_fen), (FindingKind::TotalDiffers, Some(-30_000)));
        assert_eq!((found[0].printed.as_str(), found[0].computed.as_str()), ("752393.73", "752393.76"));

        let known = units.units.iter().map(|unit| Known {
            unit: Unit { code: unit.code, name: unit.name.clone() },
            records: None,
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

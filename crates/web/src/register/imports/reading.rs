//! From a file to rows as the domain takes them: which sheet, which column is what, what each cell says.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_domain::kernel::text::half_width;
use linli_domain::register::intake::{FIELDS, Given, Reason, says_clear};
use linli_formats::table::typed::{self, Problem, Value};
use linli_formats::table::{Cell, DataRow, Limits, Mapping, ReadError, Recognised, read, recognise};

/// A file with one of its sheets as a table.
#[derive(Debug)]
pub struct Reading {
    pub sheets: Vec<String>,
    pub hidden_sheets: Vec<String>,
    /// Which of the sheets is read.
    pub sheet: usize,
    pub found: Recognised,
    /// The plan year of rows that name none.
    pub plan_year: Option<i16>,
}

impl Reading {
    /// Reads the named sheet, else the one that looks most like a register.
    pub fn of(bytes: &[u8], file_name: &str, sheet: Option<&str>) -> Result<Self, ReadError> {
        let book = read(bytes, file_name, &Limits::default())?;
        let sheets: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let named = sheet.and_then(|name| sheets.iter().position(|sheet| sheet == name));
        let mut best: Option<((usize, usize), usize, Recognised)> = None;
        for (at, sheet) in book.sheets.iter().enumerate().filter(|(at, _)| named.is_none_or(|named| named == *at)) {
            let mut found = recognise(sheet, FIELDS);
            forget_plans(&mut found);
            let score = (found.columns.iter().filter(|c| c.guess.is_some()).count(), found.rows.len());
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, at, found));
            }
        }
        let (_, sheet, found) = best.unwrap_or_default();
        let plan_year = year_of_title(&found);
        Ok(Self { sheets, hidden_sheets: book.hidden_sheets, sheet, found, plan_year })
    }

    /// Reads the columns as someone has decided.
    pub fn decide(&mut self, mapping: &Mapping) {
        self.found.apply(mapping, FIELDS);
        self.plan_year = mapping.plan_year.or(self.plan_year);
    }

    /// Whether rows can be told apart at all: by name, or by our number.
    pub fn has_names(&self) -> bool {
        self.found.column("name").is_some() || self.found.column("number").is_some()
    }

    pub fn sheet_name(&self) -> &str {
        self.sheets.get(self.sheet).map_or("", String::as_str)
    }

    /// Every row of data.
    pub fn rows(&self) -> Vec<Given> {
        let header = |column: &linli_formats::table::Column| Some((column.guess?.field, column.header.clone()));
        let headers: Arc<BTreeMap<_, _>> = Arc::new(self.found.columns.iter().filter_map(header).collect());
        self.found.rows.iter().map(|row| self.given(row, &headers)).collect()
    }

    fn given(&self, row: &DataRow, headers: &Arc<BTreeMap<&'static str, String>>) -> Given {
        let mut typed = typed::row(&self.found, row, FIELDS);
        let mut given = Given {
            row: row.number,
            section: self.found.section(row).map(|section| section.title.clone()),
            headers: Arc::clone(headers),
            ..Given::default()
        };
        for column in &self.found.columns {
            let (Some(guess), Some(Cell::Text(text))) = (column.guess, row.cells.get(column.index)) else { continue };
            if says_clear(text) {
                given.cleared.push(guess.field);
                typed.values.remove(guess.field);
                typed.problems.retain(|problem| problem.field != guess.field);
            }
        }
        // A row that our number names may leave its name out.
        let numbered = typed.values.contains_key("number");
        // A register is edited here afterwards: its amounts are to the fen as the file has them, or refused.
        for rounded in typed.rounded {
            typed.values.remove(rounded.field);
            given.reasons.push(Reason {
                field: rounded.field.to_owned(),
                column: rounded.column,
                given: rounded.given,
                why: key(Problem::FinerThanAFen).to_owned(),
                detail: None,
            });
        }
        for problem in typed.problems {
            if numbered && problem.field == "name" && problem.problem == Problem::Missing {
                continue;
            }
            given.reasons.push(Reason {
                field: problem.field.to_owned(),
                column: problem.column,
                given: problem.given.chars().take(200).collect(),
                why: key(problem.problem).to_owned(),
                detail: None,
            });
        }
        for (field, value) in typed.values {
            put(&mut given, field, value);
        }
        given
    }
}

/// 绥宁县2022年城镇老旧小区改造台账: the year that the lines above a table name, where they name one only.
fn year_of_title(found: &Recognised) -> Option<i16> {
    let said = found.title.iter().flat_map(|line| {
        let text = half_width(&line.text);
        let before = text.match_indices('年').map(|(at, _)| text[..at].trim_end().to_owned());
        before.filter_map(|text| text.get(text.len().checked_sub(4)?..)?.parse::<i16>().ok()).collect::<Vec<_>>()
    });
    let mut years: Vec<i16> = said.filter(|year| (2000..2100).contains(year)).collect();
    years.dedup();
    (years.len() == 1).then(|| years[0])
}

/// 计划开工时间 is no start, 占地面积 no floor area, 是否开工 no day.
fn forget_plans(found: &mut Recognised) {
    for column in &mut found.columns {
        let not = |words: &[&str]| words.iter().any(|word| column.header.contains(word));
        let wrong = match column.guess.map(|guess| guess.field) {
            Some("started_on" | "finished_on") => not(&["计划", "预计", "拟", "是否", "planned", "expected"]),
            Some("floor_area") => not(&["占地", "绿化", "land"]),
            Some("planned_investment") => not(&["完成", "累计", "到位", "done"]),
            _ => false,
        };
        if wrong {
            column.guess = None;
        }
    }
}

fn put(given: &mut Given, field: &'static str, value: Value) {
    match (field, value) {
        ("built_year", Value::Year(year)) => given.built_year = Some(year),
        ("plan_year", Value::Year(year)) => given.plan_year = Some(year),
        ("floor_area", Value::Area(area)) => given.floor_area = Some(area),
        ("buildings", Value::Integer(n)) => given.buildings = Some(n),
        ("households", Value::Integer(n)) => given.households = Some(n),
        ("planned_investment", Value::Money(money)) => given.planned_investment = Some(money),
        ("started_on", Value::Date(day)) => given.started_on = Some(day),
        ("finished_on", Value::Date(day)) => given.finished_on = Some(day),
        (_, Value::Text(text) | Value::Code(text)) => {
            given.words.insert(field, text);
        }
        _ => {}
    }
}

/// The key of the words for a cell that could not be read.
const fn key(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "missing",
        Problem::FormulaError => "formula",
        Problem::NotANumber => "not-a-number",
        Problem::NotWhole => "not-whole",
        Problem::FinerThanAFen => "finer-than-a-fen",
        Problem::FinerThanTheRegister => "finer-area",
        Problem::Negative => "negative",
        Problem::TooLarge => "out-of-range",
        Problem::UnitUnknown => "unit-unknown",
        Problem::NotADate => "not-a-date",
        Problem::NoSuchMonth => "no-such-month",
        Problem::NoSuchDay => "no-such-day",
        Problem::JanuaryOrOctober => "january-or-october",
        Problem::NotAYear => "not-a-year",
        Problem::NotAPercentage | Problem::NotYesOrNo | Problem::NotACode => "not-readable",
    }
}

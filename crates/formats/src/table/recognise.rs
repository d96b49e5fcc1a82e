//! A sheet as a person reads it: title, unit, header, sections, rows, totals, notes.

use linli_domain::kernel::table::{Field, FieldKind};
use linli_domain::kernel::text::{clean_line, half_width};
use sha2::{Digest, Sha256};

use super::header;
use super::rows::{Role, is_alone, names_a_neighbourhood, role};
use super::unit::UnitLine;
use super::{Cell, Confidence, Merge, Row, Sheet, Unit};

/// What was found in a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recognised {
    /// Lines above the header: title, reporting unit, date, unit.
    pub title: Vec<Line>,
    /// Row numbers of the header, first and last; nothing where no header was found.
    pub header_rows: Option<(u32, u32)>,
    pub columns: Vec<Column>,
    pub sections: Vec<Section>,
    pub rows: Vec<DataRow>,
    /// Sums that the table itself states; they are there to be checked.
    pub totals: Vec<Total>,
    pub notes: Vec<Line>,
    pub(super) unit_line: UnitLine,
}

/// A line of text and its row number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: u32,
    pub text: String,
}

/// One column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// From 0.
    pub index: usize,
    /// The lines of its header joined by `/`.
    pub header: String,
    pub guess: Option<Guess>,
    /// From its header, else from the unit line.
    pub unit: Option<Unit>,
}

/// Which field a column seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    pub field: &'static str,
    pub confidence: Confidence,
}

/// A heading within the table (一、长铺镇); it holds until the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub number: u32,
    /// Without its numeral.
    pub title: String,
}

/// A row of data.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRow {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub hidden: bool,
    /// Which of the sections it stands in.
    pub section: Option<usize>,
    pub cells: Vec<Cell>,
}

/// A row that sums others up.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    pub kind: TotalKind,
    pub label: String,
    pub row: DataRow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalKind {
    /// Of the section that it stands in (小计).
    Subtotal,
    /// Of the table (合计、全省).
    Total,
}

impl Recognised {
    /// The column that holds a field.
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.guess.is_some_and(|guess| guess.field == field))
    }

    /// The heading that a row stands under.
    pub fn section(&self, row: &DataRow) -> Option<&Section> {
        row.section.and_then(|at| self.sections.get(at))
    }

    /// The same for every file with the same header: a decided mapping is remembered under it. SHA-256, hex.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for column in &self.columns {
            hash.update(half_width(&column.header).to_lowercase().replace(' ', "").as_bytes());
            hash.update(b"\n");
        }
        hex::encode(hash.finalize())
    }
}

/// Finds the parts of a table. It never fails: where there is no table, there are no rows.
pub fn recognise(sheet: &Sheet, fields: &[Field]) -> Recognised {
    let header = header::find(sheet, fields);
    let mut found = Recognised::default();
    let Some(first) = sheet.rows.get(header.rows.clone()).filter(|rows| !rows.is_empty()) else {
        found.notes = sheet.rows.iter().map(joined).collect();
        return found;
    };
    found.header_rows = Some((first[0].number, first[first.len() - 1].number));
    found.title = sheet.rows[..header.rows.start].iter().map(joined).collect();
    for line in sheet.rows[..header.rows.end].iter().flat_map(|row| &row.cells) {
        if let Some(units) = UnitLine::parse(&line.shown()) {
            found.unit_line = found.unit_line.or(units);
        }
    }
    for (index, text) in header.texts.iter().enumerate() {
        let guess = header.guesses[index].map(|(field, confidence)| Guess { field, confidence });
        let kind = guess.and_then(|g| fields.iter().find(|f| f.key == g.field)).map_or(FieldKind::Text, |f| f.kind);
        let unit = Unit::in_header(text).or_else(|| found.unit_line.for_kind(kind));
        found.columns.push(Column { index, header: text.clone(), guess, unit });
    }
    let body = filled_down(sheet, header.rows.end);
    let named = header.texts.iter().filter(|text| !text.is_empty()).count();
    let roles = roles(&body, &sheet.merges, named);
    found.take_rows(body, roles);
    found
}

impl Recognised {
    fn take_rows(&mut self, body: Vec<Row>, roles: Vec<Role>) {
        for (row, role) in body.into_iter().zip(roles) {
            let section = self.sections.len().checked_sub(1);
            let number = row.number;
            match role {
                Role::Skip => {}
                Role::Note => self.notes.push(joined(&row)),
                Role::Data => self.rows.push(data(row, section)),
                Role::Total { kind, label } => self.totals.push(Total { kind, label, row: data(row, section) }),
                Role::Section { title, sums } => {
                    let section = Some(self.sections.len());
                    self.sections.push(Section { number, title: title.clone() });
                    if sums {
                        self.totals.push(Total { kind: TotalKind::Subtotal, label: title, row: data(row, section) });
                    }
                }
            }
        }
    }
}

fn data(row: Row, section: Option<usize>) -> DataRow {
    DataRow { number: row.number, hidden: row.hidden, section, cells: row.cells }
}

/// The roles of all rows. After the last figures, single lines are notes; a table of sections only is a table of data.
fn roles(body: &[Row], merges: &[Merge], width: usize) -> Vec<Role> {
    let mut merged: std::collections::HashMap<u32, Vec<&Merge>> = std::collections::HashMap::new();
    for merge in merges {
        merged.entry(merge.first_row).or_default().push(merge);
    }
    let of_row = |row: &Row| merged.get(&row.number).map_or(&[][..], Vec::as_slice);
    let mut roles: Vec<Role> = body.iter().map(|row| role(row, of_row(row), width)).collect();
    if !roles.contains(&Role::Data) {
        for (role, _) in
            roles.iter_mut().zip(body).filter(|(role, row)| matches!(role, Role::Section { .. }) && !is_alone(row))
        {
            *role = Role::Data;
        }
    }
    let last_figures = roles.iter().rposition(|r| matches!(r, Role::Total { .. } | Role::Section { sums: true, .. }));
    let last_row = roles.iter().zip(body).rposition(|(r, row)| *r == Role::Data && !is_alone(row));
    let end = last_figures.max(last_row).map_or(0, |at| at + 1);
    for (role, row) in roles.iter_mut().zip(body).skip(end) {
        if is_alone(row) && width > 1 && *role != Role::Skip && !names_a_neighbourhood(row) {
            *role = Role::Note;
        }
    }
    roles
}

/// The rows below the header. A text merged over several rows (the town of ten neighbourhoods) holds for each of them; a
/// figure merged over several rows is one figure and stays where it stands.
fn filled_down(sheet: &Sheet, from: usize) -> Vec<Row> {
    let mut body = sheet.rows[from.min(sheet.rows.len())..].to_vec();
    let mut left = body.len().saturating_mul(20);
    for merge in sheet.merges.iter().filter(|merge| merge.last_row > merge.first_row) {
        let Ok(top) = body.binary_search_by_key(&merge.first_row, |row| row.number) else { continue };
        let column = merge.first_column as usize;
        let Cell::Text(text) = body[top].cell(column).clone() else { continue };
        for row in body[top + 1..].iter_mut().take_while(|row| row.number <= merge.last_row) {
            left = left.saturating_sub(1);
            if left == 0 {
                return body;
            }
            if row.cells.len() > column && row.cells[column].is_empty() {
                row.cells[column] = Cell::Text(text.clone());
            }
        }
    }
    body
}

fn joined(row: &Row) -> Line {
    let texts = row.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| clean_line(&cell.shown()));
    Line { number: row.number, text: texts.collect::<Vec<_>>().join(" ") }
}

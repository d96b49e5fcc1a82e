//! The template that an office downloads: headers, an example, lists to choose from, and a sheet that explains.

use rust_xlsxwriter::{DataValidation, Formula, Workbook, Worksheet, XlsxError};

use super::workbook::{Styles, sheet_name, write_cell, write_sheet};
use super::{Column, Format, Table, WriteError};
use crate::table::Cell;

/// Excel takes lists to choose from up to this length; longer ones stand on the explanations sheet.
const LONGEST_LIST: usize = 255;
/// The rows that offer the lists.
const ROWS: u32 = 2000;

/// A form to be filled in. All words come from the caller, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub sheet_name: String,
    pub title: Option<String>,
    /// The header of the first column, which numbers the rows (序号).
    pub number_header: String,
    /// Stands in the first column of the example row. It begins with `示例` or `Example`, so that a file from which
    /// it was not removed is still read rightly.
    pub example_label: String,
    pub columns: Vec<TemplateColumn>,
    pub explanations_name: String,
    /// The headers of the explanations: column, required, explanation, choices.
    pub explanation_headers: [String; 4],
    /// How the explanations say yes and no.
    pub yes_no: [String; 2],
}

/// One column of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateColumn {
    pub header: String,
    pub format: Format,
    pub required: bool,
    pub explanation: String,
    pub example: Cell,
    /// What may stand in it; nothing where anything may.
    pub choices: Vec<String>,
}

/// Writes the form and its explanations.
pub fn write_template(template: &Template) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let form = book.add_worksheet();
    let first = write_sheet(form, &form_of(template))?;
    for (at, column) in (1..).zip(&template.columns) {
        if let Some(rule) = rule(template, column, at)? {
            form.add_data_validation(first, at, first + ROWS, at, &rule)?;
        }
    }
    explain(book.add_worksheet(), template)?;
    Ok(book.save_to_buffer()?)
}

fn form_of(template: &Template) -> Table {
    let number = Column::new(template.number_header.clone(), Format::Text);
    let columns = template.columns.iter().map(|column| Column::new(column.header.clone(), column.format));
    let example = template.columns.iter().map(|column| column.example.clone());
    Table {
        name: template.sheet_name.clone(),
        title: template.title.clone(),
        columns: std::iter::once(number).chain(columns).collect(),
        rows: vec![std::iter::once(Cell::text(template.example_label.as_str())).chain(example).collect()],
        ..Table::default()
    }
}

fn rule(template: &Template, column: &TemplateColumn, at: u16) -> Result<Option<DataValidation>, XlsxError> {
    if column.choices.is_empty() {
        return Ok(None);
    }
    let fits = column.choices.join(",").encode_utf16().count() <= LONGEST_LIST
        && !column.choices.iter().any(|c| c.contains(','));
    if fits {
        return DataValidation::new().allow_list_strings(&column.choices).map(Some);
    }
    // Beyond that the list stands in a column of the explanations, right of the four that people read.
    let letter = rust_xlsxwriter::utility::column_number_to_name(at + 4);
    let name = sheet_name(&template.explanations_name).replace('\'', "''");
    let list = format!("='{name}'!${letter}$2:${letter}${}", column.choices.len() + 1);
    Ok(Some(DataValidation::new().allow_list_formula(Formula::new(list))))
}

fn explain(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    let [yes, no] = &template.yes_no;
    let row = |column: &TemplateColumn| {
        let required = if column.required { yes } else { no };
        let choices = column.choices.iter().take(30).map(String::as_str).collect::<Vec<_>>().join("、");
        vec![
            column.header.as_str().into(),
            required.as_str().into(),
            column.explanation.as_str().into(),
            choices.as_str().into(),
        ]
    };
    let table = Table {
        name: template.explanations_name.clone(),
        columns: template.explanation_headers.iter().map(|header| Column::new(header.clone(), Format::Text)).collect(),
        rows: template.columns.iter().map(row).collect(),
        ..Table::default()
    };
    write_sheet(sheet, &table)?;
    let styles = Styles::new();
    for (at, column) in (5..).zip(&template.columns).filter(|(_, column)| !column.choices.is_empty()) {
        sheet.write_string_with_format(0, at, &column.header, &styles.header)?;
        for (row, choice) in (1..).zip(&column.choices) {
            write_cell(sheet, row, at, &Cell::text(choice.as_str()), Format::Text, &styles)?;
        }
    }
    Ok(())
}

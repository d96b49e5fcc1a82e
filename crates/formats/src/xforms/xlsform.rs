//! XLSForm: a form as a workbook, in the part of it that surveys of neighbourhoods use (docs/guide/openrosa.md lists it).
//!
//! What is not in that part is refused with its sheet and row: a condition that is silently left out is worse than none.

mod binds;
mod choices;
mod markup;
mod problem;
mod references;
mod row_kind;
mod settings;
mod sheets;
mod survey;
mod words;
mod writing;

pub use problem::{RowProblem, Wrong};

use super::Form;
use crate::table::{Kind, Limits, Workbook, read};
use choices::Lists;
use problem::Problems;
use references::Places;
use sheets::Table;
use survey::Item;
use writing::Writing;

/// Every text is written once in each, so many make a small workbook a huge form.
const LANGUAGES: usize = 30;

/// A form that was a workbook.
#[derive(Clone, Copy, Debug)]
pub struct XlsForm;

impl XlsForm {
    /// Makes the XML of a form, which [`Form::read`] takes, or says every row that is wrong.
    ///
    /// The name of the file, without its ending, is the form's id where the workbook gives none.
    pub fn read(bytes: &[u8], file_name: &str) -> Result<String, Vec<RowProblem>> {
        let limits = Limits { rows: 60_000, ..Limits::default() };
        let book = read(bytes, file_name, &limits).map_err(|why| vec![RowProblem::whole(Wrong::Unread(why))])?;
        if book.kind == Kind::Csv {
            return Err(vec![RowProblem::whole(Wrong::NotAWorkbook)]);
        }
        let survey = table(&book, "survey").ok_or_else(|| vec![RowProblem::whole(Wrong::NoSheet("survey"))])?;
        let choices = table(&book, "choices").unwrap_or_default();
        let settings = table(&book, "settings").unwrap_or_default();

        let mut problems = Problems::default();
        let items = survey::read(&survey, &mut problems);
        let lists = Lists::of(&choices, &items, &mut problems);
        let places = Places::of(&items);
        let settings = settings::Settings::of(&settings, file_name, &mut problems);
        let mut languages = words::languages(&[&survey, &choices], settings.default_language.as_deref());
        if languages.is_empty() && items.iter().any(Item::has_message_with_answers) {
            // An attribute cannot show an answer, a text of a language can.
            languages.push("default".to_owned());
        }
        if languages.len() > LANGUAGES {
            problems.add(survey.name, 1, Wrong::TooMany { what: "languages", limit: LANGUAGES });
        }
        problems.end()?;
        let mut writing = Writing::new(places, lists, languages, &mut problems);
        let form = writing.form(&settings, &items);
        problems.end()?;
        Form::read(form.as_bytes()).map_err(|why| vec![RowProblem::whole(Wrong::NotAForm(why))])?;
        Ok(form)
    }
}

fn table<'b>(book: &'b Workbook, name: &'static str) -> Option<Table<'b>> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name));
    sheet.map(|sheet| Table::of(sheet, name))
}

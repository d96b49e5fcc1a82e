//! What is wrong with a workbook, row by row.

use crate::table::ReadError;
use crate::xforms::Refusal;

/// One row that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sheet} row {row}: {wrong}")]
pub struct RowProblem {
    /// Empty where the whole file is wrong.
    pub sheet: String,
    /// As the spreadsheet counts, from 1; 0 where the whole sheet or file is wrong.
    pub row: u32,
    pub wrong: Wrong,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("{0}")]
    Unread(ReadError),
    #[error("not a workbook but a text")]
    NotAWorkbook,
    #[error("there is no sheet {0}")]
    NoSheet(&'static str),
    #[error("there is no column {0}")]
    NoColumn(&'static str),
    /// One that is not in our part of XLSForm.
    #[error("type {0} is not supported")]
    Type(String),
    #[error("column {0} is not supported")]
    Column(String),
    #[error("there is no name")]
    NoName,
    #[error("{0} is not a name: letters, digits, _ and -, and no digit first")]
    BadName(String),
    #[error("the name {0} stands twice in the same group")]
    NameTwice(String),
    #[error("there is no list of choices {0}")]
    NoSuchList(String),
    #[error("the choice {0} stands twice in its list")]
    ChoiceTwice(String),
    #[error("the choice {0} has a space, and several choices are separated by spaces")]
    ChoiceWithSpace(String),
    #[error("nothing is open that could end here")]
    NothingToEnd,
    #[error("it is never ended")]
    NeverEnded,
    #[error("more than {0} groups inside each other")]
    TooDeep(usize),
    #[error("there is no question ${{{0}}}")]
    NoSuchQuestion(String),
    #[error("more than one question is called ${{{0}}}")]
    Ambiguous(String),
    #[error("more than {limit} {what}")]
    TooMany { what: &'static str, limit: usize },
    #[error("there is no calculation")]
    NoCalculation,
    /// A default that would have to be worked out when the form is opened.
    #[error("the default {0} is an expression; write it as a calculation")]
    ComputedDefault(String),
    #[error("the form that comes out is refused: {0}")]
    NotAForm(Refusal),
}

impl RowProblem {
    pub(super) fn whole(wrong: Wrong) -> Self {
        Self { sheet: String::new(), row: 0, wrong }
    }
}

/// More problems help nobody.
const MOST: usize = 100;

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<RowProblem>);

impl Problems {
    pub(super) fn add(&mut self, sheet: &str, row: u32, wrong: Wrong) {
        let problem = RowProblem { sheet: sheet.to_owned(), row, wrong };
        if self.0.len() < MOST && !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// All of them, in the order of the sheets' rows; fine where there are none.
    pub(super) fn end(&mut self) -> Result<(), Vec<RowProblem>> {
        let mut all = std::mem::take(&mut self.0);
        all.sort_by(|a, b| (&b.sheet, a.row).cmp(&(&a.sheet, b.row)));
        if all.is_empty() { Ok(()) } else { Err(all) }
    }
}

//! Why a file was not read: the facts a page needs to say it in the reader's language.

use super::Kind;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("not a spreadsheet but {0:?}")]
    NotASpreadsheet(Looks),
    /// A password is needed to open it.
    #[error("the {0:?} workbook is locked with a password")]
    Locked(Kind),
    #[error("{what} larger than {limit} bytes")]
    TooLarge { what: &'static str, limit: u64 },
    /// A small file that unpacks to a huge one, or to more parts than any workbook has.
    #[error("a zip bomb: {part}")]
    Bomb { part: String },
    #[error("the {kind:?} file is damaged: {why}")]
    Damaged { kind: Kind, why: String },
    /// A workbook has no use for them, an attacker has.
    #[error("a document type or entity in {part}")]
    EntitiesInXml { part: String },
    #[error("more than {limit} rows, in sheet {sheet}")]
    TooManyRows { sheet: String, limit: usize },
    #[error("more than {limit} columns, in sheet {sheet}")]
    TooManyColumns { sheet: String, limit: usize },
    #[error("more than {limit} cells, in sheet {sheet}")]
    TooManyCells { sheet: String, limit: usize },
    #[error("nothing in it that can be seen")]
    Empty { hidden_sheets: Vec<String> },
}

/// What a file that is no spreadsheet seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Text without the shape of a table.
    Text,
    /// A web page; some systems export these as `.xls`.
    Html,
    Xml,
    Pdf,
    Image,
    /// An archive of files.
    Archive,
    /// Word, or a text document of WPS or LibreOffice.
    Document,
    Slides,
    /// Excel's binary workbook, `.xlsb`.
    Xlsb,
    Unknown,
}

impl ReadError {
    #[allow(clippy::needless_pass_by_value)]
    pub(super) fn damaged(kind: Kind, why: impl ToString) -> Self {
        Self::Damaged { kind, why: why.to_string().chars().take(200).collect() }
    }
}

//! What is wrong with a file, and where: the facts; whoever shows it finds the words.

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct Problem {
    /// As editors count, from 1.
    pub line: u32,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("UTF-16 instead of UTF-8")]
    Utf16,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("text before the first section")]
    BeforeSections,
    #[error("no section {section}")]
    NoSection { section: &'static str },
    #[error("a second section {section}")]
    SectionTwice { section: &'static str },
    #[error("a quotation mark that is never closed")]
    OpenQuote,
    #[error("META has no {key}")]
    NoKey { key: &'static str },
    #[error("{key} has two values")]
    KeyTwice { key: &'static str },
    #[error("{section} has no column {column}")]
    NoColumn { section: &'static str, column: &'static str },
    #[error("{section} has two columns {column}")]
    ColumnTwice { section: &'static str, column: &'static str },
    #[error("{column} is missing")]
    Missing { column: &'static str },
    #[error("{column} is not a number: {given}")]
    NotANumber { column: &'static str, given: String },
    #[error("{column} is not above zero: {given}")]
    NotPositive { column: &'static str, given: String },
    #[error("{column} is too large: {given}")]
    TooMuch { column: &'static str, given: String },
    #[error("{column} has too many decimals: {given}")]
    TooFine { column: &'static str, given: String },
    #[error("no known vote_type: {given}")]
    VoteType { given: String },
    #[error("no projects")]
    NoProjects,
    #[error("no votes")]
    NoVotes,
    #[error("more than {limit} votes")]
    TooManyVotes { limit: usize },
    #[error("more than {limit} projects")]
    TooManyProjects { limit: usize },
    #[error("project {id} stands in line {first} already")]
    ProjectTwice { id: String, first: u32 },
    #[error("voter {id} stands in line {first} already")]
    VoterTwice { id: String, first: u32 },
    #[error("there is no project {id}")]
    UnknownProject { id: String },
    #[error("{projects} projects and {points} points")]
    PointsDiffer { projects: usize, points: usize },
}

impl Wrong {
    pub(super) const fn at(self, line: u32) -> Problem {
        Problem { line, wrong: self }
    }
}

/// What is odd and still clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// META counts otherwise than the rows: a file may be cut off.
    CountDiffers { key: &'static str, said: String, found: usize },
    /// A project stands on a ballot more than once, and counts once, with its last points: how many ballots, and the first line.
    WishedTwice { ballots: usize, first: u32 },
    /// Ballots of unlike strength: each counts as one.
    Strength,
}

/// What a file gave is shown, but not all of a long one.
pub(super) fn shown(given: &str) -> String {
    const LONGEST: usize = 60;
    match given.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &given[..at]),
        None => given.to_owned(),
    }
}

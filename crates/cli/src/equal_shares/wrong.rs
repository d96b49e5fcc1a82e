//! What is wrong with a file, in the reader's words.

use std::path::Path;

use linli_formats::pabulib::{Problem, Wrong};

use crate::lang::{Lang, Text};
use crate::outcome::Failure;

pub fn failure(file: &Path, problem: &Problem, lang: Lang) -> Failure {
    let text = Text::new("shares-wrong").with("file", file.display()).with("line", problem.line);
    Failure::cannot(text.with("why", why(&problem.wrong).say(lang)))
}

fn why(wrong: &Wrong) -> Text {
    match wrong {
        Wrong::TooLarge { limit } => Text::new("shares-wrong-large").with("limit", limit >> 20),
        Wrong::Utf16 => Text::new("shares-wrong-utf16"),
        Wrong::NotUtf8 => Text::new("shares-wrong-utf8"),
        Wrong::BeforeSections => Text::new("shares-wrong-before"),
        Wrong::NoSection { section } => Text::new("shares-wrong-no-section").with("section", section),
        Wrong::SectionTwice { section } => Text::new("shares-wrong-section-twice").with("section", section),
        Wrong::OpenQuote => Text::new("shares-wrong-quote"),
        Wrong::NoKey { key } => Text::new("shares-wrong-no-key").with("key", key),
        Wrong::KeyTwice { key } => Text::new("shares-wrong-key-twice").with("key", key),
        Wrong::NoProjects => Text::new("shares-wrong-no-projects"),
        Wrong::NoVotes => Text::new("shares-wrong-no-votes"),
        Wrong::TooManyProjects { limit } => Text::new("shares-wrong-many-projects").with("limit", limit),
        Wrong::TooManyVotes { limit } => Text::new("shares-wrong-many-votes").with("limit", limit),
        Wrong::VoteType { given } => Text::new("shares-wrong-vote-type").with("given", given),
        Wrong::UnknownProject { id } => Text::new("shares-wrong-unknown").with("id", id),
        Wrong::ProjectTwice { id, first } => {
            Text::new("shares-wrong-project-twice").with("id", id).with("first", first)
        }
        Wrong::VoterTwice { id, first } => Text::new("shares-wrong-voter-twice").with("id", id).with("first", first),
        Wrong::PointsDiffer { projects, points } => {
            Text::new("shares-wrong-points-differ").with("projects", projects).with("points", points)
        }
        column => of_column(column),
    }
}

/// What is wrong with the value of a column, or with the column.
fn of_column(wrong: &Wrong) -> Text {
    let section = |key, section: &str, column: &str| Text::new(key).with("section", section).with("column", column);
    let value = |key, column: &str, given: &str| Text::new(key).with("column", column).with("given", given);
    match wrong {
        Wrong::NoColumn { section: of, column } => section("shares-wrong-no-column", of, column),
        Wrong::ColumnTwice { section: of, column } => section("shares-wrong-column-twice", of, column),
        Wrong::Missing { column } => value("shares-wrong-missing", column, ""),
        Wrong::NotANumber { column, given } => value("shares-wrong-number", column, given),
        Wrong::NotPositive { column, given } => value("shares-wrong-positive", column, given),
        Wrong::TooMuch { column, given } => value("shares-wrong-much", column, given),
        Wrong::TooFine { column, given } => value("shares-wrong-fine", column, given),
        other => Text::new("shares-wrong-other").with("why", other),
    }
}

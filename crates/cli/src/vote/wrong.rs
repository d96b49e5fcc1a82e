//! What is wrong with a file, in the reader's words.

use std::path::Path;

use linli_formats::vote::{Problem, Wrong};

use crate::lang::{Lang, Text};
use crate::outcome::Failure;

pub fn failure(file: &Path, problem: &Problem, lang: Lang) -> Failure {
    let text = Text::new("vote-wrong").with("file", file.display()).with("line", problem.line);
    Failure::cannot(text.with("why", why(&problem.wrong).say(lang)))
}

fn why(wrong: &Wrong) -> Text {
    match wrong {
        Wrong::TooLarge { limit } => Text::new("vote-wrong-large").with("limit", limit >> 20),
        Wrong::Utf16 => Text::new("vote-wrong-utf16"),
        Wrong::NotUtf8 => Text::new("vote-wrong-utf8"),
        Wrong::NotJson { why } => Text::new("vote-wrong-json").with("why", why),
        Wrong::UnknownField { field } => Text::new("vote-wrong-unknown-field").with("field", field),
        Wrong::Missing { field } => Text::new("vote-wrong-missing").with("field", field),
        Wrong::FieldTwice { field } => Text::new("vote-wrong-field-twice").with("field", field),
        Wrong::Format { given } => Text::new("vote-wrong-format").with("given", given),
        Wrong::Version { given } => Text::new("vote-wrong-version").with("given", given),
        Wrong::Value { field, given } => Text::new("vote-wrong-value").with("field", field).with("given", given),
        Wrong::Window => Text::new("vote-wrong-window"),
        Wrong::Options { lacks } => Text::new("vote-wrong-options").with("lacks", lacks),
        Wrong::TooMany { field, limit } => Text::new("vote-wrong-many").with("field", field).with("limit", limit),
        Wrong::BallotTwice { number, first } => {
            Text::new("vote-wrong-ballot-twice").with("number", number).with("first", first)
        }
        Wrong::UnknownHead { id } => Text::new("vote-wrong-unknown-head").with("id", id),
        Wrong::TwoClerks => Text::new("vote-wrong-two-clerks"),
        Wrong::SameClerk { clerk } => Text::new("vote-wrong-same-clerk").with("clerk", clerk),
        Wrong::CodeOfAnother { number } => Text::new("vote-wrong-code").with("number", number),
        of_roll => of_the_roll(of_roll),
    }
}

fn of_the_roll(wrong: &Wrong) -> Text {
    match wrong {
        Wrong::Area { field, given } => Text::new("vote-wrong-area").with("field", field).with("given", given),
        Wrong::AreaTooLarge => Text::new("vote-wrong-area-large"),
        Wrong::NoHeads => Text::new("vote-wrong-no-heads"),
        Wrong::HeadTwice { id, first } => Text::new("vote-wrong-head-twice").with("id", id).with("first", first),
        Wrong::NoDwelling { id } => Text::new("vote-wrong-no-dwelling").with("id", id),
        Wrong::NoOwner { id } => Text::new("vote-wrong-no-owner").with("id", id),
        Wrong::OwnerTwice { owner } => Text::new("vote-wrong-owner-twice").with("owner", owner),
        Wrong::SameOwners { first } => Text::new("vote-wrong-same-owners").with("first", first),
        Wrong::UnsoldTwice { first } => Text::new("vote-wrong-unsold-twice").with("first", first),
        Wrong::DwellingTwice { name, first } => {
            Text::new("vote-wrong-dwelling-twice").with("name", name).with("first", first)
        }
        Wrong::TotalHeads { said, found } => {
            Text::new("vote-wrong-total-heads").with("said", said).with("found", found)
        }
        Wrong::TotalArea { said, found } => Text::new("vote-wrong-total-area").with("said", said).with("found", found),
        other => Text::new("vote-wrong-other").with("why", other),
    }
}

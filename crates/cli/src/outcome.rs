//! How a command ends, and what its exit code says to a script.

use std::process::ExitCode;

use crate::args::Format;
use crate::lang::{Lang, Text};

/// A good end: all is well, or the command looked for breaches and found some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Fine,
    /// Exit code 1.
    Findings,
}

/// A bad end: a sentence that says what to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The command was used wrongly (exit code 2).
    WrongUse(Text),
    /// It was used rightly and still cannot be done (exit code 3).
    Cannot(Text),
}

impl Failure {
    pub fn cannot(text: Text) -> Self {
        Self::Cannot(text)
    }

    pub fn wrong_use(text: Text) -> Self {
        Self::WrongUse(text)
    }

    fn text(&self) -> &Text {
        match self {
            Self::WrongUse(text) | Self::Cannot(text) => text,
        }
    }
}

/// Prints what went wrong and turns the end into an exit code.
pub fn finish(end: Result<Outcome, Failure>, lang: Lang, format: Format) -> ExitCode {
    match end {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            complain(&failure.text().say(lang), lang, format);
            ExitCode::from(if matches!(failure, Failure::WrongUse(_)) { 2 } else { 3 })
        }
    }
}

/// Says it on standard error, so that standard output holds results only.
pub fn complain(sentence: &str, lang: Lang, format: Format) {
    match format {
        Format::Text => eprintln!("{}{sentence}", Text::new("error").say(lang)),
        Format::Json => eprintln!("{}", serde_json::json!({ "error": sentence })),
    }
}

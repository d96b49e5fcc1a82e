//! The text of a file, and which line a part of it stands in.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Problem, Wrong};

/// Many times what a whole town's vote needs.
pub const MOST_BYTES: usize = 50 << 20;

pub(super) struct Source<'a> {
    text: &'a str,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn of(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.len() > MOST_BYTES {
            return Err(Wrong::TooLarge { limit: MOST_BYTES }.at(1));
        }
        let zeros = bytes.iter().take(200).filter(|byte| **byte == 0).count();
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || zeros > 20 {
            return Err(Wrong::Utf16.at(1));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', bytes).collect();
        let text =
            std::str::from_utf8(bytes).map_err(|error| Wrong::NotUtf8.at(line_of(&ends, error.valid_up_to())))?;
        Ok(Self { text, ends })
    }

    /// The whole of it.
    pub fn all<T: Deserialize<'a>>(&self) -> Result<T, Problem> {
        serde_json::from_str(self.text).map_err(|error| told(&error, 1))
    }

    /// A part of it, as something.
    pub fn part<T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, Problem> {
        serde_json::from_str(raw.get()).map_err(|error| told(&error, self.line(raw)))
    }

    /// The line in which a part begins.
    pub fn line(&self, raw: &RawValue) -> u32 {
        let at = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        line_of(&self.ends, at)
    }
}

fn line_of(ends: &[usize], at: usize) -> u32 {
    let before = ends.partition_point(|end| *end < at);
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

/// What the reader of JSON said, as a fact of ours where it is a common one.
fn told(error: &serde_json::Error, first: u32) -> Problem {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let named = |before: &str| {
        let field = said.strip_prefix(before)?.split('`').next()?;
        Some(super::problem::shown(field))
    };
    let wrong = if let Some(field) = named("unknown field `") {
        Wrong::UnknownField { field }
    } else if let Some(field) = named("missing field `") {
        Wrong::Missing { field }
    } else if let Some(field) = named("duplicate field `") {
        Wrong::FieldTwice { field }
    } else {
        Wrong::NotJson { why: super::problem::shown(said) }
    };
    let line = u32::try_from(error.line().max(1)).unwrap_or(u32::MAX);
    wrong.at(first.saturating_add(line - 1))
}

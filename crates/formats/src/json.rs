//! Our open formats in JSON: the text of a file, which line a part of it stands in, and what is wrong with it as JSON.

use serde::Deserialize;
use serde_json::value::RawValue;

/// Many times what a whole town's vote needs.
pub const MOST_BYTES: usize = 50 << 20;

/// Why a file, or a part of it, is not the JSON that it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotJson {
    #[error("more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("UTF-16 instead of UTF-8")]
    Utf16,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("not JSON as it should be: {why}")]
    Malformed { why: String },
    #[error("no field {field} is known here")]
    UnknownField { field: String },
    #[error("{field} is missing")]
    Missing { field: String },
    #[error("{field} stands there twice")]
    FieldTwice { field: String },
}

/// The same with its line.
pub(crate) struct Unread {
    pub line: u32,
    pub why: NotJson,
}

pub(crate) struct Source<'a> {
    text: &'a str,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn of(bytes: &'a [u8]) -> Result<Self, Unread> {
        if bytes.len() > MOST_BYTES {
            return Err(NotJson::TooLarge { limit: MOST_BYTES }.at(1));
        }
        let zeros = bytes.iter().take(200).filter(|byte| **byte == 0).count();
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || zeros > 20 {
            return Err(NotJson::Utf16.at(1));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', bytes).collect();
        let text =
            std::str::from_utf8(bytes).map_err(|error| NotJson::NotUtf8.at(line_of(&ends, error.valid_up_to())))?;
        Ok(Self { text, ends })
    }

    /// The whole of it.
    pub fn all<T: Deserialize<'a>>(&self) -> Result<T, Unread> {
        serde_json::from_str(self.text).map_err(|error| told(&error, 1))
    }

    /// A part of it, as something.
    pub fn part<T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, Unread> {
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
fn told(error: &serde_json::Error, first: u32) -> Unread {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let named = |before: &str| {
        let field = said.strip_prefix(before)?.split('`').next()?;
        Some(shown(field))
    };
    let wrong = if let Some(field) = named("unknown field `") {
        NotJson::UnknownField { field }
    } else if let Some(field) = named("missing field `") {
        NotJson::Missing { field }
    } else if let Some(field) = named("duplicate field `") {
        NotJson::FieldTwice { field }
    } else {
        NotJson::Malformed { why: shown(said) }
    };
    let line = u32::try_from(error.line().max(1)).unwrap_or(u32::MAX);
    wrong.at(first.saturating_add(line - 1))
}

impl NotJson {
    const fn at(self, line: u32) -> Unread {
        Unread { line, why: self }
    }
}

/// What a file gave is shown, but not all of a long one.
pub(crate) fn shown(given: &str) -> String {
    const LONGEST: usize = 60;
    match given.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &given[..at]),
        None => given.to_owned(),
    }
}

//! Lines and their fields: semicolons between them, quotation marks around what has one inside.

use std::borrow::Cow;

use super::{Problem, Wrong};

/// A field in quotation marks may go on in the next lines, but not through half of the file.
const LONGEST_FIELD: usize = 50;
/// What stands further to the right is no column of a table.
const MOST_FIELDS: usize = 500;

/// A line, or several that a quoted field ties together.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub line: u32,
    pub fields: Vec<Cow<'a, str>>,
}

impl Row<'_> {
    /// The field without space around it; nothing where the row ends before, and where it says `None` as pabutools does.
    pub(super) fn field(&self, at: usize) -> &str {
        let field = self.fields.get(at).map_or("", |field| field.trim());
        if field.eq_ignore_ascii_case("none") { "" } else { field }
    }

    fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// All rows in which something stands, one after the other.
pub(super) fn rows(text: &str) -> impl Iterator<Item = Result<Row<'_>, Problem>> {
    let ends = if text.contains('\n') { '\n' } else { '\r' };
    // Several returns before a new line are one break: what is written again reads the same.
    let mut lines = text.split(ends).map(|line| line.trim_end_matches('\r')).zip(1_u32..);
    let rows = std::iter::from_fn(move || {
        let (line, number) = lines.next()?;
        Some(if line.contains('"') { quoted(line, number, &mut lines) } else { Ok(plain(line, number)) })
    });
    rows.filter(|row| !row.as_ref().is_ok_and(Row::is_blank))
}

fn plain(line: &str, number: u32) -> Row<'_> {
    Row { line: number, fields: line.split(';').take(MOST_FIELDS).map(Cow::Borrowed).collect() }
}

/// A quotation mark opens a quoted field only as its first letter; anywhere else it is a letter like others.
fn quoted<'a>(
    line: &'a str,
    number: u32,
    lines: &mut impl Iterator<Item = (&'a str, u32)>,
) -> Result<Row<'a>, Problem> {
    let (mut fields, mut field, mut inside, mut fresh) = (Vec::new(), String::new(), false, true);
    let mut line = line;
    for _ in 0..LONGEST_FIELD {
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if inside && letters.peek() == Some(&'"') => {
                    letters.next();
                    field.push('"');
                }
                '"' if inside => inside = false,
                '"' if fresh => inside = true,
                ';' if !inside => {
                    let field = std::mem::take(&mut field);
                    if fields.len() < MOST_FIELDS {
                        fields.push(Cow::Owned(field));
                    }
                    fresh = true;
                    continue;
                }
                other => field.push(other),
            }
            fresh = false;
        }
        if !inside {
            fields.push(Cow::Owned(field));
            return Ok(Row { line: number, fields });
        }
        field.push('\n');
        line = lines.next().ok_or(Wrong::OpenQuote.at(number))?.0;
    }
    Err(Wrong::OpenQuote.at(number))
}

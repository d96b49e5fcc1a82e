//! What a table from an office may hold: the fields a room knows, under the names that people give them.
//!
//! A room declares its fields as plain data; `formats::table::recognise` looks for them in a header.

/// One thing that a column can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name that a remembered mapping keeps, such as `floor_area`.
    pub key: &'static str,
    /// What the field is called in headers, Chinese and English. A `/` parts the lines of a header of several
    /// rows: `计划/小区数` is also found in `2021年计划改造/小区数（个）`.
    pub names: &'static [&'static str],
    pub kind: FieldKind,
    /// A row without it is refused.
    pub required: bool,
    /// Words that a header of this field does not hold: 本月完成投资 holds 完成投资, and is no cumulative figure. A word
    /// with a `/` behind it is looked for in the lines above the last one too (`户数/已开工`).
    pub never: &'static [&'static str],
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    Text,
    Integer,
    Money,
    Area,
    Date,
    Year,
    Month,
    Percent,
    /// An identifier: digits and letters, leading zeros kept.
    Code,
    YesNo,
}

impl Field {
    /// A field that a row may lack.
    pub const fn new(key: &'static str, kind: FieldKind, names: &'static [&'static str]) -> Self {
        Self { key, names, kind, required: false, never: &[] }
    }

    /// The same field, which a row must have.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field, whose headers hold none of these words.
    #[must_use]
    pub const fn never(mut self, words: &'static [&'static str]) -> Self {
        self.never = words;
        self
    }
}

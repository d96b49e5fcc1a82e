//! The columns a table from outside may have: what each is called, and what it holds.

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Integer,
    Money,
    Area,
    Date,
    Year,
    Month,
    Percent,
    Code,
    YesNo,
}

/// One column that a room of the domain understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in mappings and problems.
    pub key: &'static str,
    /// The headings in use, Chinese and English, most usual first.
    pub names: &'static [&'static str],
    pub kind: FieldKind,
    pub required: bool,
}

//! What a bulletin (通报) says, in the order in which it stands on the paper.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The language of the words that the layout adds itself, and of the typefaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

/// A bulletin. All texts are plain: no character in them has a meaning for the layout but a line break, which starts a
/// new paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// The issuer's mark (发文机关标志), in red at the head.
    pub issuer: String,
    /// The document number (发文字号), as in 湘建城函〔2021〕126号; a draft has none.
    #[serde(default)]
    pub number: Option<String>,
    pub title: String,
    /// To whom (主送机关), without the closing colon; may be empty.
    #[serde(default)]
    pub addressees: Vec<String>,
    pub blocks: Vec<Block>,
    /// The signature (发文机关署名).
    pub signer: String,
    /// The day it was signed (成文日期).
    pub date: Date,
    /// Copies to (抄送机关); may be empty.
    #[serde(default)]
    pub copies_to: Vec<String>,
    /// The issuing office below the last rule (印发机关).
    pub printed_by: String,
    pub printed_on: Date,
    /// What every page must say of the document, as 草稿 or 示例数据.
    #[serde(default)]
    pub marks: Vec<String>,
}

/// A piece of the body (正文). Headings carry their own number: 一、 and （一）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading1 { text: String },
    Heading2 { text: String },
    Paragraph { text: String },
    Table(Table),
    PageBreak,
}

/// A table; its header comes again on every page that it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    #[serde(default)]
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// The row of sums, set off from the others.
    #[serde(default)]
    pub total: Option<Vec<String>>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    Left,
    Center,
    Right,
}

impl Bulletin {
    /// Every text of the document, for counting and for looking at its characters.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let own = [&self.issuer, &self.title, &self.signer, &self.printed_by];
        let lists = [&self.addressees, &self.copies_to, &self.marks];
        own.into_iter()
            .chain(&self.number)
            .chain(lists.into_iter().flatten())
            .chain(self.blocks.iter().flat_map(Block::texts))
            .map(String::as_str)
    }
}

impl Block {
    fn texts(&self) -> Vec<&String> {
        match self {
            Self::Heading1 { text } | Self::Heading2 { text } | Self::Paragraph { text } => vec![text],
            Self::Table(table) => table.texts().collect(),
            Self::PageBreak => Vec::new(),
        }
    }
}

impl Table {
    /// The rows with the row of sums.
    pub(crate) fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().chain(&self.total)
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &String> {
        let titles = self.columns.iter().map(|column| &column.title);
        titles.chain(self.all_rows().flatten()).chain(&self.caption).chain(&self.note)
    }
}

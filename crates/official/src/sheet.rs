//! What the template is handed: the bulletin, with the words, measures and typefaces that depend on it.

use jiff::civil::Date;
use serde::Serialize;

use crate::bulletin::{Align, Block, Bulletin, Language, Table};
use crate::{Face, Fonts, Phrase, RenderError, phrases};

/// The longest run of letters without a place to break it, in a paragraph and in a cell.
const LONG_IN_TEXT: usize = 40;
const LONG_IN_CELL: usize = 10;

/// The width of the type area in points, and what a cell has on its sides.
const TYPE_AREA: f64 = 442.2;
const CELL_PADDING: f64 = 4.5;

/// Type sizes of tables: 小四, 五号, 小五, 六号.
const TABLE_SIZES: [f64; 4] = [12.0, 10.5, 9.0, 7.5];

#[derive(Serialize)]
struct Sheet<'a> {
    language: Language,
    faces: Faces,
    issuer: String,
    number: Option<&'a str>,
    title: String,
    /// Its lines, each in pieces that may stay whole.
    title_lines: Vec<Vec<Phrase>>,
    addressees: String,
    blocks: Vec<Piece<'a>>,
    signer: String,
    date: String,
    copies_to: String,
    printed_by: String,
    printed_on: String,
    marks: &'a [String],
}

#[derive(Serialize)]
struct Faces {
    fang_song: Vec<String>,
    kai: Vec<String>,
    hei: Vec<String>,
    xiao_biao_song: Vec<String>,
    song: Vec<String>,
    latin: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Piece<'a> {
    Heading1 { text: String },
    Heading2 { text: String },
    Paragraph { text: String },
    Table(Grid<'a>),
    PageBreak,
}

#[derive(Serialize)]
struct Grid<'a> {
    caption: Option<&'a str>,
    note: Option<&'a str>,
    size: f64,
    /// The columns' shares of the width.
    shares: Vec<f64>,
    aligns: Vec<Align>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    total: Option<Vec<String>>,
}

pub fn json(fonts: &Fonts, bulletin: &Bulletin, language: Language) -> Result<Vec<u8>, RenderError> {
    let chinese = language == Language::Chinese;
    let title = with_breaks(&own_lines(&bulletin.title), LONG_IN_TEXT);
    let sheet = Sheet {
        language,
        faces: faces(fonts),
        issuer: one_line(&bulletin.issuer),
        number: bulletin.number.as_deref(),
        title_lines: title.lines().map(phrases).collect(),
        title,
        addressees: bulletin.addressees.join(if chinese { "，" } else { ", " }),
        blocks: bulletin.blocks.iter().flat_map(pieces).collect(),
        signer: one_line(&bulletin.signer),
        date: day(bulletin.date, chinese),
        copies_to: bulletin.copies_to.join(if chinese { "，" } else { ", " }),
        printed_by: one_line(&bulletin.printed_by),
        printed_on: day(bulletin.printed_on, chinese),
        marks: &bulletin.marks,
    };
    serde_json::to_vec(&sheet).map_err(|refused| RenderError::Layout(refused.to_string()))
}

fn faces(fonts: &Fonts) -> Faces {
    Faces {
        fang_song: fonts.families_for(Face::FangSong),
        kai: fonts.families_for(Face::Kai),
        hei: fonts.families_for(Face::Hei),
        xiao_biao_song: fonts.families_for(Face::XiaoBiaoSong),
        song: fonts.families_for(Face::Song),
        latin: fonts.families_for(Face::Latin).into_iter().next(),
    }
}

/// A line break starts a new paragraph; an empty one is left out.
fn pieces(block: &Block) -> Vec<Piece<'_>> {
    match block {
        Block::Heading1 { text } => vec![Piece::Heading1 { text: with_breaks(&one_line(text), LONG_IN_TEXT) }],
        Block::Heading2 { text } => vec![Piece::Heading2 { text: with_breaks(&one_line(text), LONG_IN_TEXT) }],
        Block::Paragraph { text } => text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Piece::Paragraph { text: with_breaks(line, LONG_IN_TEXT) })
            .collect(),
        Block::Table(table) => vec![Piece::Table(grid(table))],
        Block::PageBreak => vec![Piece::PageBreak],
    }
}

fn grid(table: &Table) -> Grid<'_> {
    let cells = |row: &Vec<String>| row.iter().map(|cell| with_breaks(cell, LONG_IN_CELL)).collect();
    let (size, shares) = measures(table);
    Grid {
        caption: table.caption.as_deref(),
        note: table.note.as_deref(),
        size,
        shares,
        aligns: table.columns.iter().map(|column| column.align).collect(),
        header: table.columns.iter().map(|column| with_breaks(&header_lines(&column.title), LONG_IN_CELL)).collect(),
        rows: table.rows.iter().map(cells).collect(),
        total: table.total.as_ref().map(cells),
    }
}

/// The largest type in which every cell stands on one line, and the width of each column in it.
fn measures(table: &Table) -> (f64, Vec<f64>) {
    let widest = |column: usize| {
        let body = table.all_rows().filter_map(|row| row.get(column)).map(|cell| ems(cell)).fold(0.0, f64::max);
        // A header may take two lines and its unit one more; no column is wider than half a line of text.
        let title = header_lines(&table.columns[column].title);
        let (name, unit) = title.split_once('\n').unwrap_or((&title, ""));
        let header = name.split(' ').map(|word| if has_han(word) { (ems(word) / 2.0).ceil() } else { ems(word) + 0.4 });
        let header = header.fold(ems(unit), f64::max);
        body.max(header).clamp(1.5, 14.0)
    };
    let widths: Vec<f64> = (0..table.columns.len()).map(widest).collect();
    #[allow(clippy::cast_precision_loss, reason = "a table has far fewer columns than a float has digits")]
    let room = TYPE_AREA - 2.0 * CELL_PADDING * widths.len() as f64;
    let needed: f64 = widths.iter().sum();
    let size = TABLE_SIZES.into_iter().find(|size| size * needed <= room).unwrap_or(7.5);
    (size, widths.into_iter().map(|width| width * size + 2.0 * CELL_PADDING).collect())
}

/// About how wide a text is: a Han character is one em, a Latin letter or figure half of one.
fn ems(text: &str) -> f64 {
    text.chars().map(|c| if u32::from(c) < 0x2E80 { 0.53 } else { 1.0 }).sum()
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| u32::from(c) >= 0x2E80)
}

/// Gives a run of letters that is longer than a line a place to break, so that nothing runs off the paper.
fn with_breaks(text: &str, longest: usize) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_whitespace() || u32::from(c) >= 0x2E80 { 0 } else { run + 1 };
        if run > longest {
            broken.push('\u{200B}');
            run = 1;
        }
        broken.push(c);
    }
    broken
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title keeps the line breaks that a clerk chose.
fn own_lines(text: &str) -> String {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A unit in brackets stands on a line of its own: 计划投资 above （万元）.
fn header_lines(title: &str) -> String {
    one_line(title).replacen('（', "\n（", 1)
}

fn day(date: Date, chinese: bool) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = (date.year(), date.month(), date.day());
    if chinese {
        return format!("{year}年{month}月{day}日");
    }
    format!("{day} {} {year}", MONTHS[usize::from(month.unsigned_abs()) - 1])
}

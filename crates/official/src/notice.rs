//! Notices (公示): what hangs at the gate, on A4: a title, words, tables, squares that lead to the page of the place, who posted it.

use jiff::civil::Date;
use serde::Serialize;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::bulletin::Table;
use crate::papers::squares;
use crate::world::{Desk, Template};
use crate::{Face, Fonts, Language, REMEMBERED, RenderError, check, compiled, coverage, failed, midnight};

/// A notice as it is to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    /// Below the title: which place, which version, from when to when.
    pub subtitle: String,
    pub parts: Vec<Part>,
    pub code: Option<Code>,
    /// Who posts it.
    pub signer: String,
    pub date: Date,
    /// The day as it is written.
    pub dated: String,
    /// What every one must say of the file, as 示例数据.
    pub marks: Vec<String>,
}

/// What stands on it, from above to below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Part {
    Heading {
        text: String,
    },
    Words {
        text: String,
    },
    Table {
        table: Table,
    },
    /// What follows begins on a new page, with a title of its own.
    Page {
        title: String,
        subtitle: String,
    },
    /// Lines that somebody signs on: a name or a place, and room beside it.
    Signatures {
        lines: Vec<String>,
    },
}

/// Squares that a telephone reads, with the words beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub address: String,
    pub words: Vec<String>,
    /// How a reader of the file is told what the squares are.
    pub squares: String,
}

#[derive(Serialize)]
struct Sheet<'a> {
    language: Language,
    hei: Vec<String>,
    song: Vec<String>,
    latin: Vec<String>,
    title: &'a str,
    subtitle: &'a str,
    parts: &'a [Part],
    code: Option<Squares<'a>>,
    signer: &'a str,
    dated: &'a str,
    marks: &'a [String],
}

#[derive(Serialize)]
struct Squares<'a> {
    words: &'a [String],
    alt: &'a str,
    side: usize,
}

/// A notice as the bytes of a PDF; the same notice gives the same bytes. Call it where blocking is allowed.
pub fn render_notice(fonts: &Fonts, notice: &Notice, language: Language) -> Result<Vec<u8>, RenderError> {
    let bytes = lay_out(fonts, notice, language);
    typst::comemo::evict(REMEMBERED);
    bytes
}

fn lay_out(fonts: &Fonts, notice: &Notice, language: Language) -> Result<Vec<u8>, RenderError> {
    before(fonts, notice)?;
    let drawn = notice.code.as_ref().map(|code| squares(&code.address)).transpose()?;
    let code = notice.code.as_ref().zip(drawn.as_ref());
    let sheet = Sheet {
        language,
        hei: fonts.families_for(Face::Hei),
        song: fonts.families_for(Face::Song),
        latin: fonts.families_for(Face::Latin),
        title: &notice.title,
        subtitle: &notice.subtitle,
        parts: &notice.parts,
        code: code.map(|(code, (side, _))| Squares { words: &code.words, alt: &code.squares, side: *side }),
        signer: &notice.signer,
        dated: &notice.dated,
        marks: &notice.marks,
    };
    let json = serde_json::to_vec(&sheet).map_err(|refused| RenderError::Layout(refused.to_string()))?;
    let mut desk = Desk::new(fonts, Template::Notice, json);
    if let Some((_, bytes)) = drawn {
        desk.add("squares", bytes);
    }
    let document = compiled(&desk)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Linli".to_owned())),
        timestamp: midnight(notice.date),
        standards: standards.map_err(|refused| RenderError::Layout(refused.message().to_string()))?,
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors))
}

fn before(fonts: &Fonts, notice: &Notice) -> Result<(), RenderError> {
    if notice.title.trim().is_empty() {
        return Err(RenderError::Empty("title"));
    }
    let tables =
        || notice.parts.iter().filter_map(|part| if let Part::Table { table } = part { Some(table) } else { None });
    let cells = tables().map(|table| table.columns.len() * (table.rows.len() + 2)).sum();
    check::at_most("table cells", cells, check::MAX_CELLS)?;
    tables().try_for_each(check::even)?;
    let text: String = notice.texts().map(String::as_str).collect();
    check::at_most("characters", text.chars().count(), check::MAX_CHARACTERS)?;
    let missing = coverage(fonts, &text);
    if missing.is_empty() { Ok(()) } else { Err(RenderError::MissingGlyphs(missing)) }
}

impl Notice {
    /// Every text of it, for counting and for looking at its characters.
    fn texts(&self) -> impl Iterator<Item = &String> {
        let own = [&self.title, &self.subtitle, &self.signer, &self.dated];
        let parts = self.parts.iter().flat_map(Part::texts);
        own.into_iter().chain(&self.marks).chain(self.code.iter().flat_map(|code| &code.words)).chain(parts)
    }
}

impl Part {
    fn texts(&self) -> Vec<&String> {
        match self {
            Self::Heading { text } | Self::Words { text } => vec![text],
            Self::Page { title, subtitle } => vec![title, subtitle],
            Self::Signatures { lines } => lines.iter().collect(),
            Self::Table { table } => table.texts().collect(),
        }
    }
}

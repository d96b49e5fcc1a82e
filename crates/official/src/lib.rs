//! Official documents (公文) as PDF, laid out as GB/T 9704-2012 asks for.
//!
//! A layout is a Typst template of ours, `bulletin.typ`, `papers.typ` or `notice.typ`. What an office writes reaches it as data in JSON and never as
//! template text, so nothing that anybody types can become a command. A document is either whole or refused: a character
//! without a glyph, a table that does not fit, a font that cannot be read are errors with a name, never an empty box.

mod bulletin;
mod check;
mod fonts;
mod notice;
mod papers;
mod phrases;
mod sheet;
mod world;

use jiff::civil::Date;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::Template;

pub use bulletin::{Align, Block, Bulletin, Column, Language, Table};
pub use check::{MAX_CELLS, MAX_CHARACTERS};
pub use fonts::{Face, FontError, Fonts, Likeness, Substitution, coverage, default_folders};
pub use notice::{Code, Notice, Part, render_notice};
pub use papers::{Kind, MOST as MOST_PAPERS, Paper, PaperWords, Papers, render_papers};
pub use phrases::{Phrase, phrases};

/// How many documents a layout is remembered for: the next draft of a bulletin is quick, and memory stays bounded.
const REMEMBERED: usize = 2;

/// Why there is no PDF. Each says what to change.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The fonts at hand cannot show these characters, or no document may hold them (control and direction characters).
    #[error("no font can show: {}", named(.0))]
    MissingGlyphs(Vec<char>),
    #[error("the document is too large: {what} {found}, at most {at_most}")]
    TooLarge { what: &'static str, found: usize, at_most: usize },
    /// A row must have as many cells as the table has columns. Rows are counted from 1.
    #[error("row {row} of a table has {found} cells, and the table has {columns} columns")]
    UnevenTable { row: usize, found: usize, columns: usize },
    #[error("the document has no {0}")]
    Empty(&'static str),
    #[error("does not fit on the page: {0}")]
    DoesNotFit(String),
    #[error("a font file could not be read again: {0}")]
    Font(std::path::PathBuf),
    /// A fault of ours: the template or the exporter refused.
    #[error("the layout failed: {0}")]
    Layout(String),
}

/// A bulletin as the bytes of a PDF: archival (PDF/A-2a) and readable aloud (PDF/UA-1); the same input gives the same bytes.
///
/// Takes from some 50 ms for a page to seconds for a hundred, so call it where blocking is allowed.
pub fn render_bulletin(fonts: &Fonts, bulletin: &Bulletin, language: Language) -> Result<Vec<u8>, RenderError> {
    let bytes = lay_out(fonts, bulletin, language).and_then(|document| export(&document, bulletin));
    typst::comemo::evict(REMEMBERED);
    bytes
}

fn lay_out(fonts: &Fonts, bulletin: &Bulletin, language: Language) -> Result<PagedDocument, RenderError> {
    check::before(fonts, bulletin)?;
    let world = world::Desk::new(fonts, Template::Bulletin, sheet::json(fonts, bulletin, language)?);
    compiled(&world)
}

fn compiled(world: &world::Desk<'_>) -> Result<PagedDocument, RenderError> {
    let laid_out = typst::compile::<PagedDocument>(world);
    if let Some(unread) = world.unread_font() {
        return Err(RenderError::Font(unread));
    }
    let document = laid_out.output.map_err(|errors| failed(&errors))?;
    if !laid_out.warnings.is_empty() {
        return Err(failed(&laid_out.warnings));
    }
    check::after(&document)?;
    Ok(document)
}

fn export(document: &PagedDocument, bulletin: &Bulletin) -> Result<Vec<u8>, RenderError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|refused| RenderError::Layout(refused.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}\n{:?}\n{}", bulletin.issuer, bulletin.number, bulletin.title)),
        creator: Smart::Custom(Some("Linli".to_owned())),
        timestamp: midnight(bulletin.date),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| failed(&errors))
}

/// The day on the document is the day in the file, so that the clock of the machine changes no byte.
fn midnight(date: Date) -> Option<Timestamp> {
    let (year, month, day) = (date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc)
}

fn failed(diagnostics: &[SourceDiagnostic]) -> RenderError {
    let messages: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    RenderError::Layout(messages.join("; "))
}

fn named(characters: &[char]) -> String {
    let shown = |c: &char| {
        let code = format!("U+{:04X}", u32::from(*c));
        if fonts::never_shown(*c) { code } else { format!("{c} ({code})") }
    };
    characters.iter().map(shown).collect::<Vec<_>>().join(", ")
}

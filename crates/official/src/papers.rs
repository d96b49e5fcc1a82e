//! Papers with a code: slips for doors (门贴), eight to a sheet with lines to cut along, and posters for stairwells (海报).

use fast_qr::{ECL, QRBuilder};
use jiff::civil::Date;
use serde::Serialize;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::world::{Desk, Template};
use crate::{Face, Fonts, Language, REMEMBERED, RenderError, check, compiled, coverage, failed, midnight};

/// What is printed, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two by four on A4, to be cut.
    Slips,
    /// One to a sheet of A4.
    Posters,
    /// One to a sheet of A3.
    LargePosters,
}

/// What every one of them says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaperWords {
    /// What it is, in a few words.
    pub title: String,
    /// What it is for, in two sentences.
    pub purpose: String,
    /// How it is opened without a camera, and whom to ask.
    pub by_hand: String,
    pub ask: String,
    /// How a reader of the file is told what the squares are.
    pub squares: String,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// 示例小区
    pub neighbourhood: String,
    /// 3栋 1单元 401
    pub place: String,
    /// What the squares say.
    pub address: String,
    /// The same to be typed, in groups.
    pub code: String,
}

/// A file of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Papers {
    pub kind: Kind,
    pub words: PaperWords,
    pub each: Vec<Paper>,
    pub date: Date,
    /// What every one must say of the file, as 示例数据.
    pub marks: Vec<String>,
}

/// More would be one file that no printer takes.
pub const MOST: usize = 6_000;

#[derive(Serialize)]
struct Sheet<'a> {
    language: Language,
    hei: Vec<String>,
    song: Vec<String>,
    latin: Vec<String>,
    kind: Kind,
    words: &'a PaperWords,
    marks: &'a [String],
    each: Vec<Each<'a>>,
}

#[derive(Serialize)]
struct Each<'a> {
    neighbourhood: &'a str,
    place: &'a str,
    code: &'a str,
    /// The name of its squares among the drawings, and how many stand in a row.
    drawing: String,
    side: usize,
}

/// Papers as the bytes of a PDF. Takes a second for some hundred of them, so call it where blocking is allowed.
pub fn render_papers(fonts: &Fonts, papers: &Papers, language: Language) -> Result<Vec<u8>, RenderError> {
    let bytes = lay_out(fonts, papers, language);
    typst::comemo::evict(REMEMBERED);
    bytes
}

fn lay_out(fonts: &Fonts, papers: &Papers, language: Language) -> Result<Vec<u8>, RenderError> {
    before(fonts, papers)?;
    let squares = papers.each.iter().map(|paper| squares(&paper.address)).collect::<Result<Vec<_>, _>>()?;
    let each = papers.each.iter().zip(&squares).enumerate().map(|(n, (paper, (side, _)))| Each {
        neighbourhood: &paper.neighbourhood,
        place: &paper.place,
        code: &paper.code,
        drawing: name(n),
        side: *side,
    });
    let sheet = Sheet {
        language,
        hei: fonts.families_for(Face::Hei),
        song: fonts.families_for(Face::Song),
        latin: fonts.families_for(Face::Latin),
        kind: papers.kind,
        words: &papers.words,
        marks: &papers.marks,
        each: each.collect(),
    };
    let json = serde_json::to_vec(&sheet).map_err(|refused| RenderError::Layout(refused.to_string()))?;
    let mut desk = Desk::new(fonts, Template::Papers, json);
    for (n, (_, bytes)) in squares.into_iter().enumerate() {
        desk.add(&name(n), bytes);
    }
    let document = compiled(&desk).map_err(|why| too_much(why, papers))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Linli".to_owned())),
        timestamp: midnight(papers.date),
        standards: standards.map_err(|refused| RenderError::Layout(refused.message().to_string()))?,
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors))
}

/// The template says so of a slip whose words do not go on it at any size.
fn too_much(why: RenderError, papers: &Papers) -> RenderError {
    match why {
        RenderError::Layout(text) if text.contains("does-not-fit") => {
            let longest = papers.each.iter().map(|paper| &paper.neighbourhood).max_by_key(|name| name.chars().count());
            RenderError::DoesNotFit(longest.map(|name| name.chars().take(40).collect()).unwrap_or_default())
        }
        other => other,
    }
}

fn name(n: usize) -> String {
    format!("squares-{n}")
}

fn before(fonts: &Fonts, papers: &Papers) -> Result<(), RenderError> {
    if papers.each.is_empty() {
        return Err(RenderError::Empty("paper"));
    }
    if papers.each.len() > MOST {
        return Err(RenderError::TooLarge { what: "papers", found: papers.each.len(), at_most: MOST });
    }
    let words = &papers.words;
    let all = [&words.title, &words.purpose, &words.by_hand, &words.ask];
    let own = papers.each.iter().flat_map(|paper| [&paper.neighbourhood, &paper.place, &paper.code]);
    let text: String = all.into_iter().chain(own).chain(&papers.marks).map(String::as_str).collect();
    check::at_most("characters", text.chars().count(), check::MAX_CHARACTERS)?;
    let missing = coverage(fonts, &text);
    if missing.is_empty() { Ok(()) } else { Err(RenderError::MissingGlyphs(missing)) }
}

/// The squares as grey values, one byte each, with the quiet border that readers need.
pub(crate) fn squares(address: &str) -> Result<(usize, Vec<u8>), RenderError> {
    const BORDER: usize = 4;
    let code = QRBuilder::new(address).ecl(ECL::M).build();
    let code = code.map_err(|_| RenderError::TooLarge { what: "address", found: address.len(), at_most: 1_000 })?;
    let side = code.size + 2 * BORDER;
    let mut bytes = vec![0xff; side * side];
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code[y][*x].value()) {
            bytes[(y + BORDER) * side + x + BORDER] = 0;
        }
    }
    Ok((side, bytes))
}

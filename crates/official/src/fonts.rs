//! The typefaces of official documents: which the standard names, which free ones stand in, and what they can show.
//!
//! The faces of the standard are licensed, so Linli brings none. It takes them where an office has put them in a folder,
//! free ones of the same style otherwise (Fandol), and as a last resort any that has the characters. Which face was really
//! used is told, so that a page can warn before a document is issued.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontWeight};
use typst::utils::LazyHash;

/// What a typeface is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 仿宋: the body.
    FangSong,
    /// 楷体: headings of the second level.
    Kai,
    /// 黑体: headings of the first level.
    Hei,
    /// 小标宋: the issuer's mark and the title.
    XiaoBiaoSong,
    /// 宋体: page numbers and tables.
    Song,
    /// Latin letters and figures.
    Latin,
}

/// How near a typeface comes to the one that the standard names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    Same,
    /// Another design of the same style, as the free Fandol.
    SameStyle,
    /// Another style: readable, but the paper does not look as it should.
    OtherStyle,
}

/// One face of the standard, and what is used in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Substitution {
    pub face: Face,
    /// The name in the standard.
    pub asked: &'static str,
    /// The family that is used.
    pub used: String,
    pub likeness: Likeness,
}

/// Why no document can be set at all.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error("no font for Chinese in {}; Debian's texlive-lang-chinese or fonts-noto-cjk has one", listed(.0))]
    NoneFound(Vec<PathBuf>),
}

/// Families by face, the best first: what the standard names, what has its style, what is at least readable.
const CATALOGUE: [(Face, &str, [&[&str]; 3]); 6] = [
    (Face::FangSong, "仿宋", [&["FangSong_GB2312", "FangSong"], &["FandolFang", "FandolFang R"], &[SERIF, SANS]]),
    (Face::Kai, "楷体", [&["KaiTi_GB2312", "KaiTi"], &["FandolKai", "LXGW WenKai"], &[SERIF, SANS]]),
    (Face::Hei, "黑体", [&["SimHei"], &["FandolHei", SANS], &[SERIF]]),
    (Face::XiaoBiaoSong, "小标宋", [&["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"], &["FandolSong", SERIF], &[SANS]]),
    (Face::Song, "宋体", [&["SimSun"], &["FandolSong", SERIF], &[SANS]]),
    (
        Face::Latin,
        "Times New Roman",
        [&["Times New Roman"], &["Liberation Serif", "Tinos"], &["DejaVu Serif", SERIF, SANS]],
    ),
];
/// A folder that links to itself ends the search here.
const DEPTH: u8 = 8;

const SERIF: &str = "Noto Serif CJK SC";
const SANS: &str = "Noto Sans CJK SC";

/// Where Debian puts the fonts of `script/fonts.list`.
pub fn default_folders() -> Vec<PathBuf> {
    vec!["/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol".into(), "/usr/share/fonts".into()]
}

/// The typefaces found at start. A clone shares them; a file is read when the first document needs it.
#[derive(Clone, Debug)]
pub struct Fonts(pub(crate) Arc<Shelf>);

#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    chosen: Vec<Substitution>,
}

#[derive(Debug)]
struct Slot {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// Looks through the folders and those inside them. A folder that is not there is passed over; of two files with one
    /// family, the one in the earlier folder is used.
    pub fn load(folders: &[PathBuf]) -> Result<Self, FontError> {
        let mut shelf = (FontBook::new(), Vec::new(), BTreeSet::new());
        for file in folders.iter().flat_map(|folder| font_files(folder, DEPTH)) {
            add(&file, &mut shelf);
        }
        let (book, slots, _) = shelf;
        let chosen: Option<Vec<_>> =
            CATALOGUE.iter().map(|(face, asked, ways)| choose(&book, *face, asked, ways)).collect();
        match chosen {
            Some(chosen) if shows_chinese(&book) => {
                Ok(Self(Arc::new(Shelf { book: LazyHash::new(book), slots, chosen })))
            }
            _ => Err(FontError::NoneFound(folders.to_vec())),
        }
    }

    /// The faces that are not the ones of the standard.
    pub fn substitutions(&self) -> Vec<Substitution> {
        self.0.chosen.iter().filter(|choice| choice.likeness != Likeness::Same).cloned().collect()
    }

    /// The families that documents may use.
    pub fn families(&self) -> Vec<String> {
        self.0.book.families().map(|(family, _)| family.to_owned()).collect()
    }

    /// The families for a face: the chosen one, then all others, so that a rare character is found wherever it is.
    pub(crate) fn families_for(&self, face: Face) -> Vec<String> {
        let chosen = self.0.chosen.iter().find(|choice| choice.face == face).map(|choice| choice.used.clone());
        let others = [SERIF, SANS].map(str::to_owned).into_iter().chain(self.families());
        let mut seen = BTreeSet::new();
        let known = |family: &String| self.0.book.contains_family(&family.to_lowercase());
        chosen.into_iter().chain(others).filter(known).filter(|family| seen.insert(family.clone())).collect()
    }

    fn has(&self, c: char) -> bool {
        (0..self.0.slots.len()).filter_map(|i| self.0.book.info(i)).any(|info| info.coverage.contains(c.into()))
    }
}

impl Shelf {
    /// The font, or the path of the file that cannot be read any more.
    pub(crate) fn font(&self, index: usize) -> Option<Result<Font, PathBuf>> {
        let slot = self.slots.get(index)?;
        let read = || Font::new(Bytes::new(fs::read(&slot.path).ok()?), slot.index);
        Some(slot.font.get_or_init(read).clone().ok_or_else(|| slot.path.clone()))
    }
}

/// The characters of a text that no document can show, each once, in the order of the text.
pub fn coverage(fonts: &Fonts, text: &str) -> Vec<char> {
    let mut seen = BTreeSet::new();
    let fine =
        |c: char| matches!(c, ' ' | '\n' | '\t' | '\u{3000}') || (!never_shown(c) && (unseen(c) || fonts.has(c)));
    text.chars().filter(|&c| seen.insert(c)).filter(|&c| !fine(c)).collect()
}

/// Control characters, and those that turn the direction of writing: on paper, text must say what it seems to say.
pub(crate) fn never_shown(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{FFF9}'..='\u{FFFC}')
}

/// Characters without a shape of their own: joiners, soft hyphens, variant selectors of Han characters.
fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn shows_chinese(book: &FontBook) -> bool {
    book.families()
        .flat_map(|(_, faces)| faces)
        .filter_map(|i| book.info(i))
        .any(|info| info.coverage.contains('县'.into()))
}

fn choose(book: &FontBook, face: Face, asked: &'static str, ways: &[&[&str]; 3]) -> Option<Substitution> {
    let likeness = [Likeness::Same, Likeness::SameStyle, Likeness::OtherStyle];
    let mut ranked =
        likeness.into_iter().zip(ways).flat_map(|(likeness, names)| names.iter().map(move |name| (likeness, *name)));
    let (likeness, used) = ranked.find(|(_, name)| book.contains_family(&name.to_lowercase()))?;
    Some(Substitution { face, asked, used: used.to_owned(), likeness })
}

/// Only families of the catalogue come on the shelf: what a document looks like must not depend on what else is installed.
fn add(file: &Path, (book, slots, seen): &mut (FontBook, Vec<Slot>, BTreeSet<String>)) {
    let Ok(data) = fs::read(file) else { return };
    for (index, mut info) in (0..).zip(FontInfo::iter(&data)) {
        // Fandol's bold files call themselves regular.
        if file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("Bold")) {
            info.variant.weight = FontWeight::BOLD;
        }
        let known = CATALOGUE.iter().flat_map(|(_, _, ways)| ways.iter().flat_map(|names| names.iter()));
        if known.clone().any(|name| *name == info.family) && seen.insert(format!("{} {:?}", info.family, info.variant))
        {
            book.push(info);
            slots.push(Slot { path: file.to_owned(), index, font: OnceLock::new() });
        }
    }
}

/// Files with the endings of fonts, sorted, so that every start finds them in one order.
fn font_files(folder: &Path, depth: u8) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let deeper = |path: PathBuf| match depth {
        0 => Vec::new(),
        _ if path.is_dir() => font_files(&path, depth - 1),
        _ if is_font(&path) => vec![path],
        _ => Vec::new(),
    };
    paths.into_iter().flat_map(deeper).collect()
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    ending.is_some_and(|ending| ["otf", "ttf", "otc", "ttc"].iter().any(|known| ending == *known))
}

fn listed(folders: &[PathBuf]) -> String {
    folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
}

//! What the typesetter can reach: a template of ours, the one document's data and drawings, the fonts. No files, no network,
//! no clock.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::Fonts;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static BULLETIN: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("bulletin.typ"), include_str!("bulletin.typ").to_owned()));
static PAPERS: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("papers.typ"), include_str!("papers.typ").to_owned()));
static NOTICE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("notice.typ"), include_str!("notice.typ").to_owned()));

/// A layout of ours, with the name under which it asks for its data.
#[derive(Clone, Copy, Debug)]
pub enum Template {
    Bulletin,
    Papers,
    Notice,
}

impl Template {
    fn source(self) -> &'static Source {
        match self {
            Self::Bulletin => &BULLETIN,
            Self::Papers => &PAPERS,
            Self::Notice => &NOTICE,
        }
    }

    fn data(self) -> FileId {
        file_id(match self {
            Self::Bulletin => "bulletin.json",
            Self::Papers => "papers.json",
            Self::Notice => "notice.json",
        })
    }
}

/// The desk that one document is set on.
pub struct Desk<'a> {
    fonts: &'a Fonts,
    template: &'static Source,
    files: HashMap<FileId, Bytes>,
    unread: OnceLock<PathBuf>,
}

impl<'a> Desk<'a> {
    pub fn new(fonts: &'a Fonts, template: Template, json: Vec<u8>) -> Self {
        let files = HashMap::from([(template.data(), Bytes::new(json))]);
        Self { fonts, template: template.source(), files, unread: OnceLock::new() }
    }

    /// Lays a drawing beside the data, under a name.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(file_id(name), Bytes::new(bytes));
    }

    /// A font that was there at start and is not any more.
    pub fn unread_font(&self) -> Option<PathBuf> {
        self.unread.get().cloned()
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.0.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        match self.fonts.0.font(index)? {
            Ok(font) => Some(font),
            Err(path) => {
                self.unread.get_or_init(|| path);
                None
            }
        }
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

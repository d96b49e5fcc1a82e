//! What the typesetter can reach: our template, the one document's data, the fonts. No files, no network, no clock.

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
static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("bulletin.typ"), include_str!("bulletin.typ").to_owned()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("bulletin.json"));

/// The desk that one document is set on.
pub struct Desk<'a> {
    fonts: &'a Fonts,
    data: Bytes,
    unread: OnceLock<PathBuf>,
}

impl<'a> Desk<'a> {
    pub fn new(fonts: &'a Fonts, json: Vec<u8>) -> Self {
        Self { fonts, data: Bytes::new(json), unread: OnceLock::new() }
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
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
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

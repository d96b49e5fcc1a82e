//! A workbook that is a zip: opened once to see what it would unpack to, before any parser trusts it.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::{Kind, Limits, ReadError};

/// More than the largest honest workbook has.
const PARTS: usize = 10_000;
/// Honest sheets shrink to a twentieth, repeated rows to a two-hundredth; a bomb to a thousandth.
const RATIO: u64 = 400;
/// Below this a part cannot hurt, whatever its ratio.
const SMALL: u64 = 16 << 20;
/// A tag that is looked for is never longer than this.
const OVERLAP: usize = 1024;

/// What parts a zip has.
pub(super) struct Names {
    names: Vec<String>,
    pub(super) mimetype: Option<String>,
}

impl Names {
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }

    pub(super) fn under(&self, folder: &str) -> bool {
        self.names.iter().any(|n| n.starts_with(folder))
    }
}

pub(super) fn names(bytes: &[u8], limits: &Limits) -> Result<Names, ReadError> {
    let mut zip = open(bytes, Kind::Xlsx)?;
    declared_sizes(&mut zip, limits)?;
    let mut names = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(|e| ReadError::damaged(Kind::Xlsx, e))?;
        names.push(name_of(&part).replace('\\', "/").to_lowercase());
    }
    let mimetype = zip.by_name("mimetype").ok().and_then(|part| {
        let mut text = String::new();
        part.take(100).read_to_string(&mut text).ok().map(|_| text.trim().to_owned())
    });
    Ok(Names { names, mimetype })
}

/// A zip whose parts were all unpacked once within the limits; what was seen on the way, by part.
pub(super) struct Checked {
    seen: HashMap<String, Seen>,
}

/// What the readers of cells leave out: hidden rows and merged ranges.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) hidden_rows: Vec<u32>,
    pub(super) merges: Vec<String>,
}

impl Checked {
    pub(super) fn take(&mut self, part: &str) -> Seen {
        self.seen.remove(part.trim_start_matches('/')).unwrap_or_default()
    }
}

/// Unpacks every part in small pieces, keeps none, and refuses what no workbook needs. What a zip declares is checked
/// first, what comes out is counted: a declaration can lie.
pub(super) fn check(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Checked, ReadError> {
    let mut zip = open(bytes, kind)?;
    declared_sizes(&mut zip, limits)?;
    let (mut total, mut seen) = (0, HashMap::new());
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::InvalidPassword => ReadError::Locked(kind),
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => ReadError::Locked(kind),
            other => ReadError::damaged(kind, other),
        })?;
        let name = name_of(&part);
        let packed = part.compressed_size();
        let mut scan = Scan::new(&name, kind);
        let mut window = Vec::with_capacity(OVERLAP + (64 << 10));
        let mut inflated = 0;
        loop {
            let kept = window.len();
            let read =
                part.by_ref().take(64 << 10).read_to_end(&mut window).map_err(|e| ReadError::damaged(kind, e))?;
            if read == 0 {
                break;
            }
            inflated += read as u64;
            total += read as u64;
            if total > limits.inflated_bytes {
                return Err(ReadError::TooLarge { what: "unpacked", limit: limits.inflated_bytes });
            }
            if inflated > SMALL && inflated / RATIO > packed {
                return Err(ReadError::Bomb { part: name });
            }
            scan.look(&window, kept)?;
            let from = window.len().saturating_sub(OVERLAP);
            window.drain(..from);
        }
        seen.insert(name.trim_start_matches('/').to_owned(), scan.seen);
    }
    Ok(Checked { seen })
}

fn open(bytes: &[u8], kind: Kind) -> Result<ZipArchive<Cursor<&[u8]>>, ReadError> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::damaged(kind, e))?;
    if zip.len() > PARTS {
        return Err(ReadError::Bomb { part: format!("{} parts", zip.len()) });
    }
    Ok(zip)
}

fn declared_sizes(zip: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), ReadError> {
    let mut total: u64 = 0;
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(|e| ReadError::damaged(Kind::Xlsx, e))?;
        total = total.saturating_add(part.size());
        if part.size() > SMALL && part.size() / RATIO > part.compressed_size() {
            return Err(ReadError::Bomb { part: name_of(&part) });
        }
    }
    if total > limits.inflated_bytes {
        return Err(ReadError::TooLarge { what: "unpacked", limit: limits.inflated_bytes });
    }
    Ok(())
}

fn name_of<R: Read>(part: &zip::read::ZipFile<'_, R>) -> String {
    String::from_utf8_lossy(part.name_raw()).into_owned()
}

/// Merged cells of one sheet: a register has a title, some headers and its sections.
const MOST_MERGES: usize = 20_000;

/// Looks through one part while it is unpacked.
struct Scan<'a> {
    name: &'a str,
    kind: Kind,
    started: bool,
    is_xml: bool,
    seen: Seen,
}

impl<'a> Scan<'a> {
    fn new(name: &'a str, kind: Kind) -> Self {
        Self { name, kind, started: false, is_xml: false, seen: Seen::default() }
    }

    /// `window` is the end of what was seen before, `kept` bytes, and the next piece.
    fn look(&mut self, window: &[u8], kept: usize) -> Result<(), ReadError> {
        if !self.started {
            self.started = true;
            self.start(window)?;
        }
        if !self.is_xml {
            return Ok(());
        }
        if memmem::find(window, b"<!DOCTYPE").is_some() || memmem::find(window, b"<!ENTITY").is_some() {
            return Err(ReadError::EntitiesInXml { part: self.name.to_owned() });
        }
        for at in memmem::find_iter(window, b"uniqueCount") {
            // Memory is set aside for as many strings as are announced.
            let digits = window[at + 11..]
                .iter()
                .skip_while(|b| matches!(b, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n'));
            if digits.take_while(|b| b.is_ascii_digit()).count() > 7 {
                return Err(ReadError::Bomb { part: self.name.to_owned() });
            }
        }
        for at in memmem::find_iter(window, b"hidden=") {
            self.hidden_row(window, at);
        }
        for at in memmem::find_iter(window, b"mergeCell ") {
            // One that ends in the part kept from before was counted then.
            let Some(end) = memchr::memchr(b'>', &window[at..]).map(|n| at + n) else { continue };
            if end >= kept || kept == 0 {
                self.seen.merges.extend(attribute(&window[at..end], "ref"));
                if self.seen.merges.len() > MOST_MERGES {
                    return Err(ReadError::Bomb { part: self.name.to_owned() });
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, window: &[u8]) -> Result<(), ReadError> {
        let text = window.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(window);
        let named = [".xml", ".rels", ".vml"].iter().any(|end| self.name.to_ascii_lowercase().ends_with(end));
        let picture = self.name.to_ascii_lowercase().ends_with(".svg");
        self.is_xml = !picture && (named || text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<'));
        let head = &window[..window.len().min(200)];
        let other_encoding = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..] | [b'<', 0, ..]);
        let declared = attribute(&head[..memmem::find(head, b"?>").unwrap_or(0)], "encoding");
        let declared_other =
            declared.is_some_and(|e| !matches!(e.to_ascii_lowercase().as_str(), "utf-8" | "utf8" | "us-ascii"));
        if (named && other_encoding) || (self.is_xml && declared_other) {
            return Err(ReadError::damaged(self.kind, format!("encoding of {}", self.name)));
        }
        Ok(())
    }

    fn hidden_row(&mut self, window: &[u8], at: usize) {
        let Some(from) = memchr::memrchr(b'<', &window[..at]) else { return };
        let Some(end) = memchr::memchr(b'>', &window[at..]).map(|n| at + n) else { return };
        let tag = &window[from + 1..end];
        let is_row = tag.starts_with(b"row ") || memmem::find(&tag[..tag.len().min(20)], b":row ").is_some();
        let is_hidden = attribute(tag, "hidden").is_some_and(|v| v == "1" || v == "true");
        if !is_row || !is_hidden {
            return;
        }
        if let Some(Ok(row)) = attribute(tag, "r").map(|r| r.parse())
            && self.seen.hidden_rows.last() != Some(&row)
        {
            self.seen.hidden_rows.push(row);
        }
    }
}

/// The value of an attribute in the bytes of a tag.
fn attribute(tag: &[u8], name: &str) -> Option<String> {
    let tag = std::str::from_utf8(tag).ok()?;
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else { continue };
        let quote = value.chars().next().filter(|q| matches!(q, '"' | '\''))?;
        if before.is_none_or(char::is_whitespace) {
            return value[1..].split(quote).next().map(str::to_owned);
        }
    }
    None
}

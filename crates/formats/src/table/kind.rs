//! What a file is, from its content: endings lie.

use std::io::Cursor;

use super::archive::{self, Names};
use super::separated;
use super::{Limits, Looks, ReadError};

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Xls,
    Ods,
    Csv,
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

pub(super) fn of(bytes: &[u8], limits: &Limits) -> Result<Kind, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty { hidden_sheets: Vec::new() });
    }
    if bytes.starts_with(OLE) {
        return of_ole(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_zip(&archive::names(bytes, limits)?);
    }
    of_text(bytes)
}

fn of_ole(bytes: &[u8]) -> Result<Kind, ReadError> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|e| ReadError::damaged(Kind::Xls, e))?;
    let has = |name: &str| file.is_stream(name);
    match () {
        () if has("/EncryptedPackage") => Err(ReadError::Locked(Kind::Xlsx)),
        () if has("/Workbook") || has("/Book") => Ok(Kind::Xls),
        () if has("/WordDocument") => Err(ReadError::NotASpreadsheet(Looks::Document)),
        () if has("/PowerPoint Document") => Err(ReadError::NotASpreadsheet(Looks::Slides)),
        () => Err(ReadError::NotASpreadsheet(Looks::Unknown)),
    }
}

fn of_zip(names: &Names) -> Result<Kind, ReadError> {
    let looks = match names.mimetype.as_deref() {
        Some("application/vnd.oasis.opendocument.spreadsheet") => return Ok(Kind::Ods),
        Some(mime) if mime.ends_with("opendocument.text") => Looks::Document,
        Some(mime) if mime.ends_with("opendocument.presentation") => Looks::Slides,
        _ if names.has("xl/workbook.bin") => Looks::Xlsb,
        _ if names.has("[content_types].xml") && names.under("xl/") => return Ok(Kind::Xlsx),
        _ if names.under("word/") => Looks::Document,
        _ if names.under("ppt/") => Looks::Slides,
        _ => Looks::Archive,
    };
    Err(ReadError::NotASpreadsheet(looks))
}

fn of_text(bytes: &[u8]) -> Result<Kind, ReadError> {
    let looks = match bytes {
        [b'%', b'P', b'D', b'F', ..] => Looks::Pdf,
        [0x89, b'P', b'N', b'G', ..]
        | [0xFF, 0xD8, 0xFF, ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'B', b'M', _, _, _, _, 0, 0, ..] => Looks::Image,
        [b'{', b'\\', b'r', b't', b'f', ..] => Looks::Document,
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => Looks::Archive,
        _ => {
            let Some(text) = separated::decode(bytes) else {
                return Err(ReadError::NotASpreadsheet(Looks::Unknown));
            };
            let start: String = text.trim_start().chars().take(500).collect::<String>().to_lowercase();
            match () {
                () if start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<table") => {
                    Looks::Html
                }
                () if start.starts_with("<?xml") && start.contains("<html") => Looks::Html,
                () if start.starts_with("<?xml") || start.starts_with("<!doctype") => Looks::Xml,
                () => return Ok(Kind::Csv),
            }
        }
    };
    Err(ReadError::NotASpreadsheet(looks))
}

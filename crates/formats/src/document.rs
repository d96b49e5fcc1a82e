//! Documents (文件): papers that are kept as they came. What a file is stands in its first bytes; its name is a claim.

/// A kind of document that offices send each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub media_type: &'static str,
    pub ending: &'static str,
}

const PDF: Kind = Kind { media_type: "application/pdf", ending: "pdf" };
const OFD: Kind = Kind { media_type: "application/ofd", ending: "ofd" };
const DOCX: Kind =
    Kind { media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ending: "docx" };
const XLSX: Kind =
    Kind { media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx" };
const PPTX: Kind =
    Kind { media_type: "application/vnd.openxmlformats-officedocument.presentationml.presentation", ending: "pptx" };
const ODT: Kind = Kind { media_type: "application/vnd.oasis.opendocument.text", ending: "odt" };
const ODS: Kind = Kind { media_type: "application/vnd.oasis.opendocument.spreadsheet", ending: "ods" };
const DOC: Kind = Kind { media_type: "application/msword", ending: "doc" };
const XLS: Kind = Kind { media_type: "application/vnd.ms-excel", ending: "xls" };

/// The kind of a document; nothing for what is none of these: programs, web pages, archives.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"%PDF-") {
        return Some(PDF);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") { packed(bytes) } else { None }
}

/// The old binary formats of Word, Excel and WPS.
fn compound(bytes: &[u8]) -> Option<Kind> {
    let file = cfb::CompoundFile::open(std::io::Cursor::new(bytes)).ok()?;
    let has = |name: &str| file.exists(name);
    if has("/WordDocument") {
        Some(DOC)
    } else if has("/Workbook") || has("/Book") {
        Some(XLS)
    } else {
        None
    }
}

/// Archives that say by their parts what they are. Nothing is unpacked.
fn packed(bytes: &[u8]) -> Option<Kind> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let starts = |text: &str| memchr::memmem::find(bytes.get(..200).unwrap_or(bytes), text.as_bytes()).is_some();
    match () {
        () if has("word/document.xml") => Some(DOCX),
        () if has("xl/workbook.xml") => Some(XLSX),
        () if has("ppt/presentation.xml") => Some(PPTX),
        () if has("OFD.xml") => Some(OFD),
        () if starts(ODT.media_type) => Some(ODT),
        () if starts(ODS.media_type) => Some(ODS),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(part: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(b"<x/>").expect("written");
        zip.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_document_is_known_by_what_is_in_it() {
        assert_eq!(kind(b"%PDF-1.7\n").map(|kind| kind.ending), Some("pdf"));
        assert_eq!(kind(&archive("word/document.xml")).map(|kind| kind.ending), Some("docx"));
        assert_eq!(kind(&archive("OFD.xml")).map(|kind| kind.ending), Some("ofd"));
    }

    #[test]
    fn programs_pages_and_archives_are_no_documents() {
        for bytes in [b"MZ\x90\x00".as_slice(), b"<html></html>", b"", b"\x7fELF", b"PK\x03\x04", &archive("a.exe")] {
            assert_eq!(kind(bytes), None);
        }
    }
}

//! Files that were made to hurt, or came out of a broken machine: refused with a reason, quickly, in little memory.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use crate::files::{ods_of, xlsx_of, xlsx_with, zip};
use linli_formats::table::{Kind, Limits, Looks, ReadError, Workbook, read};
use proptest::prelude::*;

fn try_read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    read(bytes, "台账.xlsx", &Limits::default())
}

#[test]
fn what_is_no_spreadsheet_is_named() {
    let cases: [(&[u8], Looks); 8] = [
        (b"%PDF-1.7 ...", Looks::Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Looks::Image),
        ("关于印发工作方案的通知\n各县市区：\n现将方案印发给你们。\n".as_bytes(), Looks::Text),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", Looks::Html),
        (b"<?xml version=\"1.0\"?><Workbook/>", Looks::Xml),
        (&[0, 1, 2, 3, 0xFF, 0xFE, 0, 0], Looks::Unknown),
        (&zip(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<t/>")]), Looks::Document),
        (&zip(&[("readme.txt", b"hello")]), Looks::Archive),
    ];
    for (bytes, looks) in cases {
        assert_eq!(try_read(bytes), Err(ReadError::NotASpreadsheet(looks)));
    }
}

#[test]
fn a_locked_workbook_is_locked() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    file.create_stream("/EncryptedPackage").expect("a stream").write_all(&[7; 5000]).expect("content");
    let bytes = file.into_inner().into_inner();
    assert_eq!(try_read(&bytes), Err(ReadError::Locked(Kind::Xlsx)));

    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    let records = [0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2F, 0, 4, 0, 1, 0, 0, 0, 0x0A, 0, 0, 0];
    file.create_stream("/Workbook").expect("a stream").write_all(&records).expect("content");
    let bytes = file.into_inner().into_inner();
    assert_eq!(try_read(&bytes), Err(ReadError::Locked(Kind::Xls)));
}

#[test]
fn a_zip_bomb_does_not_go_off() {
    let rows = vec![b' '; 60 << 20];
    let bytes = xlsx_with(&String::from_utf8(rows).expect("text"), &[]);
    assert!(bytes.len() < 200_000);
    assert!(matches!(try_read(&bytes), Err(ReadError::Bomb { .. })), "by ratio");

    let limits = Limits { inflated_bytes: 10_000, ..Limits::default() };
    let big = xlsx_of(&"<sheetData/>".repeat(2000));
    assert!(matches!(read(&big, "x", &limits), Err(ReadError::TooLarge { .. })), "by size");

    let strings = format!(r#"<sst uniqueCount="{}">"#, u64::MAX / 64);
    let bytes = xlsx_with("<worksheet><sheetData/></worksheet>", &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert!(matches!(try_read(&bytes), Err(ReadError::Bomb { .. })), "by announcement");

    let names: Vec<String> = (0..10_001).map(|n| format!("xl/{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(try_read(&zip(&parts)), Err(ReadError::Bomb { .. })), "by parts");
}

#[test]
fn merged_cells_without_end_are_refused() {
    let merges = r#"<mergeCell ref="A1:B2"/>"#.repeat(20_001);
    let sheet = format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>");
    // What packs so well is a bomb by its ratio alone: different ranges are not.
    assert!(matches!(try_read(&xlsx_with(&sheet, &[])), Err(ReadError::Bomb { .. })));
    let mut ranges = String::new();
    for n in 0..20_001_u64 {
        let n = n * 2_654_435_761 % 1_000_003;
        let _ = write!(ranges, r#"<mergeCell ref="A{n}:B{}"/>"#, n + 1);
    }
    let sheet = format!("<worksheet><sheetData/><mergeCells>{ranges}</mergeCells></worksheet>");
    assert!(matches!(try_read(&xlsx_with(&sheet, &[])), Err(ReadError::Bomb { .. })));
}

#[test]
fn a_declared_size_that_lies_is_found_out() {
    let sheet = " ".repeat(40 << 20);
    let mut bytes = xlsx_with(&sheet, &[]);
    // The sizes in the directory say one kilobyte.
    let honest = u32::try_from(sheet.len()).expect("small").to_le_bytes();
    let lie = 1024_u32.to_le_bytes();
    let places: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, w)| *w == honest).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&lie);
    }
    assert!(matches!(
        try_read(&bytes),
        Err(ReadError::Bomb { .. } | ReadError::Damaged { .. } | ReadError::Empty { .. })
    ));
}

#[test]
fn entities_in_the_xml_are_refused() {
    let sheet = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(try_read(&xlsx_with(sheet, &[])), Err(ReadError::EntitiesInXml { .. })));
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(sheet.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bytes = xlsx_with("<worksheet><sheetData/></worksheet>", &[("xl/styles.xml", &wide)]);
    assert!(matches!(try_read(&bytes), Err(ReadError::Damaged { .. })), "nor hidden in another encoding");
    let ods =
        zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<!DOCTYPE a><b/>")]);
    assert!(matches!(try_read(&ods), Err(ReadError::EntitiesInXml { .. })));
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    let mut rows = String::from("<sheetData>");
    for row in 1..=1_000_000 {
        write!(rows, r#"<row r="{row}" ht="15"/>"#).expect("text");
    }
    rows.push_str(r#"<row r="1000001"><c r="B1000001"><v>7</v></c></row></sheetData>"#);
    let file = try_read(&xlsx_of(&rows)).expect("a readable file");
    assert_eq!(file.sheets[0].rows.len(), 1);
    assert_eq!(file.sheets[0].rows[0].number, 1_000_001);
}

#[test]
fn a_sheet_that_claims_to_be_huge_is_as_large_as_it_is() {
    let corner = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData>"#;
    assert_eq!(try_read(&xlsx_of(corner)).map(|file| file.sheets[0].rows.len()), Ok(2));
    let wide = r#"<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>"#;
    assert!(matches!(try_read(&xlsx_of(wide)), Err(ReadError::TooManyColumns { .. })));
}

#[test]
fn one_repeated_cell_cannot_fill_the_memory() {
    let row = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#;
    let bytes = ods_of("", &format!(r#"<table:table table:name="a">{row}</table:table>"#));
    assert!(matches!(try_read(&bytes), Err(ReadError::TooManyColumns { .. })));
    let tall = row.replace("16384", "2");
    let bytes = ods_of("", &format!(r#"<table:table table:name="a">{tall}</table:table>"#));
    assert!(matches!(try_read(&bytes), Err(ReadError::TooManyRows { .. })));
}

#[test]
fn the_limits_of_rows_and_cells_are_kept() {
    let text = "a,b,c\n".repeat(1000);
    let few = |rows, cells| read(text.as_bytes(), "x.csv", &Limits { rows, cells, ..Limits::default() });
    assert!(matches!(few(999, 9999), Err(ReadError::TooManyRows { limit: 999, .. })));
    assert!(matches!(few(1000, 2999), Err(ReadError::TooManyCells { limit: 2999, .. })));
    assert!(few(1000, 3000).is_ok());
    assert!(matches!(
        read(text.as_bytes(), "x.csv", &Limits { file_bytes: 10, ..Limits::default() }),
        Err(ReadError::TooLarge { .. })
    ));
}

#[test]
fn an_xls_with_impossible_dimensions_is_refused() {
    let mut records = vec![0x09, 0x08, 4, 0, 0, 6, 5, 0];
    let bound_sheet = [0x85, 0, 8, 0, 24, 0, 0, 0, 0, 0, 0, 0];
    records.extend(bound_sheet);
    records.extend([0x0A, 0, 0, 0]);
    records.extend([0x09, 0x08, 4, 0, 0, 6, 0x10, 0]);
    records.extend([0, 2, 14, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0]);
    records.extend([0x0A, 0, 0, 0]);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    file.create_stream("/Workbook").expect("a stream").write_all(&records).expect("content");
    assert!(matches!(try_read(&file.into_inner().into_inner()), Err(ReadError::Damaged { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in 0_usize..4000, with in any::<u8>(), cut in 0_usize..4000) {
        let mut bytes = xlsx_of(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>x</v></c></row></sheetData>"#);
        let at = at % bytes.len();
        bytes[at] = with;
        let _ = try_read(&bytes);
        bytes.truncate(cut % bytes.len());
        let _ = try_read(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = try_read(&bytes);
        let ole: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(bytes).collect();
        let _ = try_read(&ole);
    }
}

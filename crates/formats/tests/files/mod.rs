//! Files made for the tests: workbooks, zips and texts, honest and not.

use std::io::{Cursor, Write};

use linli_domain::kernel::table::{Field, FieldKind};
use zip::write::SimpleFileOptions;

pub const REGISTER: &[Field] = &[
    Field::new("town", FieldKind::Text, &["乡镇", "街道（乡镇）"]),
    Field::new("name", FieldKind::Text, &["小区名称", "项目名称", "neighbourhood"]).required(),
    Field::new("year_built", FieldKind::Year, &["建成年份", "建成年代", "year built"]),
    Field::new("households", FieldKind::Integer, &["户数", "改造户数", "households"]),
    Field::new("floor_area", FieldKind::Area, &["建筑面积", "floor area"]),
    Field::new("investment", FieldKind::Money, &["总投资", "计划投资", "investment"]),
    Field::new("started_on", FieldKind::Date, &["开工时间", "开工日期", "started on"]),
    Field::new("lift", FieldKind::YesNo, &["是否加装电梯", "lift"]),
];

pub const PROGRESS: &[Field] = &[
    Field::new("unit", FieldKind::Text, &["市州", "县市区", "prefecture"]).required(),
    Field::new("planned", FieldKind::Integer, &["计划/小区数", "计划改造小区数", "planned"]),
    Field::new("planned_households", FieldKind::Integer, &["计划/户数"]),
    Field::new("started", FieldKind::Integer, &["开工/小区数", "已开工小区数", "started"]),
    Field::new("start_rate", FieldKind::Percent, &["开工率", "start_rate"]),
    Field::new("planned_investment", FieldKind::Money, &["计划投资", "planned_investment"]),
    Field::new("done_investment", FieldKind::Money, &["完成投资", "done_investment"]),
    Field::new("investment_rate", FieldKind::Percent, &["投资完成率", "investment_rate"]),
];

/// A zip of parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("a zip").into_inner()
}

pub const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook whose one sheet has this inside `<worksheet>`.
pub fn xlsx_of(inside: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</worksheet>"#
    );
    xlsx_with(&sheet, &[])
}

pub fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    zip(&parts)
}

/// A workbook of the 1904 system (once the default on Macs) with one date.
pub fn xlsx_1904(serial: u32) -> Vec<u8> {
    let book = BOOK.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    let sheet = format!(
        r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>{serial}</v></c></row></sheetData></worksheet>"#
    );
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ])
}

/// An ODS whose spreadsheet holds these tables.
pub fn ods_of(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"m\"/>"),
        ("content.xml", content.as_bytes()),
    ])
}

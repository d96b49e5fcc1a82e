//! What a file holds comes back as it was, whatever kind of file it is.

use crate::files::{ods_of, xlsx_of};
use linli_domain::kernel::Date;
use linli_formats::sheet::{self, Column, Format, Table};
use linli_formats::table::{Cell, Kind, Limits, Merge, Number, ReadError, Workbook, read};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook as Writer};

fn open(bytes: &[u8], name: &str) -> Workbook {
    read(bytes, name, &Limits::default()).expect("a readable file")
}

#[test]
fn every_kind_of_cell_comes_back_from_xlsx() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    let day = ExcelDateTime::from_ymd(2021, 8, 1).expect("a day");
    sheet.write_string(0, 0, "长铺镇").expect("text");
    sheet.write_number(0, 1, 86157.25).expect("number");
    sheet.write_datetime_with_format(0, 2, &day, &Style::new().set_num_format("yyyy\"年\"m\"月\"")).expect("day");
    sheet.write_boolean(0, 3, true).expect("bool");
    sheet.write_number_with_format(0, 4, 0.4317, &Style::new().set_num_format("0.00%")).expect("percent");
    sheet.write_formula(0, 5, Formula::new("=B1*2").set_result("172314.5")).expect("formula");
    sheet.write_formula(0, 6, Formula::new("=1/0").set_result("#DIV/0!")).expect("formula");
    sheet.write_number_with_format(0, 7, 12.0, &Style::new().set_num_format("0\"%以上\"")).expect("number");

    let file = open(&book.save_to_buffer().expect("a file"), "x.xlsx");

    let percent = Cell::Number(Number { text: "0.4317".into(), percent: true });
    let cells = &file.sheets[0].rows[0].cells;
    assert_eq!(
        cells[..5],
        ["长铺镇".into(), Cell::number("86157.25"), Cell::Date(Date::constant(2021, 8, 1)), Cell::Bool(true), percent]
    );
    assert_eq!(cells[5].shown(), "172314.5");
    assert_eq!(cells[6].shown(), "#DIV/0!");
    assert_eq!(cells[7], Cell::number("12"));
}

#[test]
fn hidden_sheets_are_named_and_hidden_rows_are_marked() {
    let mut book = Writer::new();
    let seen = book.add_worksheet();
    seen.set_name("台账").expect("a name");
    seen.write_string(0, 0, "甲").expect("text");
    seen.write_string(1, 0, "乙").expect("text");
    seen.set_row_hidden(1).expect("hidden");
    seen.merge_range(3, 0, 4, 2, "丙", &Style::new()).expect("merged");
    let hidden = book.add_worksheet();
    hidden.set_name("旧表").expect("a name").set_hidden(true);
    hidden.write_string(0, 0, "丁").expect("text");

    let file = open(&book.save_to_buffer().expect("a file"), "x.xlsx");

    assert_eq!(file.hidden_sheets, ["旧表"]);
    let sheet = &file.sheets[0];
    assert_eq!(
        sheet.rows.iter().map(|row| (row.number, row.hidden)).collect::<Vec<_>>(),
        [(1, false), (2, true), (4, false)]
    );
    assert_eq!(sheet.merges, [Merge { first_row: 4, last_row: 5, first_column: 0, last_column: 2 }]);
}

#[test]
fn the_1904_system_is_known() {
    let file = open(&crate::files::xlsx_1904(42947), "x.xlsx");
    assert_eq!(file.sheets[0].rows[0].cells, [Cell::Date(Date::constant(2021, 8, 1))]);
}

#[test]
fn an_ods_is_read_with_its_repeats_merges_and_hidden_parts() {
    let bytes = ods_of(
        r#"<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>"#,
        r#"<table:table table:name="台账"><table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3" table:number-rows-spanned="1"><text:p>绥宁县&amp;台账</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row><table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="86157.25"><text:p>86,157.25</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.4317"><text:p>43.17%</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2021-08-01"><text:p>2021年8月1日</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table><table:table table:name="旧表" table:style-name="ta1"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#,
    );

    let file = open(&bytes, "台账.xlsx");

    assert_eq!((file.kind, file.hidden_sheets), (Kind::Ods, vec!["旧表".to_owned()]));
    let sheet = &file.sheets[0];
    let percent = Cell::Number(Number { text: "0.4317".into(), percent: true });
    assert_eq!(
        sheet.rows.iter().map(|row| (row.number, row.hidden)).collect::<Vec<_>>(),
        [(1, false), (5, true), (6, true)]
    );
    assert_eq!(sheet.rows[0].cells, ["绥宁县&台账".into()]);
    assert_eq!(sheet.rows[2].cells, [Cell::number("86157.25"), percent, Cell::Date(Date::constant(2021, 8, 1))]);
    assert_eq!(sheet.merges.len(), 1);
}

#[test]
fn a_binary_workbook_under_another_ending_is_read() {
    let Ok(bytes) = std::fs::read("../../../shared/data/xforms/site_assessment/form.xls_named_xlsx.xlsx") else {
        return;
    };
    let file = open(&bytes, "form.xlsx");
    assert_eq!(file.kind, Kind::Xls);
    assert_eq!(file.sheets[0].name, "survey");
    assert!(file.sheets[0].rows.len() > 10);
    assert_eq!(file.sheets[0].rows[0].cells[0].shown(), "type");
}

#[test]
fn texts_are_read_in_every_encoding_and_separator() {
    let text = "小区名称,户数\n㑇䶮小区,12\n𰻝𰻝面馆宿舍,7\n";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let utf8_marked = format!("\u{feff}{text}").into_bytes();
    for bytes in [text.as_bytes().to_vec(), utf8_marked, gb, wide, marked] {
        for separator in [',', ';', '\t'] {
            let file = open(&bytes, "台账.xlsx");
            assert_eq!(file.kind, Kind::Csv, "{separator}");
            let cells: Vec<_> = file.sheets[0].rows.iter().map(|row| row.cells[0].shown().into_owned()).collect();
            assert_eq!(cells, ["小区名称", "㑇䶮小区", "𰻝𰻝面馆宿舍"]);
        }
    }
    for separator in [";", "\t"] {
        let file = open(text.replace(',', separator).as_bytes(), "台账.csv");
        assert_eq!(file.sheets[0].rows[1].cells, ["㑇䶮小区".into(), "12".into()]);
    }
}

#[test]
fn rows_keep_the_numbers_that_a_person_sees() {
    for text in ["a,b\n\n\"x\ny\",2\n3,4\n", "a,b\r\n\r\n\"x\r\ny\",2\r\n3,4\r\n"] {
        let file = open(text.as_bytes(), "x.csv");
        assert_eq!(file.sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4]);
    }
}

#[test]
fn a_file_in_which_nothing_stands_is_empty() {
    for bytes in [b"".to_vec(), b" \r\n".to_vec(), xlsx_of("<sheetData/>")] {
        assert_eq!(read(&bytes, "x.xlsx", &Limits::default()), Err(ReadError::Empty { hidden_sheets: vec![] }));
    }
}

#[test]
fn our_own_exports_are_read_back_as_they_were() {
    let table = Table {
        name: "进展".into(),
        columns: vec![
            Column::new("市州", Format::Text),
            Column::new("计划投资（万元）", Format::Amount),
            Column::new("开工率", Format::Percent),
        ],
        rows: vec![vec![
            "长沙市".into(),
            Cell::number("86157.25"),
            Cell::percent(linli_domain::kernel::Percent::from_hundredths(9533)),
        ]],
        ..Table::default()
    };
    let file = open(&sheet::write_xlsx(&table).expect("a file"), "x.xlsx");
    assert_eq!(file.sheets[0].name, "进展");
    assert_eq!(file.sheets[0].rows[1].cells, table.rows[0]);
}

//! What we write can be read again, and never runs.

use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::{Date, Money};
use linli_formats::sheet::{Column, Format, Table, Template, TemplateColumn, write_csv, write_template, write_xlsx};
use linli_formats::table::{Cell, Limits, read, recognise, typed};
use proptest::prelude::*;

const NAUGHTY: &[&str] = &[
    "=1+1",
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'=1",
    "''=1",
    "'quoted",
    "𰻝㑇䶮",
    "a\"b,c;d",
    "x\ny",
    "<script>alert(1)</script>",
    "𝕌𝕟𝕚",
    "null",
    "1e5",
    "0043",
    "٠١٢",
    "👨‍👩‍👧",
    "_x0041_",
    "&amp;",
    "#REF!",
    "Ω≈ç√",
];

fn one_column(texts: &[String]) -> Table {
    Table {
        name: "x".into(),
        columns: vec![Column::new("文字", Format::Text), Column::new("二", Format::Text)],
        rows: texts.iter().map(|text| vec![Cell::text(text.as_str()), "-".into()]).collect(),
        ..Table::default()
    }
}

fn back(bytes: &[u8]) -> Vec<Vec<Cell>> {
    let file = read(bytes, "x.csv", &Limits::default()).expect("our own file");
    file.sheets[0].rows.iter().skip(1).map(|row| row.cells.clone()).collect()
}

#[test]
fn naughty_texts_come_back_and_do_not_run() {
    let texts: Vec<String> = NAUGHTY.iter().map(ToString::to_string).collect();
    let table = one_column(&texts);
    assert_eq!(back(&write_xlsx(&table).expect("a file")), table.rows);
    let csv = write_csv(&table).expect("a file");
    assert_eq!(back(&csv), table.rows);
    let csv = String::from_utf8(csv).expect("text");
    assert!(csv.starts_with('\u{feff}'));
    for line in csv.lines() {
        assert!(!line.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '＝']), "{line}");
    }
}

#[test]
fn the_file_itself_holds_no_formula() {
    let bytes = write_xlsx(&one_column(&["=1+1".into(), "＝1+1".into()])).expect("a file");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").expect("the sheet"), &mut sheet)
        .expect("text");
    assert!(!sheet.contains("<f"));
}

#[test]
fn a_table_for_people_is_understood_when_it_returns() {
    let table = Table {
        name: "台账：2021/8".into(),
        title: Some("绥宁县老旧小区台账".into()),
        illustrative: Some("示例数据，并非真实情况".into()),
        columns: vec![
            Column::new("小区名称", Format::Text),
            Column::new("总投资（万元）", Format::Amount),
            Column::new("开工日期", Format::Date),
        ],
        rows: vec![vec![
            "幸福小区".into(),
            Cell::money(Money::from_fen(123_456_789), MoneyUnit::Wan),
            Date::constant(2021, 8, 1).into(),
        ]],
        notes: vec!["注：金额单位为万元。".into()],
    };
    let file = read(&write_xlsx(&table).expect("a file"), "x.xlsx", &Limits::default()).expect("our own file");
    let found = recognise(&file.sheets[0], crate::files::REGISTER);
    assert_eq!((found.title.len(), found.rows.len(), found.notes.len()), (2, 1, 1));
    let row = typed::row(&found, &found.rows[0], crate::files::REGISTER);
    assert_eq!(row.money("investment"), Some(Money::from_fen(123_456_789)));
    assert_eq!(row.date("started_on"), Some(Date::constant(2021, 8, 1)));
}

#[test]
fn a_filled_template_is_read_without_its_example() {
    let column = |header: &str, format, example: &str, choices: &[&str]| TemplateColumn {
        header: header.into(),
        format,
        required: true,
        explanation: "说明".into(),
        example: example.into(),
        choices: choices.iter().map(ToString::to_string).collect(),
    };
    let many: Vec<String> = (0..100).map(|n| format!("第{n}社区居民委员会")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let template = Template {
        sheet_name: "台账".into(),
        number_header: "序号".into(),
        example_label: "示例".into(),
        columns: vec![
            column("小区名称", Format::Text, "幸福小区", &[]),
            column("乡镇", Format::Text, "长铺镇", &many),
            column("是否加装电梯", Format::Text, "是", &["是", "否"]),
        ],
        explanations_name: "填表说明".into(),
        explanation_headers: ["列".into(), "必填".into(), "说明".into(), "可选".into()],
        yes_no: ["是".into(), "否".into()],
        ..Template::default()
    };
    let file = read(&write_template(&template).expect("a file"), "x.xlsx", &Limits::default()).expect("our own file");
    assert_eq!(file.sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["台账", "填表说明"]);
    let found = recognise(&file.sheets[0], crate::files::REGISTER);
    assert!(found.column("name").is_some() && found.column("lift").is_some());
    assert_eq!(found.rows.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_comes_back(texts in proptest::collection::vec("[^\\p{C}\\s][^\\p{C}]{0,30}", 2..8)) {
        let table = one_column(&texts);
        prop_assert_eq!(back(&write_xlsx(&table).expect("a file")), table.rows.clone());
        prop_assert_eq!(back(&write_csv(&table).expect("a file")), table.rows);
    }

    #[test]
    fn any_amount_comes_back_to_the_fen(fen in -9_999_999_999_999_i64..9_999_999_999_999) {
        let amount = Money::from_fen(fen);
        for unit in [MoneyUnit::Yuan, MoneyUnit::Wan] {
            let mut table = one_column(&["x".into()]);
            table.rows[0][1] = Cell::money(amount, unit);
            let cells = back(&write_xlsx(&table).expect("a file"));
            prop_assert_eq!(Money::parse(&cells[0][1].shown(), unit), Ok(amount));
        }
    }
}

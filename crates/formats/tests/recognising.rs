//! Tables as Chinese offices lay them out are understood.

use crate::files::{PROGRESS, REGISTER};
use linli_domain::kernel::{Area, Date, Money};
use linli_formats::table::{
    Cell, Confidence, Limits, Mapped, Mapping, Recognised, TotalKind, Unit, read, recognise, typed,
};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use typed::Problem::{FinerThanAFen, Negative, NoSuchMonth, NotANumber, NotAYear, NotYesOrNo};

fn register(sheet: &mut Worksheet) {
    let plain = Format::new();
    let text = |sheet: &mut Worksheet, row, column, text: &str| {
        sheet.write_string(row, column, text).expect("text");
    };
    sheet.merge_range(0, 0, 0, 8, "绥宁县2021年城镇老旧小区改造计划投资台账", &plain).expect("title");
    text(sheet, 1, 0, "填报单位：绥宁县住建局");
    text(sheet, 1, 6, "单位：万元、平方米");
    for (column, name) in [(0, "序号"), (1, "乡镇"), (2, "小区名称"), (3, "建成年份"), (8, "是否加装电梯")]
    {
        sheet.merge_range(2, column, 3, column, name, &plain).expect("header");
    }
    sheet.merge_range(2, 4, 2, 5, "基本情况", &plain).expect("header");
    sheet.merge_range(2, 6, 2, 7, "改造情况", &plain).expect("header");
    for (column, name) in [(4, "户 数"), (5, "建筑面积"), (6, "总投资"), (7, "开工时间")] {
        text(sheet, 3, column, name);
    }
    for column in 0..9 {
        sheet.write_number(4, column, f64::from(column) + 1.0).expect("numbering");
    }
    sheet.merge_range(5, 0, 5, 8, "一、长铺镇", &plain).expect("section");
    sheet.merge_range(6, 1, 7, 1, "长铺镇", &plain).expect("town");
    for (row, name, year, households, area, money) in
        [(6, "幸福小区", "1998年", "１２０", 10_203.55, 86.25), (7, "㑇䶮小区", "1995", "80户", 5000.0, 40.0)]
    {
        sheet.write_number(row, 0, f64::from(row) - 5.0).expect("number");
        for (column, value) in [(2, name), (3, year), (4, households), (7, "2021年8月1日"), (8, "是")] {
            text(sheet, row, column, value);
        }
        sheet.write_number(row, 5, area).expect("area");
        sheet.write_number(row, 6, money).expect("money");
    }
    text(sheet, 8, 1, "小  计");
    sheet.write_number(8, 4, 200.0).expect("sum");
    text(sheet, 9, 0, "二、红岩镇");
    for (column, value) in [
        (0, "3"),
        (2, "工会宿舍"),
        (3, "90年代"),
        (4, "约12"),
        (5, "-3"),
        (6, "1.2345678"),
        (7, "2021年13月"),
        (8, "也许"),
    ] {
        text(sheet, 10, column, value);
    }
    text(sheet, 12, 1, "合计");
    sheet.write_number(12, 4, 212.0).expect("sum");
    text(sheet, 13, 0, "注：1.数据截至2021年8月底；");
    text(sheet, 14, 0, "2.面积以不动产登记为准。");
    text(sheet, 15, 0, "填表人：×××");
    text(sheet, 15, 4, "审核人：×××");
}

fn found() -> Recognised {
    let mut book = Workbook::new();
    register(book.add_worksheet());
    let file = read(&book.save_to_buffer().expect("a file"), "台账.xlsx", &Limits::default()).expect("a readable file");
    recognise(&file.sheets[0], REGISTER)
}

#[test]
fn a_register_is_taken_apart() {
    let found = found();

    assert_eq!(found.title.len(), 2);
    assert_eq!(found.header_rows, Some((3, 4)));
    assert_eq!(found.columns[4].header, "基本情况/户数");
    assert_eq!(found.sections.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["长铺镇", "红岩镇"]);
    assert_eq!(found.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [7, 8, 11]);
    assert_eq!(found.rows.iter().map(|row| row.section).collect::<Vec<_>>(), [Some(0), Some(0), Some(1)]);
    let totals: Vec<_> = found.totals.iter().map(|t| (t.kind, t.row.number, t.row.cells[4].clone())).collect();
    assert_eq!(totals, [(TotalKind::Subtotal, 9, Cell::number("200")), (TotalKind::Total, 13, Cell::number("212"))]);
    assert_eq!(found.notes.iter().map(|note| note.number).collect::<Vec<_>>(), [14, 15, 16]);
}

#[test]
fn its_columns_are_guessed_with_their_units() {
    let found = found();
    for field in REGISTER {
        assert!(found.column(field.key).is_some(), "{}", field.key);
    }
    assert_eq!(found.column("name").and_then(|c| c.guess).map(|g| g.confidence), Some(Confidence::Exact));
    assert_eq!(found.column("investment").and_then(|c| c.unit), Some(Unit::Wan));
    assert_eq!(found.column("floor_area").and_then(|c| c.unit), Some(Unit::SquareMetre));
}

#[test]
fn its_cells_become_values_or_problems() {
    let found = found();
    let row = typed::row(&found, &found.rows[1], REGISTER);
    assert_eq!(row.problems, []);
    assert_eq!(row.text("town").as_deref(), Some("长铺镇"), "a town merged over its rows holds for each");
    assert_eq!(row.text("name").as_deref(), Some("㑇䶮小区"));
    assert_eq!((row.year("year_built"), row.integer("households")), (Some(1995), Some(80)));
    assert_eq!(
        (row.area("floor_area"), row.money("investment")),
        (Some(Area::from_hundredths(500_000)), Some(Money::from_yuan(400_000)))
    );
    assert_eq!((row.date("started_on"), row.yes_no("lift")), (Some(Date::constant(2021, 8, 1)), Some(true)));

    let bad = typed::row(&found, &found.rows[2], REGISTER);
    let problems: Vec<_> = bad.problems.iter().map(|p| (p.field, p.problem)).collect();
    assert_eq!(
        problems,
        [
            ("year_built", NotAYear),
            ("households", NotANumber),
            ("floor_area", Negative),
            ("investment", FinerThanAFen),
            ("started_on", NoSuchMonth),
            ("lift", NotYesOrNo)
        ]
    );
    assert_eq!((bad.problems[2].row, bad.problems[2].given.as_str()), (11, "-3"));
    assert_eq!(bad.problems[2].column.as_deref(), Some("基本情况/建筑面积"));
}

#[test]
fn groups_of_columns_are_told_apart_even_without_merges() {
    let text = "附件1\n2021年进展情况表,,,,\n单位：万元,,,,\n市州,计划,,开工,\n,小区数（个）,户数,小区数（个）,户数\n长沙市,150,9000,143,8000\n全省,150,9000,143,8000\n";
    let file = read(text.as_bytes(), "x.csv", &Limits::default()).expect("a readable file");
    let found = recognise(&file.sheets[0], PROGRESS);
    assert_eq!(found.header_rows, Some((4, 5)));
    assert_eq!(found.column("planned").map(|c| c.index), Some(1));
    assert_eq!(found.column("planned_households").map(|c| c.index), Some(2));
    assert_eq!(found.column("started").map(|c| c.index), Some(3));
    assert_eq!((found.rows.len(), found.totals.len()), (1, 1));
}

#[test]
fn a_person_decides_and_the_decision_is_remembered() {
    let text = "区划,名字,钱\n长铺镇,幸福小区,12\n";
    let file = read(text.as_bytes(), "x.csv", &Limits::default()).expect("a readable file");
    let mut found = recognise(&file.sheets[0], REGISTER);
    let mut mapping = Mapping::default();
    mapping.columns.insert(1, Mapped { field: Some("name".into()), unit: None });
    mapping.columns.insert(2, Mapped { field: Some("investment".into()), unit: Some(Unit::Wan) });
    let kept = serde_json::to_string(&mapping).expect("json");
    let mapping: Mapping = serde_json::from_str(&kept).expect("the same");

    found.apply(&mapping, REGISTER);

    let row = typed::row(&found, &found.rows[0], REGISTER);
    assert_eq!(
        (row.text("name").as_deref(), row.money("investment")),
        (Some("幸福小区"), Some(Money::from_yuan(120_000)))
    );
    let again = recognise(&file.sheets[0], &[]);
    assert_eq!(found.fingerprint(), again.fingerprint(), "it depends on the header alone");
    assert_eq!(found.fingerprint().len(), 64);
}

#[test]
fn the_table_of_hunan_is_understood() {
    let Ok(bytes) = std::fs::read("../../../shared/data/bulletins/hunan-2021-08.csv") else { return };
    let file = read(&bytes, "hunan-2021-08.csv", &Limits::default()).expect("a readable file");
    for fields in [PROGRESS, &linli_domain::oversight::declared::FIELDS] {
        let found = recognise(&file.sheets[0], fields);
        assert_eq!((found.rows.len(), found.totals.len()), (14, 1));
        assert!(
            found.columns.iter().all(|c| c.guess.is_some_and(|g| g.confidence == Confidence::Exact)),
            "{:?}",
            found.columns
        );
        let rows: Vec<_> = found.rows.iter().map(|row| typed::row(&found, row, fields)).collect();
        assert!(rows.iter().all(|row| row.problems.is_empty()));
        let total = typed::row(&found, &found.totals[0].row, fields);
        let sum: Money = rows.iter().filter_map(|row| row.money("planned_investment")).sum();
        assert_eq!(sum.fen() - total.money("planned_investment").expect("printed").fen(), 30_000, "0.03 万元");
    }
}

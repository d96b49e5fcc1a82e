//! The monthly report from the command line.

use crate::common::{county, linli, said};

const TABLE: &str = "小区名称,所属乡镇,计划年度,开工日期,计划投资（万元）,楼栋数,建筑面积\n\
                 甲小区,长铺镇,2022,2022-04-20,100,3,4100.5\n乙小区,武阳镇,2022,,50.5,1,900\n丙小区,长铺镇,2021,2021-04-20,10,9,9\n";

#[test]
fn the_return_is_about_the_plan_of_the_year_and_names_every_neighbourhood() {
    let place = county(TABLE);
    let asked = ["report", "monthly", "--county", "430527", "--month", "2022-05"];
    let told = linli(place.path(), &[&asked[..], &["--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)));
    let total = &told["total"];
    assert_eq!((total["planned"].as_i64(), total["started"].as_i64()), (Some(2), Some(1)), "{told}");
    assert_eq!(
        (total["start_rate"].as_str(), total["planned_investment_fen"].as_i64()),
        (Some("50.00"), Some(150_500_000))
    );
    assert_eq!((total["unit"].as_str(), told["rows"][0]["unit"].as_str()), (Some("绥宁县"), Some("长铺镇")));
    assert_eq!(told["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        told["neighbourhoods"].as_array().map(Vec::len),
        Some(3),
        "an earlier plan that is not finished stays in sight"
    );
    assert_eq!((told["state"].as_str(), &told["version"]), (Some("open"), &serde_json::Value::Null));
}

#[test]
fn the_workbook_has_the_return_the_indicators_and_the_neighbourhoods() {
    let place = county(TABLE);
    let file = place.path().join("月报.xlsx");
    let out = file.display().to_string();
    let asked = ["report", "monthly", "--county", "430527", "--month", "2022-05", "--format", "xlsx", "--out", &out];
    let written = linli(place.path(), &asked);
    assert!(written.status.success(), "{}", said(&written));
    let bytes = std::fs::read(&file).expect("a workbook");
    let book =
        linli_formats::table::read(&bytes, "月报.xlsx", &linli_formats::table::Limits::default()).expect("it is read");
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["月报", "指标", "小区明细"]);
}

#[test]
fn indicators_are_listed_and_what_cannot_be_is_said() {
    let place = county(TABLE);
    let asked = |month: &str, county: &str, format: &str| {
        linli(place.path(), &["report", "indicators", "--county", county, "--month", month, "--format", format])
    };
    let told = asked("2022-05", "430527", "json");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let figure = |key: &str| {
        let list = told["indicators"].as_array().cloned().unwrap_or_default();
        list.into_iter().find(|of| of["key"] == key).map(|of| of["figure"].clone())
    };
    assert_eq!(figure("neighbourhoods"), Some("2".into()));
    assert_eq!((figure("buildings"), figure("floor-area")), (Some("4".into()), Some("5000.50".into())));
    assert_eq!(figure("lift"), Some(serde_json::Value::Null), "nobody reported any");
    assert_eq!(figure("satisfaction"), Some(serde_json::Value::Null), "nobody was asked");
    assert_eq!(
        (asked("2031-01", "430527", "json").status.code(), asked("2022-13", "430527", "json").status.code()),
        (Some(3), Some(2))
    );
    assert_eq!(asked("2022-05", "430522", "json").status.code(), Some(3), "a county without a register");
    assert_eq!(asked("2022-05", "430527", "pdf").status.code(), Some(2), "a report is no bulletin");
}

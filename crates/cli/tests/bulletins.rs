//! `linli bulletin` as an office calls it: figures of some units are not printed as those of all.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::tempdir;

const TABLE: &str =
    "县市区,计划数,开工数,计划投资（万元）,完成投资（万元）\n大祥区,10,12,1000,400\n绥宁县,43,43,4000,2000\n";

fn linli(data: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(["--lang", "zh-CN", "--log", "error"]).args(args);
    let done = command.stdin(Stdio::null()).output().expect("linli runs");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn a_total_of_some_units_says_so_and_who_is_missing() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("进度.csv");
    std::fs::write(&file, TABLE).expect("written");
    let file = file.to_str().expect("a path");
    linli(place.path(), &["import", "progress", file, "--month", "2022-06", "--scope", "430500"]);

    let asked = ["bulletin", "--scope", "430500", "--month", "2022-06"];
    let json: Value =
        serde_json::from_str(&linli(place.path(), &[&asked[..], &["--format", "json"]].concat())).expect("JSON");
    assert_eq!((&json["total"]["partial"], &json["total"]["units"]), (&true.into(), &12.into()), "{json}");
    assert_eq!(json["total"]["units_missing"].as_array().map(Vec::len), Some(10));
    let kinds =
        |kind: &str| json["findings"].as_array().map(|found| found.iter().filter(|one| one["kind"] == kind).count());
    assert_eq!((kinds("unit_missing"), kinds("started_above_plan")), (Some(10), Some(1)), "{json}");

    let text = linli(place.path(), &asked);
    assert!(text.contains("已报送合计") && text.contains("未报送：双清区、"), "{text}");
    assert!(text.contains("    -/-") && !text.contains("0/0"), "who did not report has dashes: {text}");

    let page = linli(place.path(), &[&asked[..], &["--format", "html"]].concat());
    assert!(page.contains("已报送的2个单位2022年计划改造53个小区"), "{page}");
    assert!(page.contains("绥宁县计划内小区已全部开工") && page.contains("大祥区所报数字有待核实"), "{page}");
    assert!(page.contains("已报送合计"), "{page}");
}

#[test]
fn a_silent_unit_is_a_finding_where_nothing_was_declared_at_all() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("进度.csv");
    std::fs::write(&file, TABLE).expect("written");
    let file = file.to_str().expect("a path");
    linli(place.path(), &["import", "progress", file, "--month", "2022-06", "--scope", "430500"]);

    // The province knows two counties of one prefecture.
    let asked = ["bulletin", "--scope", "43", "--month", "2022-06"];
    let json: Value =
        serde_json::from_str(&linli(place.path(), &[&asked[..], &["--format", "json"]].concat())).expect("JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(13), "{json}");
    assert_eq!(json["total"]["units_in_part"], serde_json::json!(["430500"]));
    let page = linli(place.path(), &[&asked[..], &["--format", "html"]].concat());
    assert!(page.contains("邵阳市只有部分下级单位的数字") && !page.contains("予以通报表扬"), "{page}");
}

//! `linli lift shares` as people call it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::linli;

const FILE: &str = r#"{"format": "linli-lift", "version": 1, "lift": "3栋2单元（示例）", "cost": "560000.00",
  "subsidies": [{"name": "示例补助", "amount": "200000"}],
  "table": {"name": "示例系数", "example": true, "each_further": "0.1", "floors": [
    {"floor": 1, "coefficient": 0}, {"floor": 2, "coefficient": 0.5}, {"floor": 3, "coefficient": 1}]},
  "households": [
    {"household": "101", "floor": 1, "area": 88.5, "answer": "without-paying"},
    {"household": "201", "floor": 2, "area": 88.5, "answer": "for"},
    {"household": "301", "floor": 3, "area": 88.5, "answer": "for"},
    {"household": "401", "floor": 4, "area": 88.5, "answer": "against"}
  ]}"#;

fn shares(place: &Path, text: &str, more: &[&str]) -> std::process::Output {
    let file = place.join("lift.json");
    fs::write(&file, text).expect("written");
    linli(place, &[&["lift", "shares", &file.display().to_string()][..], more].concat())
}

#[test]
fn shares_come_to_what_is_to_be_paid() {
    let place = tempfile::tempdir().expect("a folder");
    let end = shares(place.path(), FILE, &["--format", "json"]);
    assert_eq!(end.status.code(), Some(0), "{}", String::from_utf8_lossy(&end.stderr));
    let told: Value = serde_json::from_slice(&end.stdout).expect("JSON");
    assert_eq!((told["to_pay"].as_str(), told["total"].as_str()), (Some("360000.00"), Some("360000.00")));
    let pays: Vec<_> = told["shares"].as_array().expect("shares").iter().map(|one| one["pays"].as_str()).collect();
    assert_eq!(pays, [Some("0.00"), Some("120000.00"), Some("240000.00"), Some("0.00")]);
    assert_eq!((&told["table"]["example"], &told["consent_survey"]["binding"]), (&true.into(), &false.into()));
}

#[test]
fn people_are_told_in_their_language_and_that_it_binds_nobody() {
    let place = tempfile::tempdir().expect("a folder");
    let said = |lang| String::from_utf8(shares(place.path(), FILE, &["--lang", lang]).stdout).expect("text");
    let (chinese, english) = (said("zh-CN"), said("en"));
    for text in ["这是示例，不是规定", "201（2 层，系数 0.5）：出 120000.00 元", "同意但不出资：1 户", "不约束任何人"]
    {
        assert!(chinese.contains(text), "{text}: {chinese}");
    }
    for text in ["an example, not law", "201 (floor 2, coefficient 0.5): pays 120000.00 yuan", "it binds nobody"] {
        assert!(english.contains(text), "{text}: {english}");
    }
}

#[test]
fn what_cannot_be_shared_is_said_with_its_line() {
    let place = tempfile::tempdir().expect("a folder");
    let cases = [
        ("\"answer\": \"for\"", "\"answer\": \"against\"", "line 1: nobody pays"),
        ("\"amount\": \"200000\"", "\"amount\": \"900000\"", "line 1: subsidies and fund come to 900000.00"),
        ("\"household\": \"401\"", "\"household\": \"101\"", "line 9: household \"101\" stands in line 6"),
        ("\"floor\": 4", "\"floor\": 4, \"flat\": 1", "line 9: no field \"flat\""),
        ("\"cost\"", "\"price\"", "line 1: no field \"price\""),
    ];
    for (from, to, says) in cases {
        let end = shares(place.path(), &FILE.replace(from, to), &["--lang", "en"]);
        let told = String::from_utf8_lossy(&end.stderr).into_owned();
        assert!(end.status.code() != Some(0) && end.stdout.is_empty() && told.contains(says), "{says}: {told}");
    }
    assert_eq!(linli(place.path(), &["lift", "shares", "nowhere.json"]).status.code(), Some(3));
}

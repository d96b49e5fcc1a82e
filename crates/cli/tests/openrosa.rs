//! Looking at a form before it is published, from the command line.

use std::path::Path;
use std::process::Output;

use crate::common::{linli, said};
use linli_formats::sheet::{Column, Format, Table, write_book};
use tempfile::tempdir;

const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>楼栋</h:title><model>
<instance><data id="lifts" version="2022"><floors/><home><name/></home></data></instance><bind nodeset="/data/floors" type="int"/></model></h:head>
<h:body><input ref="/data/floors"><label>层数</label></input><repeat nodeset="/data/home"><input ref="name"/></repeat></h:body></h:html>"#;

fn check(place: &Path, name: &str, bytes: &[u8], more: &[&str]) -> Output {
    let file = place.join(name);
    std::fs::write(&file, bytes).expect("written");
    let file = file.display().to_string();
    linli(place, &[&["openrosa", "check", &file][..], more].concat())
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let columns = rows[0].iter().map(|header| Column::new(*header, Format::Text)).collect();
    let rows = rows[1..].iter().map(|row| row.iter().map(|text| (*text).into()).collect()).collect();
    write_book(&[Table { name: "survey".into(), columns, rows, ..Table::default() }]).expect("a workbook")
}

#[test]
fn a_good_form_is_one_line() {
    let place = tempdir().expect("a folder");
    let told = check(place.path(), "lifts.xml", FORM.as_bytes(), &[]);
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    assert_eq!(String::from_utf8_lossy(&told.stdout), "可以使用：lifts，版本 2022，2 个问题，1 个重复组，语言：无\n");
    let told = check(place.path(), "lifts.xml", FORM.as_bytes(), &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)));
    assert_eq!(
        (&told["accepted"], &told["id"], &told["questions"]),
        (&true.into(), &"lifts".into(), &2.into()),
        "{told}"
    );
}

#[test]
fn a_workbook_is_told_by_its_content() {
    let place = tempdir().expect("a folder");
    let good = workbook(&[&["type", "name", "label"], &["text", "a", "甲"]]);
    let told = check(place.path(), "good.xml", &good, &["--lang", "en"]);
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    assert!(said(&told).contains("good, version none, 1 questions, 0 repeats"), "{}", said(&told));
    let bad = workbook(&[&["type", "name", "label"], &["text", "a", "${b}"], &["osm", "c", "丙"]]);
    let told = check(place.path(), "bad.xlsx", &bad, &["--format", "json"]);
    assert_eq!(told.status.code(), Some(1), "{}", said(&told));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)));
    assert_eq!(
        (&told["accepted"], &told["problems"][0]["sheet"], &told["problems"][0]["row"]),
        (&false.into(), &"survey".into(), &3.into())
    );
}

#[test]
fn what_is_refused_says_why_in_both_languages() {
    let place = tempdir().expect("a folder");
    let cases: [(&[u8], &str, &str); 5] = [
        (b"<!DOCTYPE a><a/>", "DOCTYPE", "DOCTYPE"),
        (b"<data id='x'/>", "根元素是 data", "its root is data"),
        (&FORM.as_bytes()[..200], "不是合格的 XML", "not well-formed"),
        (&[0xFF; 20], "UTF-8", "UTF-8"),
        (b"PK\x03\x04", "不能使用", "Refused"),
    ];
    for (bytes, chinese, english) in cases {
        for (lang, words) in [("zh-CN", chinese), ("en", english)] {
            let told = check(place.path(), "form.xml", bytes, &["--lang", lang]);
            assert_eq!(told.status.code(), Some(1), "{}", said(&told));
            assert!(String::from_utf8_lossy(&told.stdout).contains(words), "{}", said(&told));
        }
    }
    let nowhere = FORM.replace("<input ref=\"/data/floors\">", "<input ref=\"/data/roof\">");
    let told = said(&check(place.path(), "form.xml", nowhere.as_bytes(), &[]));
    assert!(told.contains("<input> 指向 /data/roof"), "{told}");
    assert_eq!(linli(place.path(), &["openrosa", "check", "nowhere.xml"]).status.code(), Some(3));
    assert_eq!(linli(place.path(), &["openrosa", "check"]).status.code(), Some(2));
}

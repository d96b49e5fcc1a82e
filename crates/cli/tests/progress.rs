//! `linli import progress` as a clerk calls it: what it took for what, how to put it right, and what becomes of a file sent twice.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::tempdir;

const TABLE: &str =
    "市州,计划数,动工,开工数,计划投资（万元）,完成投资（万元）\n长沙市,100,70,80,10000,4317\n岳阳市,10,7,8,100,40\n";

/// Runs it in a folder; its exit code and what it printed, as JSON where it is.
fn import(data: &Path, file: &str, more: &[&str]) -> (Option<i32>, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(["--format", "json", "--log", "error", "import", "progress"]);
    let done = command.arg(file).args(more).stdin(Stdio::null()).output().expect("linli runs");
    let said = if done.stdout.is_empty() { &done.stderr } else { &done.stdout };
    (done.status.code(), serde_json::from_slice(said).unwrap_or_else(|_| String::from_utf8_lossy(said).into()))
}

#[test]
fn a_file_says_how_it_was_read_and_another_reading_of_it_is_a_correction() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("进度.csv");
    std::fs::write(&file, TABLE).expect("written");
    let file = file.to_str().expect("a path");
    let take = |more: &[&str]| import(place.path(), file, &[&["--month", "2022-05"][..], more].concat());

    let (code, first) = take(&[]);
    assert_eq!((code, &first["outcome"], &first["version"]), (Some(0), &"taken".into(), &1.into()), "{first}");
    assert_eq!(first["scope"], "430000", "by the names in it");
    assert_eq!(first["columns"]["started"]["header"], "开工数");
    assert_eq!(first["columns"]["planned_investment"]["unit"], "wan");
    assert_eq!(first["not_read"][0]["column"], "C");
    assert_eq!(take(&[]).1["outcome"], "same");

    let (_, other) = take(&["--map", "started=C"]);
    assert_eq!(
        (&other["outcome"], &other["version"], &other["rows"][0]["started"]),
        (&"taken".into(), &2.into(), &70.into())
    );
    assert_eq!(take(&["--map", "动工=started"]).1["outcome"], "same", "said the other way round");
    let (_, yuan) = take(&["--money", "yuan"]);
    assert_eq!((&yuan["version"], &yuan["rows"][0]["planned_investment_fen"]), (&3.into(), &1_000_000.into()));
}

#[test]
fn what_is_asked_wrongly_is_explained_and_nothing_is_written() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("进度.csv");
    std::fs::write(&file, TABLE).expect("written");
    let file = file.to_str().expect("a path");
    for (asked, told) in [
        (&["--month", "2099-01"][..], "2099-01"),
        (&["--month", "2022-05", "--map", "started=Z"], "开工数"),
        (&["--month", "2022-05", "--map", "begun=C"], "households_started"),
        (&["--month", "2022-05", "--sheet", "封面"], "封面"),
        (&["--month", "2022-05", "--scope", "99"], "990000"),
    ] {
        let (code, said) = import(place.path(), file, asked);
        assert_eq!(code, Some(2), "{asked:?}: {said}");
        assert!(said["error"].as_str().is_some_and(|text| text.contains(told)), "{asked:?}: {said}");
    }
    assert_eq!(import(place.path(), file, &["--month", "2022-05"]).1["version"], 1);
}

#[test]
fn the_printed_table_of_hunan_is_off_by_three_hundredths() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/bulletins/hunan-2021-08.csv");
    if !Path::new(file).exists() {
        return;
    }
    let place = tempdir().expect("a folder");
    let (code, said) = import(place.path(), file, &["--month", "2021-08"]);
    assert_eq!((code, said["rows"].as_array().map(Vec::len)), (Some(0), Some(14)), "{said}");
    let found = said["findings"].as_array().expect("findings");
    assert_eq!(
        (found.len(), &found[0]["kind"], &found[0]["difference_fen"]),
        (1, &"total_differs".into(), &(-30_000).into())
    );
    for row in said["rows"].as_array().expect("rows") {
        assert_eq!(row["start_rate"], row["printed"]["start_rate"], "{row}");
        assert_eq!(row["investment_rate"], row["printed"]["investment_rate"], "{row}");
    }
}

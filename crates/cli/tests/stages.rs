//! Stages and files from the command line, as a clerk types it.

use std::process::Output;

use crate::common::{county, linli, said};
use tempfile::TempDir;

/// A county with one neighbourhood that started long ago, and one that only stands in the plan.
const TABLE: &str = "小区名称,所属乡镇,计划年度,开工日期\n甲小区,长铺镇,2022,2022-04-20\n乙小区,长铺镇,2022,\n";

fn advance(place: &TempDir, number: &str, rest: &[&str]) -> Output {
    linli(place.path(), &[&["stage", "advance", number, "--county", "430527"], rest].concat())
}

#[test]
fn stages_are_reported_in_their_order_and_taken_back_with_a_reason() {
    let place = county(TABLE);
    let (started, planned) = ("430527100-XQ-0001", "430527100-XQ-0002");

    let skipped = advance(&place, planned, &["--to", "start"]);
    assert_eq!(skipped.status.code(), Some(3));
    assert!(said(&skipped).contains("请先上报“摸底调查”"), "{}", said(&skipped));
    let survey = advance(&place, planned, &["--to", "survey", "--on", "2022-03-01"]);
    assert!(survey.status.success() && said(&survey).contains("佐证齐全后才计入"), "{}", said(&survey));
    let twice = advance(&place, started, &["--to", "start", "--on", "2022-05-01"]);
    assert!(said(&twice).contains("已经上报过，日期是 2022-04-20"), "{}", said(&twice));
    let unknown = advance(&place, "430527100-XQ-0009", &["--to", "survey"]);
    assert_eq!((unknown.status.code(), said(&unknown).contains("没有编号为")), (Some(3), true));
    assert_eq!(advance(&place, planned, &["--to", "party"]).status.code(), Some(2));

    let list = linli(place.path(), &["--format", "json", "stage", "list", "--county", "430527"]);
    let told: serde_json::Value = serde_json::from_slice(&list.stdout).expect("JSON");
    let stage = |n: usize| told["neighbourhoods"][n]["stages"][0]["stage"].as_str().unwrap_or_default().to_owned();
    assert_eq!((stage(0), stage(1)), ("start".into(), "survey".into()), "{told}");

    let back = advance(&place, planned, &["--to", "survey", "--reverse", "误报"]);
    assert!(back.status.success() && said(&back).contains("已撤回"), "{}", said(&back));
    assert!(linli(place.path(), &["check"]).status.success());
}

#[test]
fn a_start_from_before_counts_and_one_that_is_only_reported_stands_beside_it() {
    let place = county(TABLE);
    let planned = "430527100-XQ-0002";
    let before = ["survey", "pipeline", "design", "consult", "vote", "approve", "procure", "start"];
    for (day, stage) in (1..).zip(before) {
        let reported = advance(&place, planned, &["--to", stage, "--on", &format!("2022-04-0{day}")]);
        assert!(reported.status.success(), "{stage}: {}", said(&reported));
    }
    let bulletin = linli(place.path(), &["--format", "json", "bulletin", "--scope", "430527", "--month", "2022-05"]);
    let told: serde_json::Value = serde_json::from_slice(&bulletin.stdout).expect("JSON");
    assert_eq!((&told["total"]["started"], &told["total"]["started_unproven"]), (&1.into(), &1.into()), "{told}");
}

#[test]
fn what_no_record_names_is_left_alone_while_it_may_still_be_used() {
    let place = county(TABLE);
    let kept = place.path().join("objects/kept/ab");
    std::fs::create_dir_all(&kept).expect("a folder");
    std::fs::write(kept.join("ab".repeat(32)), b"left over").expect("written");

    let clean = linli(place.path(), &["--format", "json", "check", "--clean"]);

    let told: serde_json::Value = serde_json::from_slice(&clean.stdout).expect("JSON");
    assert_eq!(told["left_over"]["files"], 0, "{told}");
    assert!(kept.join("ab".repeat(32)).exists(), "it is younger than a day");
    let old = std::fs::File::options().write(true).open(kept.join("ab".repeat(32))).expect("there");
    old.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("made old");
    let clean = linli(place.path(), &["check", "--clean"]);
    assert!(said(&clean).contains("已清除：文件 1 个"), "{}", said(&clean));
    assert!(!kept.join("ab".repeat(32)).exists());

    let half = place.path().join("objects/parts/staged-x");
    std::fs::create_dir_all(&half).expect("a folder");
    std::fs::write(half.join("000000000000#1"), b"half").expect("written");
    let half = half.join("000000000000#1");
    assert!(!said(&linli(place.path(), &["check", "--clean"])).contains("已清除"), "it may be on its way");
    let old = std::fs::File::options().write(true).open(&half).expect("there");
    old.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("made old");
    assert!(said(&linli(place.path(), &["check", "--clean"])).contains("已清除：文件 1 个"));
    assert!(!half.parent().expect("its folder").exists());
}

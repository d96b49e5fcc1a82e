//! Owners' votes, counted and verified from the command line.

use std::path::Path;
use std::process::{Command, Output};

use linli_domain::planning::vote::BallotCode;
use linli_formats::vote::VoteFile;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::common::{linli, said};

/// Made up for tests.
const LIFT: &str = include_str!("../../formats/tests/vote/lift.json");

fn vote(place: &Path, what: &str, text: &str, more: &[&str]) -> Output {
    let file = place.join("vote.json");
    std::fs::write(&file, text).expect("written");
    linli(place, &[&["vote", what, &file.display().to_string()][..], more].concat())
}

fn told(place: &Path, what: &str, text: &str, more: &[&str]) -> (Option<i32>, Value) {
    let told = vote(place, what, text, &[&["--format", "json"][..], more].concat());
    let value = serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)));
    (told.status.code(), value)
}

/// As an office writes it out when a vote is closed.
const SEALED: &str = include_str!("../../formats/tests/vote/sealed.json");

#[test]
fn programs_are_told_who_took_part_and_every_invalid_ballot() {
    let place = tempdir().expect("a folder");
    let (code, told) = told(place.path(), "tally", LIFT, &[]);
    assert_eq!((code, &told["carried"], &told["ballots"]), (Some(0), &json!(true), &json!(7)), "{told}");
    assert_eq!(told["took_part"], json!({ "heads": 5, "area": "539.50" }));
    assert_eq!(told["agreed"], json!({ "heads": 4, "area": "449.50" }));
    assert_eq!(told["without_paying"], json!({ "heads": 1, "area": "90.00" }));
    assert_eq!(told["quorum"]["least"], json!({ "heads": 4, "area": "419.67" }));
    assert_eq!(told["majority"]["least"], json!({ "heads": 4, "area": "404.63" }));
    let invalid = json!([
        { "ballot": 6, "line": 33, "reason": "duplicate" },
        { "ballot": 7, "line": 34, "reason": "tenant-signed" },
    ]);
    assert_eq!(told["invalid"], invalid);
    assert_eq!(told["in_several_heads"], json!([{ "owner": "o1", "heads": ["A", "D"] }]));
    assert!(told["findings"] == json!([]) && told["seconds"].is_f64() && told["verified"].is_null());
}

#[test]
fn people_are_told_in_their_language() {
    let place = tempdir().expect("a folder");
    let text = |more: &[&str]| {
        let told = vote(place.path(), "tally", LIFT, more);
        assert_eq!(told.status.code(), Some(0), "{}", said(&told));
        said(&told)
    };
    let chinese = text(&[]);
    for words in [
        "有表决权的业主 6 人、629.50 ㎡；收到表决票 7 张。",
        "参与表决：5 / 6 人（需 4 人，已达到）；539.50 / 629.50 ㎡（需 419.67 ㎡，已达到）。",
        "其中同意但不出资：1 人，90.00 ㎡。",
        "第 6 号票（第 33 行）：此前已有一张有效票。",
        "表决通过",
        "业主 o1 同时在 A 和 D 里",
    ] {
        assert!(chinese.contains(words), "{words}\n{chinese}");
    }
    let english = text(&["--lang", "en"]);
    assert!(
        english.contains("Ballot 7 (line 34): signed by a tenant.") && english.contains("It is decided"),
        "{english}"
    );
}

#[test]
fn a_sealed_vote_is_verified_with_its_scans_and_receipts() {
    let place = tempdir().expect("a folder");
    let text = SEALED;
    std::fs::write(place.path().join("0001.txt"), "abc").expect("written");
    let folder = place.path().display().to_string();
    let code = |number: u8, byte| BallotCode::new(number.into(), [byte; BallotCode::RANDOM]).to_string();
    let (end, verified) =
        told(place.path(), "verify", text, &["--scans", &folder, "--receipt", &code(2, 2), "--receipt", &code(6, 6)]);
    assert_eq!((end, &verified["findings"]), (Some(0), &json!([])), "{verified}");
    assert_eq!(verified["verified"]["scans"][0]["state"], "as-sealed");
    assert_eq!(verified["verified"]["receipts"][0]["state"], "counted");
    assert_eq!(verified["verified"]["receipts"][1]["reason"], "duplicate");
    assert_eq!(verified["root"]["ballots"], 7);

    std::fs::write(place.path().join("0001.txt"), "abd").expect("written");
    let (end, verified) = told(place.path(), "verify", text, &["--scans", &folder]);
    assert_eq!((end, &verified["verified"]["scans"][0]["state"]), (Some(1), &json!("changed")), "{verified}");
    let outside = text.replace("0001.txt", "../0001.txt");
    assert_eq!(
        told(place.path(), "verify", &outside, &["--scans", &folder]).1["verified"]["scans"][0]["state"],
        "missing"
    );

    let (end, verified) = told(place.path(), "verify", text, &["--receipt", &code(2, 4)]);
    assert_eq!((end, &verified["verified"]["receipts"][0]["state"]), (Some(1), &json!("not-found")));
    assert_eq!(vote(place.path(), "verify", text, &["--receipt", "42"]).status.code(), Some(2));
}

#[test]
fn a_ballot_changed_after_the_end_is_named_with_its_line() {
    let place = tempdir().expect("a folder");
    let text = SEALED;
    let changed = text.replacen(r#""marks":["against"]"#, r#""marks":["for"]"#, 1);
    let (code, told) = told(place.path(), "tally", &changed, &[]);
    let line = changed.lines().position(|line| line.contains("\"ballot\":5,")).expect("a line") + 1;
    assert_eq!(code, Some(1));
    assert_eq!(told["findings"][0], json!({ "finding": "changed", "line": line, "ballot": 5 }), "{told}");
    let spoken = said(&vote(place.path(), "verify", &changed, &[]));
    assert!(spoken.contains(&format!("第 5 号票（第 {line} 行）与封签不一致")), "{spoken}");
}

#[test]
fn what_does_not_take_part_ends_with_one_and_a_wrong_file_with_three() {
    let place = tempdir().expect("a folder");
    let cases = [
        (r#""2022-05-04""#, r#""2022-05-21""#, 1, "第 3 号票（第 30 行）不能计入，文件没有注明：晚于表决截止日"),
        (r#""appointed_by": "o4""#, r#""appointed_by": "o9""#, 1, "属转委托"),
        (">= 3/4", "> 1/2", 1, "低于《民法典》第二百七十八条"),
        ("629.50", "630.00", 3, "第 18 行：合计写的是 630.00 ㎡，各户相加是 629.50 ㎡。"),
        (r#"["o6"]"#, r#"["o4"]"#, 3, "第 24 行：同样的业主在第 22 行已有"),
        (r#"["c1", "c2"]"#, r#"["c1", "c1"]"#, 3, "第 28 行：两次录入都是“c1”"),
        ("\"90.00\"", "\"-90.00\"", 3, "面积应大于零"),
        ("\"vote\"", "\"vtoe\"", 3, "第 4 行：没有“vtoe”这一项"),
        ("],\n\"ballots\"", ",\n\"ballots\"", 3, "JSON"),
    ];
    for (this, by, code, words) in cases {
        assert!(LIFT.contains(this), "{this}");
        let told = vote(place.path(), "tally", &LIFT.replacen(this, by, 1), &[]);
        assert_eq!(told.status.code(), Some(code), "{by}: {}", said(&told));
        assert!(said(&told).contains(words), "{words}\n{}", said(&told));
    }
    let none = linli(place.path(), &["vote", "tally", "nothing.json"]);
    assert_eq!(none.status.code(), Some(3), "{}", said(&none));
}

#[test]
fn a_receipt_is_verified_without_the_ballots_of_anybody() {
    let place = tempdir().expect("a folder");
    let receipt = VoteFile::read(SEALED.as_bytes()).expect("a vote").receipt_of(5).expect("a receipt").write();
    let (end, held) = told(place.path(), "verify", &receipt, &[]);
    assert_eq!((end, &held["holds"], &held["root"]["ballots"]), (Some(0), &json!(true), &json!(7)), "{held}");
    assert!(said(&vote(place.path(), "verify", &receipt, &[])).contains("第 5 号票在这个根值封存的 7 张票里"));

    let other = receipt.replace("\"ballot\": 5", "\"ballot\": 4");
    let (end, held) = told(place.path(), "verify", &other, &[]);
    assert_eq!((end, &held["holds"]), (Some(1), &json!(false)), "{held}");
    let broken = vote(place.path(), "verify", &receipt.replace("\"seal\"", "\"sael\""), &[]);
    assert_eq!(broken.status.code(), Some(3), "{}", said(&broken));
}

#[test]
fn another_program_comes_to_the_same() {
    let place = tempdir().expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../script/lib/vote_recount.py");
    let recount = |text: &str| {
        let file = place.path().join("vote.json");
        std::fs::write(&file, text).expect("written");
        Command::new("python3").arg(&script).arg(file).output()
    };
    let Ok(same) = recount(SEALED) else {
        eprintln!("there is no python3 here to count with");
        return;
    };
    let (_, ours) = told(place.path(), "tally", SEALED, &[]);
    let theirs: Value = serde_json::from_slice(&same.stdout).unwrap_or_else(|_| panic!("{}", said(&same)));
    assert_eq!((&theirs["root"], &theirs["carried"]), (&ours["root"]["sha256"], &ours["carried"]));
    let changed = recount(&SEALED.replacen("\"against\"],\"received", "\"for\"],\"received", 1)).expect("started");
    assert!(!changed.status.success() && said(&changed).contains("ballot 7"), "{}", said(&changed));
}

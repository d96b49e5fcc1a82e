//! Sharing out a budget, from the command line.

use std::path::Path;
use std::process::Output;

use crate::common::{linli, said};
use serde_json::{Value, json};
use tempfile::tempdir;

/// Three households of five want ramps and lamps; two want a bench. Made up for this test.
const ELECTION: &str = "META\nkey;value\nnum_projects;4\nnum_votes;5\nbudget;1000\nvote_type;approval\nPROJECTS\n\
    project_id;cost;name\nR;500;Ramps\nZ;450;Lamps\nB;350;Bench\nT;5000;Tower\nVOTES\nvoter_id;vote\n1;R,Z\n2;R,Z\n3;R,Z\n4;B\n5;B,T\n";

fn shares(place: &Path, bytes: &[u8], more: &[&str]) -> Output {
    let file = place.join("wishes.pb");
    std::fs::write(&file, bytes).expect("written");
    let file = file.display().to_string();
    linli(place, &[&["equal-shares", &file][..], more].concat())
}

fn told(place: &Path, bytes: &[u8], more: &[&str]) -> Value {
    let told = shares(place, bytes, &[&["--format", "json"][..], more].concat());
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", said(&told)))
}

#[test]
fn programs_are_told_winners_payments_and_what_was_missing() {
    let place = tempdir().expect("a folder");
    let told = told(place.path(), ELECTION.as_bytes(), &["--completion", "none"]);
    assert_eq!((&told["winners"], &told["total_cost"]), (&json!(["B", "R"]), &json!(850)), "{told}");
    assert_eq!((&told["order"], &told["greedy"]["winners"]), (&json!(["R", "B"]), &json!(["R", "Z"])));
    assert_eq!(
        (&told["voters_with_a_wish_granted"], &told["greedy"]["voters_with_a_wish_granted"]),
        (&json!(5), &json!(3))
    );
    let ramps = &told["chosen"][0];
    assert_eq!((&ramps["rho_exact"], &ramps["rho"]), (&json!("1/3"), &json!("0.333333333333")), "{told}");
    let payment = json!({ "voters": 3, "payment": "166.666667", "payment_exact": "500/3", "all_they_had": false });
    assert_eq!(ramps["payments"], json!([payment]));
    let lamps = &told["refused"][0];
    assert_eq!(
        (&lamps["id"], &lamps["supporters_left"], &lamps["missing_exact"]),
        (&json!("Z"), &json!("100"), &json!("350"))
    );
    assert_eq!(lamps["spent_on"], json!([{ "id": "R", "voters": 3 }]));
    assert!(told["seconds"].is_f64() && told["share_exact"] == "200", "{told}");
}

#[test]
fn rules_utilities_and_completions_are_chosen() {
    let place = tempdir().expect("a folder");
    let winners = |more: &[&str]| told(place.path(), ELECTION.as_bytes(), more)["winners"].clone();
    assert_eq!(winners(&["--rule", "greedy"]), json!(["R", "Z"]));
    assert_eq!(winners(&["--completion", "greedy"]), json!(["B", "R"]));
    assert_eq!(winners(&["--completion", "add1", "--utility", "cardinality"]), json!(["B", "Z"]));
    assert_eq!(winners(&["--utility", "points"]), json!(["B", "Z"]));
    let cheap = ELECTION.replace("T;5000", "T;150");
    assert_eq!(told(place.path(), cheap.as_bytes(), &["--completion", "greedy"])["chosen"][2]["by"], "greedy");
    assert_eq!(shares(place.path(), ELECTION.as_bytes(), &["--utility", "beauty"]).status.code(), Some(2));
}

#[test]
fn people_are_told_who_pays_and_what_it_would_take() {
    let place = tempdir().expect("a folder");
    let text = |more: &[&str]| {
        let told = shares(place.path(), ELECTION.as_bytes(), more);
        assert_eq!(told.status.code(), Some(0), "{}", said(&told));
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    let english = text(&["--lang", "en", "--completion", "none"]);
    for words in [
        "5 households, budget 1000",
        "1. Ramps (R): costs 500; households that wish it: 3.",
        "3 of them pay 166.67 each.",
        "They have 100 left between them; 350 is missing.",
        "paid for other wishes before: Ramps (3).",
        "at most 100, or if households with 350 more wished it too (that is 2 shares",
        "It costs more than the whole budget of 1000.",
        "2 projects for 850; 150 of the budget is left. 5 of 5 households",
        "the most votes first: 2 projects for 950; 3 of 5 households",
    ] {
        assert!(english.contains(words), "{words}\n{english}");
    }
    let chinese = text(&[]);
    assert!(
        chinese.contains("1. Ramps (R)：造价 500，3 户想要。") && chinese.contains("至少实现一个愿望"),
        "{chinese}"
    );
}

#[test]
fn the_outcome_is_written_for_others_to_check() {
    let place = tempdir().expect("a folder");
    let out = place.path().join("out.pb");
    let told = shares(place.path(), ELECTION.as_bytes(), &["--out", &out.display().to_string()]);
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    let written = std::fs::read_to_string(&out).expect("written");
    assert!(written.contains("rule;equalshares/add1\n") && written.contains("B;350;2;Bench;1\n"), "{written}");
    assert_eq!(shares(place.path(), written.as_bytes(), &[]).stdout, told.stdout);
}

#[test]
fn what_is_wrong_is_said_with_its_line_in_both_languages() {
    let place = tempdir().expect("a folder");
    let cases: [(Vec<u8>, &str, &str); 6] = [
        (ELECTION.replace("Z;450", "Z;-1").into(), "第 10 行：cost 应当大于零", "line 10: cost is not above zero: -1"),
        (ELECTION.replace("5;B,T", "5;B,X").into(), "没有项目“X”", "line 19: there is no project \"X\""),
        (ELECTION.replace("budget;1000\n", "").into(), "没有 budget", "META has no budget"),
        (ELECTION.replace("2;R,Z", "1;R,Z").into(), "第 15 行已经投过票", "voted in line 15 already"),
        (b"META\n\xff\xfe\xfa".into(), "不是 UTF-8", "line 2: this line is not UTF-8"),
        (Vec::new(), "没有 META", "there was no section META"),
    ];
    for (bytes, chinese, english) in cases {
        for (lang, words) in [("zh-CN", chinese), ("en", english)] {
            let told = shares(place.path(), &bytes, &["--lang", lang]);
            assert_eq!(told.status.code(), Some(3), "{}", said(&told));
            assert!(told.stdout.is_empty() && said(&told).contains(words), "{words}\n{}", said(&told));
        }
    }
    assert_eq!(linli(place.path(), &["equal-shares", "nowhere.pb"]).status.code(), Some(3));
    let noted = shares(place.path(), ELECTION.replace("num_votes;5", "num_votes;7").as_bytes(), &["--lang", "en"]);
    assert!(
        noted.status.success() && String::from_utf8_lossy(&noted.stderr).contains("num_votes says 7, and there are 5")
    );
}

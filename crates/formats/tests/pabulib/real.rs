//! Published elections and their winners, worked out by other means. `LINLI_PABULIB` names the folder: `*.pb`, and `expected/*.json`.

use std::path::Path;

use linli_domain::consultation::budget::{Completion, Outcome, Utility, equal_shares, greedy};
use linli_formats::pabulib::Pabulib;
use serde_json::Value;

const UTILITIES: [(&str, Utility); 2] = [("cost", Utility::Cost), ("cardinality", Utility::Cardinality)];
const COMPLETIONS: [(&str, Completion); 4] = [
    ("", Completion::None),
    ("_greedy", Completion::Greedy),
    ("_add1", Completion::Add1),
    ("_add1_greedy", Completion::Add1Greedy),
];

#[test]
fn published_elections_have_the_winners_that_others_found() {
    let Some(folder) = std::env::var_os("LINLI_PABULIB") else {
        eprintln!("skipped: LINLI_PABULIB names no folder");
        return;
    };
    let expected = std::fs::read_dir(Path::new(&folder).join("expected")).expect("a folder of expected winners");
    let mut held = 0;
    for entry in expected {
        let path = entry.expect("a file").path();
        let told: Value = serde_json::from_slice(&std::fs::read(&path).expect("read")).expect("JSON");
        let file = Path::new(&folder).join(told["file"].as_str().expect("the name of a file"));
        let file = Pabulib::read(&std::fs::read(&file).expect("read"))
            .unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        for (name, utility) in UTILITIES {
            held += same(&file, &told, &format!("greedy_{name}"), &greedy(&file.election, utility), None);
            for (by, completion) in COMPLETIONS {
                let outcome = equal_shares(&file.election, utility, completion).expect("an outcome");
                held += same(&file, &told, &format!("mes_{name}{by}"), &outcome.order(), Some(&outcome));
            }
        }
    }
    assert!(held > 0, "nothing was held against anything");
}

/// One where the rule is expected, and the outcome is that.
fn same(file: &Pabulib, told: &Value, rule: &str, order: &[usize], outcome: Option<&Outcome>) -> usize {
    let expected = &told["rules"][rule];
    if expected.is_null() {
        return 0;
    }
    let order: Vec<&str> = order.iter().map(|at| file.election.projects()[*at].id.as_str()).collect();
    assert_eq!(expected["order"], Value::from(order), "{} {rule}", told["file"]);
    if let (Some(increments), Some(outcome)) = (expected["increments"].as_i64(), outcome) {
        assert_eq!(outcome.increments, increments, "{} {rule}", told["file"]);
    }
    1
}

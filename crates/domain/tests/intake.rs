//! What an import promises: every row is new, changed, same or refused with its reasons, and an empty cell never erases.

use jiff::civil::date;
use linli_domain::kernel::{DivisionCode, NeighbourhoodId, Office};
use linli_domain::register::facts::Arrangement;
use linli_domain::register::intake::{Given, Ground, Outcome, Planned, plan};
use linli_domain::register::{Division, Facts, Neighbourhood};
use proptest::prelude::*;

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

fn divisions() -> Vec<Division> {
    let rows = [
        ("430527100", "长铺镇"),
        ("430527100001", "长征社区"),
        ("430527100002", "绥洲社区"),
        ("430527101", "武阳镇"),
        ("430527101001", "长征社区"),
        ("430527207", "长铺子苗族侗族乡"),
    ];
    rows.iter().map(|(at, name)| Division { code: code(at), name: (*name).into() }).collect()
}

fn kept(n: u32, facts: Facts) -> Neighbourhood {
    let office: Office = "430527".parse().expect("an office");
    let number = format!("430527100-XQ-{n:04}");
    Neighbourhood {
        office,
        id: NeighbourhoodId::from_number(u128::from(n)),
        number,
        version: 1,
        facts,
        merged_into: None,
        finish_counts: true,
    }
}

fn row(n: u32, words: &[(&'static str, &str)]) -> Given {
    let words = words.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    Given { row: n, words, ..Given::default() }
}

fn planned(existing: &[Neighbourhood], rows: &[Given]) -> Vec<Planned> {
    let county = Division { code: code("430527"), name: "绥宁县".into() };
    let divisions = divisions();
    let ground = Ground {
        office: "430527".parse().expect("an office"),
        today: date(2022, 5, 31),
        county: Some(&county),
        divisions: &divisions,
        existing,
        plan_year: None,
    };
    plan(&ground, rows)
}

fn why(planned: &Planned) -> Vec<(&str, Option<&str>)> {
    match &planned.outcome {
        Outcome::Refused(reasons) => reasons.iter().map(|r| (r.why.as_str(), r.detail.as_deref())).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_row_that_nobody_knows_is_new_in_its_community() {
    let rows = [row(4, &[("name", "粮食局小区"), ("town", "绥宁县长铺镇"), ("community", "长征社区")])];
    let Outcome::New(facts) = &planned(&[], &rows)[0].outcome else { panic!("new") };
    assert_eq!((facts.name.as_str(), facts.division), ("粮食局小区", code("430527100001")));
}

#[test]
fn a_section_says_the_town_and_an_empty_cell_never_erases() {
    let known =
        Facts {
            households: Some(96), leader: Some("甲".into()), ..Facts::new("粮食局小区", code("430527100001"))
        };
    let given =
        Given { section: Some("长铺镇".into()), built_year: Some(1986), ..row(4, &[("name", "粮食局 小区")]) };
    let all = planned(&[kept(1, known)], &[given]);
    let Outcome::Changed { facts, .. } = &all[0].outcome else { panic!("changed: {:?}", all[0]) };
    assert_eq!((facts.households, facts.leader.as_deref(), facts.built_year), (Some(96), Some("甲"), Some(1986)));
    assert_eq!(facts.division, code("430527100001"), "the community is known better than the town");
}

#[test]
fn what_is_to_be_emptied_is_said_and_a_name_cannot_be() {
    let known = Facts { leader: Some("甲".into()), ..Facts::new("粮食局小区", code("430527100")) };
    let number = "430527100-XQ-0001";
    let cleared = Given { cleared: vec!["leader"], ..row(2, &[("number", number)]) };
    let Outcome::Changed { facts, .. } = &planned(&[kept(1, known.clone())], &[cleared])[0].outcome else {
        panic!("changed")
    };
    assert_eq!(facts.leader, None);
    let named = Given { cleared: vec!["name"], ..row(2, &[("number", number)]) };
    assert_eq!(why(&planned(&[kept(1, known)], &[named])[0]), [("cannot-clear", None)]);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let known = Facts {
        arrangement: Some(Arrangement::Contiguous("城北".into())),
        ..Facts::new("甲小区", code("430527100001"))
    };
    let rows = [row(2, &[("name", "甲小区"), ("town", "长铺镇"), ("community", "长征"), ("arrangement", "连片")])];
    assert!(matches!(planned(&[kept(1, known)], &rows)[0].outcome, Outcome::Same(_)));
}

#[test]
fn both_rows_of_one_neighbourhood_are_refused_and_name_each_other() {
    let rows = [
        row(2, &[("name", "甲小区"), ("town", "长铺镇")]),
        row(9, &[("name", "甲小区"), ("town", "长铺镇"), ("community", "长征社区")]),
        row(10, &[("name", "甲小区"), ("town", "武阳镇")]),
    ];
    let all = planned(&[], &rows);
    assert_eq!(why(&all[0]), [("twice-in-file", Some("9"))]);
    assert_eq!(why(&all[1]), [("twice-in-file", Some("2"))]);
    assert!(matches!(all[2].outcome, Outcome::New(_)));
}

#[test]
fn a_number_stands_in_one_row_and_running_numbers_are_none() {
    let rows = |number: &str| {
        [
            row(2, &[("number", number), ("name", "甲小区"), ("town", "长铺镇")]),
            row(3, &[("number", number), ("name", "乙小区"), ("town", "长铺镇")]),
        ]
    };
    assert_eq!(why(&planned(&[], &rows("SN-0001"))[0]), [("number-twice", Some("3"))]);
    assert!(planned(&[], &rows("1")).iter().all(|row| matches!(row.outcome, Outcome::New(_))));
}

#[test]
fn places_that_are_not_here_are_refused_with_what_is_near() {
    let refused = |words: &[(&'static str, &str)]| {
        let all = planned(&[], &[row(2, words)]);
        why(&all[0]).iter().map(|(why, near)| format!("{why} {}", near.unwrap_or("-"))).collect::<Vec<_>>().join(";")
    };
    assert!(refused(&[("name", "甲"), ("town", "长浦镇")]).starts_with("unknown-town 长铺镇"));
    assert_eq!(refused(&[("name", "甲"), ("town", "430522100")]), "other-county 绥宁县");
    assert_eq!(refused(&[("name", "甲"), ("county", "武冈市"), ("town", "长铺镇")]), "other-county 绥宁县");
    assert_eq!(refused(&[("name", "甲"), ("community", "长征社区")]), "ambiguous-place -");
    assert_eq!(refused(&[("name", "甲")]), "no-place -");
    assert_eq!(refused(&[("name", "甲"), ("town", "长铺镇"), ("number", "430522100-XQ-0001")]), "other-county -");
    assert_eq!(refused(&[("name", "甲"), ("town", "长铺镇"), ("number", "430527100-XQ-0077")]), "unknown-number -");
}

#[test]
fn two_records_of_one_name_need_a_number_or_a_community() {
    let known = [
        kept(1, Facts::new("供销社小区", code("430527100001"))),
        kept(2, Facts::new("供销社小区", code("430527100002"))),
    ];
    let town = [row(2, &[("name", "供销社小区"), ("town", "长铺镇")])];
    assert_eq!(why(&planned(&known, &town)[0]), [("ambiguous-record", Some("430527100-XQ-0001、430527100-XQ-0002"))]);
    let community = [row(2, &[("name", "供销社小区"), ("town", "长铺镇"), ("community", "绥洲社区")])];
    assert!(matches!(&planned(&known, &community)[0].outcome, Outcome::Same(was) if was.number.ends_with("0002")));
}

#[test]
fn every_reason_of_a_row_is_said_at_once() {
    let given = Given {
        households: Some(-3),
        started_on: Some(date(2022, 7, 1)),
        ..row(2, &[("name", "甲"), ("town", "长铺镇"), ("ownership", "私房"), ("longitude", "110.1")])
    };
    let all = planned(&[], &[given]);
    let kinds: Vec<&str> = why(&all[0]).into_iter().map(|(why, _)| why).collect();
    assert_eq!(kinds, ["half-a-location", "unknown-ownership", "negative", "future", "start-without-plan-year"]);
}

proptest! {
    #[test]
    fn no_table_is_too_strange(names in proptest::collection::vec((".{0,12}", ".{0,12}", ".{0,12}", ".{0,20}"), 0..12)) {
        let rows: Vec<Given> = (2_u32..)
            .zip(&names)
            .map(|(n, (name, town, number, other))| {
                row(n, &[("name", name), ("town", town), ("number", number), ("location", other), ("arrangement", other), ("ownership", other)])
            })
            .collect();
        let all = planned(&[kept(1, Facts::new("甲", code("430527100")))], &rows);
        prop_assert_eq!(all.len(), rows.len());
        prop_assert!(all.iter().all(|row| !matches!(&row.outcome, Outcome::Refused(reasons) if reasons.is_empty())));
    }
}

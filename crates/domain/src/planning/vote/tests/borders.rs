//! Exactly two thirds, three quarters and one half, on both measures.

use super::*;
use Choice::{Abstain, Against, For, ForWithoutPaying};

/// So many heads of these areas say each of: for, against, abstain, nothing.
struct Case {
    what: &'static str,
    matter: Matter,
    heads: &'static [(i64, Option<Choice>)],
    quorum: (bool, bool),
    majority: (bool, bool),
}

const F: Option<Choice> = Some(For);
const A: Option<Choice> = Some(Against);
const N: Option<Choice> = Some(Abstain);

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case { what: "exactly two thirds take part", matter: Matter::Other, heads: &[(100, F), (100, F), (100, None)], quorum: (true, true), majority: (true, true) },
    Case { what: "0.01 m² less than two thirds", matter: Matter::Other, heads: &[(100, F), (99, F), (100, None)], quorum: (true, false), majority: (true, true) },
    Case { what: "0.01 m² more than two thirds", matter: Matter::Other, heads: &[(100, F), (101, F), (100, None)], quorum: (true, true), majority: (true, true) },
    Case { what: "two thirds by area, one head too few", matter: Matter::Other, heads: &[(400, F), (100, None), (50, None)], quorum: (false, true), majority: (true, true) },
    Case { what: "exactly half is not more than half", matter: Matter::Manager, heads: &[(100, F), (100, A)], quorum: (true, true), majority: (false, false) },
    Case { what: "half by heads, more by area", matter: Matter::Manager, heads: &[(101, F), (100, A)], quorum: (true, true), majority: (false, true) },
    Case { what: "more by heads, half by area", matter: Matter::Manager, heads: &[(50, F), (50, F), (100, A)], quorum: (true, true), majority: (true, false) },
    Case { what: "an abstention takes part", matter: Matter::Manager, heads: &[(100, F), (100, N)], quorum: (true, true), majority: (false, false) },
    Case { what: "half is not enough to use the fund", matter: Matter::UseFund, heads: &[(100, F), (100, A)], quorum: (true, true), majority: (false, false) },
    Case { what: "exactly three quarters carry", matter: Matter::Rebuild, heads: &[(100, F), (100, F), (100, F), (100, A)], quorum: (true, true), majority: (true, true) },
    Case { what: "0.01 m² less than three quarters", matter: Matter::Rebuild, heads: &[(100, F), (100, F), (99, F), (100, A)], quorum: (true, true), majority: (true, false) },
    Case { what: "three quarters by area, one head too few", matter: Matter::CommonParts, heads: &[(300, F), (300, F), (100, A), (100, N)], quorum: (true, true), majority: (false, true) },
    Case { what: "to raise the fund more than half is not enough", matter: Matter::RaiseFund, heads: &[(100, F), (100, F), (100, A)], quorum: (true, true), majority: (false, false) },
    Case { what: "agreeing without paying is agreeing", matter: Matter::Rebuild, heads: &[(100, F), (100, F), (100, Some(ForWithoutPaying)), (100, A)], quorum: (true, true), majority: (true, true) },
    Case { what: "nobody came", matter: Matter::Other, heads: &[(100, None), (100, None)], quorum: (false, false), majority: (false, false) },
    Case { what: "one owner of all there is", matter: Matter::Rebuild, heads: &[(1, F)], quorum: (true, true), majority: (true, true) },
];

#[test]
fn the_borders_of_the_law_hold_on_both_measures() {
    for case in CASES {
        let roll = roll(&case.heads.iter().map(|(area, _)| *area).collect::<Vec<_>>());
        let given = ballots(&case.heads.iter().map(|(_, choice)| *choice).collect::<Vec<_>>());
        let tally = tally(&vote(case.matter), &roll, &given);
        assert_eq!((tally.quorum.heads_met, tally.quorum.area_met), case.quorum, "{}", case.what);
        assert_eq!((tally.majority.heads_met, tally.majority.area_met), case.majority, "{}", case.what);
        let all = [case.quorum.0, case.quorum.1, case.majority.0, case.majority.1];
        assert_eq!(tally.carried(), all.iter().all(|met| *met), "{}", case.what);
    }
}

#[test]
fn each_matter_has_the_share_of_article_278() {
    let three_quarters = [Matter::RaiseFund, Matter::Rebuild, Matter::CommonParts];
    for matter in Matter::ALL {
        let rule = Rule::of(matter, &VoteRules::default());
        let majority =
            if three_quarters.contains(&matter) { Threshold::at_least(3, 4) } else { Threshold::more_than(1, 2) };
        assert_eq!((rule.majority_area, rule.majority_heads), (majority, majority), "{matter:?}");
        assert_eq!((rule.quorum_area, rule.quorum_heads), (Threshold::at_least(2, 3), Threshold::at_least(2, 3)));
    }
    assert_eq!(Matter::ALL.map(Matter::number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_place_may_ask_for_more_than_the_law_and_never_for_less() {
    let strict = |at: usize, majority: Threshold| {
        let mut rules = VoteRules::default();
        rules.matters[at].majority_heads = majority;
        rules.check()
    };
    assert_eq!(VoteRules::default().check(), Ok(()));
    assert_eq!(strict(0, Threshold::at_least(2, 3)), Ok(()));
    assert_eq!(strict(0, Threshold::at_least(1, 2)), Err(RulesFault::BelowLaw(1)));
    assert_eq!(strict(6, Threshold::more_than(3, 4)), Ok(()));
    assert_eq!(strict(6, Threshold::at_least(2, 3)), Err(RulesFault::BelowLaw(7)));
    let without = |change: fn(&mut VoteRules)| {
        let mut rules = VoteRules::default();
        change(&mut rules);
        rules.check()
    };
    assert_eq!(without(|rules| rules.matters[3].quorum_area = Threshold::at_least(1, 2)), Err(RulesFault::BelowLaw(4)));
    assert_eq!(without(|rules| drop(rules.matters.pop())), Err(RulesFault::Matters(9)));
    assert_eq!(without(|rules| rules.matters.push(rules.matters[0].clone())), Err(RulesFault::Matters(1)));
    assert_eq!(without(|rules| rules.matters[8].extents.clear()), Err(RulesFault::NoExtent(9)));
    assert_eq!(without(|rules| rules.window_least_days = 61), Err(RulesFault::Days));
    assert_eq!(without(|rules| rules.proxies_a_person = -1), Err(RulesFault::Proxies));
}

#[test]
fn a_share_is_read_as_it_is_written() {
    for text in [">= 2/3", "> 1/2", ">= 3/4", ">= 1/1", "> 0/1"] {
        assert_eq!(text.parse::<Threshold>().map(|share| share.to_string()), Ok(text.to_owned()));
    }
    assert_eq!("≥3/4".parse(), Ok(Threshold::at_least(3, 4)));
    for text in
        ["", "2/3", ">= 0/3", "> 1/1", ">= 3/2", "> 1/0", ">= -1/2", ">= 1/10001", ">= 1/+2", ">= 99999999999/2"]
    {
        assert_eq!(text.parse::<Threshold>(), Err(NoThreshold), "{text}");
    }
}

#[test]
fn the_least_that_is_enough_is_enough_and_one_less_is_not() {
    let shares =
        [Threshold::at_least(2, 3), Threshold::at_least(3, 4), Threshold::more_than(1, 2), Threshold::at_least(1, 1)];
    for share in shares {
        for all in 1..400 {
            let least = share.least(all);
            assert!(share.met(least, all) && !share.met(least - 1, all), "{share} of {all}: {least}");
        }
    }
}

#[test]
fn what_is_still_needed_is_told_from_who_came_alone() {
    // 42 heads of 90.30 m², of whom 14 came: 28 have to.
    let roll = roll(&[9_030; 42]);
    let rule = Rule::of(Matter::Rebuild, &VoteRules::default());
    let came = Weight { heads: 14, area: Area::from_hundredths(14 * 9_030) };
    let lacks = needed(&rule, roll.total(), came);
    assert_eq!(lacks.to_take_part, Weight { heads: 14, area: Area::from_hundredths(14 * 9_030) });
    assert_eq!(lacks.to_agree, Weight { heads: 21, area: Area::from_hundredths(21 * 9_030) });
    assert!(!lacks.quorum_met());

    let all = needed(&rule, roll.total(), roll.total());
    assert!(all.quorum_met());
    assert_eq!(all.to_agree.heads, 32, "three quarters of 42 are 31.5");

    let large_flats = needed(&rule, roll.total(), Weight { heads: 20, area: roll.total().area });
    assert_eq!(large_flats.to_take_part, Weight { heads: 8, area: Area::default() });
    assert!(!large_flats.quorum_met(), "heads lack although all the area is there");
}

#[test]
fn silence_is_counted_apart_and_only_where_a_clause_says_so() {
    let areas = [100, 100, 100, 100, 100, 100];
    let given = ballots(&[F, F, A, None, None, None]);
    let silent = Vote { silence: true, ..vote(Matter::Manager) };
    assert_eq!(tally(&vote(Matter::Manager), &roll(&areas), &given).silence, None);

    let mut heads = roll(&areas).heads().to_vec();
    heads[5].delivered = false;
    let roll = Roll::new(heads).expect("a roll");
    let counted = tally(&silent, &roll, &given);
    let two = Weight { heads: 2, area: Area::from_hundredths(200) };
    assert_eq!(
        counted.silence,
        Some(Silence { weight: two, follows: Some(For) }),
        "whom nothing reached is not silent"
    );
    assert_eq!((counted.spoke.heads, counted.agreed.heads, counted.quorum.have.heads), (3, 2, 5));
    assert_eq!((counted.majority.have.heads, counted.carried()), (4, true));

    let against = tally(&silent, &roll, &ballots(&[A, A, F, None, None, None]));
    assert_eq!((against.silence.and_then(|one| one.follows), against.majority.have.heads), (Some(Against), 1));
    let even = tally(&silent, &roll, &ballots(&[F, A, None, None, None, None]));
    assert_eq!((even.silence.map(|one| one.follows), even.carried()), (Some(None), false));

    let mut spoilt = given.clone();
    spoilt.push(Ballot { seen: Some(Invalid::NoSignature), ..Ballot::paper(9, 3, Against, may(3)) });
    let counted = tally(&silent, &roll, &spoilt);
    assert_eq!(counted.silence.map(|one| one.weight.heads), Some(1), "who gave an invalid ballot did not keep silent");
}

#[test]
fn the_largest_roll_is_counted_without_running_over() {
    let each = MOST_AREA / 1_000;
    let roll = roll(&[each; 1_000]);
    let all = vec![F; 1_000];
    let tally = tally(&vote(Matter::Rebuild), &roll, &ballots(&all));
    assert!(tally.carried() && tally.quorum.least.heads == 667, "{tally:?}");
    assert_eq!(tally.quorum.least.area.hundredths(), 666_666_666_667);
}

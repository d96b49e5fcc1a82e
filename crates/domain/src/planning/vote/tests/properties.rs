//! What must hold for any vote.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::*;

fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![Just(Choice::For), Just(Choice::ForWithoutPaying), Just(Choice::Against), Just(Choice::Abstain)]
}

type Drawn = (Option<usize>, Vec<Choice>, (i8, bool), Option<(usize, usize, bool)>, Option<Invalid>);

/// Ballots with all that can be odd about them, over a roll of twelve.
fn any_ballots() -> impl Strategy<Value = Vec<Ballot>> {
    let one = (
        prop::option::weighted(0.95, 0..12_usize),
        prop::collection::vec(any_choice(), 0..=2),
        (1..13_i8, prop::bool::weighted(0.2)),
        prop::option::weighted(0.3, (0..12_usize, 0..12_usize, prop::bool::ANY)),
        prop::option::weighted(0.1, prop::sample::select(&Invalid::SEEN[..])),
    );
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let ballot = |(number, one): (u32, Drawn)| {
            let (head, marks, (day, online), given_proxy, seen) = one;
            let proxy = |(person, by, kept): (usize, usize, bool)| Proxy {
                person: format!("o{person}"),
                kind: if person == 11 { ProxyKind::Manager } else { ProxyKind::Other },
                appointed_by: if kept { format!("o{}", head.unwrap_or(by)) } else { format!("o{by}") },
                paper: Some(crate::kernel::digest::Digest::of(b"paper")),
            };
            let channel = if online { Channel::Online } else { Channel::Paper };
            let proxy = given_proxy.filter(|_| !online).map(proxy);
            Ballot { number, head, channel, marks, received: may(day), proxy, scan: None, version: None, seen }
        };
        (1..).zip(all).map(ballot).collect()
    })
}

fn areas() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1..40_000_i64, 12)
}

fn any_vote() -> impl Strategy<Value = Vote> {
    (0..9_usize, any::<[bool; 4]>(), 0..4_i64).prop_map(|(matter, [online, latest, represented, silence], limit)| {
        let rules = VoteRules {
            online,
            duplicates: if latest { Duplicates::Latest } else { Duplicates::First },
            represented_may_act: represented,
            proxies_a_person: limit,
            ..VoteRules::default()
        };
        Vote { silence, ..vote_by(Matter::ALL[matter], &rules) }
    })
}

/// The same sums, in fractions of long numbers and without any of the code.
fn carried_by_hand(vote: &Vote, roll: &Roll, valid: &[(usize, Choice)]) -> bool {
    let area = |heads: &[usize]| -> BigInt {
        heads.iter().map(|at| BigInt::from(roll.heads()[*at].area().hundredths())).sum()
    };
    let enough = |share: Threshold, have: BigInt, all: BigInt| {
        let (left, right) = (have * share.whole(), all.clone() * share.part());
        all > BigInt::ZERO && if share.is_passed() { left > right } else { left >= right }
    };
    let all: Vec<usize> = (0..roll.heads().len()).collect();
    let came: Vec<usize> = valid.iter().map(|(at, _)| *at).collect();
    let agreed: Vec<usize> = valid.iter().filter(|(_, choice)| choice.is_for()).map(|(at, _)| *at).collect();
    let rule = &vote.rule;
    enough(rule.quorum_heads, came.len().into(), all.len().into())
        && enough(rule.quorum_area, area(&came), area(&all))
        && enough(rule.majority_heads, agreed.len().into(), came.len().into())
        && enough(rule.majority_area, area(&agreed), area(&came))
}

proptest! {
    #[test]
    fn the_order_of_ballots_never_matters(vote in any_vote(), areas in areas(), given in any_ballots(), seed in any::<u64>()) {
        let roll = roll(&areas);
        let mut shuffled = given.clone();
        for at in (1..shuffled.len()).rev() {
            let with = usize::try_from(seed.rotate_left(u32::try_from(at).expect("few") * 7) % (at as u64 + 1)).expect("small");
            shuffled.swap(at, with);
        }
        prop_assert_eq!(judge(&vote, &roll, &given), judge(&vote, &roll, &shuffled));
        prop_assert_eq!(tally(&vote, &roll, &given), tally(&vote, &roll, &shuffled));
    }

    #[test]
    fn each_head_counts_once_and_everybody_is_accounted_for(vote in any_vote(), areas in areas(), given in any_ballots()) {
        let roll = roll(&areas);
        let judged = judge(&vote, &roll, &given);
        let mut heads: Vec<usize> = judged.iter().filter(|one| one.invalid.is_none()).filter_map(|one| one.ballot.head).collect();
        let many = heads.len();
        heads.sort_unstable();
        heads.dedup();
        prop_assert_eq!(heads.len(), many);

        let tally = tally(&vote, &roll, &given);
        prop_assert_eq!(tally.agreed + tally.against + tally.abstained, tally.spoke);
        prop_assert_eq!(tally.invalid.len() + many, given.len());
        prop_assert!(tally.quorum.have.heads <= 12 && tally.quorum.have.area <= roll.total().area);
        prop_assert!(tally.majority.have.heads <= tally.majority.of.heads);
    }

    #[test]
    fn a_recount_in_long_fractions_says_the_same(vote in any_vote(), areas in areas(), given in any_ballots()) {
        let (roll, vote) = (roll(&areas), Vote { silence: false, ..vote });
        let judged = judge(&vote, &roll, &given);
        let valid: Vec<(usize, Choice)> = judged
            .iter()
            .filter(|one| one.invalid.is_none())
            .filter_map(|one| Some((one.ballot.head?, *one.ballot.marks.first()?)))
            .collect();
        prop_assert_eq!(Tally::of(&vote, &roll, &judged).carried(), carried_by_hand(&vote, &roll, &valid));
    }

    #[test]
    fn one_more_vote_for_it_never_hurts(
        vote in any_vote(), areas in areas(),
        choices in prop::collection::vec(prop::option::of(any_choice()), 12), at in 0..12_usize,
    ) {
        let roll = roll(&areas);
        let vote = Vote { options: Options { without_paying: true }, ..vote };
        let mut more = choices.clone();
        more[at] = Some(Choice::For);
        let (before, after) = (tally(&vote, &roll, &ballots(&choices)), tally(&vote, &roll, &ballots(&more)));
        prop_assert!(after.carried() || !before.carried());
        prop_assert!(after.majority.have.heads >= before.majority.have.heads);
    }

    #[test]
    fn when_what_was_needed_comes_and_agrees_it_carries(
        vote in any_vote(), areas in areas(), came in prop::collection::vec(any::<bool>(), 12),
    ) {
        let (roll, vote) = (roll(&areas), Vote { silence: false, ..vote });
        let mut choices: Vec<Option<Choice>> = came.iter().map(|came| came.then_some(Choice::For)).collect();
        let sum = |choices: &[Option<Choice>]| tally(&vote, &roll, &ballots(choices)).spoke;
        let lacks = needed(&vote.rule, roll.total(), sum(&choices));
        prop_assert_eq!(lacks.quorum_met(), tally(&vote, &roll, &ballots(&choices)).quorum.met());
        for at in 0..12 {
            if needed(&vote.rule, roll.total(), sum(&choices)).quorum_met() {
                break;
            }
            choices[at] = Some(Choice::For);
        }
        prop_assert!(tally(&vote, &roll, &ballots(&choices)).carried());
    }
}

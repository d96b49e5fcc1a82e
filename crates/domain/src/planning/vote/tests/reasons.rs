//! Every reason for which a ballot does not take part.

use super::*;
use crate::kernel::digest::Digest;
use Choice::{Abstain, Against, For, ForWithoutPaying};

fn proxy(person: &str, appointed_by: &str) -> Proxy {
    let paper = Some(Digest::of(appointed_by.as_bytes()));
    Proxy { person: person.into(), kind: ProxyKind::Other, appointed_by: appointed_by.into(), paper }
}

/// The ballot of head `at`, by proxy.
fn by(person: &str, number: u32, at: usize) -> Ballot {
    Ballot { proxy: Some(proxy(person, &format!("o{at}"))), ..Ballot::paper(number, at, For, may(3)) }
}

fn reasons(vote: &Vote, ballots: &[Ballot]) -> Vec<Option<Invalid>> {
    judge(vote, &roll(&[100; 8]), ballots).into_iter().map(|one| one.invalid).collect()
}

#[test]
fn a_ballot_is_invalid_for_what_is_recorded_of_it() {
    let plain = || Ballot::paper(1, 0, For, may(3));
    let barred = Some(Proxy { kind: ProxyKind::Manager, ..proxy("wu", "o0") });
    let bare = Some(Proxy { paper: None, ..proxy("wu", "o0") });
    let cases = [
        (plain(), None),
        (Ballot { received: may(1), ..plain() }, None),
        (Ballot { received: may(10), ..plain() }, None),
        (Ballot { received: Date::constant(2022, 4, 30), ..plain() }, Some(Invalid::Early)),
        (Ballot { received: may(11), ..plain() }, Some(Invalid::Late)),
        (Ballot { marks: vec![], ..plain() }, Some(Invalid::NoOption)),
        (Ballot { marks: vec![For, Against], ..plain() }, Some(Invalid::SeveralOptions)),
        (Ballot { marks: vec![ForWithoutPaying], ..plain() }, Some(Invalid::NotOffered)),
        (Ballot { channel: Channel::Online, ..plain() }, Some(Invalid::OnlineNotAllowed)),
        (Ballot { version: Some(2), ..plain() }, Some(Invalid::WrongVersion)),
        (Ballot { head: None, ..plain() }, Some(Invalid::NotAnOwner)),
        (Ballot { head: Some(99), ..plain() }, Some(Invalid::NotAnOwner)),
        (Ballot { head: None, seen: Some(Invalid::TenantSigned), ..plain() }, Some(Invalid::TenantSigned)),
        (Ballot { proxy: Some(proxy("wu", "o0")), ..plain() }, None),
        (Ballot { proxy: bare, ..plain() }, Some(Invalid::NoProxyPaper)),
        (Ballot { proxy: barred, ..plain() }, Some(Invalid::BarredProxy)),
        (Ballot { proxy: Some(proxy("wu", "o5")), ..plain() }, Some(Invalid::ProxyHandedOn)),
    ];
    for (ballot, reason) in cases {
        assert_eq!(reasons(&vote(Matter::Other), std::slice::from_ref(&ballot)), [reason], "{ballot:?}");
    }
    for seen in Invalid::SEEN {
        let late = Ballot { seen: Some(seen), received: may(30), ..plain() };
        assert_eq!(reasons(&vote(Matter::Other), &[late]), [Some(seen)], "what somebody saw is told first");
    }
}

#[test]
fn a_proxy_votes_for_so_many_and_the_next_one_is_too_many() {
    let all: Vec<Ballot> = (0..5).map(|at| by("wu", 10 - u32::try_from(at).expect("small"), at)).collect();
    let over = Some(Invalid::OverProxyLimit);
    assert_eq!(reasons(&vote(Matter::Other), &all), [None, None, None, over, over], "the first three by number");

    let mut own = all[..3].to_vec();
    own.push(Ballot { proxy: Some(proxy("o3", "o3")), ..Ballot::paper(20, 3, For, may(3)) });
    assert_eq!(reasons(&vote(Matter::Other), &own), [None; 4], "nobody is a proxy for themselves");

    let none = VoteRules { proxies_a_person: 0, ..VoteRules::default() };
    assert_eq!(reasons(&vote_by(Matter::Other, &none), &all[..1]), [over]);

    let mut two = all[..3].to_vec();
    two[0].seen = Some(Invalid::NoSignature);
    two.push(by("wu", 30, 4));
    let expected = [None, None, Some(Invalid::NoSignature), None];
    assert_eq!(reasons(&vote(Matter::Other), &two), expected, "an invalid one uses nothing up");
}

#[test]
fn who_is_represented_represents_nobody_else() {
    // o0 lets o1 vote; o1 lets o2 vote: the proxy of o0 would be handed on.
    let chain = [by("o1", 1, 0), by("o2", 2, 1)];
    assert_eq!(reasons(&vote(Matter::Other), &chain), [Some(Invalid::ProxyRepresented), None]);
    let allowed = VoteRules { represented_may_act: true, ..VoteRules::default() };
    assert_eq!(reasons(&vote_by(Matter::Other, &allowed), &chain), [None, None]);

    let no_paper = Ballot { proxy: Some(proxy("o2", "o7")), ..chain[1].clone() };
    let answer = reasons(&vote(Matter::Other), &[chain[0].clone(), no_paper]);
    assert_eq!(answer, [None, Some(Invalid::ProxyHandedOn)], "what is void itself makes nothing else void");
}

#[test]
fn of_several_valid_ballots_of_a_head_one_counts() {
    let first = Ballot::paper(5, 0, For, may(3));
    let then = Ballot::paper(1, 0, Against, may(4));
    let latest = VoteRules { duplicates: Duplicates::Latest, ..VoteRules::default() };
    let both = [first.clone(), then.clone()];
    assert_eq!(reasons(&vote(Matter::Other), &both), [Some(Invalid::Duplicate), None], "by the day, then the number");
    assert_eq!(reasons(&vote_by(Matter::Other, &latest), &both), [None, Some(Invalid::Replaced)]);

    let unsigned = Ballot { seen: Some(Invalid::NoSignature), ..first };
    for rules in [VoteRules::default(), latest] {
        let answer = reasons(&vote_by(Matter::Other, &rules), &[unsigned.clone(), then.clone()]);
        assert_eq!(answer, [None, Some(Invalid::NoSignature)], "an invalid ballot stands in nobody's way");
    }
}

#[test]
fn invalid_ballots_do_not_take_part() {
    let mut given = ballots(&[Some(For), Some(For), Some(Abstain), Some(Against)]);
    given[3].marks.push(For);
    let tally = tally(&vote(Matter::Other), &roll(&[100; 4]), &given);
    assert_eq!((tally.spoke.heads, tally.against.heads), (3, 0));
    assert_eq!(tally.invalid, [(4, Invalid::SeveralOptions)]);
}

#[test]
fn every_code_is_read_again() {
    for reason in Invalid::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
    }
    for (choice, matter) in Choice::ALL.into_iter().zip(Matter::ALL) {
        assert_eq!((choice.as_str().parse(), matter.as_str().parse()), (Ok(choice), Ok(matter)));
    }
    assert!("for ".parse::<Choice>().is_err() && Matter::of_number(10).is_none());
}

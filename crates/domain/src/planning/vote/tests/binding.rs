//! A changed, removed or added ballot is found; a receipt proves that one was counted.

use proptest::prelude::*;

use super::*;
use crate::kernel::digest::Digest;

fn code(number: u32) -> BallotCode {
    let mut salt = [7; BallotCode::RANDOM];
    salt[..4].copy_from_slice(&number.to_be_bytes());
    BallotCode::new(number, salt)
}

fn given(many: u32) -> Vec<Ballot> {
    (1..=many).map(|number| Ballot::paper(number, number as usize - 1, Choice::For, may(3))).collect()
}

fn seals(ballots: &[Ballot]) -> Vec<Seal> {
    let roll = roll(&[9_000; 40]);
    ballots.iter().map(|ballot| Digest::of(content("vote", &roll, ballot, code(ballot.number)).as_bytes())).collect()
}

#[test]
fn one_root_stands_for_all_ballots() {
    let all = given(37);
    let root = Bound::new(seals(&all)).root();
    assert_eq!((root, root.ballots), (Bound::new(seals(&all)).root(), 37));

    let mut changed = all.clone();
    changed[20].marks = vec![Choice::Against];
    let added = given(38);
    let mut swapped = all.clone();
    swapped.swap(3, 4);
    for (what, other) in
        [("changed", &changed[..]), ("removed", &all[..36]), ("added", &added[..]), ("swapped", &swapped)]
    {
        assert_ne!(Bound::new(seals(other)).root(), root, "{what}");
    }
}

#[test]
fn every_value_of_a_ballot_is_bound() {
    let one = given(1).remove(0);
    let proxy = |person: &str, by: &str| {
        Some(Proxy { person: person.into(), kind: ProxyKind::Other, appointed_by: by.into(), paper: None })
    };
    let others = [
        Ballot { number: 2, ..one.clone() },
        Ballot { head: Some(1), ..one.clone() },
        Ballot { head: None, ..one.clone() },
        Ballot { channel: Channel::Online, ..one.clone() },
        Ballot { marks: vec![], ..one.clone() },
        Ballot { received: may(4), ..one.clone() },
        Ballot { proxy: proxy("a", "b"), ..one.clone() },
        Ballot { proxy: proxy("a", "c"), ..one.clone() },
        Ballot { scan: Some(Digest::of(b"scan")), ..one.clone() },
        Ballot { version: Some(1), ..one.clone() },
        Ballot { seen: Some(Invalid::Altered), ..one.clone() },
    ];
    let mut all = seals(&others);
    all.extend(seals(std::slice::from_ref(&one)));
    let roll = roll(&[9_000; 40]);
    all.push(Digest::of(content("another vote", &roll, &one, code(1)).as_bytes()));
    all.push(Digest::of(content("vote", &roll, &one, BallotCode::new(1, [1; 10])).as_bytes()));
    let different: std::collections::HashSet<Digest> = all.iter().copied().collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn the_root_is_that_of_rfc_6962() {
    // Worked out by hand: H(0x01 ‖ H(0x00 ‖ a) ‖ H(0x00 ‖ b)).
    let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
    let leaf = |seal: Digest| Digest::of(&[&[0][..], &seal.bytes()].concat());
    let node = Digest::of(&[&[1][..], &leaf(a).bytes(), &leaf(b).bytes()].concat());
    assert_eq!(Bound::new([a, b]).root(), Root { digest: node, ballots: 2 });
    assert_eq!(Bound::new([a]).root(), Root { digest: leaf(a), ballots: 1 });
    assert_eq!(Bound::new([]).root(), Root { digest: Digest::of(b""), ballots: 0 });
    assert!(!Bound::new([node]).root().holds(a, 0, &Proof::default()), "a node is no ballot");
}

#[test]
fn a_code_is_read_as_it_is_told() {
    let code = BallotCode::new(42, [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
    assert_eq!(code.to_string(), "42-0123-4567-89AB-CDEF");
    for told in ["42 0l23 4567 89ab cdef", " 42-o1234567-89AB-CDEF", "４２－0123 456789ABCDEF"] {
        assert_eq!(told.parse(), Ok(code), "{told}");
    }
    for other in [
        "",
        "42",
        "42-0123",
        "-0123-4567-89AB-CDEF",
        "x-0123-4567-89AB-CDEF",
        "42-0123-4567-89AB-CDEFG",
        "9999999999-0123-4567-89AB-CDEF",
    ] {
        assert_eq!(other.parse::<BallotCode>(), Err(NoBallotCode), "{other}");
    }
    assert_eq!(format!("{code:?}"), "BallotCode(42…)");
}

proptest! {
    #[test]
    fn each_ballot_has_its_way_to_the_root_and_no_other(many in 1..40_u32, at in 0..40_usize, other in 0..40_usize) {
        let seals = seals(&given(many));
        let (at, other) = (at % seals.len(), other % seals.len());
        let bound = Bound::new(seals.clone());
        let proof = bound.proof(at).expect("a proof");
        prop_assert!(bound.root().holds(seals[at], at, &proof));
        prop_assert_eq!(proof.to_string().parse(), Ok(proof.clone()));
        if other != at {
            prop_assert!(!bound.root().holds(seals[other], at, &proof));
            prop_assert!(!bound.root().holds(seals[at], other, &proof));
        }
        prop_assert!(bound.proof(seals.len()).is_none());
    }

    #[test]
    fn any_text_is_a_proof_or_refused(text in "(?s).{0,80}") {
        let _ = text.parse::<Proof>();
        let _ = text.parse::<BallotCode>();
    }
}

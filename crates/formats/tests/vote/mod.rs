//! Votes in the open format.

use linli_domain::kernel::Area;
use linli_domain::planning::vote::{BallotCode, Invalid, Weight};
use linli_formats::vote::{Finding, MOST_BYTES, Problem, ReceiptFile, Received, Said, Stated, VoteFile, Wrong};
use proptest::prelude::*;

/// Made up for these tests.
const LIFT: &str = include_str!("lift.json");
const SAME_OWNERS: &str = r#"["o1", "o5"]"#;

fn read(text: &str) -> Result<VoteFile, Problem> {
    VoteFile::read(text.as_bytes())
}

/// The line and fault after something was replaced.
fn wrong(this: &str, by: &str) -> (u32, Wrong) {
    assert!(LIFT.contains(this), "{this}");
    let problem = read(&LIFT.replacen(this, by, 1)).expect_err(by);
    (problem.line, problem.wrong)
}

fn findings(this: &str, by: &str) -> Vec<Finding> {
    assert!(LIFT.contains(this), "{this}");
    read(&LIFT.replacen(this, by, 1)).expect(by).findings()
}

/// The sample with codes, seals, root and result, as an office writes it out.
fn sealed() -> VoteFile {
    let mut file = read(LIFT).expect("a vote");
    for (ballot, beside) in file.ballots.iter().zip(&mut file.beside) {
        beside.code = Some(BallotCode::new(ballot.number, [ballot.number.to_le_bytes()[0]; BallotCode::RANDOM]));
    }
    for at in 0..file.ballots.len() {
        file.beside[at].seal = file.seal(at);
    }
    file.root = file.bound().map(|bound| (bound.root(), 0));
    let tally = file.tally();
    let said = Said { took_part: tally.quorum.have, agreed: tally.majority.have, carried: tally.carried() };
    file.result = Some((said, 0));
    file
}

#[test]
fn a_vote_is_read_and_counted() {
    let file = read(LIFT).expect("a vote");
    let tally = file.tally();
    let weight = |heads, hundredths| Weight { heads, area: Area::from_hundredths(hundredths) };
    assert_eq!(tally.total, weight(6, 62_950));
    assert_eq!(
        (tally.spoke, tally.agreed, tally.without_paying),
        (weight(5, 53_950), weight(4, 44_950), weight(1, 9_000))
    );
    assert_eq!(tally.invalid, [(6, Invalid::Duplicate), (7, Invalid::TenantSigned)]);
    assert!(tally.carried());
    assert_eq!(file.findings(), []);
    assert_eq!(read(&format!("\u{feff}{}", LIFT.replace('\n', "\r\n"))), Ok(file));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let number = |text: &str| text.to_owned();
    let cases = [
        ("629.50", "629.51", 18, Wrong::TotalArea { said: number("629.51"), found: number("629.50") }),
        (r#""heads": 6"#, r#""heads": 7"#, 18, Wrong::TotalHeads { said: 7, found: 6 }),
        (SAME_OWNERS, r#"["o3", "o2"]"#, 23, Wrong::SameOwners { first: 21 }),
        (r#""dwelling": "302""#, r#""dwelling": "101""#, 25, Wrong::DwellingTwice { name: number("101"), first: 20 }),
        (r#""head": "F""#, r#""head": "B""#, 25, Wrong::HeadTwice { id: number("B"), first: 21 }),
        (r#"["o6"]"#, r#"["o6", "o6"]"#, 24, Wrong::OwnerTwice { owner: number("o6") }),
        (r#"["o6"]"#, "[]", 24, Wrong::NoOwner { id: number("E") }),
        (r#""owners": ["o6"]"#, r#""unsold": true"#, 25, Wrong::UnsoldTwice { first: 24 }),
        (r#""area": 90}"#, r#""area": 0}"#, 20, Wrong::Area { field: number("601"), given: number("0") }),
        (r#""area": 90}"#, r#""area": -90}"#, 20, Wrong::Area { field: number("601"), given: number("-90") }),
        (r#""area": 90}"#, r#""area": 90.001}"#, 20, Wrong::Area { field: number("601"), given: number("90.001") }),
        (r#""area": 90}"#, r#""area": 9e1}"#, 20, Wrong::Area { field: number("601"), given: number("9e1") }),
        (r#""area": 90}"#, r#""area": "90 m²"}"#, 20, Wrong::Area { field: number("601"), given: number("90 m²") }),
        (r#""area": 90}"#, r#""area": 99999999999999}"#, 20, Wrong::AreaTooLarge),
        (r#"["c1", "c2"]"#, r#"["c1", "c1"]"#, 28, Wrong::SameClerk { clerk: number("c1") }),
        (r#"["c1", "c2"]"#, r#"["c1"]"#, 28, Wrong::TwoClerks),
        (r#""ballot": 2"#, r#""ballot": 1"#, 29, Wrong::BallotTwice { number: 1, first: 28 }),
        (r#""ballot": 2"#, r#""ballot": 0"#, 29, Wrong::Value { field: "ballot", given: number("0") }),
        (r#""head": "B", "channel""#, r#""head": "Z", "channel""#, 29, Wrong::UnknownHead { id: number("Z") }),
        (
            r#""seen": "tenant-signed""#,
            r#""seen": "late""#,
            34,
            Wrong::Value { field: "seen", given: number("\"late\"") },
        ),
        (
            r#"["for"], "received": "2022-05-02""#,
            r#"["for", "for"], "received": "2022-05-02""#,
            28,
            Wrong::Value { field: "marks", given: number("\"for\"") },
        ),
        ("2022-05-03", "2022-02-30", 29, Wrong::Value { field: "received", given: number("\"2022-02-30\"") }),
        ("2022-05-20", "2022-04-30", 10, Wrong::Window),
        (r#""against", "abstain"]"#, r#""abstain"]"#, 12, Wrong::Options { lacks: "against" }),
        (">= 3/4", ">= 5/4", 15, Wrong::Value { field: "share", given: number("\">= 5/4\"") }),
        (r#""matter": 7"#, r#""matter": 10"#, 7, Wrong::Value { field: "matter", given: number("10") }),
        (r#""title""#, r#""titel""#, 5, Wrong::UnknownField { field: number("titel") }),
        (r#""unsold""#, r#""sold""#, 25, Wrong::UnknownField { field: number("sold") }),
        (r#""extent": "entrance","#, "", 36, Wrong::Missing { field: number("extent") }),
        (
            r#""first": "2022-05-01","#,
            r#""first": "2022-05-01", "first": "2022-05-01","#,
            9,
            Wrong::FieldTwice { field: number("first") },
        ),
        (r#""linli-vote""#, r#""pabulib""#, 2, Wrong::Format { given: number("pabulib") }),
        (r#""version": 1"#, r#""version": 2"#, 3, Wrong::Version { given: 2 }),
        (r#""head": "F""#, r#""head": "F\nG""#, 25, Wrong::Value { field: "head", given: number("\"F\\nG\"") }),
    ];
    for (this, by, line, fault) in cases {
        assert_eq!(wrong(this, by), (line, fault), "{this} → {by}");
    }
    assert!(matches!(wrong(r#""heads": ["#, r#""heads": "#), (20, Wrong::NotJson { .. })));
    assert!(matches!(wrong(r#""ballot": 3"#, r#""ballot": -3"#), (30, Wrong::NotJson { .. })));
}

#[test]
fn other_encodings_and_no_texts_at_all_are_refused() {
    let fault = |bytes: &[u8]| VoteFile::read(bytes).map(|_| ()).map_err(|problem| (problem.line, problem.wrong));
    let wide: Vec<u8> = LIFT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault(&wide), Err((1, Wrong::Utf16)));
    let (gbk, ..) = encoding_rs::GBK.encode(LIFT);
    assert_eq!(fault(&gbk), Err((5, Wrong::NotUtf8)));
    assert!(matches!(fault(b""), Err((1, Wrong::NotJson { .. }))));
    assert!(matches!(fault("[".repeat(100_000).as_bytes()), Err((1, Wrong::NotJson { .. }))));
    assert_eq!(fault(&vec![b' '; MOST_BYTES + 1]), Err((1, Wrong::TooLarge { limit: MOST_BYTES })));
}

#[test]
fn a_ballot_that_does_not_take_part_is_a_finding_where_the_file_does_not_say_so() {
    let unsaid = |line, number, reason| vec![Finding::Unsaid { line, number, reason }];
    let late = findings(r#""received": "2022-05-04""#, r#""received": "2022-05-21""#);
    assert_eq!(late, unsaid(30, 3, Invalid::Late));
    let handed_on = findings(r#""appointed_by": "o4""#, r#""appointed_by": "o9""#);
    assert_eq!(handed_on, unsaid(30, 3, Invalid::ProxyHandedOn));
    let no_online = findings(r#""online": true"#, r#""online": false"#);
    assert_eq!(no_online, unsaid(29, 2, Invalid::OnlineNotAllowed));
    assert_eq!(findings(r#", "invalid": "tenant-signed""#, ""), [], "what was seen on it says so");
    let said = Invalid::Late;
    let other = findings(r#""invalid": "duplicate""#, r#""invalid": "late""#);
    assert_eq!(other, [Finding::Otherwise { line: 33, number: 6, said, found: Some(Invalid::Duplicate) }]);
    let denied = findings(r#""scan": {"file""#, r#""invalid": "late", "scan": {"file""#);
    assert_eq!(denied, [Finding::Otherwise { line: 28, number: 1, said, found: None }], "it counts all the same");
    assert_eq!(findings(">= 3/4", "> 1/2"), [Finding::BelowLaw { matter: 7 }]);
}

#[test]
fn what_is_written_is_read_again_and_says_the_same() {
    let file = sealed();
    let text = file.write();
    let again = read(&text).expect(&text);
    assert_eq!((again.findings(), again.tally()), (vec![], file.tally()));
    assert_eq!(again.bound().map(|bound| bound.root()), file.bound().map(|bound| bound.root()));
    assert_eq!(again.write(), text);
    assert_eq!(text.lines().filter(|line| line.contains("\"ballot\":")).count(), 7, "a line each");
}

#[test]
fn a_changed_removed_or_added_ballot_is_found() {
    let text = sealed().write();
    let line = |number: u32| {
        let has = format!("\"ballot\":{number},");
        text.lines().find(|line| line.contains(&has)).expect("a ballot").to_owned()
    };
    let at =
        |number: u32| u32::try_from(text.lines().position(|one| one == line(number)).expect("there") + 1).expect("few");
    let of = |changed: String| read(&changed).expect("read").findings();

    let changed = of(text.replace(&line(4), &line(4).replace(r#"["for"]"#, r#"["against"]"#)));
    assert_eq!(changed[0], Finding::Changed { line: at(4), number: 4 });
    assert!(changed.iter().any(|one| matches!(one, Finding::Root { .. })), "{changed:?}");
    assert!(changed.iter().any(|one| matches!(one, Finding::Result { what: Stated::Carried, .. })), "{changed:?}");

    let other_scan = line(1).replacen("ba7816bf", "ca7816bf", 1);
    assert_eq!(of(text.replace(&line(1), &other_scan))[0], Finding::Changed { line: at(1), number: 1 });

    let removed = of(text.replace(&format!("{}\n", line(5)), ""));
    assert!(removed.contains(&Finding::Gap { number: 5 }), "{removed:?}");
    let cut = of(text.replace(&format!("{}\n{}", line(6), line(7)), line(6).trim_end_matches(',')));
    assert!(cut.contains(&Finding::Gap { number: 7 }), "the last one as well: {cut:?}");

    let more = line(7).replace("\"ballot\":7", "\"ballot\":8").replacen("\"code\":\"7", "\"code\":\"8", 1);
    let added = of(text.replace(&line(7), &format!("{},\n{more}", line(7))));
    assert!(
        added.iter().any(|one| matches!(one, Finding::Root { found: Some(root), .. } if root.ballots == 8)),
        "{added:?}"
    );
}

#[test]
fn a_receipt_says_whether_its_ballot_was_counted() {
    let file = sealed();
    let code = |number: u32, byte| BallotCode::new(number, [byte; BallotCode::RANDOM]);
    assert_eq!(file.receipt(code(2, 2)), Received::Counted);
    assert_eq!(file.receipt(code(6, 6)), Received::NotCounted(Invalid::Duplicate));
    assert_eq!(file.receipt(code(2, 3)), Received::NotFound);
    assert_eq!(file.receipt(code(9, 2)), Received::NotFound);
    assert_eq!(
        read(LIFT).expect("a vote").receipt(code(2, 2)),
        Received::NotFound,
        "without codes there are no receipts"
    );
}

#[test]
fn a_receipt_stands_alone_and_says_nothing_of_the_answer() {
    let file = sealed();
    for number in 1..=7 {
        let receipt = file.receipt_of(number).expect("a receipt");
        assert!(receipt.holds());
        let text = receipt.write();
        assert_eq!(ReceiptFile::read(text.as_bytes()), Ok(receipt.clone()));
        assert!(!text.contains("for") || text.matches("for").count() == text.matches("format").count(), "{text}");
        assert!(ReceiptFile::is_meant(text.as_bytes()) && !ReceiptFile::is_meant(LIFT.as_bytes()));

        let seal = linli_domain::kernel::digest::Digest::of(b"another ballot");
        let others = [
            ReceiptFile { number: number % 7 + 1, ..receipt.clone() },
            ReceiptFile { number: 0, ..receipt.clone() },
            ReceiptFile { number: u32::MAX, ..receipt.clone() },
            ReceiptFile { seal, ..receipt.clone() },
            ReceiptFile { root: linli_domain::planning::vote::Root { ballots: 3, ..receipt.root }, ..receipt.clone() },
            ReceiptFile { proof: "".parse().expect("a proof"), ..receipt },
        ];
        assert!(others.iter().all(|other| !other.holds()), "{others:?}");
    }
    assert_eq!((file.receipt_of(0), file.receipt_of(8)), (None, None));
    assert_eq!(read(LIFT).expect("a vote").receipt_of(1), None, "nothing is sealed");
    let wrong = |this: &str, by: &str| {
        let text = sealed().receipt_of(3).expect("a receipt").write().replacen(this, by, 1);
        ReceiptFile::read(text.as_bytes()).map_err(|problem| problem.wrong)
    };
    assert_eq!(wrong("vote-receipt", "vote"), Err(Wrong::Format { given: "linli-vote".into() }));
    assert_eq!(wrong("\"version\": 1", "\"version\": 3"), Err(Wrong::Version { given: 3 }));
    assert_eq!(wrong("\"seal\"", "\"seals\""), Err(Wrong::UnknownField { field: "seals".into() }));
    assert!(matches!(wrong("\"proof\": \"", "\"proof\": \"x"), Err(Wrong::Value { field: "proof", .. })));
}

/// Seals and root are for ever: whatever changes them makes every receipt that was handed out worthless.
#[test]
fn what_was_sealed_once_is_sealed_the_same_way_for_ever() {
    assert_eq!(sealed().write(), include_str!("sealed.json"));
}

proptest! {
    #[test]
    fn any_damage_is_told_or_harmless(at in 0..LIFT.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = LIFT.as_bytes().to_vec();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Ok(file) = VoteFile::read(&bytes) {
            let _ = (file.findings(), file.write());
        }
    }
}

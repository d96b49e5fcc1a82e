//! Everything that is wrong is named with its line, and nothing panics.

use linli_formats::pabulib::{MOST_BYTES, Pabulib, Problem, Wrong};
use proptest::prelude::*;

use super::APPROVAL;

fn wrong(bytes: &[u8]) -> Problem {
    Pabulib::read(bytes).expect_err("refused")
}

fn id(id: &str) -> String {
    id.into()
}

#[test]
fn each_fault_is_named_with_its_line() {
    let (given, section) = (|given: &str| id(given), "VOTES");
    let cases = [
        ("META\n", "", 1, Wrong::BeforeSections),
        ("PROJECTS\n", "", 29, Wrong::NoSection { section: "PROJECTS" }),
        ("VOTES\n", "META\n", 20, Wrong::SectionTwice { section: "META" }),
        ("budget;90000.5\n", "", 1, Wrong::NoKey { key: "budget" }),
        ("budget;90000.5", "budget;", 1, Wrong::NoKey { key: "budget" }),
        ("unit;Riverside", "budget;7", 9, Wrong::KeyTwice { key: "budget" }),
        ("90000.5", "plenty", 9, Wrong::NotANumber { column: "budget", given: given("plenty") }),
        ("90000.5", "0", 9, Wrong::NotPositive { column: "budget", given: given("0") }),
        ("90000.5", "1e15", 9, Wrong::TooMuch { column: "budget", given: given("1e15") }),
        ("90000.5", "1.0000000000001", 9, Wrong::TooFine { column: "budget", given: given("1.0000000000001") }),
        ("vote_type;approval\n", "", 1, Wrong::NoKey { key: "vote_type" }),
        ("vote_type;approval", "vote_type;lottery", 10, Wrong::VoteType { given: given("lottery") }),
        ("vote_type;approval", "vote_type;scoring", 21, Wrong::NoColumn { section, column: "points" }),
        ("project_id;cost", "id;cost", 14, Wrong::NoColumn { section: "PROJECTS", column: "project_id" }),
        ("project_id;cost", "project_id;price", 14, Wrong::NoColumn { section: "PROJECTS", column: "cost" }),
        ("R1;40000", "R1;-40000", 15, Wrong::NotPositive { column: "cost", given: given("-40000") }),
        ("R1;40000", "R1;0", 15, Wrong::NotPositive { column: "cost", given: given("0") }),
        ("R1;40000", "R1;", 15, Wrong::Missing { column: "cost" }),
        ("R1;40000", ";40000", 15, Wrong::Missing { column: "project_id" }),
        ("B3;30000", "R1;30000", 17, Wrong::ProjectTwice { id: id("R1"), first: 15 }),
        (";Charging shed", ";\"Charging shed", 18, Wrong::OpenQuote),
        ("voter_id;", "", 21, Wrong::NoColumn { section, column: "voter_id" }),
        ("age;vote;", "age;ballot;", 21, Wrong::NoColumn { section, column: "vote" }),
        ("age;vote;", "vote;vote;", 21, Wrong::ColumnTwice { section, column: "vote" }),
        ("h2;68", ";68", 23, Wrong::Missing { column: "voter_id" }),
        ("h2;68", "h1;68", 23, Wrong::VoterTwice { id: id("h1"), first: 22 }),
        ("h3;70;R1", "h3;70;R7", 24, Wrong::UnknownProject { id: id("R7") }),
    ];
    for (from, to, line, why) in cases {
        let text = APPROVAL.replacen(from, to, 1);
        assert_eq!(wrong(text.as_bytes()), Problem { line, wrong: why }, "{from:?} → {to:?}");
    }
}

#[test]
fn sums_in_too_many_parts_are_refused() {
    let text = APPROVAL.replace("12500.25", "12500.000000000001").replace("90000.5", "2000000.5");
    let wrong = wrong(text.as_bytes());
    assert_eq!(wrong, Problem { line: 9, wrong: Wrong::TooFine { column: "cost", given: id("4000001/2") } });
}

#[test]
fn long_lines_and_many_rows_are_done_with_quickly() {
    let wide = APPROVAL.replace("min_length;1", &";".repeat(5_000_000));
    assert!(Pabulib::read(wide.as_bytes()).is_ok());
    let long = APPROVAL.replace("h1;71;R1", &format!("h1;71;{}R1", "R1,L2,".repeat(500_000)));
    assert_eq!(Pabulib::read(long.as_bytes()).map(|file| file.election.ballots()[0].wishes.len()), Ok(3));
    let many = (0..20_001).map(|at| format!("x{at};1\n")).collect::<Vec<_>>().concat();
    let many = APPROVAL.replace("R1;40000", &format!("{many}R1;40000"));
    assert_eq!(wrong(many.as_bytes()).wrong, Wrong::TooManyProjects { limit: 20_000 });
}

#[test]
fn points_belong_to_projects_one_by_one() {
    let scoring = |row: &str| {
        let head = "META\nkey;value\nbudget;10\nvote_type;scoring\nPROJECTS\nproject_id;cost\na;5\nb;5\nVOTES\nvoter_id;vote;points\n";
        wrong(format!("{head}{row}\n").as_bytes())
    };
    let at = |wrong| Problem { line: 11, wrong };
    assert_eq!(scoring("1;a,b;3"), at(Wrong::PointsDiffer { projects: 2, points: 1 }));
    assert_eq!(scoring("1;a;"), at(Wrong::PointsDiffer { projects: 1, points: 0 }));
    assert_eq!(scoring("1;a;x"), at(Wrong::NotANumber { column: "points", given: id("x") }));
    assert_eq!(scoring("1;a;9999999999"), at(Wrong::TooMuch { column: "points", given: id("9999999999/1") }));
}

#[test]
fn other_encodings_are_told_apart_from_utf8() {
    let chinese = APPROVAL.replace("Charging shed", "充电棚");
    assert!(Pabulib::read(chinese.as_bytes()).is_ok());
    let gbk = encoding_rs::GBK.encode(&chinese).0.into_owned();
    assert_eq!(wrong(&gbk), Problem { line: 18, wrong: Wrong::NotUtf8 });
    let latin = encoding_rs::ISO_8859_2.encode(&APPROVAL.replace("Pavilion", "Łódź")).0.into_owned();
    assert_eq!(wrong(&latin), Problem { line: 19, wrong: Wrong::NotUtf8 });
    let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let text = chinese.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        [mark, &text].concat()
    };
    for bytes in
        [wide(&[0xFF, 0xFE], u16::to_le_bytes), wide(&[0xFE, 0xFF], u16::to_be_bytes), wide(&[], u16::to_le_bytes)]
    {
        assert_eq!(wrong(&bytes), Problem { line: 1, wrong: Wrong::Utf16 });
    }
}

/// A file that went through several systems has `\r\r\n`, inside a quoted name too.
#[test]
fn breaks_of_any_kind_in_a_name_are_written_and_read_the_same() {
    for ends in ["\n", "\r\n", "\r\r\n", "\r\r\r\n"] {
        let text = APPROVAL.replace(";Charging shed", ";\"Charging\nshed\"").replace('\n', ends);
        let file = Pabulib::read(text.as_bytes()).expect("an election");
        assert!(file.election.projects().iter().any(|project| project.name == "Charging\nshed"), "{ends:?}");
        let again = Pabulib::read(file.write(None).as_bytes()).expect("an election");
        assert_eq!(again.election, file.election, "{ends:?}");
    }
}

#[test]
fn what_is_no_election_is_refused() {
    assert_eq!(wrong(b"").wrong, Wrong::NoSection { section: "META" });
    assert_eq!(wrong(b"%PDF-1.7").wrong, Wrong::BeforeSections);
    assert_eq!(wrong(b"META\nPROJECTS\nVOTES\n").wrong, Wrong::NoKey { key: "vote_type" });
    let none = "META\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n";
    assert_eq!(wrong(none.as_bytes()), Problem { line: 8, wrong: Wrong::NoVotes });
    let none = none.replace("a;1\n", "");
    assert_eq!(wrong(none.as_bytes()), Problem { line: 5, wrong: Wrong::NoProjects });
    assert_eq!(wrong(&vec![b' '; MOST_BYTES + 1]).wrong, Wrong::TooLarge { limit: MOST_BYTES });
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Pabulib::read(&bytes);
    }

    /// A good file with something else in it, or something less: the parts that matter are met this way.
    #[test]
    fn a_file_that_was_damaged_is_read_or_refused(at in 0..APPROVAL.len(), cut in 0..40_usize, put in "[;\"\n\r,a-zA-Z0-9.\\-\u{feff}]{0,12}") {
        let mut bytes = APPROVAL.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put.bytes());
        if let Ok(file) = Pabulib::read(&bytes) {
            let again = Pabulib::read(file.write(None).as_bytes());
            prop_assert_eq!(again.map(|again| again.election), Ok(file.election));
        }
    }
}

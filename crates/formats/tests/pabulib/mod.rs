//! Files of Pabulib: as the format has them, as they are published, and as they should not be.

mod hostile;
mod real;

use linli_domain::consultation::budget::{BallotKind, Completion, Fraction, Utility, equal_shares, greedy};
use linli_formats::pabulib::{Note, Pabulib};

pub const APPROVAL: &str = include_str!("approval.pb");
const ORDINAL: &str = include_str!("ordinal.pb");
const CUMULATIVE: &str = include_str!("cumulative.pb");
const SCORING: &str = include_str!("scoring.pb");

pub fn read(text: &str) -> Pabulib {
    Pabulib::read(text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The ids of what is taken.
fn taken(file: &Pabulib, utility: Utility, completion: Option<Completion>) -> Vec<&str> {
    let order = match completion {
        Some(completion) => equal_shares(&file.election, utility, completion).expect("an outcome").order(),
        None => greedy(&file.election, utility),
    };
    order.into_iter().map(|at| file.election.projects()[at].id.as_str()).collect()
}

#[test]
fn an_election_is_read_with_its_parts_of_money_and_its_quotation_marks() {
    let file = read(APPROVAL);
    let election = &file.election;
    assert_eq!((election.kind(), election.parts(), election.budget()), (BallotKind::Approval, 4, 360_002));
    let names: Vec<&str> = election.projects().iter().map(|project| project.name.as_str()).collect();
    assert_eq!(names[..2], ["Ramps; both sides", "\"Bright stairs\" lamps"]);
    assert_eq!(election.projects()[1].cost, 50_001);
    assert_eq!((file.voters.len(), file.voters[8].as_str(), election.ballots()[8].wishes.len()), (9, "h9", 2));
    assert_eq!((file.meta[2].0.as_str(), file.meta[2].1.as_str(), file.notes.len()), ("unit", "Riverside", 0));
}

#[test]
fn three_who_vote_together_get_their_bench() {
    let file = read(APPROVAL);
    // By votes: the ramps of five, the lamps of four, the bench of three; then the shed does not fit.
    assert_eq!(taken(&file, Utility::Cost, None), ["R1", "L2", "B3"]);
    // Nobody's share pays for a pavilion that costs more than there is. Three shares of 10,000.06 pay for the bench, and what four have
    // left for the lamps.
    assert_eq!(taken(&file, Utility::Cost, Some(Completion::None)), ["R1", "B3", "L2"]);
    assert_eq!(taken(&file, Utility::Cost, Some(Completion::Greedy)), ["R1", "B3", "L2"]);
    // With shares of 9,000, three have 27,000 for the bench, and four have 12,000 for the lamps, 1,000 each of those who paid for ramps.
    let less = read(&APPROVAL.replace("90000.5", "81000"));
    assert_eq!(taken(&less, Utility::Cost, None), ["R1", "L2", "C4"]);
    assert_eq!(taken(&less, Utility::Cost, Some(Completion::None)), ["R1"]);
}

#[test]
fn points_are_exact_and_rankings_are_points() {
    let (ordinal, cumulative, scoring) = (read(ORDINAL), read(CUMULATIVE), read(SCORING));
    assert_eq!((cumulative.election.point_parts(), scoring.election.default_points()), (2, 1));
    for file in [&ordinal, &cumulative, &scoring] {
        for utility in [Utility::Cost, Utility::Cardinality, Utility::Points] {
            assert!(!taken(file, utility, Some(Completion::Add1Greedy)).is_empty());
        }
    }
    // c has 5 + 4 + 1 points for 30, a has 5 + 2 + 1 for 60, b has 1 + 1 for 40 once nothing below zero counts.
    assert_eq!(taken(&scoring, Utility::Points, None), ["c", "a"]);
    let outcome = equal_shares(&scoring.election, Utility::Points, Completion::None).expect("an outcome");
    assert_eq!((outcome.steps[0].project, &outcome.steps[0].rho), (2, &Fraction::from(3)));
    // Ticks count for cost and number, whatever the points: b is wished by the first, below zero as it is.
    assert_eq!(taken(&scoring, Utility::Cardinality, None), ["c", "a"]);
    // a has 6 points for 60, b has 4 for 40, c has 3 for 30: all alike.
    assert_eq!(taken(&ordinal, Utility::Points, None), ["a", "b"]);
}

#[test]
fn what_published_files_have_beyond_the_format_is_read_as_well() {
    let plain = read(APPROVAL);
    let turned = {
        let (meta, rest) = APPROVAL.split_once("PROJECTS\n").expect("sections");
        let (projects, votes) = rest.split_once("VOTES\n").expect("sections");
        format!("VOTES\n{votes}PROJECTS\n{projects}{meta}")
    };
    let same = [
        APPROVAL.replace('\n', "\r\n"),
        APPROVAL.replace('\n', "\r"),
        format!("\u{feff}{APPROVAL}\n\n;;;\n"),
        APPROVAL.replace("META\n", "meta;;\n").replace("VOTES\n", " Votes \n"),
        APPROVAL.replace("90000.5", "90 000,50").replace("12500.25", "12500,25"),
        APPROVAL.replace("h1;71;R1,L2,P5;paper", "h1;71; R1 , L2,, P5 ;paper;extra"),
        APPROVAL.replace("vote_type;approval", "vote_type; Approval"),
        turned,
    ];
    for text in same {
        let file = read(&text);
        assert_eq!(
            (&file.election, &file.voters, &file.notes),
            (&plain.election, &plain.voters, &plain.notes),
            "{text}"
        );
    }
    let empty = read(&APPROVAL.replace("h9;55;B3,P5;paper", "h9;;None"));
    assert_eq!((empty.election.ballots().len(), empty.election.ballots()[8].wishes.len()), (9, 0));
    let noted = read(&APPROVAL.replace("num_votes;9", "num_votes;10").replace("h8;9;R1,P5", "h8;9;R1,P5,R1"));
    let counted = Note::CountDiffers { key: "num_votes", said: "10".into(), found: 9 };
    assert_eq!(noted.notes, [Note::WishedTwice { ballots: 1, first: 29 }, counted]);
    assert_eq!(read(&APPROVAL.replace("age", "vote_strength")).notes, [Note::Strength]);
    let fine = read(&APPROVAL.replace("90000.5", "90000.3333333333"));
    assert_eq!(fine.election.parts(), 10_000_000_000);
    let again = read(&SCORING.replace("1;a,b;5,-2", "1;a,b,a;5,-2,4"));
    assert_eq!((again.election.ballots()[0].wishes[0].points, again.notes.len()), (4, 1));
}

#[test]
fn what_is_written_is_read_again_without_age_and_sex() {
    for text in [APPROVAL, ORDINAL, CUMULATIVE, SCORING] {
        let file = read(text);
        let written = file.write(None);
        let again = read(&written);
        assert_eq!((&again.election, &again.voters), (&file.election, &file.voters), "{written}");
        let taken = file.write(Some(("equalshares/add1", &[0])));
        assert!(taken.contains("rule;equalshares/add1\n") && taken.contains(";selected\n"), "{taken}");
        assert!(!taken.contains("age") || taken.contains("language"), "{taken}");
        assert_eq!(read(&taken).election, file.election);
    }
    let third = read(&APPROVAL.replace("90000.5", "100000/3").replace("12500.25", "12500"));
    assert_eq!((third.election.parts(), read(&third.write(None)).election), (3, third.election));
}

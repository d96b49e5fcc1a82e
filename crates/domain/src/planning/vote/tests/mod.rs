//! The law's borders, the reasons, and what must hold for any vote.

mod binding;
mod borders;
mod conduct;
mod properties;
mod reasons;
mod roll;

use super::*;
use crate::kernel::{Area, Date};

/// A day of May 2022; voting is from the 1st to the 10th.
pub fn may(day: i8) -> Date {
    Date::constant(2022, 5, day)
}

pub fn head(id: usize, hundredths: i64) -> Head {
    let dwellings = vec![Dwelling { name: format!("1-{id}"), area: Area::from_hundredths(hundredths) }];
    Head { id: id.to_string(), owners: vec![format!("o{id}")], dwellings, unsold: false, delivered: true }
}

/// Heads with these areas.
pub fn roll(areas: &[i64]) -> Roll {
    Roll::new(areas.iter().enumerate().map(|(at, area)| head(at, *area)).collect()).expect("a roll")
}

pub fn vote(matter: Matter) -> Vote {
    vote_by(matter, &VoteRules::default())
}

pub fn vote_by(matter: Matter, rules: &VoteRules) -> Vote {
    Vote {
        rule: Rule::of(matter, rules),
        options: Options { without_paying: matter == Matter::Rebuild },
        version: None,
        first: may(1),
        last: may(10),
        silence: false,
    }
}

/// One ballot a head, in the order of the roll.
pub fn ballots(choices: &[Option<Choice>]) -> Vec<Ballot> {
    let given = choices.iter().enumerate().filter_map(|(at, choice)| choice.map(|choice| (at, choice)));
    given.zip(1..).map(|((at, choice), number)| Ballot::paper(number, at, choice, may(3))).collect()
}

pub fn tally(vote: &Vote, roll: &Roll, ballots: &[Ballot]) -> Tally {
    Tally::of(vote, roll, &judge(vote, roll, ballots))
}

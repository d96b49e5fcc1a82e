//! Which ballots take part, and why the others do not (计票认定). Worked out from all of them together, whatever order they
//! are handed in.
//!
//! In four steps, each over what the one before left: what is wrong with a ballot by itself; proxies who are represented
//! themselves; proxies beyond the limit, in the order of receipt; several ballots of one head. So an unsigned ballot never
//! stands in the way of a signed one that follows it. Order of receipt is the day, then the number: paper and online are equals.

use std::collections::{HashMap, HashSet};

use super::ballot::{Ballot, Channel, Invalid, Proxy};
use super::roll::Roll;
use super::rules::Duplicates;
use super::tally::Vote;

/// A ballot, and what is to be said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged<'a> {
    pub ballot: &'a Ballot,
    pub invalid: Option<Invalid>,
}

/// Judges all ballots of a vote; they come back in the order of their numbers.
pub fn judge<'a>(vote: &Vote, roll: &Roll, ballots: &'a [Ballot]) -> Vec<Judged<'a>> {
    let mut judged: Vec<Judged<'a>> =
        ballots.iter().map(|ballot| Judged { ballot, invalid: by_itself(vote, roll, ballot) }).collect();
    judged.sort_by_key(|one| (one.ballot.received, one.ballot.number));
    if !vote.rule.represented_may_act {
        represented(roll, &mut judged);
    }
    over_limit(vote, roll, &mut judged);
    several(vote.rule.duplicates, &mut judged);
    judged.sort_by_key(|one| one.ballot.number);
    judged
}

/// What is wrong with a ballot, whatever others there are. What a person saw comes first: the other facts may be wrong for it.
fn by_itself(vote: &Vote, roll: &Roll, ballot: &Ballot) -> Option<Invalid> {
    let Some(head) = ballot.head.and_then(|at| roll.heads().get(at)) else {
        return Some(ballot.seen.unwrap_or(Invalid::NotAnOwner));
    };
    ballot
        .seen
        .or((ballot.received < vote.first).then_some(Invalid::Early))
        .or((ballot.received > vote.last).then_some(Invalid::Late))
        .or((ballot.version != vote.version).then_some(Invalid::WrongVersion))
        .or((ballot.channel == Channel::Online && !vote.rule.online).then_some(Invalid::OnlineNotAllowed))
        .or_else(|| of_marks(vote, ballot))
        .or_else(|| ballot.proxy.as_ref().and_then(|proxy| of_proxy(vote, &head.owners, proxy)))
}

fn of_marks(vote: &Vote, ballot: &Ballot) -> Option<Invalid> {
    match ballot.marks.as_slice() {
        [] => Some(Invalid::NoOption),
        [one] if vote.options.choices().any(|choice| choice == *one) => None,
        [_] => Some(Invalid::NotOffered),
        _ => Some(Invalid::SeveralOptions),
    }
}

fn of_proxy(vote: &Vote, owners: &[String], proxy: &Proxy) -> Option<Invalid> {
    if proxy.paper.is_none() {
        Some(Invalid::NoProxyPaper)
    } else if vote.rule.barred.contains(&proxy.kind) {
        Some(Invalid::BarredProxy)
    } else if !owners.contains(&proxy.appointed_by) {
        Some(Invalid::ProxyHandedOn)
    } else {
        None
    }
}

/// The proxy of a head that the proxy does not belong to: co-owners speak for their own.
fn stands_in<'a>(roll: &Roll, judged: &Judged<'a>) -> Option<&'a str> {
    let proxy = judged.ballot.proxy.as_ref()?;
    let owners = &roll.heads()[judged.ballot.head?].owners;
    (judged.invalid.is_none() && !owners.contains(&proxy.person)).then_some(proxy.person.as_str())
}

/// Who has somebody else vote for their own dwelling cannot vote for others.
fn represented(roll: &Roll, judged: &mut [Judged<'_>]) {
    let given = judged.iter().filter(|one| stands_in(roll, one).is_some());
    let who: HashSet<&str> =
        given.filter_map(|one| one.ballot.proxy.as_ref()).map(|proxy| proxy.appointed_by.as_str()).collect();
    let handed: Vec<usize> =
        (0..judged.len()).filter(|at| stands_in(roll, &judged[*at]).is_some_and(|one| who.contains(one))).collect();
    for at in handed {
        judged[at].invalid = Some(Invalid::ProxyRepresented);
    }
}

/// A proxy votes for so many heads; whoever comes after that is invalid.
fn over_limit(vote: &Vote, roll: &Roll, judged: &mut [Judged<'_>]) {
    let mut heads_of: HashMap<&str, HashSet<usize>> = HashMap::new();
    let limit = usize::try_from(vote.rule.proxies_a_person).unwrap_or(0);
    for one in judged {
        let (Some(person), Some(head)) = (stands_in(roll, one), one.ballot.head) else { continue };
        let heads = heads_of.entry(person).or_default();
        if heads.contains(&head) {
            continue;
        }
        if heads.len() >= limit {
            one.invalid = Some(Invalid::OverProxyLimit);
        } else {
            heads.insert(head);
        }
    }
}

/// One valid ballot a head.
fn several(rule: Duplicates, judged: &mut [Judged<'_>]) {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for at in 0..judged.len() {
        let (Some(head), None) = (judged[at].ballot.head, judged[at].invalid) else { continue };
        match (counts.get(&head).copied(), rule) {
            (None, _) => {
                counts.insert(head, at);
            }
            (Some(_), Duplicates::First) => judged[at].invalid = Some(Invalid::Duplicate),
            (Some(before), Duplicates::Latest) => {
                judged[before].invalid = Some(Invalid::Replaced);
                counts.insert(head, at);
            }
        }
    }
}

//! The ballots of a file.

use std::collections::HashMap;

use linli_domain::planning::vote::{Ballot, BallotCode, Channel, Choice, Invalid, Proxy, Roll};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Beside, MOST_BALLOTS, Problem, Wrong};
use crate::json::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBallot<'a> {
    ballot: u32,
    #[serde(borrow)]
    head: Option<&'a RawValue>,
    channel: &'a RawValue,
    marks: Vec<&'a RawValue>,
    received: &'a RawValue,
    #[serde(default)]
    typed_by: Vec<&'a RawValue>,
    scan: Option<RawScan<'a>>,
    proxy: Option<RawProxy<'a>>,
    plan_version: Option<u32>,
    seen: Option<&'a RawValue>,
    invalid: Option<&'a RawValue>,
    code: Option<&'a RawValue>,
    seal: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScan<'a> {
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    sha256: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProxy<'a> {
    #[serde(borrow)]
    person: &'a RawValue,
    kind: &'a RawValue,
    appointed_by: &'a RawValue,
    paper: Option<&'a RawValue>,
}

/// All of them, and what stands beside each.
pub fn read<'a>(source: &Source<'a>, all: &[&'a RawValue], roll: &Roll) -> Result<(Vec<Ballot>, Vec<Beside>), Problem> {
    let places: HashMap<&str, usize> =
        roll.heads().iter().enumerate().map(|(at, head)| (head.id.as_str(), at)).collect();
    let mut first: HashMap<u32, u32> = HashMap::new();
    let (mut ballots, mut beside) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (at, raw) in all.iter().enumerate() {
        let line = source.line(raw);
        if at >= MOST_BALLOTS {
            return Err(Wrong::TooMany { field: "ballots", limit: MOST_BALLOTS }.at(line));
        }
        let given: RawBallot<'a> = source.part(raw)?;
        if let Some(first) = first.insert(given.ballot, line) {
            return Err(Wrong::BallotTwice { number: given.ballot, first }.at(line));
        }
        if given.ballot == 0 {
            return Err(Wrong::Value { field: "ballot", given: "0".into() }.at(line));
        }
        ballots.push(source.ballot(&given, &places)?);
        beside.push(source.beside(&given, line)?);
    }
    Ok((ballots, beside))
}

impl<'a> Source<'a> {
    fn ballot(&self, given: &RawBallot<'a>, places: &HashMap<&str, usize>) -> Result<Ballot, Problem> {
        let head = given.head.map(|raw| {
            let id = self.text("head", raw)?;
            places.get(id.as_str()).copied().ok_or(Wrong::UnknownHead { id }.at(self.line(raw)))
        });
        let seen = given.seen.map(|raw| {
            let seen: Invalid = self.code("seen", raw)?;
            if seen.is_seen() { Ok(seen) } else { Err(self.value("seen", raw)) }
        });
        let mut marks: Vec<Choice> = Vec::new();
        for raw in &given.marks {
            let mark = self.code("marks", raw)?;
            if marks.contains(&mark) {
                return Err(self.value("marks", raw));
            }
            marks.push(mark);
        }
        marks.sort_unstable();
        Ok(Ballot {
            number: given.ballot,
            head: head.transpose()?,
            channel: self.code("channel", given.channel)?,
            marks,
            received: self.day("received", given.received)?,
            proxy: given.proxy.as_ref().map(|raw| self.proxy(raw)).transpose()?,
            scan: given.scan.as_ref().map(|raw| self.digest("scan", raw.sha256)).transpose()?,
            version: given.plan_version,
            seen: seen.transpose()?,
        })
    }

    fn proxy(&self, raw: &RawProxy<'a>) -> Result<Proxy, Problem> {
        Ok(Proxy {
            person: self.text("person", raw.person)?,
            kind: self.code("kind", raw.kind)?,
            appointed_by: self.text("appointed_by", raw.appointed_by)?,
            paper: raw.paper.map(|raw| self.digest("paper", raw)).transpose()?,
        })
    }

    fn beside(&self, given: &RawBallot<'a>, line: u32) -> Result<Beside, Problem> {
        let typed_by: Vec<String> =
            given.typed_by.iter().map(|raw| self.text("typed_by", raw)).collect::<Result<_, _>>()?;
        if self.code::<Channel>("channel", given.channel)? == Channel::Paper {
            match typed_by.as_slice() {
                [one, two] if one == two => return Err(Wrong::SameClerk { clerk: one.clone() }.at(line)),
                [_, _] => {}
                _ => return Err(Wrong::TwoClerks.at(line)),
            }
        }
        let code: Option<BallotCode> = given.code.map(|raw| self.code("code", raw)).transpose()?;
        if let Some(code) = code.filter(|code| code.number != given.ballot) {
            return Err(Wrong::CodeOfAnother { number: code.number }.at(line));
        }
        let file = given.scan.as_ref().and_then(|scan| scan.file);
        Ok(Beside {
            line,
            typed_by,
            scan_file: file.map(|raw| self.text("file", raw)).transpose()?,
            invalid: given.invalid.map(|raw| self.code("invalid", raw)).transpose()?,
            code,
            seal: given.seal.map(|raw| self.digest("seal", raw)).transpose()?,
        })
    }
}

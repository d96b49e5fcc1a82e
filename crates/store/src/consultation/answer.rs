//! Answers: written once for one opinion or for many, put right by further versions; and whether they helped.

use std::collections::BTreeMap;

use linli_domain::consultation::opinion::{OpinionId, Step};
use linli_domain::consultation::{Answer, AnswerId, Calendar, Opinion};
use linli_domain::kernel::{NeighbourhoodId, Office, Personal, Timestamp};
use linli_domain::register::DwellingId;
use serde_json::json;

use super::opinion;
use crate::seal::places::HELP_WORDS;
use crate::{Error, Result, Row, Transaction, Tx, args};

linli_domain::id! {
    /// What somebody said of an answer.
    HelpId
}

crate::text_values!(HelpId);

/// A version of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: AnswerId,
    pub version: i64,
    pub answer: Answer,
    /// Why it was put right; nothing for the first.
    pub why: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// Answers these opinions, all or none. `Stale`: somebody else took a step with one meanwhile.
pub fn give(tx: &mut Transaction, id: AnswerId, answer: &Answer, of: &[Opinion]) -> Result<()> {
    let step = Step::Answer(id);
    let mut each = Vec::with_capacity(of.len());
    for opinion in of {
        let mut after = opinion.standing;
        after.step(step.clone(), &Calendar::default()).map_err(|_| Error::Stale)?;
        each.push((opinion.id, opinion.standing, after));
    }
    if !add(tx, id, 1, answer, "")? {
        return Err(Error::Duplicate);
    }
    opinion::keep_all(tx, &each, &step)?;
    for opinion in of {
        tx.record("opinion.answered", opinion.id, json!({ "verdict": answer.verdict }));
    }
    Ok(())
}

/// Puts an answer right by a further version. `Stale`: somebody else did meanwhile.
pub fn correct(tx: &mut Transaction, before: &Version, answer: &Answer, why: &str) -> Result<()> {
    if !add(tx, before.id, before.version + 1, answer, why)? {
        return Err(Error::Stale);
    }
    let detail = json!({ "version": before.version + 1, "verdict": answer.verdict, "reason": why });
    tx.record("answer.corrected", before.id, detail);
    Ok(())
}

fn add(tx: &mut Transaction, id: AnswerId, version: i64, answer: &Answer, why: &str) -> Result<bool> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let added = tx.run(
        "insert into answer (office, id, version, verdict, reason, why, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (office, id, version) do nothing",
        args![office, id, version, answer.verdict.as_str(), answer.reason, why, now, actor.account, actor.name],
    )?;
    added.at_most_one()
}

/// Every version of an answer, the last one first.
pub fn versions(tx: &mut Tx, office: Office, id: AnswerId) -> Result<Vec<Version>> {
    tx.query(
        "select id, version, verdict, reason, why, at, by_name from answer
          where office = $1 and id = $2 order by version desc",
        args![office, id],
        |row| version_at(row, 0),
    )
}

/// Seven columns, from this one on.
pub(super) fn version_at(row: &Row, at: usize) -> Result<Version> {
    let verdict = row.get::<String>(at + 2)?.parse().map_err(|()| Error::Damaged)?;
    Ok(Version {
        id: row.get(at)?,
        version: row.get(at + 1)?,
        answer: Answer { verdict, reason: row.get(at + 3)? },
        why: row.get(at + 4)?,
        at: row.get(at + 5)?,
        by_name: row.get(at + 6)?,
    })
}

/// How many opinions an answer serves.
pub fn serves(tx: &mut Tx, office: Office, id: AnswerId) -> Result<i64> {
    tx.query_one("select count(*) from opinion where office = $1 and answer = $2", args![office, id], |row| row.get(0))
}

/// What the one who asked says of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    pub version: i64,
    pub helped: bool,
    pub words: Personal,
    pub at: Timestamp,
}

/// Keeps what somebody says of a version of an answer; said once.
pub fn helped(tx: &mut Transaction, of: OpinionId, answer: &Version, helped: bool, words: &str) -> Result<bool> {
    let (office, now, id) = (tx.office(), tx.now(), HelpId::new());
    // Words are not put to what was let go of.
    let words = if words.is_empty() || !opinion::still_said(tx, of)? { Personal::Erased } else { words.into() };
    let sealed = tx.seal(&HELP_WORDS, &id.to_string(), &words)?;
    let kept = tx.run(
        "insert into answer_help (office, id, opinion, answer, version, helped, words, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (office, opinion, answer, version) do nothing",
        args![office, id, of, answer.id, answer.version, helped, sealed, now],
    )?;
    let kept = kept.at_most_one()?;
    if kept {
        tx.record("opinion.rated", of, json!({ "helped": helped }));
    }
    Ok(kept)
}

/// What was said of the answers of an opinion, the latest first.
pub fn said_of(tx: &mut Tx, office: Office, of: OpinionId, answer: AnswerId) -> Result<Vec<Help>> {
    let held = tx.held();
    tx.query(
        "select id, version, helped, words, at from answer_help
          where office = $1 and opinion = $2 and answer = $3 order by version desc",
        args![office, of, answer],
        |row| {
            let (id, words): (String, String) = (row.get(0)?, row.get(3)?);
            let words = held.open(&HELP_WORDS, office, &id, &words);
            Ok(Help { version: row.get(1)?, helped: row.get(2)?, words, at: row.get(4)? })
        },
    )
}

/// The answers that a household was given, each as it holds.
pub fn of_dwelling(tx: &mut Tx, office: Office, of: DwellingId) -> Result<BTreeMap<AnswerId, Version>> {
    let all = tx.query(
        "select a.id, a.version, a.verdict, a.reason, a.why, a.at, a.by_name from answer a
          where a.office = $1
            and a.id in (select o.answer from opinion o where o.office = $1 and o.dwelling = $2)
          order by a.id, a.version",
        args![office, of],
        |row| version_at(row, 0),
    )?;
    // The last version of each takes the place of those before.
    Ok(all.into_iter().map(|version| (version.id, version)).collect())
}

/// What a household said of the answers to each of its opinions: which version, and whether it helped.
pub fn helped_of_dwelling(tx: &mut Tx, office: Office, of: DwellingId) -> Result<BTreeMap<OpinionId, (i64, bool)>> {
    let all = tx.query(
        "select h.opinion, h.version, h.helped from answer_help h
           join opinion o on o.office = h.office and o.id = h.opinion and o.answer = h.answer
          where o.office = $1 and o.dwelling = $2 order by h.version",
        args![office, of],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(all.into_iter().collect())
}

/// The neighbourhoods of the opinions that an answer serves.
pub fn places(tx: &mut Tx, office: Office, id: AnswerId) -> Result<Vec<NeighbourhoodId>> {
    tx.query(
        "select distinct neighbourhood from opinion where office = $1 and answer = $2 order by neighbourhood",
        args![office, id],
        |row| row.get(0),
    )
}

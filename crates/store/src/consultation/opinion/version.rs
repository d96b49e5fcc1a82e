//! What came once more under the id of an opinion and says something else: kept, each once, until a person settles it.

use linli_domain::consultation::Opinion;
use linli_domain::consultation::opinion::{Content, OpinionId, OpinionVersionId};
use linli_domain::kernel::{Office, Personal, Timestamp};
use serde_json::json;

use super::super::need;
use super::super::receipt::Secret;
use super::record::{Recorded, put_wishes};
use crate::seal::Lack;
use crate::seal::places::{OPINION_VERSION, OPINION_WORDS};
use crate::{Error, Result, Transaction, Tx, args};

/// Another content under the id of an opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: OpinionVersionId,
    /// Nothing where there is no key to read it.
    pub content: Option<Content>,
    pub at: Timestamp,
    pub by_name: String,
}

/// Keeps what was sent under the id of this opinion; the same again changes nothing.
pub(super) fn keep(tx: &mut Transaction, secret: &Secret, there: &Opinion, content: &Content) -> Result<Recorded> {
    // What was let go of does not come back because somebody sends it once more.
    if there.text == Personal::Erased || !super::still_said(tx, there.id)? {
        return Ok(Recorded::Same);
    }
    let own = there.content().ok_or_else(|| Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)))?;
    if own == *content {
        return Ok(Recorded::Same);
    }
    if !add(tx, secret, there.id, content, None)? {
        return Ok(Recorded::Same);
    }
    let office = tx.office();
    tx.run(
        "update opinion set open_versions = open_versions + 1 where office = $1 and id = $2",
        args![office, there.id],
    )?
    .exactly_one()?;
    tx.record("opinion.sent_again", there.id, ());
    Ok(Recorded::Second)
}

fn add(
    tx: &mut Transaction,
    secret: &Secret,
    of: OpinionId,
    content: &Content,
    settled: Option<&'static str>,
) -> Result<bool> {
    let (office, now, actor, id) = (tx.office(), tx.now(), tx.actor().clone(), OpinionVersionId::new());
    let text = serde_json::to_string(content).map_err(|_| Error::Damaged)?;
    let digest = secret.digest(&text);
    let sealed = tx.seal(&OPINION_VERSION, &id.to_string(), &text.into())?;
    let added = tx.run(
        "insert into opinion_version (office, id, opinion, digest, content, at, account, by_name, settled)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (office, opinion, digest) do nothing",
        args![office, id, of, digest, sealed, now, actor.account, actor.name, settled],
    )?;
    added.at_most_one()
}

/// Those of an opinion that nobody has settled yet, in the order in which they came.
pub fn versions(tx: &mut Tx, office: Office, of: OpinionId) -> Result<Vec<Version>> {
    let held = tx.held();
    tx.query(
        "select id, content, at, by_name from opinion_version
          where office = $1 and opinion = $2 and settled is null order by at, id",
        args![office, of],
        |row| {
            let id: OpinionVersionId = row.get(0)?;
            let content = match held.open(&OPINION_VERSION, office, &id.to_string(), &row.get::<String>(1)?) {
                Personal::Known(text) => Some(serde_json::from_str(&text).map_err(|_| Error::Damaged)?),
                Personal::Closed | Personal::Erased => None,
            };
            Ok(Version { id, content, at: row.get(2)?, by_name: row.get(3)? })
        },
    )
}

/// Settles one: it takes the place of what stands there, which is kept beside it then, or it is dropped.
pub fn settle(tx: &mut Transaction, secret: &Secret, of: OpinionId, which: OpinionVersionId, take: bool) -> Result<()> {
    let office = tx.office();
    let (there, all) = (super::get(tx, office, of)?, versions(tx, office, of)?);
    let version = all.into_iter().find(|version| version.id == which).ok_or(Error::Stale)?;
    tx.run(
        "update opinion_version set settled = $4 where office = $1 and opinion = $2 and id = $3 and settled is null",
        args![office, of, which, if take { "kept" } else { "dropped" }],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    if take {
        let (Some(before), Some(now)) = (there.content(), version.content) else {
            return Err(Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)));
        };
        let _ = add(tx, secret, of, &before, Some("dropped"))?;
        need::elsewhere(tx, &there, now.address.neighbourhood, |tx| replace(tx, of, &now))?;
    }
    tx.run(
        "update opinion set open_versions = open_versions - 1 where office = $1 and id = $2 and open_versions > 0",
        args![office, of],
    )?
    .exactly_one()?;
    tx.record("opinion.settled", of, json!({ "taken": take }));
    Ok(())
}

fn replace(tx: &mut Transaction, id: OpinionId, now: &Content) -> Result<()> {
    let office = tx.office();
    let words = tx.seal(&OPINION_WORDS, &id.to_string(), &now.text.as_str().into())?;
    let (at, received) = (now.address, tx.now());
    tx.run(
        "update opinion set neighbourhood = $3, building = $4, entrance = $5, dwelling = $6, channel = $7, said_on = $8,
                words = $9, hazard = $10, hazard_open = $10,
                over_at = case when withdrawn or (state in ('answered', 'done') and not $10) then coalesce(over_at, $11) end
          where office = $1 and id = $2",
        args![
            office,
            id,
            at.neighbourhood,
            at.building,
            at.entrance,
            at.dwelling,
            now.channel.as_str(),
            now.said_on,
            words,
            now.hazard,
            received
        ],
    )?
    .exactly_one()?;
    put_wishes(tx, id, &now.wishes)
}

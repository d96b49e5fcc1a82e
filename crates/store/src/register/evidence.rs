//! Evidence: the rows beside the bytes. Nothing is deleted; a piece is withdrawn with a reason.

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::evidence::{Evidence, EvidenceId, Moment, Picture, Taken, Withdrawn};
use linli_domain::register::facts::Location;
use serde_json::json;

use crate::{Result, Row, Transaction, Tx, args};

macro_rules! pieces {
    () => {
        "e.id, e.neighbourhood, e.file_name, e.media_type, e.digest, e.bytes, e.small, e.width, e.height, e.taken_on,
         e.taken_by_phone, e.longitude_e6, e.latitude_e6, e.spot, e.moment, e.caption, e.at, e.account, e.by_name,
         e.withdrawn_at, e.withdrawn_by, e.withdrawn_reason, e.confidential"
    };
}
pub(crate) use pieces;

/// Adds a piece whose bytes lie in the object store. The same id again is the same piece: it is added once.
pub fn add(tx: &mut Transaction, piece: &Evidence) -> Result<()> {
    let (office, picture) = (tx.office(), piece.picture.as_ref());
    let taken = picture.and_then(|picture| picture.taken);
    let location = picture.and_then(|picture| picture.location);
    let added = tx.run(
        "insert into evidence (office, id, neighbourhood, file_name, media_type, digest, bytes, small, width, height,
                taken_on, taken_by_phone, longitude_e6, latitude_e6, spot, moment, caption, at, account, by_name,
                confidential)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         on conflict (office, id) do nothing",
        args![
            office,
            piece.id,
            piece.neighbourhood,
            piece.file_name,
            piece.media_type,
            piece.digest,
            piece.bytes,
            picture.map(|picture| picture.small),
            picture.map(|picture| picture.width),
            picture.map(|picture| picture.height),
            taken.map(|taken| taken.on),
            taken.map(|taken| taken.by_phone),
            location.map(|at| at.longitude_e6),
            location.map(|at| at.latitude_e6),
            picture.and_then(|picture| picture.spot.clone()),
            picture.and_then(|picture| picture.moment).map(Moment::as_str),
            piece.caption,
            piece.at,
            piece.account,
            piece.by_name,
            piece.confidential
        ],
    )?;
    if added.count() > 0 {
        tx.record(
            "evidence.added",
            piece.id,
            json!({ "neighbourhood": piece.neighbourhood, "kind": piece.kind().as_str(), "digest": piece.digest.to_string() }),
        );
    }
    Ok(())
}

pub fn get(tx: &mut Tx, office: Office, id: EvidenceId) -> Result<Evidence> {
    tx.query_one(
        concat!("select ", pieces!(), " from evidence e where e.office = $1 and e.id = $2"),
        args![office, id],
        evidence,
    )
}

/// The same, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: EvidenceId) -> Result<Option<Evidence>> {
    tx.query_opt(
        concat!("select ", pieces!(), " from evidence e where e.office = $1 and e.id = $2"),
        args![office, id],
        evidence,
    )
}

/// The pieces of an office with these very bytes, those not withdrawn nor confidential: one photo shows one place.
pub fn with_digest(tx: &mut Tx, office: Office, digest: Digest) -> Result<Vec<Evidence>> {
    tx.query(
        concat!(
            "select ",
            pieces!(),
            " from evidence e where e.office = $1 and e.digest = $2 and e.withdrawn_at is null and not e.confidential
              order by e.id"
        ),
        args![office, digest],
        evidence,
    )
}

/// Everything of a neighbourhood and of those merged into it, latest first; withdrawn pieces among it, confidential ones not.
pub fn of(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Evidence>> {
    tx.query(
        concat!(
            "select ",
            pieces!(),
            " from evidence e join neighbourhood n on n.office = e.office and n.id = e.neighbourhood
              where e.office = $1 and (n.id = $2 or n.merged_into = $2) and not e.confidential order by e.id desc"
        ),
        args![office, id],
        evidence,
    )
}

/// The photos of a neighbourhood that show a spot before or after the work: what the public sees.
pub fn compared(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Evidence>> {
    tx.query(
        concat!(
            "select ",
            pieces!(),
            " from evidence e join neighbourhood n on n.office = e.office and n.id = e.neighbourhood
              where e.office = $1 and (n.id = $2 or n.merged_into = $2) and e.moment is not null
                and e.spot is not null and e.withdrawn_at is null and not e.confidential order by e.id"
        ),
        args![office, id],
        evidence,
    )
}

/// Takes a piece back; a second time changes nothing and says so.
pub fn withdraw(tx: &mut Transaction, id: EvidenceId, reason: &str) -> Result<()> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    tx.run(
        "update evidence set withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
          where office = $1 and id = $2 and withdrawn_at is null",
        args![office, id, now, by, reason],
    )?
    .exactly_one()?;
    tx.record("evidence.withdrawn", id, json!({ "reason": reason }));
    Ok(())
}

/// Every digest that a row of an office names: what the object store must have.
pub fn digests(tx: &mut Tx, office: Office) -> Result<Vec<(EvidenceId, Digest)>> {
    tx.query(
        "select id, digest from evidence where office = $1
         union all
         select id, small from evidence where office = $1 and small is not null",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn evidence(row: &Row) -> Result<Evidence> {
    let by_phone = row.get::<Option<bool>>(10)?.unwrap_or(false);
    let location = match (row.get::<Option<i64>>(11)?, row.get::<Option<i64>>(12)?) {
        (Some(longitude_e6), Some(latitude_e6)) => Some(Location { longitude_e6, latitude_e6 }),
        _ => None,
    };
    let picture = match row.get::<Option<Digest>>(6)? {
        Some(small) => Some(Picture {
            small,
            width: row.get(7)?,
            height: row.get(8)?,
            taken: row.get::<Option<_>>(9)?.map(|on| Taken { on, by_phone }),
            location,
            spot: row.get(13)?,
            moment: row.get::<Option<String>>(14)?.and_then(|text| text.parse().ok()),
        }),
        None => None,
    };
    let withdrawn = match row.get::<Option<_>>(19)? {
        Some(at) => Some(Withdrawn { at, by_name: row.get(20)?, reason: row.get(21)? }),
        None => None,
    };
    Ok(Evidence {
        id: row.get(0)?,
        neighbourhood: row.get(1)?,
        file_name: row.get(2)?,
        media_type: row.get(3)?,
        digest: row.get(4)?,
        bytes: row.get(5)?,
        picture,
        caption: row.get(15)?,
        at: row.get(16)?,
        account: row.get(17)?,
        by_name: row.get(18)?,
        withdrawn,
        confidential: row.get(22)?,
    })
}

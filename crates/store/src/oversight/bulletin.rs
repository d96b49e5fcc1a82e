//! Bulletins with every version of their wording.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Month, Office, Timestamp};
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};

use serde_json::json;

use crate::check::sealed;
use crate::people::second_factor::Taken;
use crate::{Error, Result, Row, Transaction, Tx, args};

pub fn add(tx: &mut Transaction, bulletin: &Bulletin) -> Result<()> {
    tx.run(
        "insert into bulletin (office, id, month, state, version, wording, league, drafted_by, drafted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            bulletin.office,
            bulletin.id,
            bulletin.month,
            bulletin.state.as_str(),
            bulletin.version,
            json(&bulletin.wording)?,
            json(&bulletin.league)?,
            bulletin.drafted_by,
            bulletin.drafted_at
        ],
    )?
    .exactly_one()?;
    write_version(tx, bulletin, "drafted", None)
}

/// Writes what a step made of a bulletin, if nobody else took a step since it was read. To sign, see [`sign`].
pub fn save(tx: &mut Transaction, bulletin: &Bulletin, act: &'static str) -> Result<()> {
    if act == "signed" { Err(Error::Refused) } else { step(tx, bulletin, act, None) }
}

/// Writes the signature of a bulletin.
pub fn sign(tx: &mut Transaction, bulletin: &Bulletin, taken: &Taken) -> Result<()> {
    step(tx, bulletin, "signed", Some(taken))
}

fn step(tx: &mut Transaction, bulletin: &Bulletin, act: &'static str, taken: Option<&Taken>) -> Result<()> {
    let now = Bulletin { version: bulletin.version + 1, ..bulletin.clone() };
    let written = tx.run(
        "update bulletin set state = $3, version = $4, wording = $5, number = $6, signed_by = $7, signed_on = $8,
                issued_at = $9, reason = $10
          where office = $1 and id = $2 and version = $4 - 1",
        args![
            now.office,
            now.id,
            now.state.as_str(),
            now.version,
            json(&now.wording)?,
            now.number,
            now.signed_by,
            now.signed_on,
            now.issued_at,
            now.reason
        ],
    )?;
    written.exactly_one().map_err(|_| Error::Stale)?;
    write_version(tx, &now, act, taken)
}

fn write_version(tx: &mut Transaction, bulletin: &Bulletin, act: &'static str, taken: Option<&Taken>) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor().clone());
    tx.run(
        "insert into bulletin_version (office, bulletin, version, at, account, by_name, act, state, wording, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            bulletin.office,
            bulletin.id,
            bulletin.version,
            now,
            actor.account,
            actor.name,
            act,
            bulletin.state.as_str(),
            json(&bulletin.wording)?,
            bulletin.reason
        ],
    )?
    .exactly_one()?;
    let mut detail = json!({ "month": bulletin.month, "version": bulletin.version });
    if let Some(taken) = taken {
        detail["second_factor"] = taken.word().into();
    }
    if act == "drafted" {
        // Its figures are taken once, and stay.
        detail[sealed::KEY] = sealed::seal(&json(&bulletin.league)?).into();
    }
    tx.record(audit_act(act), bulletin.id, detail);
    Ok(())
}

fn audit_act(act: &str) -> &'static str {
    match act {
        "drafted" => "bulletin.drafted",
        "edited" => "bulletin.edited",
        "submitted" => "bulletin.submitted",
        "sent_back" => "bulletin.sent_back",
        "signed" => "bulletin.signed",
        "issued" => "bulletin.issued",
        "withdrawn" => "bulletin.withdrawn",
        _ => "bulletin.changed",
    }
}

pub fn get(tx: &mut Tx, office: Office, id: BulletinId) -> Result<Bulletin> {
    tx.query_one(
        "select office, id, month, state, version, wording, league, number, drafted_by, drafted_at, signed_by,
                signed_on, issued_at, reason
           from bulletin where office = $1 and id = $2",
        args![office, id],
        bulletin,
    )
}

/// Those of an office, latest first; for the public only those that were issued, withdrawn ones among them.
pub fn list(tx: &mut Tx, office: Office, public: bool, before: Option<BulletinId>, most: i64) -> Result<Vec<Bulletin>> {
    let before = before.map_or_else(|| "g".to_owned(), |id| id.to_string());
    tx.query(
        "select office, id, month, state, version, wording, league, number, drafted_by, drafted_at, signed_by,
                signed_on, issued_at, reason
           from bulletin where office = $1 and id < $2 and (not $3 or issued_at is not null)
          order by id desc limit $4",
        args![office, before, public, most],
        bulletin,
    )
}

/// What a list of bulletins says of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    pub office: Office,
    pub id: BulletinId,
    pub month: Month,
    pub state: BulletinState,
    pub title: String,
    pub issuer: String,
    pub number: Option<String>,
    pub issued_at: Option<Timestamp>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
}

/// The public ones of an office, latest first, without text and figures.
pub fn headlines(tx: &mut Tx, office: Office, before: Option<BulletinId>, most: i64) -> Result<Vec<Headline>> {
    let before = before.map_or_else(|| "g".to_owned(), |id| id.to_string());
    tx.query(
        "select office, id, month, state, wording, number, issued_at, reason
           from bulletin
          where office = $1 and id < $2 and issued_at is not null and state in ('issued', 'withdrawn')
          order by id desc limit $3",
        args![office, before, most],
        |row| {
            let wording: Wording = read(&row.get::<String>(4)?)?;
            Ok(Headline {
                office: row.get(0)?,
                id: row.get(1)?,
                month: row.get(2)?,
                state: state(row, 3)?,
                title: wording.title,
                issuer: wording.issuer,
                number: row.get(5)?,
                issued_at: row.get(6)?,
                reason: row.get(7)?,
            })
        },
    )
}

/// One step in the life of a bulletin.
#[derive(Clone, Debug)]
pub struct Step {
    pub version: i64,
    pub at: Timestamp,
    pub by_name: String,
    pub act: String,
    pub state: BulletinState,
    pub wording: Wording,
    pub reason: Option<String>,
}

/// Everybody who drafted, edited or submitted it: none of them signs.
pub fn hands(tx: &mut Tx, office: Office, id: BulletinId) -> Result<Vec<AccountId>> {
    tx.query(
        "select distinct account from bulletin_version
          where office = $1 and bulletin = $2 and act in ('drafted', 'edited', 'submitted') order by account",
        args![office, id],
        |row| row.get(0),
    )
}

/// Every step, earliest first.
pub fn steps(tx: &mut Tx, office: Office, id: BulletinId) -> Result<Vec<Step>> {
    tx.query(
        "select version, at, by_name, act, state, wording, reason from bulletin_version
          where office = $1 and bulletin = $2 order by version",
        args![office, id],
        |row| {
            Ok(Step {
                version: row.get(0)?,
                at: row.get(1)?,
                by_name: row.get(2)?,
                act: row.get(3)?,
                state: state(row, 4)?,
                wording: read(&row.get::<String>(5)?)?,
                reason: row.get(6)?,
            })
        },
    )
}

fn bulletin(row: &Row) -> Result<Bulletin> {
    Ok(Bulletin {
        office: row.get(0)?,
        id: row.get(1)?,
        month: row.get(2)?,
        state: state(row, 3)?,
        version: row.get(4)?,
        wording: read(&row.get::<String>(5)?)?,
        league: read(&row.get::<String>(6)?)?,
        number: row.get(7)?,
        drafted_by: row.get(8)?,
        drafted_at: row.get(9)?,
        signed_by: row.get(10)?,
        signed_on: row.get(11)?,
        issued_at: row.get(12)?,
        reason: row.get(13)?,
    })
}

fn state(row: &Row, column: usize) -> Result<BulletinState> {
    row.get::<String>(column)?.parse().map_err(|()| Error::Damaged)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Damaged)
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

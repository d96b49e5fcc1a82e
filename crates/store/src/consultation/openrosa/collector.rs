//! Collectors (采集凭据). Of a password the digest that the protocol needs is kept, sealed; of a token its SHA-256, as of those of
//! sessions: it is random enough that nobody finds it from that.

use linli_domain::consultation::openrosa::CollectorId;
use linli_domain::consultation::openrosa::collector::MOST;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Office, Personal, Timestamp};
use serde_json::json;

use super::super::receipt;
use crate::people::grant::join;
use crate::people::session::TokenHash;
use crate::seal::places::COLLECTOR_HA1;
use crate::{Error, Result, Transaction, Tx, args};

/// One that was made on a page, with what its phone will show.
#[derive(Clone, Debug)]
pub struct NewCollector {
    pub id: CollectorId,
    pub account: AccountId,
    pub label: String,
    pub user_name: String,
    /// `MD5(user:realm:password)` (RFC 7616), as hexadecimal text.
    pub ha1: String,
    pub token: TokenHash,
}

/// Gives somebody a collector. `Missing`: no such account, or one that is stopped. `Refused`: they have enough.
pub fn add(tx: &mut Transaction, new: &NewCollector) -> Result<()> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    let living: i64 = tx.query_one(
        "select count(c.id) from account a
           left join collector c on c.office = a.office and c.account = a.id and c.stopped_at is null
          where a.office = $1 and a.id = $2 and a.stopped_at is null group by a.id",
        args![office, new.account],
        |row| row.get(0),
    )?;
    if living >= MOST {
        return Err(Error::Refused);
    }
    // What challenges are signed with is there from the first collector on.
    receipt::secret_or_new(tx)?;
    let ha1 = tx.seal(&COLLECTOR_HA1, &new.id.to_string(), &new.ha1.as_str().into())?;
    tx.run(
        "insert into collector (office, id, account, label, user_name, ha1, token, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![office, new.id, new.account, new.label, new.user_name, ha1, new.token.0, now, by],
    )?
    .exactly_one()?;
    tx.record("collector.made", new.account, json!({ "collector": new.label, "user": new.user_name }));
    Ok(())
}

/// Stops one; a second time changes nothing and says so.
pub fn stop(tx: &mut Transaction, id: CollectorId) -> Result<()> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    let account: AccountId =
        tx.query_one("select account from collector where office = $1 and id = $2", args![office, id], |row| {
            row.get(0)
        })?;
    tx.run(
        "update collector set stopped_at = $3, stopped_by = $4 where office = $1 and id = $2 and stopped_at is null",
        args![office, id, now, by],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("collector.stopped", account, json!({ "id": id.to_string() }));
    Ok(())
}

/// A living collector, and the person behind it with the roles of this moment.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: CollectorId,
    pub actor: Actor,
    pub ha1: Personal,
}

macro_rules! collector_found {
    ($by:literal) => {
        concat!(
            "select c.id, c.account, a.name, c.ha1, g.role, g.division, g.neighbourhood
               from collector c
               join account a on a.office = c.office and a.id = c.account and a.stopped_at is null
               left join account_grant g on g.office = c.office and g.account = c.account and g.taken_at is null
              where c.office = $1 and c.",
            $by,
            " = $2 and c.stopped_at is null"
        )
    };
}

/// By the name that a phone gives. A stopped account has no collectors.
pub fn by_user(tx: &mut Tx, office: Office, user: &str) -> Result<Option<Found>> {
    found(tx, collector_found!("user_name"), office, user)
}

/// By the token in an address.
pub fn by_token(tx: &mut Tx, office: Office, token: &TokenHash) -> Result<Option<Found>> {
    found(tx, collector_found!("token"), office, &token.0)
}

fn found(tx: &mut Tx, sql: &str, office: Office, key: &str) -> Result<Option<Found>> {
    let held = tx.held();
    let rows = tx.query(sql, args![office, key], |row| {
        let id: CollectorId = row.get(0)?;
        let actor = Actor { account: row.get(1)?, office, name: row.get(2)?, grants: Vec::new() };
        let ha1 = held.open(&COLLECTOR_HA1, office, &id.to_string(), &row.get::<String>(3)?);
        let grant = match row.get(4)? {
            Some(role) => Some(join(role, row.get(5)?, row.get(6)?)?),
            None => None,
        };
        Ok((Found { id, actor, ha1 }, grant))
    })?;
    let (all, grants): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    Ok(all.into_iter().next().map(|mut found| {
        found.actor.grants = grants.into_iter().flatten().collect();
        found
    }))
}

/// What is signed with a secret of the office: challenges, which are kept nowhere. Nothing where no collector was ever made.
pub fn vouched(tx: &mut Tx, office: Office, text: &str) -> Result<Option<String>> {
    Ok(receipt::secret(tx, office)?.map(|secret| secret.vouch(text)))
}

/// One in the list of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: CollectorId,
    pub account: AccountId,
    pub name: String,
    pub label: String,
    pub user_name: String,
    pub made_at: Timestamp,
    pub made_by: String,
    pub stopped_at: Option<Timestamp>,
}

/// Collectors, the latest first; before an id, where there are more.
pub fn list(tx: &mut Tx, office: Office, before: Option<CollectorId>, most: usize) -> Result<Vec<Listed>> {
    let before = before.map_or("~".to_owned(), |id| id.to_string());
    tx.query(
        "select c.id, c.account, a.name, c.label, c.user_name, c.made_at, c.made_by, c.stopped_at
           from collector c join account a on a.office = c.office and a.id = c.account
          where c.office = $1 and c.id < $2 order by c.id desc limit $3",
        args![office, before, most],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                account: row.get(1)?,
                name: row.get(2)?,
                label: row.get(3)?,
                user_name: row.get(4)?,
                made_at: row.get(5)?,
                made_by: row.get(6)?,
                stopped_at: row.get(7)?,
            })
        },
    )
}

/// Who may send forms, by name: to whom a collector can be given.
pub fn people(tx: &mut Tx, office: Office) -> Result<Vec<(AccountId, String)>> {
    tx.query(
        "select a.id, a.name from account a
          where a.office = $1 and a.stopped_at is null
            and exists (select 1 from account_grant g where g.office = $1 and g.account = a.id and g.taken_at is null
                           and g.role in ('clerk', 'surveyor'))
          order by a.name_key, a.id limit 2000",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

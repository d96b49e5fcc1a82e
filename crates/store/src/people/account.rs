//! Accounts (账号). The hash of a password is read at the sign-in and nowhere else.

use linli_domain::kernel::account::{Failures, NewAccount, SignInName};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::text::pinyin_key;
use linli_domain::kernel::{Office, Timestamp};

use serde_json::json;

use crate::{Result, Row, Transaction, Tx, args};

/// An account as its office's administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub sign_in: SignInName,
    pub name: String,
    /// What lists are sorted by.
    pub name_key: String,
    pub must_change: bool,
    pub locked_until: Option<Timestamp>,
    pub made_at: Timestamp,
    pub stopped_at: Option<Timestamp>,
}

/// What the sign-in needs to know.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub id: AccountId,
    pub office: Office,
    pub sign_in: SignInName,
    pub name: String,
    /// The hash, with its parameters.
    pub password: String,
    pub failures: Failures,
    pub stopped: bool,
}

/// Keeps a new account with its first password, which has to be changed. `Duplicate`: the sign-in name is taken.
pub fn add(tx: &mut Transaction, new: &NewAccount, password: &str) -> Result<()> {
    let now = tx.now();
    let kept = tx.run(
        "insert into account (office, id, sign_in, name, name_key, password, must_change, failures, made_at)
         values ($1, $2, $3, $4, $5, $6, true, 0, $7)
         on conflict do nothing",
        args![tx.office(), new.id, new.sign_in.own(), new.name, pinyin_key(&new.name), password, now],
    )?;
    if kept.count() == 0 {
        return Err(crate::Error::Duplicate);
    }
    tx.record("account.added", new.id, json!({ "sign_in": new.sign_in.to_string(), "name": new.name }));
    Ok(())
}

pub fn rename(tx: &mut Transaction, id: AccountId, name: &str) -> Result<()> {
    tx.run(
        "update account set name = $3, name_key = $4 where office = $1 and id = $2",
        args![tx.office(), id, name, pinyin_key(name)],
    )?
    .exactly_one()?;
    tx.record("account.renamed", id, json!({ "name": name }));
    Ok(())
}

/// Sets a password for once: it has to be changed, a lock is lifted, and every session of the account ends.
pub fn reset(tx: &mut Transaction, id: AccountId, password: &str) -> Result<()> {
    set_password(tx, id, password, true)?;
    super::session::end_all(tx, id, None)?;
    tx.record("account.reset", id, ());
    Ok(())
}

/// The person sets a new password; every other session ends, since one of them may be why.
pub fn change(tx: &mut Transaction, id: AccountId, password: &str, kept: &super::session::TokenHash) -> Result<()> {
    set_password(tx, id, password, false)?;
    super::session::end_all(tx, id, Some(kept))?;
    tx.record("account.password-changed", id, ());
    Ok(())
}

/// The same password under today's parameters.
pub fn rehash(tx: &mut Transaction, id: AccountId, old: &str, new: &str) -> Result<()> {
    let kept = tx.run(
        "update account set password = $4 where office = $1 and id = $2 and password = $3",
        args![tx.office(), id, old, new],
    )?;
    kept.at_most_one().map(drop)
}

fn set_password(tx: &mut Transaction, id: AccountId, password: &str, must_change: bool) -> Result<()> {
    tx.run(
        "update account set password = $3, must_change = $4, failures = 0, locked_until = null
          where office = $1 and id = $2",
        args![tx.office(), id, password, must_change],
    )?
    .exactly_one()
}

/// Stops an account: its sessions end now, and nobody signs in with it any more. Its deeds stay.
pub fn stop(tx: &mut Transaction, id: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run(
        "update account set stopped_at = $3 where office = $1 and id = $2 and stopped_at is null",
        args![tx.office(), id, now],
    )?
    .exactly_one()?;
    super::session::end_all(tx, id, None)?;
    tx.record("account.stopped", id, ());
    Ok(())
}

pub fn reopen(tx: &mut Transaction, id: AccountId) -> Result<()> {
    tx.run(
        "update account set stopped_at = null, failures = 0, locked_until = null
          where office = $1 and id = $2 and stopped_at is not null",
        args![tx.office(), id],
    )?
    .exactly_one()?;
    tx.record("account.reopened", id, ());
    Ok(())
}

/// Writes down a wrong password, or (with `Failures::default()`) that the counting starts anew.
pub fn count(tx: &mut Transaction, id: AccountId, failures: Failures) -> Result<()> {
    tx.run(
        "update account set failures = $3, locked_until = $4 where office = $1 and id = $2",
        args![tx.office(), id, failures.count, failures.locked_until],
    )?
    .exactly_one()?;
    if failures.count > 0 {
        tx.record("sign-in.failed", id, json!({ "count": failures.count }));
    }
    if failures.locked_until.is_some() {
        tx.record("account.locked", id, ());
    }
    Ok(())
}

/// Takes the rows of accounts that were stopped before a time, so that none is opened again meanwhile.
pub(crate) fn hold_stopped(tx: &mut Transaction, before: Timestamp) -> Result<()> {
    let held = tx.run(
        "update account set password = password where office = $1 and stopped_at < $2",
        args![tx.office(), before],
    )?;
    let _however_many = held.count();
    Ok(())
}

/// Lets go of the passwords of accounts. Nobody signs in with an empty one: an account that is opened again gets a new one.
pub(crate) fn forget_passwords(tx: &mut Transaction, accounts: &[AccountId]) -> Result<()> {
    let office = tx.office();
    let rows = accounts.iter().map(|account| args![office, *account]);
    tx.run_many("update account set password = '' where office = $1 and id = $2", rows)?;
    Ok(())
}

/// Whether this is still what signs the account in: the password was looked at before, and may have been changed meanwhile.
/// It takes the row, so that a change of the password waits, and then ends the session that is opened here. `Stale`: it was.
pub fn still(tx: &mut Transaction, id: AccountId, password: &str) -> Result<()> {
    tx.run(
        "update account set password = $3 where office = $1 and id = $2 and password = $3 and stopped_at is null",
        args![tx.office(), id, password],
    )?
    .exactly_one()
    .map_err(|_| crate::Error::Stale)
}

/// By sign-in name.
pub fn credentials(tx: &mut Tx, name: &SignInName) -> Result<Option<Credentials>> {
    tx.query_opt(
        "select id, name, password, failures, locked_until, stopped_at is not null, sign_in
           from account where office = $1 and sign_in = $2",
        args![name.office(), name.own()],
        |row| read_credentials(name.office(), row),
    )
}

/// Of somebody who is signed in and types the password once more.
pub fn credentials_of(tx: &mut Tx, office: Office, id: AccountId) -> Result<Credentials> {
    tx.query_one(
        "select id, name, password, failures, locked_until, stopped_at is not null, sign_in
           from account where office = $1 and id = $2",
        args![office, id],
        |row| read_credentials(office, row),
    )
}

fn read_credentials(office: Office, row: &Row<'_>) -> Result<Credentials> {
    Ok(Credentials {
        id: row.get(0)?,
        office,
        sign_in: sign_in_name(office, row, 6)?,
        name: row.get(1)?,
        password: row.get(2)?,
        failures: Failures { count: row.get(3)?, locked_until: row.get(4)? },
        stopped: row.get(5)?,
    })
}

pub fn get(tx: &mut Tx, office: Office, id: AccountId) -> Result<Account> {
    tx.query_one(
        "select id, sign_in, name, name_key, must_change, locked_until, made_at, stopped_at
           from account where office = $1 and id = $2",
        args![office, id],
        |row| read(office, row),
    )
}

/// By sign-in name, for the command line.
pub fn named(tx: &mut Tx, name: &SignInName) -> Result<Account> {
    let office = name.office();
    tx.query_one(
        "select id, sign_in, name, name_key, must_change, locked_until, made_at, stopped_at
           from account where office = $1 and sign_in = $2",
        args![office, name.own()],
        |row| read(office, row),
    )
}

/// A page of an office's accounts, by name, from after `after` on. `word` is looked for in name, sound and sign-in name.
pub fn list(
    tx: &mut Tx,
    office: Office,
    word: &str,
    after: Option<(&str, AccountId)>,
    most: usize,
) -> Result<Vec<Account>> {
    let like = format!("%{}%", word.to_lowercase().replace(['%', '_', '\\'], ""));
    let (key, id) = after.map_or((String::new(), String::new()), |(key, id)| (key.to_owned(), id.to_string()));
    tx.query(
        "select id, sign_in, name, name_key, must_change, locked_until, made_at, stopped_at
           from account
          where office = $1 and (name_key, id) > ($2, $3)
            and (lower(name) like $4 or name_key like $4 or replace(name_key, ' ', '') like $4 or sign_in like $4)
          order by name_key, id limit $5",
        args![office, key, id, like, most],
        |row| read(office, row),
    )
}

fn read(office: Office, row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        sign_in: sign_in_name(office, row, 1)?,
        name: row.get(2)?,
        name_key: row.get(3)?,
        must_change: row.get(4)?,
        locked_until: row.get(5)?,
        made_at: row.get(6)?,
        stopped_at: row.get(7)?,
    })
}

fn sign_in_name(office: Office, row: &Row<'_>, column: usize) -> Result<SignInName> {
    let own: String = row.get(column)?;
    SignInName::new(&own, office).map_err(|bad| crate::Error::Other(bad.to_string()))
}

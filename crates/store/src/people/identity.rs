//! Who an account is at an identity provider (统一身份认证). Nobody is made by signing in: a person connects what they are
//! there with the account that they have here.

use std::fmt;

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Timestamp};
use serde_json::json;

use crate::{Error, Result, Transaction, Tx, args};

/// Somebody, as a provider names them. The subject is personal, and is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// That an account is connected, and with which provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    pub issuer: String,
    pub at: Timestamp,
}

/// Connects the actor's account. `Duplicate`: it has an identity, or the identity has another account in this office.
pub fn connect(tx: &mut Transaction, identity: &Identity) -> Result<()> {
    let (office, account, now) = (tx.office(), tx.actor().account, tx.now());
    let connected = tx.run(
        "insert into identity (office, account, issuer, subject, connected_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        args![office, account, identity.issuer, identity.subject, now],
    )?;
    if !connected.at_most_one()? {
        return Err(Error::Duplicate);
    }
    tx.record("identity.connected", account, json!({ "issuer": identity.issuer }));
    Ok(())
}

/// The person takes the connection away.
pub fn disconnect(tx: &mut Transaction) -> Result<()> {
    let account = tx.actor().account;
    forget(tx, account)?;
    tx.record("identity.disconnected", account, ());
    Ok(())
}

/// An administrator takes somebody's connection away, with the reason; every session of the account ends.
pub fn reset(tx: &mut Transaction, account: AccountId, reason: &str) -> Result<()> {
    forget(tx, account)?;
    super::session::end_all(tx, account, None)?;
    tx.record("identity.disconnected", account, json!({ "reason": reason }));
    Ok(())
}

fn forget(tx: &mut Transaction, account: AccountId) -> Result<()> {
    tx.run("delete from identity where office = $1 and account = $2", args![tx.office(), account])?.exactly_one()
}

/// Lets go of who these accounts are at a provider: they are stopped for good.
pub(crate) fn forget_all(tx: &mut Transaction, accounts: &[AccountId]) -> Result<()> {
    let office = tx.office();
    let rows = accounts.iter().map(|account| args![office, *account]);
    tx.run_many("delete from identity where office = $1 and account = $2", rows)?;
    Ok(())
}

/// Whether an account is connected, and with which provider.
pub fn of(tx: &mut Tx, office: Office, account: AccountId) -> Result<Option<Connected>> {
    tx.query_opt(
        "select issuer, connected_at from identity where office = $1 and account = $2",
        args![office, account],
        |row| Ok(Connected { issuer: row.get(0)?, at: row.get(1)? }),
    )
}

/// One account of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub office: Office,
    pub account: AccountId,
    pub name: String,
}

/// Whose identity this is: in each office of this installation at most one account, and none that was stopped.
pub fn accounts(tx: &mut Tx, identity: &Identity) -> Result<Vec<Held>> {
    tx.query(
        "select i.office, min(i.account), min(a.name)
           from identity i join account a on a.office = i.office and a.id = i.account
          where i.issuer = $1 and i.subject = $2 and a.stopped_at is null
          group by i.office order by i.office",
        args![identity.issuer, identity.subject],
        |row| Ok(Held { office: row.get(0)?, account: row.get(1)?, name: row.get(2)? }),
    )
}

/// Whether the account is still this identity's, within the unit of work that opens its session.
pub fn is_of(tx: &mut Tx, identity: &Identity, office: Office, account: AccountId) -> Result<bool> {
    let found = tx.query_opt(
        "select 1 from identity where office = $1 and account = $2 and issuer = $3 and subject = $4",
        args![office, account, identity.issuer, identity.subject],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

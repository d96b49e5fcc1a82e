//! How stopped accounts signed in, and sessions that are over: they go whole.

use linli_domain::kernel::Date;
use linli_domain::kernel::people::AccountId;
use linli_domain::oversight::retention::{Ground, Kind};
use serde_json::json;

use super::BatchId;
use super::due::end_of;
use crate::people::{account, identity, second_factor};
use crate::{Result, Transaction, args};

/// How stopped accounts signed in.
pub(super) fn ways_in(tx: &mut Transaction, cutoff: Date) -> Result<u64> {
    let (office, before) = (tx.office(), end_of(cutoff));
    account::hold_stopped(tx, before)?;
    let accounts: Vec<AccountId> = tx.query(
        "select a.id from account a
          where a.office = $1 and a.stopped_at < $2
            and (a.password <> '' or exists (select 1 from second_factor f where f.office = $1 and f.account = a.id)
                 or exists (select 1 from identity i where i.office = $1 and i.account = a.id))",
        args![office, before],
        |row| row.get(0),
    )?;
    account::forget_passwords(tx, &accounts)?;
    second_factor::forget_all(tx, &accounts)?;
    identity::forget_all(tx, &accounts)?;
    note(tx, Kind::SignIn, &accounts)?;
    Ok(accounts.len() as u64)
}

fn note(tx: &mut Transaction, kind: Kind, accounts: &[AccountId]) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let (office, actor, now, batch) = (tx.office(), tx.actor().clone(), tx.now(), BatchId::new());
    let ground = Ground::Expired.as_str();
    let row =
        |account: &AccountId| args![office, batch, *account, kind.as_str(), ground, now, actor.account, actor.name];
    tx.run_many(
        "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
         values ($1, $2, $3, $4, $5, 1, $6, $7, $8)",
        accounts.iter().map(row),
    )?;
    tx.record("personal.erased", batch, json!({ "kind": kind.as_str(), "ground": ground, "count": accounts.len() }));
    Ok(())
}

/// Sessions that are over: nobody is asked about them, the trail tells who signed in.
pub(super) fn sessions(tx: &mut Transaction, cutoff: Date) -> Result<u64> {
    let (office, actor, now, batch) = (tx.office(), tx.actor().clone(), tx.now(), BatchId::new());
    let over = args![office, end_of(cutoff)];
    let many = tx.run("delete from session where office = $1 and ends_at < $2", over)?.count();
    if many > 0 {
        let (kind, ground) = (Kind::Sessions.as_str(), Ground::Expired.as_str());
        tx.run(
            "insert into erasure (office, batch, subject, kind, ground, many, at, account, by_name)
             values ($1, $2, $2, $3, $4, $5, $6, $7, $8)",
            args![office, batch, kind, ground, i64::try_from(many).unwrap_or(i64::MAX), now, actor.account, actor.name],
        )?
        .exactly_one()?;
        tx.record("personal.erased", batch, json!({ "kind": kind, "ground": ground, "count": many }));
    }
    Ok(many)
}

//! Dated rule sets: one holds from a day on, earlier ones stay. Each room has a table of its own and says its statements itself.

use linli_domain::kernel::{Date, Office};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{Error, Result, Transaction, Tx, args};

linli_domain::id! {
    /// One rule set.
    RulesId
}

crate::text_values!(RulesId);

/// The rules of an office on a day (`$1`, `$2` of the statement): its own, else the default.
pub(crate) fn of<R: DeserializeOwned + Default>(tx: &mut Tx, sql: &str, office: Office, on: Date) -> Result<R> {
    let own = tx.query_opt(sql, args![office, on], |row| row.get::<String>(0))?;
    let own = own.map(|text| serde_json::from_str(&text).map_err(|_| Error::Damaged)).transpose()?;
    Ok(own.unwrap_or_default())
}

/// Other rules from a day on: office, id, day, rules, reason, time, account and name are `$1` to `$8` of the statement.
pub(crate) fn set<R: Serialize>(
    tx: &mut Transaction,
    sql: &str,
    act: &'static str,
    (from, rules, reason): (Date, &R, &str),
) -> Result<()> {
    let (office, actor, now, id) = (tx.office(), tx.actor().clone(), tx.now(), RulesId::new());
    let text = serde_json::to_string(rules).map_err(|_| Error::Damaged)?;
    tx.run(sql, args![office, id, from, text, reason, now, actor.account, actor.name])?.exactly_one()?;
    tx.record(act, id, json!({ "from": from.to_string(), "rules": rules, "reason": reason }));
    Ok(())
}

//! What an office promises those who say something: the rule set in force on a day. Earlier ones stay.

use linli_domain::consultation::ConsultationRules;
use linli_domain::kernel::{Date, Office};
use serde_json::json;

use crate::{Error, Result, Transaction, Tx, args};

linli_domain::id! {
    /// One rule set.
    RulesId
}

crate::text_values!(RulesId);

/// The rules of an office on a day: its own, else the default.
pub fn of(tx: &mut Tx, office: Office, on: Date) -> Result<ConsultationRules> {
    let own = tx.query_opt(
        "select rules from consultation_rules where office = $1 and from_day <= $2
          order by from_day desc, id desc limit 1",
        args![office, on],
        |row| row.get::<String>(0),
    )?;
    let own = own.map(|text| serde_json::from_str(&text).map_err(|_| Error::Damaged)).transpose()?;
    Ok(own.unwrap_or_default())
}

/// Other rules from a day on.
pub fn set(tx: &mut Transaction, from: Date, rules: ConsultationRules, reason: &str) -> Result<()> {
    let (office, actor, now, id) = (tx.office(), tx.actor().clone(), tx.now(), RulesId::new());
    let text = serde_json::to_string(&rules).map_err(|_| Error::Damaged)?;
    tx.run(
        "insert into consultation_rules (office, id, from_day, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![office, id, from, text, reason, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    tx.record("consultation.rules_set", id, json!({ "from": from.to_string(), "rules": rules, "reason": reason }));
    Ok(())
}

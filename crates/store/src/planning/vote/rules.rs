//! By what rules an office's owners vote: the rule set in force on a day. Earlier ones stay.

use linli_domain::kernel::{Date, Office};
use linli_domain::planning::vote::VoteRules;

use crate::{Error, Result, Transaction, Tx, dated};

/// The rules of an office on a day: its own, else the default.
pub fn of(tx: &mut Tx, office: Office, on: Date) -> Result<VoteRules> {
    dated::of(
        tx,
        "select rules from vote_rules where office = $1 and from_day <= $2
          order by from_day desc, id desc limit 1",
        office,
        on,
    )
}

/// Other rules from a day on. `Refused`: they ask for less than the law.
pub fn set(tx: &mut Transaction, from: Date, rules: &VoteRules, reason: &str) -> Result<()> {
    rules.check().map_err(|_| Error::Refused)?;
    dated::set(
        tx,
        "insert into vote_rules (office, id, from_day, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        "vote.rules_set",
        (from, rules, reason),
    )
}

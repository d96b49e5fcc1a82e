//! The office's table of floor coefficients: the rule set in force on a day. Earlier ones stay.

use linli_domain::kernel::{Date, Office};
use linli_domain::planning::lift::LiftRules;

use crate::{Result, Transaction, Tx, dated};

/// The rules of an office on a day: its own, else the example.
pub fn of(tx: &mut Tx, office: Office, on: Date) -> Result<LiftRules> {
    dated::of(
        tx,
        "select rules from lift_rules where office = $1 and from_day <= $2
          order by from_day desc, id desc limit 1",
        office,
        on,
    )
}

/// Another table from a day on, or none.
pub fn set(tx: &mut Transaction, from: Date, rules: &LiftRules, reason: &str) -> Result<()> {
    dated::set(
        tx,
        "insert into lift_rules (office, id, from_day, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        "lift.rules_set",
        (from, rules, reason),
    )
}

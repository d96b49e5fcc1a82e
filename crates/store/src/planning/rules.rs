//! How an office posts plans: the rule set in force on a day. Earlier ones stay.

use linli_domain::kernel::{Date, Office};
use linli_domain::planning::PlanningRules;

use crate::{Result, Transaction, Tx, dated};

/// The rules of an office on a day: its own, else the default.
pub fn of(tx: &mut Tx, office: Office, on: Date) -> Result<PlanningRules> {
    dated::of(
        tx,
        "select rules from planning_rules where office = $1 and from_day <= $2
          order by from_day desc, id desc limit 1",
        office,
        on,
    )
}

/// Other rules from a day on.
pub fn set(tx: &mut Transaction, from: Date, rules: PlanningRules, reason: &str) -> Result<()> {
    dated::set(
        tx,
        "insert into planning_rules (office, id, from_day, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        "planning.rules_set",
        (from, &rules, reason),
    )
}

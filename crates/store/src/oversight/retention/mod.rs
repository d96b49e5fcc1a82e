//! Retention (保存期限): the rule set in force, what is due by it, and what was let go of.

mod accounts;
mod again;
mod due;
mod erase;
mod files;
mod list;
mod records;
mod terms;
mod waiting;

use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind};

use crate::{Error, Result, Transaction, Tx, args, dated};

pub use again::{erased_again, lacks_its_list, repeat, was_anything_erased};
pub use due::{Due, due};
pub use erase::{Gone, NotErased, erase_due, erase_records};
pub use list::ErasedList;
pub use waiting::{At, Waiting, waiting};

linli_domain::id! {
    /// What was erased in one go.
    BatchId
}

crate::text_values!(BatchId);

/// The rules of an office on a day: its own, else the default.
pub fn rules(tx: &mut Tx, office: Office, on: Date) -> Result<RetentionRules> {
    dated::of(
        tx,
        "select rules from retention_rules where office = $1 and from_day <= $2
          order by from_day desc, id desc limit 1",
        office,
        on,
    )
}

/// Rules that hold from a later day on: the day, the rules, why and by whom; the soonest first.
pub fn coming(tx: &mut Tx, office: Office, today: Date) -> Result<Vec<(Date, RetentionRules, String, String)>> {
    tx.query(
        "select from_day, rules, reason, by_name from retention_rules
          where office = $1 and from_day > $2 order by from_day, id",
        args![office, today],
        |row| {
            let rules = serde_json::from_str(&row.get::<String>(1)?).map_err(|_| Error::Damaged)?;
            Ok((row.get(0)?, rules, row.get(2)?, row.get(3)?))
        },
    )
}

/// Other rules from a day on; earlier ones stay.
pub fn set_rules(tx: &mut Transaction, from: Date, rules: &RetentionRules, reason: &str) -> Result<()> {
    dated::set(
        tx,
        "insert into retention_rules (office, id, from_day, rules, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        "retention.rules_set",
        (from, rules, reason),
    )
}

/// What was let go of in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    pub batch: BatchId,
    pub kind: Kind,
    pub ground: Ground,
    pub at: Timestamp,
    pub by_name: String,
    pub count: i64,
}

/// What was let go of, the latest first; before another entry, where there is more.
pub fn history(
    tx: &mut Tx,
    office: Office,
    before: Option<(Timestamp, BatchId, Kind)>,
    most: usize,
) -> Result<Vec<Erased>> {
    let first = (Timestamp::MAX, "~".to_owned(), "");
    let before = before.map_or(first, |(at, batch, kind)| (at, batch.to_string(), kind.as_str()));
    tx.query(
        "select batch, kind, ground, at, by_name, cast(sum(many) as bigint) from erasure
          where office = $1 and (at, batch, kind) < ($2, $3, $4)
          group by batch, kind, ground, at, by_name order by at desc, batch desc, kind desc limit $5",
        args![office, before.0, before.1, before.2, most],
        |row| {
            Ok(Erased {
                batch: row.get(0)?,
                kind: row.get::<String>(1)?.parse().map_err(|()| Error::Damaged)?,
                ground: row.get::<String>(2)?.parse().map_err(|()| Error::Damaged)?,
                at: row.get(3)?,
                by_name: row.get(4)?,
                count: row.get(5)?,
            })
        },
    )
}

//! The targets of an office: a dated rule set; the one in force on a day is the latest that has begun.

use jiff::civil::Date;
use linli_domain::kernel::Office;
use linli_domain::oversight::rules::Targets;

use serde_json::json;

use crate::check::sealed;
use crate::{Error, Result, Transaction, Tx, args};

/// A rule set with the day it begins and where it comes from.
#[derive(Clone, Debug)]
pub struct Dated {
    pub from: Date,
    pub targets: Targets,
    pub source: String,
}

/// Sets the targets from a day on; the same day again replaces what was planned for it.
pub fn put(tx: &mut Transaction, dated: &Dated) -> Result<()> {
    let (office, now, account) = (tx.office(), tx.now(), tx.actor().account);
    let text = serde_json::to_string(&dated.targets).map_err(|_| Error::Damaged)?;
    tx.run(
        "insert into targets (office, from_day, targets, source, at, account) values ($1, $2, $3, $4, $5, $6)
         on conflict (office, from_day) do update set targets = $3, source = $4, at = $5, account = $6",
        args![office, dated.from, &text, dated.source, now, account],
    )?
    .exactly_one()?;
    let mut detail = json!(dated.targets);
    detail[sealed::KEY] = sealed::seal(&text).into();
    tx.record("targets.set", dated.from, detail);
    Ok(())
}

/// What is in force on a day; the defaults where the office has set nothing.
pub fn on(tx: &mut Tx, office: Office, day: Date) -> Result<Targets> {
    let found = tx.query_opt(
        "select targets from targets where office = $1 and from_day <= $2 order by from_day desc limit 1",
        args![office, day],
        |row| row.get::<String>(0),
    )?;
    found.map_or_else(|| Ok(Targets::default()), |text| serde_json::from_str(&text).map_err(|_| Error::Damaged))
}

/// All that were ever set, latest first.
pub fn all(tx: &mut Tx, office: Office) -> Result<Vec<Dated>> {
    let rows = tx.query(
        "select from_day, targets, source from targets where office = $1 order by from_day desc",
        args![office],
        |row| Ok((row.get::<Date>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let dated = |(from, text, source): (Date, String, String)| {
        Ok(Dated { from, targets: serde_json::from_str(&text).map_err(|_| Error::Damaged)?, source })
    };
    rows.into_iter().map(dated).collect()
}

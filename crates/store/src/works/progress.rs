//! Monthly progress: the current figure of each month, and every version it had.

use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office, Timestamp};
use linli_domain::works::progress::Progress;

use serde_json::json;

use crate::{Result, Row, Transaction, Tx, args};

/// Reports a month, or corrects it by a new version.
pub fn report(tx: &mut Transaction, report: &Progress) -> Result<()> {
    report_all(tx, std::slice::from_ref(report))?;
    tx.record("progress.reported", report.neighbourhood, json!({ "month": report.month, "done_fen": report.done }));
    Ok(())
}

/// Reports many at once, for imports and samples.
pub fn report_all(tx: &mut Transaction, reports: &[Progress]) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    let rows = reports.iter().map(|r| args![office, r.neighbourhood, r.month, r.done, r.note]);
    tx.run_many(
        "insert into progress (office, neighbourhood, month, version, done_fen, note) values ($1, $2, $3, 1, $4, $5)
         on conflict (office, neighbourhood, month)
         do update set version = progress.version + 1, done_fen = $4, note = $5",
        rows,
    )?;
    let rows = reports.iter().map(|r| args![office, r.neighbourhood, r.month, now, actor.account, actor.name]);
    tx.run_many(
        "insert into progress_version (office, neighbourhood, month, version, done_fen, note, at, account, by_name)
         select office, neighbourhood, month, version, done_fen, note, $4, $5, $6
           from progress where office = $1 and neighbourhood = $2 and month = $3",
        rows,
    )?;
    Ok(())
}

/// The last report at or before a month.
pub fn latest(tx: &mut Tx, office: Office, id: NeighbourhoodId, month: Month) -> Result<Option<Progress>> {
    tx.query_opt(
        "select neighbourhood, month, done_fen, note from progress
          where office = $1 and neighbourhood = $2 and month <= $3 order by month desc limit 1",
        args![office, id, month],
        progress,
    )
}

/// Every month of a neighbourhood, earliest first.
pub fn of(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Progress>> {
    tx.query(
        "select neighbourhood, month, done_fen, note from progress
          where office = $1 and neighbourhood = $2 order by month",
        args![office, id],
        progress,
    )
}

/// One version of a month's report.
#[derive(Clone, Debug)]
pub struct Version {
    pub progress: Progress,
    pub version: i64,
    pub at: Timestamp,
    pub by_name: String,
}

/// Every version of every month, latest first.
pub fn versions(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Version>> {
    tx.query(
        "select neighbourhood, month, done_fen, note, version, at, by_name from progress_version
          where office = $1 and neighbourhood = $2 order by month desc, version desc",
        args![office, id],
        |row| Ok(Version { progress: progress(row)?, version: row.get(4)?, at: row.get(5)?, by_name: row.get(6)? }),
    )
}

/// The investment done in an office by the end of each month that has a report: for a curve.
pub fn by_month(tx: &mut Tx, office: Office, plan_year: i16) -> Result<Vec<(Month, Money)>> {
    tx.query(
        "select p.month, cast(sum(p.done_fen) as bigint)
           from progress p join neighbourhood n on n.office = p.office and n.id = p.neighbourhood
          where p.office = $1 and n.plan_year = $2 and n.merged_into is null
          group by p.month order by p.month",
        args![office, i64::from(plan_year)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn progress(row: &Row) -> Result<Progress> {
    Ok(Progress { neighbourhood: row.get(0)?, month: row.get(1)?, done: row.get(2)?, note: row.get(3)? })
}

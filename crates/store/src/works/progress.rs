//! Monthly progress: the current figure of each month, and every version it had.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office, Timestamp};
use linli_domain::works::measure::Quantities;
use linli_domain::works::progress::Progress;

use serde_json::json;

use super::month_end;
use crate::{Error, Result, Row, Transaction, Tx, Value, args};

/// Reports a month, or corrects it by a new version.
pub fn report(tx: &mut Transaction, report: &Progress) -> Result<()> {
    report_all(tx, std::slice::from_ref(report))?;
    tx.record("progress.reported", report.neighbourhood, json!({ "month": report.month, "done_fen": report.done }));
    Ok(())
}

/// Reports a whole table of one month.
pub fn report_table(tx: &mut Transaction, month: Month, reports: &[Progress]) -> Result<()> {
    report_all(tx, reports)?;
    let done = reports.iter().map(|report| report.done).sum::<Money>();
    tx.record("month.reported", month, json!({ "rows": reports.len(), "done_fen": done }));
    Ok(())
}

/// Reports many at once. Into a month that was signed nothing is reported: whoever asks looks first, and this is the wall.
pub fn report_all(tx: &mut Transaction, reports: &[Progress]) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    for month in reports.iter().map(|report| report.month).collect::<BTreeSet<_>>() {
        if !month_end::touch(tx, month)? {
            return Err(Error::Stale);
        }
    }
    let row = |r: &Progress| -> Result<[Value; 6]> {
        Ok(args![office, r.neighbourhood, r.month, r.done, r.note, text(&r.quantities)?])
    };
    let rows = reports.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.run_many(
        "insert into progress (office, neighbourhood, month, version, done_fen, note, quantities)
         values ($1, $2, $3, 1, $4, $5, $6)
         on conflict (office, neighbourhood, month)
         do update set version = progress.version + 1, done_fen = $4, note = $5, quantities = $6",
        rows,
    )?;
    let rows = reports.iter().map(|r| args![office, r.neighbourhood, r.month, now, actor.account, actor.name]);
    tx.run_many(
        "insert into progress_version (office, neighbourhood, month, version, done_fen, note, quantities, at, account, by_name)
         select office, neighbourhood, month, version, done_fen, note, quantities, $4, $5, $6
           from progress where office = $1 and neighbourhood = $2 and month = $3",
        rows,
    )?;
    Ok(())
}

/// The last report at or before a month.
pub fn latest(tx: &mut Tx, office: Office, id: NeighbourhoodId, month: Month) -> Result<Option<Progress>> {
    tx.query_opt(
        "select neighbourhood, month, done_fen, note, quantities from progress
          where office = $1 and neighbourhood = $2 and month <= $3 order by month desc limit 1",
        args![office, id, month],
        progress,
    )
}

/// Every month of a neighbourhood, earliest first.
pub fn of(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Progress>> {
    tx.query(
        "select neighbourhood, month, done_fen, note, quantities from progress
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
        "select neighbourhood, month, done_fen, note, quantities, version, at, by_name from progress_version
          where office = $1 and neighbourhood = $2 order by month desc, version desc",
        args![office, id],
        |row| Ok(Version { progress: progress(row)?, version: row.get(5)?, at: row.get(6)?, by_name: row.get(7)? }),
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

/// The version of each report of one month, for a table in which several people write.
pub fn versions_of_month(tx: &mut Tx, office: Office, month: Month) -> Result<BTreeMap<NeighbourhoodId, i64>> {
    let rows = tx.query(
        "select neighbourhood, version from progress where office = $1 and month = $2 order by neighbourhood",
        args![office, month],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// The least that the months after this one say is done, for each neighbourhood that has any.
pub fn least_later(tx: &mut Tx, office: Office, month: Month) -> Result<BTreeMap<NeighbourhoodId, Money>> {
    let rows = tx.query(
        "select neighbourhood, min(done_fen) from progress
          where office = $1 and month > $2 group by neighbourhood order by neighbourhood",
        args![office, month],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn progress(row: &Row) -> Result<Progress> {
    let (neighbourhood, quantities) = (row.get(0)?, quantities(&row.get::<String>(4)?)?);
    Ok(Progress { neighbourhood, month: row.get(1)?, done: row.get(2)?, quantities, note: row.get(3)? })
}

/// Physical figures as they are kept.
pub(super) fn quantities(text: &str) -> Result<Quantities> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

fn text(quantities: &Quantities) -> Result<String> {
    serde_json::to_string(quantities).map_err(|_| Error::Damaged)
}

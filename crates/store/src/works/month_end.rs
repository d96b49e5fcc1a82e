//! Where each month stands, what was signed of it, and the steps that led there.
//!
//! Whoever reports progress touches the month's row, and whoever signs changes it: so nobody signs beside a change, and
//! nothing is reported into a month that was signed.

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Month, Office, Timestamp};
use linli_domain::works::month_end::{MonthEnd, MonthState, Signature};
use linli_domain::works::monthly_report::MonthlyReport;
use serde_json::json;

use super::monthly_report::kept;
use super::stage::StageEventId;
use crate::check::sealed;
use crate::people::second_factor::Taken;
use crate::{Error, Result, Row, Transaction, Tx, args};

/// Counts a report into a month, or says that the month is closed.
pub fn touch(tx: &mut Transaction, month: Month) -> Result<bool> {
    let office = tx.office();
    let touched = tx.run(
        "insert into month_end (office, month, version, state, reports) values ($1, $2, 1, 'open', 1)
         on conflict (office, month) do update set reports = month_end.reports + 1 where month_end.state = 'open'",
        args![office, month],
    )?;
    Ok(touched.count() == 1)
}

/// How many reports a month has had; a signature says how many it knew of.
pub fn reports(tx: &mut Tx, office: Office, month: Month) -> Result<i64> {
    let found =
        tx.query_opt("select reports from month_end where office = $1 and month = $2", args![office, month], |row| {
            row.get(0)
        })?;
    Ok(found.unwrap_or(0))
}

/// A month as it stands.
pub fn of(tx: &mut Tx, office: Office, month: Month) -> Result<MonthEnd> {
    let found = tx.query_opt(
        "select e.month, e.version, e.state, r.reason, r.digest, r.filled_at, r.filled_by, r.filled_name,
                r.signed_at, r.signed_by, r.signed_name
           from month_end e
           left join month_report r on r.office = e.office and r.month = e.month and r.version = e.version
          where e.office = $1 and e.month = $2",
        args![office, month],
        month_end,
    )?;
    Ok(found.unwrap_or_else(|| MonthEnd::open(month)))
}

/// The months of an office of which something was reported, latest first.
pub fn list(tx: &mut Tx, office: Office, before: Option<Month>, most: i64) -> Result<Vec<MonthEnd>> {
    let before = before.map_or_else(|| "9999-12".to_owned(), |month| month.to_string());
    tx.query(
        "select e.month, e.version, e.state, r.reason, r.digest, r.filled_at, r.filled_by, r.filled_name,
                r.signed_at, r.signed_by, r.signed_name
           from month_end e
           left join month_report r on r.office = e.office and r.month = e.month and r.version = e.version
          where e.office = $1 and e.month < $2 order by e.month desc limit $3",
        args![office, before, most],
        month_end,
    )
}

fn month_end(row: &Row) -> Result<MonthEnd> {
    let state: MonthState = row.get::<String>(2)?.parse().map_err(|()| Error::Damaged)?;
    let signature = |at: usize| -> Result<Option<Signature>> {
        let (when, who) = (row.get::<Option<Timestamp>>(at)?, row.get::<Option<AccountId>>(at + 1)?);
        let name: Option<String> = row.get(at + 2)?;
        Ok(when.zip(who).map(|(at, account)| Signature { account, name: name.unwrap_or_default(), at }))
    };
    // What was sent back keeps its text until it is filled in again, and is not signed.
    let filled = signature(5)?.filter(|_| state != MonthState::Open);
    Ok(MonthEnd {
        month: row.get(0)?,
        version: row.get(1)?,
        state,
        reason: row.get(3)?,
        digest: row.get::<Option<Digest>>(4)?.filter(|_| state != MonthState::Open),
        filled,
        signed: signature(8)?,
    })
}

/// The filler has signed `report`, of which `known` reports were counted.
pub fn fill(tx: &mut Transaction, end: &MonthEnd, report: &str, known: i64, taken: &Taken) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into month_end (office, month, version, state, reports) values ($1, $2, 1, 'open', 0)
         on conflict (office, month) do nothing",
        args![office, end.month],
    )?
    .count();
    step_to(tx, end, MonthState::Open, Some(known))?;
    let filled = end.filled.as_ref().ok_or(Error::Refused)?;
    tx.run(
        "insert into month_report (office, month, version, reason, report, digest, filled_at, filled_by, filled_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (office, month, version)
         do update set report = $5, digest = $6, filled_at = $7, filled_by = $8, filled_name = $9",
        args![office, end.month, end.version, end.reason, report, end.digest, filled.at, filled.account, filled.name],
    )?
    .exactly_one()?;
    put_step(tx, end, "filled", None, Some(taken))
}

/// The head has signed: the month is frozen.
pub fn sign(tx: &mut Transaction, end: &MonthEnd, taken: &Taken) -> Result<()> {
    step_to(tx, end, MonthState::Filled, None)?;
    let signed = end.signed.as_ref().ok_or(Error::Refused)?;
    let office = tx.office();
    tx.run(
        "update month_report set signed_at = $4, signed_by = $5, signed_name = $6
          where office = $1 and month = $2 and version = $3 and signed_at is null and digest = $7",
        args![office, end.month, end.version, signed.at, signed.account, signed.name, end.digest],
    )?
    .exactly_one()?;
    put_step(tx, end, "signed", None, Some(taken))
}

/// It was sent back, or taken back.
pub fn send_back(tx: &mut Transaction, end: &MonthEnd, reason: &str) -> Result<()> {
    step_to(tx, end, MonthState::Filled, None)?;
    put_step(tx, end, "sent_back", Some(reason), None)
}

/// A frozen month is opened as its next version.
pub fn open(tx: &mut Transaction, next: &MonthEnd) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update month_end set state = 'open', version = $3
          where office = $1 and month = $2 and state = 'frozen' and version = $3 - 1",
        args![office, next.month, next.version],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.run(
        "insert into month_report (office, month, version, reason) values ($1, $2, $3, $4)",
        args![office, next.month, next.version, next.reason],
    )?
    .exactly_one()?;
    put_step(tx, next, "opened", next.reason.as_deref(), None)
}

/// From `from` to what `end` says, if nobody else took a step or reported anything since.
fn step_to(tx: &mut Transaction, end: &MonthEnd, from: MonthState, known: Option<i64>) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update month_end set state = $4
          where office = $1 and month = $2 and version = $3 and state = $5 and ($6 < 0 or reports = $6)",
        args![office, end.month, end.version, end.state.as_str(), from.as_str(), known.unwrap_or(-1)],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)
}

fn put_step(
    tx: &mut Transaction,
    end: &MonthEnd,
    act: &'static str,
    reason: Option<&str>,
    taken: Option<&Taken>,
) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    tx.run(
        "insert into month_step (office, id, month, version, act, reason, digest, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            office,
            StageEventId::new(),
            end.month,
            end.version,
            act,
            reason,
            end.digest,
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    let mut detail = json!({ "version": end.version, "reason": reason });
    if let Some(taken) = taken {
        detail["second_factor"] = taken.word().into();
    }
    if act == "signed" {
        detail[sealed::KEY] = end.digest.map(|digest| digest.to_string()).into();
    }
    let subject = format!("{}/{}", end.month, end.version);
    match act {
        "filled" => tx.record("month.filled", subject, detail),
        "signed" => tx.record("month.signed", subject, detail),
        "sent_back" => tx.record("month.sent_back", subject, detail),
        _ => tx.record("month.opened", subject, detail),
    }
    Ok(())
}

/// One step of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub version: i64,
    /// `filled`, `sent_back`, `signed` or `opened`.
    pub act: String,
    pub reason: Option<String>,
    pub digest: Option<Digest>,
    pub at: Timestamp,
    pub by_name: String,
}

/// Every step of a month, latest first.
pub fn steps(tx: &mut Tx, office: Office, month: Month) -> Result<Vec<Step>> {
    tx.query(
        "select version, act, reason, digest, at, by_name from month_step
          where office = $1 and month = $2 order by id desc",
        args![office, month],
        |row| {
            Ok(Step {
                version: row.get(0)?,
                act: row.get(1)?,
                reason: row.get(2)?,
                digest: row.get(3)?,
                at: row.get(4)?,
                by_name: row.get(5)?,
            })
        },
    )
}

/// A version as it was signed.
pub fn version(tx: &mut Tx, office: Office, month: Month, version: i64) -> Result<MonthlyReport> {
    let text = tx.query_one(
        "select report from month_report where office = $1 and month = $2 and version = $3 and report is not null",
        args![office, month, version],
        |row| row.get::<String>(0),
    )?;
    kept(&text)
}

/// The last version that the head signed of a month.
pub fn frozen(tx: &mut Tx, office: Office, month: Month) -> Result<Option<(i64, Digest, MonthlyReport)>> {
    let found = tx.query_opt(
        "select version, digest, report from month_report
          where office = $1 and month = $2 and signed_at is not null order by version desc limit 1",
        args![office, month],
        |row| Ok((row.get::<i64>(0)?, row.get::<Digest>(1)?, row.get::<String>(2)?)),
    )?;
    found.map(|(version, digest, text)| Ok((version, digest, kept(&text)?))).transpose()
}

/// The last month before this one that was signed, as it was signed.
pub fn before(tx: &mut Tx, office: Office, month: Month) -> Result<Option<MonthlyReport>> {
    let found = tx.query_opt(
        "select report from month_report
          where office = $1 and month < $2 and signed_at is not null order by month desc, version desc limit 1",
        args![office, month],
        |row| row.get::<String>(0),
    )?;
    found.map(|text| kept(&text)).transpose()
}

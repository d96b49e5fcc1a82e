//! Retention (保存期限): the rule set in force, what is due by it, and what was let go of.

mod erase;
mod list;

use jiff::tz::offset;
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::organisation::TermId;
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind};

use crate::{Error, Result, Transaction, Tx, args, dated};

pub use erase::{NotErased, erase_due, erase_terms, erased_again, lacks_its_list, repeat, was_anything_erased};
pub use list::ErasedList;

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

/// What is kept longer than its rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: Kind,
    pub count: i64,
    /// What was over on this day or before is due.
    pub cutoff: Date,
    /// The day on which the oldest of them was over.
    pub oldest: Option<Date>,
}

/// What is due today, by kind. Three statements.
pub fn due(tx: &mut Tx, office: Office, rules: &RetentionRules, today: Date) -> Result<Vec<Due>> {
    let cutoff = |kind| rules.cutoff(kind, today);
    let terms = tx.query(
        "select case when t.standing is null then 0 else 1 end, count(*), min(t.ended_on) from term t
          where t.office = $1 and t.name <> ''
            and ((t.standing is not null and t.ended_on <= $2) or (t.standing is null and t.ended_on <= $3))
          group by 1 order by 1",
        args![office, cutoff(Kind::Residents), cutoff(Kind::Officials)],
        |row| Ok((row.get::<i64>(0)? == 1, row.get::<i64>(1)?, row.get::<Option<Date>>(2)?)),
    )?;
    let ways = tx.query_one(
        "select count(*), min(a.stopped_at) from account a
          where a.office = $1 and a.stopped_at < $2
            and (a.password <> '' or exists (select 1 from second_factor f where f.office = $1 and f.account = a.id)
                 or exists (select 1 from identity i where i.office = $1 and i.account = a.id))",
        args![office, end_of(cutoff(Kind::SignIn))],
        |row| Ok((row.get::<i64>(0)?, row.get::<Option<Timestamp>>(1)?)),
    )?;
    let sessions = tx.query_one(
        "select count(*), min(ends_at) from session where office = $1 and ends_at < $2",
        args![office, end_of(over_by(rules, today))],
        |row| Ok((row.get::<i64>(0)?, row.get::<Option<Timestamp>>(1)?)),
    )?;
    let of_terms = |residents| {
        let found = terms.iter().find(|(of_residents, ..)| *of_residents == residents);
        found.map_or((0, None), |(_, count, oldest)| (*count, *oldest))
    };
    let by_time = |(count, oldest): (i64, Option<Timestamp>)| (count, oldest.map(day_of));
    let all = [of_terms(true), of_terms(false), by_time(ways), by_time(sessions)];
    let due = Kind::ALL.into_iter().zip(all);
    Ok(due.map(|(kind, (count, oldest))| Due { kind, count, cutoff: cutoff(kind), oldest }).collect())
}

/// Names that are due, after an id.
fn due_terms(
    tx: &mut Tx,
    office: Office,
    (residents, officials): (Date, Date),
    after: Option<TermId>,
    most: usize,
) -> Result<Vec<TermId>> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    tx.query(
        "select t.id from term t
          where t.office = $1 and t.id > $4 and t.name <> ''
            and ((t.standing is not null and t.ended_on <= $2) or (t.standing is null and t.ended_on <= $3))
          order by t.id limit $5",
        args![office, residents, officials, after, most],
        |row| row.get(0),
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

/// The day by which sessions were over that are due: never today, when some still live.
fn over_by(rules: &RetentionRules, today: Date) -> Date {
    rules.cutoff(Kind::Sessions, today).min(today.yesterday().unwrap_or(Date::MIN))
}

/// The first instant after a day, by the clock of the county.
fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(Date::MAX);
    offset(8).to_timestamp(next.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN)
}

fn day_of(at: Timestamp) -> Date {
    offset(8).to_datetime(at).date()
}

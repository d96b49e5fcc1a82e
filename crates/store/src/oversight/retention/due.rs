//! What is due (到期): how much is kept longer than its rule says.

use jiff::tz::offset;
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::Kind;

use crate::{Result, Tx, args};

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

/// What is due today, by kind. Seven statements.
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
    let all = [
        of_terms(true),
        of_terms(false),
        by_time(ways),
        by_time(sessions),
        by_time(opinions(tx, office, cutoff(Kind::Opinions))?),
        visits(tx, office, cutoff(Kind::Visits))?,
        by_time(submissions(tx, office, cutoff(Kind::Submissions))?),
        owners(tx, office, cutoff(Kind::Owners))?,
    ];
    let due = Kind::ALL.into_iter().zip(all);
    Ok(due.map(|(kind, (count, oldest))| Due { kind, count, cutoff: cutoff(kind), oldest }).collect())
}

fn opinions(tx: &mut Tx, office: Office, cutoff: Date) -> Result<(i64, Option<Timestamp>)> {
    tx.query_one(
        "select count(*), min(over_at) from opinion where office = $1 and over_at < $2 and erased_at is null",
        args![office, end_of(cutoff)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The time of all visits of a campaign runs from its end.
fn visits(tx: &mut Tx, office: Office, cutoff: Date) -> Result<(i64, Option<Date>)> {
    tx.query_one(
        "select count(*), min(coalesce(c.closed_on, c.closes))
           from campaign c join visit v on v.office = c.office and v.campaign = c.id
          where c.office = $1 and coalesce(c.closed_on, c.closes) <= $2 and v.erased_at is null",
        args![office, cutoff],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn submissions(tx: &mut Tx, office: Office, cutoff: Date) -> Result<(i64, Option<Timestamp>)> {
    tx.query_one(
        "select count(*), min(received_at) from submission where office = $1 and received_at < $2 and erased_at is null",
        args![office, end_of(cutoff)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Their time runs from the day on which the last dwelling was somebody else's.
fn owners(tx: &mut Tx, office: Office, cutoff: Date) -> Result<(i64, Option<Date>)> {
    tx.query_one(
        "select count(*), min(left_on) from owner_party where office = $1 and left_on <= $2 and erased_at is null",
        args![office, cutoff],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The day by which sessions were over that are due: never today, when some still live.
pub(super) fn over_by(rules: &RetentionRules, today: Date) -> Date {
    rules.cutoff(Kind::Sessions, today).min(today.yesterday().unwrap_or(Date::MIN))
}

/// The first instant after a day, by the clock of the county.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(Date::MAX);
    offset(8).to_timestamp(next.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN)
}

pub(super) fn day_of(at: Timestamp) -> Date {
    offset(8).to_datetime(at).date()
}

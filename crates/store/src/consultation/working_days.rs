//! Working days: of each year the list that an office entered last. Earlier lists stay.

use linli_domain::consultation::Calendar;
use linli_domain::consultation::working_days::Special;
use linli_domain::kernel::{Office, Timestamp};
use serde_json::json;

use crate::{Error, Result, Transaction, Tx, args};

/// The list of a year with the version it is; version 0 is a year without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub version: i64,
    pub days: Vec<Special>,
}

/// That a list was entered, for the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub version: i64,
    pub days: usize,
    pub reason: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// The list of a year.
pub fn of(tx: &mut Tx, office: Office, year: i16) -> Result<Kept> {
    let kept = tx.query_opt(
        "select version, days from working_calendar where office = $1 and year = $2 order by version desc limit 1",
        args![office, i64::from(year)],
        |row| Ok((row.get(0)?, row.get::<String>(1)?)),
    )?;
    kept.map_or(Ok(Kept::default()), |(version, text)| Ok(Kept { version, days: days(&text)? }))
}

/// The calendar around a day: that of its year, and of the next, into which a period may run.
pub fn around(tx: &mut Tx, office: Office, year: i16) -> Result<Calendar> {
    let lists = tx.query(
        "select c.days from working_calendar c
          where c.office = $1 and c.year in ($2, $3)
            and not exists (select 1 from working_calendar l
                             where l.office = c.office and l.year = c.year and l.version > c.version)",
        args![office, i64::from(year), i64::from(year) + 1],
        |row| row.get::<String>(0),
    )?;
    let lists = lists.iter().map(|text| days(text)).collect::<Result<Vec<_>>>()?;
    Ok(lists.iter().flatten().collect())
}

fn days(text: &str) -> Result<Vec<Special>> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

/// Keeps a list as the next version of a year. `Duplicate`: somebody else entered one meanwhile.
pub fn keep(tx: &mut Transaction, year: i16, before: i64, days: &[Special], reason: &str) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let text = serde_json::to_string(days).map_err(|_| Error::Damaged)?;
    let kept = tx.run(
        "insert into working_calendar (office, year, version, days, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (office, year, version) do nothing",
        args![office, i64::from(year), before + 1, text, reason, now, actor.account, actor.name],
    )?;
    if kept.count() == 0 {
        return Err(Error::Duplicate);
    }
    let subject = format!("{year}/{}", before + 1);
    tx.record("working-days.entered", subject, json!({ "days": days.len(), "reason": reason }));
    Ok(())
}

/// The latest lists of a year, latest first.
pub fn changes(tx: &mut Tx, office: Office, year: i16, most: usize) -> Result<Vec<Change>> {
    let found = tx.query(
        "select version, days, reason, at, by_name from working_calendar
          where office = $1 and year = $2 order by version desc limit $3",
        args![office, i64::from(year), most],
        |row| {
            let text: String = row.get(1)?;
            let change =
                Change { version: row.get(0)?, days: 0, reason: row.get(2)?, at: row.get(3)?, by_name: row.get(4)? };
            Ok((change, text))
        },
    )?;
    found.into_iter().map(|(change, text)| Ok(Change { days: days(&text)?.len(), ..change })).collect()
}

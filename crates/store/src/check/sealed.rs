//! Records that are written once: the trail keeps a digest of what was written, and the record still has it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use linli_domain::kernel::Office;
use linli_domain::kernel::digest::Digest;

use super::Fault;
use crate::{Result, Row, Tx, args};

/// The key under which the trail keeps the digest.
pub(crate) const KEY: &str = "content";

/// What the trail keeps of a text that is written once.
pub(crate) fn seal(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()
}

/// Records that say something else than they did when they were written.
pub(super) fn changed(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    let kinds = [
        ("declared.received", "declared-content", declared(tx, office)?),
        ("bulletin.drafted", "bulletin-league", bulletins(tx, office)?),
        ("targets.set", "targets-content", targets(tx, office)?),
        ("building.added", "building-doors", buildings(tx, office)?),
        ("month.signed", "month-report", months(tx, office)?),
    ];
    for (act, rule, contents) in kinds {
        let written = written(tx, office, act)?;
        let is_as_written = |subject: &String, text: &String| match written.get(subject) {
            Some(Some(digest)) => seal(text) == *digest,
            // Written before the trail kept digests.
            Some(None) => true,
            None => false,
        };
        let changed = contents.iter().filter(|(subject, text)| !is_as_written(subject, text));
        let removed = written.keys().filter(|subject| !contents.contains_key(*subject));
        let subjects = changed.map(|(subject, _)| subject).chain(removed);
        found.extend(subjects.map(|subject| Fault { office, rule, subject: subject.clone() }));
    }
    Ok(found)
}

/// What was written, by the trail, with the last digest of it.
fn written(tx: &mut Tx, office: Office, act: &str) -> Result<BTreeMap<String, Option<String>>> {
    let lines = tx.query(
        "select subject, detail from audit where office = $1 and act = $2 order by seq",
        args![office, act],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    let digest = |detail: &str| {
        let detail: serde_json::Value = serde_json::from_str(detail).ok()?;
        detail.get(KEY)?.as_str().map(str::to_owned)
    };
    Ok(lines.into_iter().map(|(subject, detail)| (subject, digest(&detail))).collect())
}

fn pair(row: &Row) -> Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// A declared table as one text: its lines as they stand, then its total.
pub(crate) fn declared_text(
    rows: impl IntoIterator<Item = (i64, String, String, String)>,
    total: Option<&str>,
) -> String {
    let mut text = String::new();
    for (line, unit, written, says) in rows {
        // Into a text: it cannot fail.
        let _ = writeln!(text, "{line}\t{unit}\t{written}\t{says}");
    }
    text + total.unwrap_or_default()
}

fn declared(tx: &mut Tx, office: Office) -> Result<BTreeMap<String, String>> {
    let totals = tx.query(
        "select id, coalesce(total, '') from declared_table where office = $1 order by id",
        args![office],
        pair,
    )?;
    let rows = tx.query(
        "select declared_table, line, unit, written, says from declared_row
          where office = $1 order by declared_table, line",
        args![office],
        |row| Ok((row.get::<String>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))),
    )?;
    let mut of: BTreeMap<String, Vec<(i64, String, String, String)>> = BTreeMap::new();
    for (table, row) in rows {
        of.entry(table).or_default().push(row);
    }
    let text = |(id, total): (String, String)| {
        let rows = of.remove(&id).unwrap_or_default();
        let text = declared_text(rows, Some(&total));
        (id, text)
    };
    Ok(totals.into_iter().map(text).collect())
}

fn bulletins(tx: &mut Tx, office: Office) -> Result<BTreeMap<String, String>> {
    let rows = tx.query("select id, league from bulletin where office = $1 order by id", args![office], pair)?;
    Ok(rows.into_iter().collect())
}

fn targets(tx: &mut Tx, office: Office) -> Result<BTreeMap<String, String>> {
    let rows =
        tx.query("select from_day, targets from targets where office = $1 order by from_day", args![office], pair)?;
    Ok(rows.into_iter().collect())
}

/// Every version of a month that the head signed.
fn months(tx: &mut Tx, office: Office) -> Result<BTreeMap<String, String>> {
    let rows = tx.query(
        "select month, version, report from month_report
          where office = $1 and signed_at is not null and report is not null order by month, version",
        args![office],
        |row| Ok((format!("{}/{}", row.get::<String>(0)?, row.get::<i64>(1)?), row.get::<String>(2)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// A building by its name, floors, entrances and doors.
pub(crate) fn building_text(name: &str, floors: i64, entrances: i64, dwellings: i64) -> String {
    format!("{name}\t{floors}\t{entrances}\t{dwellings}")
}

fn buildings(tx: &mut Tx, office: Office) -> Result<BTreeMap<String, String>> {
    let rows = tx.query(
        "select b.id, b.name, b.floors, count(distinct e.id), count(d.id)
           from building b
           left join entrance e on e.office = b.office and e.building = b.id
           left join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 group by b.id, b.name, b.floors order by b.id",
        args![office],
        |row| {
            let name: String = row.get(1)?;
            Ok((row.get::<String>(0)?, building_text(&name, row.get(2)?, row.get(3)?, row.get(4)?)))
        },
    )?;
    Ok(rows.into_iter().collect())
}

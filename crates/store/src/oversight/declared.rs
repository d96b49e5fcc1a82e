//! Declared tables: every version stays, one is current.

use std::collections::BTreeMap;

use jiff::tz::offset;
use linli_domain::kernel::{DivisionCode, Month, Office, Timestamp};
use linli_domain::oversight::finding::{findings, gathered_differs};
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable, Earlier, Finding, TableId};

use serde_json::json;

use super::below;
use crate::check::sealed;
use crate::register::division;
use crate::{Error, Result, Row, Transaction, Tx, args};

/// Where a table came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub sender: String,
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: String,
    pub note: Option<String>,
}

/// A version as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: TableId,
    pub version: i64,
    pub current: bool,
    pub origin: Origin,
    pub received_at: Timestamp,
    pub by_name: String,
    pub table: DeclaredTable,
}

/// Keeps a table. The version before stays readable and is no longer current.
pub fn put(tx: &mut Transaction, table: &DeclaredTable, origin: &Origin) -> Result<TableId> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    // A slip of the year would stand before every later month, on the public pages too.
    if table.month > Month::of(offset(8).to_datetime(now).date()) {
        return Err(Error::Refused);
    }
    let id = TableId::new();
    tx.run(
        "update declared_table set current = false where office = $1 and scope = $2 and month = $3 and current",
        args![office, table.scope, table.month],
    )?
    .at_most_one()?;
    let last: i64 = tx.query_one(
        "select coalesce(max(version), 0) from declared_table where office = $1 and scope = $2 and month = $3",
        args![office, table.scope, table.month],
        |row| row.get(0),
    )?;
    let total = table.total.as_ref().map(serde_json::to_string).transpose().map_err(|_| Error::Damaged)?;
    tx.run(
        "insert into declared_table (office, id, scope, month, version, current, sender, file_name, file_digest, note,
                total, received_at, account, by_name)
         values ($1, $2, $3, $4, $5, true, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            office,
            id,
            table.scope,
            table.month,
            last + 1,
            origin.sender,
            origin.file_name,
            origin.file_digest,
            origin.note,
            total.clone(),
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    let row = |row: &DeclaredRow| {
        let says = serde_json::to_string(&row.says).map_err(|_| Error::Damaged)?;
        Ok(args![office, id, row.line, row.unit, row.written, says].to_vec())
    };
    tx.run_many(
        "insert into declared_row (office, declared_table, line, unit, written, says) values ($1, $2, $3, $4, $5, $6)",
        table.rows.iter().map(row).collect::<Result<Vec<_>>>()?,
    )?;
    let line = |row: &DeclaredRow| {
        let says = serde_json::to_string(&row.says).map_err(|_| Error::Damaged)?;
        Ok((row.line, row.unit.to_string(), row.written.clone(), says))
    };
    let mut lines = table.rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    lines.sort_by_key(|(line, ..)| *line);
    let text = sealed::declared_text(lines, total.as_deref());
    let detail = json!({
        "scope": table.scope, "month": table.month, "version": last + 1, (sealed::KEY): sealed::seal(&text),
    });
    tx.record("declared.received", id, detail);
    Ok(id)
}

/// The table that counts for a scope and month.
pub fn current(tx: &mut Tx, scope: DivisionCode, month: Month) -> Result<Option<Kept>> {
    let head = tx.query_opt(
        "select id, scope, month, version, current, sender, file_name, file_digest, note, total, received_at, by_name
           from declared_table where office = $1 and scope = $2 and month = $3 and current",
        args![scope.office(), scope, month],
        head,
    )?;
    head.map(|head| with_rows(tx, scope.office(), head)).transpose()
}

pub fn get(tx: &mut Tx, office: Office, id: TableId) -> Result<Kept> {
    let head = tx.query_one(
        "select id, scope, month, version, current, sender, file_name, file_digest, note, total, received_at, by_name
           from declared_table where office = $1 and id = $2",
        args![office, id],
        head,
    )?;
    with_rows(tx, office, head)
}

/// All versions of an office without their lines, latest month first.
pub fn list(tx: &mut Tx, office: Office, before: Option<(Month, i64)>, most: i64) -> Result<Vec<Kept>> {
    let (month, version) =
        before.map_or_else(|| ("9999-99".to_owned(), 0), |(month, version)| (month.to_string(), version));
    tx.query(
        "select id, scope, month, version, current, sender, file_name, file_digest, note, total, received_at, by_name
           from declared_table where office = $1 and (month, version) < ($2, $3)
          order by month desc, version desc limit $4",
        args![office, month, version, most],
        head,
    )
}

/// The version that counts, if it is this very file, read the same way. Read another way, it is a correction.
pub fn same(tx: &mut Tx, table: &DeclaredTable, digest: &str) -> Result<Option<TableId>> {
    let Some(kept) = current(tx, table.scope, table.month)?.filter(|kept| kept.origin.file_digest == digest) else {
        return Ok(None);
    };
    let by_line =
        |table: &DeclaredTable| table.rows.iter().map(|row| (row.line, row.clone())).collect::<BTreeMap<_, _>>();
    let same = kept.table.total == table.total && by_line(&kept.table) == by_line(table);
    Ok(same.then_some(kept.id))
}

/// What does not fit in the table that counts for a scope and month; nothing where there is no table.
pub fn findings_on(tx: &mut Tx, scope: DivisionCode, month: Month) -> Result<Vec<Finding>> {
    match current(tx, scope, month)? {
        Some(kept) => findings_of(tx, &kept.table),
        None => Ok(Vec::new()),
    }
}

/// Everything in a table that does not fit: with itself, with what its units said earlier in the year, with the list of
/// units, with their own records and what they gathered themselves.
pub fn findings_of(tx: &mut Tx, table: &DeclaredTable) -> Result<Vec<Finding>> {
    let before = earlier(tx, table.scope, table.month)?;
    let units = division::units(tx, table.scope)?;
    let codes: Vec<DivisionCode> = units.iter().map(|unit| unit.code).filter(|unit| !unit.is_zone()).collect();
    let mut found = findings(table, &before, &codes);
    let below = below::of(tx, table.scope, &units, table.month)?;
    let whole = below.into_iter().filter(|(_, below)| below.is_whole());
    found.extend(gathered_differs(table, &whole.map(|(unit, below)| (unit, below.figures)).collect()));
    Ok(found)
}

/// What the units of a scope said before a month, in the same year: a plan year starts anew, so December says nothing
/// about January.
fn earlier(tx: &mut Tx, scope: DivisionCode, month: Month) -> Result<Earlier> {
    let rows = tx.query(
        "select t.month, r.unit, r.says
           from declared_table t join declared_row r on r.office = t.office and r.declared_table = t.id
          where t.office = $1 and t.scope = $2 and t.month >= $3 and t.month < $4 and t.current
          order by t.month desc, r.line",
        args![scope.office(), scope, format!("{:04}-01", month.year()), month],
        |row| Ok((row.get::<Month>(0)?, row.get::<DivisionCode>(1)?, row.get::<String>(2)?)),
    )?;
    let line = |(month, unit, says): (Month, DivisionCode, String)| {
        let says: Declaration = read_json(&says)?;
        Ok((month, unit, says.figures))
    };
    Ok(Earlier::new(rows.into_iter().map(line).collect::<Result<Vec<_>>>()?))
}

fn with_rows(tx: &mut Tx, office: Office, mut kept: Kept) -> Result<Kept> {
    kept.table.rows = tx.query(
        "select line, unit, written, says from declared_row where office = $1 and declared_table = $2 order by line",
        args![office, kept.id],
        |row| {
            let says: Declaration = read_json(&row.get::<String>(3)?)?;
            Ok(DeclaredRow { line: row.get(0)?, unit: row.get(1)?, written: row.get(2)?, says })
        },
    )?;
    Ok(kept)
}

fn head(row: &Row) -> Result<Kept> {
    let total: Option<String> = row.get(9)?;
    Ok(Kept {
        id: row.get(0)?,
        table: DeclaredTable {
            scope: row.get(1)?,
            month: row.get(2)?,
            rows: Vec::new(),
            total: total.map(|text| read_json(&text)).transpose()?,
        },
        version: row.get(3)?,
        current: row.get(4)?,
        origin: Origin { sender: row.get(5)?, file_name: row.get(6)?, file_digest: row.get(7)?, note: row.get(8)? },
        received_at: row.get(10)?,
        by_name: row.get(11)?,
    })
}

fn read_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

//! The rows of an import: what each would do, or did.

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Facts;
use linli_domain::register::intake::{ImportId, Outcome, Planned, Reason};

use super::Work;
use crate::{Error, Result, Row, Transaction, Tx, Value, args};

/// One row as it is kept.
#[derive(Clone, Debug)]
pub struct Line {
    pub row: i64,
    pub outcome: String,
    pub name: String,
    pub target: Option<NeighbourhoodId>,
    /// The version of the target when it was planned.
    pub version: Option<i64>,
    pub before: Option<Facts>,
    pub after: Option<Facts>,
    pub reasons: Vec<Reason>,
}

/// Keeps planned rows; those that are new get their id here. The caller brings some thousands at a time.
pub fn add_rows(tx: &mut Transaction, id: ImportId, planned: &[Planned]) -> Result<()> {
    let office = tx.office();
    let rows = planned.iter().map(|planned| values(office, id, planned)).collect::<Result<Vec<_>>>()?;
    tx.run_many(
        "insert into intake_row (office, import, row_number, outcome, name, target, version, before_facts, after_facts,
                reasons)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rows,
    )?;
    Ok(())
}

fn values(office: Office, id: ImportId, planned: &Planned) -> Result<Vec<Value>> {
    let (target, version, before, after, reasons) = match &planned.outcome {
        Outcome::New(facts) => (Some(NeighbourhoodId::new()), None, None, Some(json(facts)?), None),
        Outcome::Changed { was, facts } => {
            (Some(was.id), Some(was.version), Some(json(&was.facts)?), Some(json(&**facts)?), None)
        }
        Outcome::Same(was) => (Some(was.id), Some(was.version), None, None, None),
        Outcome::Refused(reasons) => (None, None, None, None, Some(json(reasons)?)),
    };
    Ok(args![office, id, planned.row, planned.outcome.as_str(), planned.name, target, version, before, after, reasons]
        .to_vec())
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Damaged)
}

/// Rows of one outcome (of all, where it is empty) after a row number, in their order.
pub fn page(tx: &mut Tx, office: Office, id: ImportId, outcome: &str, after: i64, most: i64) -> Result<Vec<Line>> {
    tx.query(
        "select row_number, outcome, name, target, version, before_facts, after_facts, reasons from intake_row
          where office = $1 and import = $2 and ($3 = '' or outcome = $3) and row_number > $4
          order by row_number limit $5",
        args![office, id, outcome, after, most],
        line,
    )
}

/// All that applying or undoing an import is about.
pub fn work(tx: &mut Tx, office: Office, id: ImportId) -> Result<Work> {
    let lines = tx.query(
        "select row_number, outcome, name, target, version, before_facts, after_facts, reasons from intake_row
          where office = $1 and import = $2 and outcome in ('new', 'changed') order by row_number",
        args![office, id],
        line,
    )?;
    Ok(Work::of(lines))
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        row: row.get(0)?,
        outcome: row.get(1)?,
        name: row.get(2)?,
        target: row.get(3)?,
        version: row.get(4)?,
        before: facts(row, 5)?,
        after: facts(row, 6)?,
        reasons: match row.get::<Option<String>>(7)? {
            Some(text) => serde_json::from_str(&text).map_err(|_| Error::Damaged)?,
            None => Vec::new(),
        },
    })
}

fn facts(row: &Row, at: usize) -> Result<Option<Facts>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| Error::Damaged)).transpose()
}

//! Undoing an import, as long as nothing builds on it: what it changed gets its facts back as a new version, what it
//! added leaves the register and keeps its number and history.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::Office;
use linli_domain::register::Neighbourhood;
use linli_domain::register::intake::ImportId;

use super::apply::{held, reason};
use super::{Intake, Work};
use crate::register::neighbourhood::{self, change_all};
use crate::{Error, Result, Transaction, Tx, args};

/// What builds on an import: the records, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTheWay {
    pub number: String,
    pub name: String,
    /// `changed`, `buildings`, `progress`, `roles`, `name`.
    pub why: &'static str,
}

/// The first records that keep an import from being undone; none where it can be.
pub fn in_the_way(tx: &mut Tx, office: Office, id: ImportId) -> Result<Vec<InTheWay>> {
    let mut found = tx.query(
        "select n.number, n.name from intake_row r
           join neighbourhood n on n.office = r.office and n.id = r.target
          where r.office = $1 and r.import = $2 and r.outcome in ('new', 'changed')
            and (n.version <> coalesce(r.version, 0) + 1 or n.merged_into is not null)
          order by n.number limit 20",
        args![office, id],
        |row| Ok(InTheWay { number: row.get(0)?, name: row.get(1)?, why: "changed" }),
    )?;
    found.extend(tx.query(
        "select distinct n.number, n.name from intake_row r
           join neighbourhood n on n.office = r.office and n.id = r.target
           join building b on b.office = r.office and b.neighbourhood = r.target
          where r.office = $1 and r.import = $2 and r.outcome = 'new' order by n.number limit 20",
        args![office, id],
        |row| Ok(InTheWay { number: row.get(0)?, name: row.get(1)?, why: "buildings" }),
    )?);
    found.extend(tx.query(
        "select distinct n.number, n.name from intake_row r
           join neighbourhood n on n.office = r.office and n.id = r.target
           join progress p on p.office = r.office and p.neighbourhood = r.target
          where r.office = $1 and r.import = $2 and r.outcome = 'new' order by n.number limit 20",
        args![office, id],
        |row| Ok(InTheWay { number: row.get(0)?, name: row.get(1)?, why: "progress" }),
    )?);
    found.extend(tx.query(
        "select distinct n.number, n.name from intake_row r
           join neighbourhood n on n.office = r.office and n.id = r.target
           join account_grant g on g.office = r.office and g.neighbourhood = r.target
          where r.office = $1 and r.import = $2 and r.outcome = 'new' and g.taken_at is null
          order by n.number limit 20",
        args![office, id],
        |row| Ok(InTheWay { number: row.get(0)?, name: row.get(1)?, why: "roles" }),
    )?);
    Ok(found)
}

/// The records that have taken a name which an import would give back.
pub fn names_taken(tx: &mut Tx, office: Office, work: &Work) -> Result<Vec<InTheWay>> {
    let back: BTreeMap<_, _> =
        work.changed.iter().map(|change| ((change.before.division, &change.before.name), change.id)).collect();
    let leaving: BTreeSet<_> = work.new.iter().map(|(id, _)| *id).chain(work.changed.iter().map(|c| c.id)).collect();
    let held = neighbourhood::all(tx, office)?;
    let taken = held.iter().filter(|n| {
        !leaving.contains(&n.id) && back.get(&(n.facts.division, &n.facts.name)).is_some_and(|id| *id != n.id)
    });
    Ok(taken.map(|n| InTheWay { number: n.number.clone(), name: n.facts.name.clone(), why: "name" }).take(20).collect())
}

/// Takes an import back, all of it in one unit of work; `Stale` where something has come to build on it.
pub fn undo(tx: &mut Transaction, intake: &Intake, work: &Work) -> Result<()> {
    let office = tx.office();
    super::step(tx, intake.id, super::State::Applied, super::State::Undone, None)?;
    if !in_the_way(tx, office, intake.id)?.is_empty() {
        return Err(Error::Stale);
    }
    let held = held(tx, office)?;
    let now = |id| held.get(id).ok_or(Error::Stale);
    let mut back = Vec::new();
    for (id, _) in &work.new {
        let was = now(id)?;
        let gone = Some(Neighbourhood::NOWHERE);
        back.push(Neighbourhood { version: was.version + 1, merged_into: gone, ..was.clone() });
    }
    for change in &work.changed {
        let was = now(&change.id)?;
        back.push(Neighbourhood { version: was.version + 1, facts: change.before.clone(), ..was.clone() });
    }
    change_all(tx, &back, "import_undone", Some(&reason(intake)))?;
    let detail =
        serde_json::json!({ "file": intake.file_name, "withdrawn": work.new.len(), "restored": work.changed.len() });
    tx.record("import.undone", intake.id, detail);
    Ok(())
}

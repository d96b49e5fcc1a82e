//! The versions of a neighbourhood: who changed what, when, why.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};
use linli_domain::register::{Facts, Neighbourhood};

use crate::{Error, Result, Row, Transaction, Tx, args};

/// One version as it was written.
#[derive(Clone, Debug)]
pub struct Version {
    pub neighbourhood: NeighbourhoodId,
    pub version: i64,
    pub at: Timestamp,
    pub account: AccountId,
    pub by_name: String,
    /// `added`, `changed`, `merged`, `imported`, `import_undone`, …
    pub act: String,
    pub reason: Option<String>,
    pub facts: Facts,
    pub merged_into: Option<NeighbourhoodId>,
}

pub(super) fn write_all(
    tx: &mut Transaction,
    written: &[Neighbourhood],
    act: &str,
    reason: Option<&str>,
) -> Result<()> {
    let (actor, now) = (tx.actor().clone(), tx.now());
    let row = |n: &Neighbourhood| {
        let facts = serde_json::to_string(&n.facts).map_err(|_| Error::Damaged)?;
        Ok(args![n.office, n.id, n.version, now, actor.account, actor.name, act, reason, facts, n.merged_into].to_vec())
    };
    let rows = written.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.run_many(
        "insert into neighbourhood_version (office, neighbourhood, version, at, account, by_name, act, reason, facts, merged_into)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rows,
    )?;
    Ok(())
}

/// All versions of a neighbourhood and of every record merged into it, latest first.
pub fn of(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Version>> {
    tx.query(
        "select v.neighbourhood, v.version, v.at, v.account, v.by_name, v.act, v.reason, v.facts, v.merged_into
           from neighbourhood_version v
           join neighbourhood n on n.office = v.office and n.id = v.neighbourhood
          where v.office = $1 and (v.neighbourhood = $2 or n.merged_into = $2)
          order by v.at desc, v.neighbourhood desc, v.version desc",
        args![office, id],
        version,
    )
}

pub fn get(tx: &mut Tx, office: Office, id: NeighbourhoodId, number: i64) -> Result<Version> {
    tx.query_one(
        "select neighbourhood, version, at, account, by_name, act, reason, facts, merged_into
           from neighbourhood_version where office = $1 and neighbourhood = $2 and version = $3",
        args![office, id, number],
        version,
    )
}

fn version(row: &Row) -> Result<Version> {
    let facts: String = row.get(7)?;
    Ok(Version {
        neighbourhood: row.get(0)?,
        version: row.get(1)?,
        at: row.get(2)?,
        account: row.get(3)?,
        by_name: row.get(4)?,
        act: row.get(5)?,
        reason: row.get(6)?,
        facts: serde_json::from_str(&facts).map_err(|_| Error::Damaged)?,
        merged_into: row.get(8)?,
    })
}

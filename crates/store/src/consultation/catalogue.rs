//! The catalogue of works of an office, each change a version of its own.

use linli_domain::consultation::Catalogue;
use linli_domain::consultation::catalogue::Edit;
use linli_domain::kernel::{Date, Office, Timestamp};
use serde_json::json;

use crate::{Error, Result, Transaction, Tx, args};

/// A catalogue with the version it is; the default that comes with Linli is version 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub version: i64,
    pub catalogue: Catalogue,
}

/// One change, for the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub version: i64,
    /// `add_item`, `retire`, …
    pub act: String,
    pub code: String,
    pub reason: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// The catalogue of an office on a day: its own, else the national one.
pub fn of(tx: &mut Tx, office: Office, on: Date) -> Result<Kept> {
    let own = tx.query_opt(
        "select version, catalogue from works_catalogue where office = $1 and from_day <= $2
          order by from_day desc, version desc limit 1",
        args![office, on],
        |row| Ok((row.get(0)?, row.get::<String>(1)?)),
    )?;
    let Some((version, text)) = own else { return Ok(Kept { version: 0, catalogue: Catalogue::default() }) };
    Ok(Kept { version, catalogue: serde_json::from_str(&text).map_err(|_| Error::Damaged)? })
}

/// Keeps a changed catalogue as the next version, from today on. `Duplicate`: somebody else changed it meanwhile.
pub fn keep(tx: &mut Transaction, changed: &Kept, edit: &Edit, code: &str, reason: &str) -> Result<()> {
    let (office, today, now, actor) = (tx.office(), tx.today(), tx.now(), tx.actor().clone());
    let version = changed.version + 1;
    let text = serde_json::to_string(&changed.catalogue).map_err(|_| Error::Damaged)?;
    let kept = tx.run(
        "insert into works_catalogue (office, version, from_day, catalogue, act, code, reason, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (office, version) do nothing",
        args![office, version, today, text, act(edit), code, reason, now, actor.account, actor.name],
    )?;
    if kept.count() == 0 {
        return Err(Error::Duplicate);
    }
    tx.record("catalogue.changed", version, json!({ "change": act(edit), "code": code, "reason": reason }));
    Ok(())
}

const fn act(edit: &Edit) -> &'static str {
    match edit {
        Edit::AddClass { .. } => "add_class",
        Edit::AddItem { .. } => "add_item",
        Edit::Rename { .. } => "rename",
        Edit::Move { .. } => "move",
        Edit::Retire { .. } => "retire",
        Edit::BringBack { .. } => "bring_back",
    }
}

/// The latest changes of an office, latest first, from before `before` on.
pub fn changes(tx: &mut Tx, office: Office, before: Option<i64>, most: usize) -> Result<Vec<Change>> {
    tx.query(
        "select version, act, code, reason, at, by_name from works_catalogue
          where office = $1 and version < $2 order by version desc limit $3",
        args![office, before.unwrap_or(i64::MAX), most],
        |row| {
            Ok(Change {
                version: row.get(0)?,
                act: row.get(1)?,
                code: row.get(2)?,
                reason: row.get(3)?,
                at: row.get(4)?,
                by_name: row.get(5)?,
            })
        },
    )
}

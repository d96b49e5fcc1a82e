//! Imports of registers: the file, its rows and what they would do, and the two acts that write: apply and undo.

mod apply;
mod file;
mod rows;
mod undo;

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Timestamp};
use linli_domain::register::intake::{Counts, ImportId};

use crate::{Result, Row, Transaction, Tx, args};

pub use apply::{Work, apply};
pub use file::{content, keep, remember, remembered};
pub use rows::{Line, add_rows, page, work};
pub use undo::{InTheWay, in_the_way, names_taken, undo};

crate::text_values!(ImportId);

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The file is being kept.
    Receiving,
    /// Its columns wait to be confirmed.
    Uploaded,
    /// Its rows are being held against the register.
    Planning,
    /// What it would do is there to be looked at.
    Previewed,
    Applying,
    Applied,
    Undone,
    /// Nothing was written; the message says why.
    Failed,
}

impl State {
    const ALL: [Self; 8] = [
        Self::Receiving,
        Self::Uploaded,
        Self::Planning,
        Self::Previewed,
        Self::Applying,
        Self::Applied,
        Self::Undone,
        Self::Failed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Uploaded => "uploaded",
            Self::Planning => "planning",
            Self::Previewed => "previewed",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Undone => "undone",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// One import.
#[derive(Clone, Debug)]
pub struct Intake {
    pub id: ImportId,
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub digest: String,
    pub state: State,
    pub state_at: Timestamp,
    /// A key for the page's words, where something went wrong.
    pub message: Option<String>,
    pub sheet: Option<String>,
    /// How the columns are read, as JSON.
    pub mapping: Option<String>,
    pub counts: Counts,
    pub skip_refused: bool,
    pub at: Timestamp,
    pub account: AccountId,
    pub by_name: String,
}

macro_rules! intake_columns {
    () => {
        "id, file_name, digest, state, state_at, message, sheet, mapping, new_rows, changed_rows, same_rows,
         refused_rows, skip_refused, at, by_name, account"
    };
}

/// Begins an import.
pub fn add(tx: &mut Transaction, id: ImportId, file_name: &str, digest: &str) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    tx.run(
        "insert into intake (office, id, file_name, digest, state, state_at, new_rows, changed_rows, same_rows,
                refused_rows, skip_refused, at, account, by_name)
         values ($1, $2, $3, $4, 'receiving', $5, 0, 0, 0, 0, false, $5, $6, $7)",
        args![office, id, file_name, digest, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    tx.record("import.begun", id, serde_json::json!({ "file": file_name, "digest": digest }));
    Ok(())
}

pub fn get(tx: &mut Tx, office: Office, id: ImportId) -> Result<Intake> {
    tx.query_one(
        concat!("select ", intake_columns!(), " from intake where office = $1 and id = $2"),
        args![office, id],
        intake,
    )
}

/// The imports of an office, or those of one account, latest first, below an id where one is given.
pub fn list(
    tx: &mut Tx,
    office: Office,
    by: Option<AccountId>,
    below: Option<ImportId>,
    most: i64,
) -> Result<Vec<Intake>> {
    let below = below.map(|id| id.to_string()).unwrap_or_default();
    tx.query(
        concat!(
            "select ",
            intake_columns!(),
            " from intake where office = $1 and ($2 = '' or id < $2) and ($3 is null or account = $3)
              order by id desc limit $4"
        ),
        args![office, below, by, most],
        intake,
    )
}

/// The last import of the very same file that stands, other than this one.
pub fn same_file(tx: &mut Tx, office: Office, digest: &str, but: ImportId) -> Result<Option<Intake>> {
    tx.query_opt(
        concat!(
            "select ",
            intake_columns!(),
            " from intake where office = $1 and digest = $2 and id <> $3 and state = 'applied' order by id desc limit 1"
        ),
        args![office, digest, but],
        intake,
    )
}

/// Goes from one state to another, if nobody else was faster.
pub fn step(tx: &mut Transaction, id: ImportId, from: State, to: State, message: Option<&str>) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "update intake set state = $4, state_at = $5, message = $6 where office = $1 and id = $2 and state = $3",
        args![office, id, from.as_str(), to.as_str(), now, message.map(str::to_owned)],
    )?
    .exactly_one()
}

/// Keeps how the sheet is to be read, before its rows are planned. What was planned before is forgotten.
pub fn begin_planning(tx: &mut Transaction, id: ImportId, sheet: &str, mapping: &str) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "update intake set state = 'planning', state_at = $5, message = null, sheet = $3, mapping = $4
          where office = $1 and id = $2 and state in ('uploaded', 'previewed', 'failed')",
        args![office, id, sheet, mapping, now],
    )?
    .exactly_one()?;
    tx.run("delete from intake_row where office = $1 and import = $2", args![office, id])?.count();
    Ok(())
}

/// The rows are planned: how many do what.
pub fn planned(tx: &mut Transaction, id: ImportId, counts: Counts) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "update intake set state = 'previewed', state_at = $7, new_rows = $3, changed_rows = $4, same_rows = $5,
                refused_rows = $6
          where office = $1 and id = $2 and state = 'planning'",
        args![office, id, counts.new, counts.changed, counts.same, counts.refused, now],
    )?
    .exactly_one()
}

fn intake(row: &Row) -> Result<Intake> {
    Ok(Intake {
        id: row.get(0)?,
        file_name: row.get(1)?,
        digest: row.get(2)?,
        state: row.get::<String>(3)?.parse().unwrap_or(State::Failed),
        state_at: row.get(4)?,
        message: row.get(5)?,
        sheet: row.get(6)?,
        mapping: row.get(7)?,
        counts: Counts { new: row.get(8)?, changed: row.get(9)?, same: row.get(10)?, refused: row.get(11)? },
        skip_refused: row.get(12)?,
        at: row.get(13)?,
        by_name: row.get(14)?,
        account: row.get(15)?,
    })
}

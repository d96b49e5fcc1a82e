//! The audit trail (审计日志): who did what to whom and when, one chain of sealed lines for each office.
//!
//! Every line carries a digest over itself and the digest of the line before; the head of the chain stands in a table of
//! its own. Whoever changes, removes, inserts or cuts off a line breaks the chain, and `verify` says where.

mod verify;

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Timestamp};
use sha2::{Digest, Sha256};

use crate::args;
use crate::engine::error::{Error, Result};
use crate::engine::row::Row;
use crate::engine::tx::Tx;
use crate::engine::value::Value;
use crate::transaction::Transaction;

pub use verify::{Breach, BreachKind, verify};

/// What stands before the first line of a chain.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What else is worth keeping about an act, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail(String);

impl Detail {
    /// Nothing else.
    pub fn none() -> Self {
        Self("{}".into())
    }
}

impl From<()> for Detail {
    fn from((): ()) -> Self {
        Self::none()
    }
}

impl From<serde_json::Value> for Detail {
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string())
    }
}

/// An entry on its way into the trail.
#[derive(Debug)]
pub(crate) struct Entry {
    pub act: &'static str,
    pub subject: String,
    pub detail: Detail,
}

/// A line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub office: Office,
    pub seq: i64,
    pub at: Timestamp,
    pub account: AccountId,
    /// The name of the person, as it was then.
    pub actor: String,
    pub act: String,
    pub subject: String,
    /// JSON.
    pub detail: String,
    pub previous: String,
    pub digest: String,
}

/// The last line of a chain: written down elsewhere, it proves later that nothing up to it was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub digest: String,
}

/// Appends the entries of a unit of work. The head is taken first, so that writers of one office queue here, and here only.
pub(crate) fn append(tx: &mut Transaction, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(entries.len()).map_err(|_| Error::other("too many entries for the trail"))?;
    let before = reserve(tx, count)?;
    let mut head = before.digest;
    let mut lines = Vec::with_capacity(entries.len());
    for (seq, entry) in (before.seq + 1..).zip(entries) {
        let line = seal(tx, seq, entry, &head);
        head.clone_from(&line.digest);
        lines.push(line);
    }
    tx.run_many(
        "insert into audit (office, seq, at, account, actor, act, subject, detail, previous, digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        lines.iter().map(row_of),
    )?;
    let office = tx.office();
    tx.run("update audit_head set digest = $3 where office = $1 and seq = $2", args![office, before.seq + count, head])?
        .exactly_one()
}

/// Moves the head forward and answers what it was; from here to the commit the chain is ours.
fn reserve(tx: &mut Transaction, count: i64) -> Result<Head> {
    let office = tx.office();
    let moved = "update audit_head set seq = seq + $2 where office = $1 returning seq, digest";
    let read = |row: &Row<'_>| Ok(Head { seq: row.get::<i64>(0)? - count, digest: row.get(1)? });
    if let Some(before) = tx.query_opt(moved, args![office, count], read)? {
        return Ok(before);
    }
    let first = "insert into audit_head (office, seq, digest) values ($1, 0, $2) on conflict (office) do nothing";
    let _ = tx.run(first, args![office, BEGINNING])?;
    tx.query_one(moved, args![office, count], read)
}

fn seal(tx: &Transaction, seq: i64, entry: &Entry, previous: &str) -> Line {
    let mut line = Line {
        office: tx.office(),
        seq,
        at: tx.now(),
        account: tx.actor().account,
        actor: tx.actor().name.clone(),
        act: entry.act.to_owned(),
        subject: entry.subject.clone(),
        detail: entry.detail.0.clone(),
        previous: previous.to_owned(),
        digest: String::new(),
    };
    line.digest = digest(&line);
    line
}

/// SHA-256 over every field with its length before it, so that no text can run over into the next field.
fn digest(line: &Line) -> String {
    let mut sum = Sha256::new();
    let numbers = [line.seq.to_string(), line.at.as_millisecond().to_string()];
    let fields = [
        "linli trail 1",
        &line.office.to_string(),
        &numbers[0],
        &numbers[1],
        &line.account.to_string(),
        &line.actor,
        &line.act,
        &line.subject,
        &line.detail,
        &line.previous,
    ];
    for field in fields {
        sum.update((field.len() as u64).to_be_bytes());
        sum.update(field.as_bytes());
    }
    hex::encode(sum.finalize())
}

fn row_of(line: &Line) -> [Value; 10] {
    args![
        line.office,
        line.seq,
        line.at,
        line.account,
        line.actor,
        line.act,
        line.subject,
        line.detail,
        line.previous,
        line.digest
    ]
}

fn read(row: &Row<'_>) -> Result<Line> {
    Ok(Line {
        office: row.get(0)?,
        seq: row.get(1)?,
        at: row.get(2)?,
        account: row.get(3)?,
        actor: row.get(4)?,
        act: row.get(5)?,
        subject: row.get(6)?,
        detail: row.get(7)?,
        previous: row.get(8)?,
        digest: row.get(9)?,
    })
}

/// Which lines to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only acts that begin so: `register.`.
    pub act: Option<String>,
    pub account: Option<AccountId>,
    pub subject: Option<String>,
}

/// A page of the trail, newest first: lines before `before`, or the newest.
pub fn page(tx: &mut Tx, office: Office, filter: &Filter, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    tx.query(
        "select office, seq, at, account, actor, act, subject, detail, previous, digest
           from audit
          where office = $1 and seq < $2
            and ($3 is null or substr(act, 1, length($3)) = $3)
            and ($4 is null or account = $4)
            and ($5 is null or subject = $5)
          order by seq desc
          limit $6",
        args![office, before.unwrap_or(i64::MAX), filter.act, filter.account, filter.subject, limit],
        read,
    )
}

/// Subjects of one statement.
const SUBJECTS: usize = 8;

/// Every line about these subjects, earliest first.
pub fn of_subjects(tx: &mut Tx, office: Office, subjects: &[String]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for some in subjects.chunks(SUBJECTS) {
        let at = |n: usize| some.get(n).or(some.first());
        lines.extend(tx.query(
            "select office, seq, at, account, actor, act, subject, detail, previous, digest from audit
              where office = $1 and subject in ($2, $3, $4, $5, $6, $7, $8, $9) order by seq",
            args![office, at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)],
            read,
        )?);
    }
    lines.sort_unstable_by_key(|line| line.seq);
    Ok(lines)
}

/// The offices that keep a trail.
pub fn offices(tx: &mut Tx) -> Result<Vec<Office>> {
    tx.query("select office from audit_head group by office order by office", args![], |row| row.get(0))
}

/// The head of an office's chain; nothing where nothing was done yet.
pub fn head(tx: &mut Tx, office: Office) -> Result<Option<Head>> {
    tx.query_opt("select seq, digest from audit_head where office = $1", args![office], |row| {
        Ok(Head { seq: row.get(0)?, digest: row.get(1)? })
    })
}

//! A unit of work that writes: it knows who writes and when, and keeps the trail.

use std::fmt::Display;
use std::ops::{Deref, DerefMut};

use jiff::tz::offset;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Date, Office, Timestamp};

use crate::engine::error::Result;
use crate::engine::tx::{Affected, Tx};
use crate::engine::value::Value;
use crate::trail::{self, Detail, Entry};

/// A transaction that writes the records of one office, that of its actor.
#[derive(Debug)]
pub struct Transaction {
    tx: Tx,
    actor: Actor,
    now: Timestamp,
    entries: Vec<Entry>,
}

impl Transaction {
    pub(crate) fn new(tx: &Tx, actor: &Actor, now: Timestamp) -> Self {
        Self { tx: tx.share(), actor: actor.clone(), now, entries: Vec::new() }
    }

    /// The office whose records are written.
    pub fn office(&self) -> Office {
        self.actor.office
    }

    /// Who writes.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// When this unit of work began, to the millisecond, as it is stored.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day in China when it began.
    pub fn today(&self) -> Date {
        offset(8).to_datetime(self.now).date()
    }

    /// Runs a statement that changes rows; the answer says how many.
    pub fn run(&mut self, sql: &str, args: impl AsRef<[Value]>) -> Result<Affected> {
        self.tx.execute(sql, args)
    }

    /// Runs one statement for many rows; how many it changed in all.
    pub fn run_many<R: AsRef<[Value]>>(&mut self, sql: &str, rows: impl IntoIterator<Item = R>) -> Result<u64> {
        self.tx.execute_many(sql, rows)
    }

    /// Notes in the trail what is done here to whom; written and sealed with the commit.
    pub fn record(&mut self, act: &'static str, subject: impl Display, detail: impl Into<Detail>) {
        self.entries.push(Entry { act, subject: subject.to_string(), detail: detail.into() });
    }

    /// The last statements of the unit of work: its lines in the trail.
    pub(crate) fn finish(mut self) -> Result<()> {
        let entries = std::mem::take(&mut self.entries);
        trail::append(&mut self, &entries)
    }
}

impl Deref for Transaction {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

//! Statements inside a unit of work: the same few verbs on both engines.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::error::{Error, Result};
use super::row::Row;
use super::value::Value;
use super::{postgres, sqlite};
use crate::seal::Held;

/// A running transaction that reads. Writing needs a [`crate::Transaction`], which knows who writes.
///
/// A statement that the database refuses ends the unit of work: PostgreSQL takes no further statement in that
/// transaction, so neither does SQLite. Where a refusal is expected, use `on conflict do nothing` and count.
pub struct Tx {
    inner: Rc<Inner>,
}

struct Inner {
    link: Link,
    fault: Cell<Option<Fault>>,
    /// The keys of this unit of work.
    held: RefCell<Rc<Held>>,
}

/// The connection of this transaction.
pub(crate) enum Link {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Link),
}

/// What a failed statement means for the transaction it stood in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The statement was refused; the same work would be refused again.
    Refused,
    /// Another transaction was in the way (deadlock, serialization): the work may run again.
    Again,
    /// The connection is gone; nothing was committed: the work may run again on another one.
    Lost,
}

/// A statement that went wrong.
pub(crate) struct Failure {
    pub error: Error,
    /// `None`: the database did its part; reading the answer failed.
    pub fault: Option<Fault>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, fault: None }
    }
}

/// How many rows a statement changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a guarded update that changed nothing has failed"]
pub struct Affected(u64);

impl Affected {
    /// The rows changed.
    pub const fn count(self) -> u64 {
        self.0
    }

    /// One row, neither none nor many: what a guarded update must have changed.
    pub fn exactly_one(self) -> Result<()> {
        match self.0 {
            1 => Ok(()),
            0 => Err(Error::Missing),
            many => Err(Error::other(format!("{many} rows changed where one was meant"))),
        }
    }

    /// At most one row; whether there was one.
    pub fn at_most_one(self) -> Result<bool> {
        if self.0 == 0 { Ok(false) } else { self.exactly_one().map(|()| true) }
    }
}

impl Tx {
    pub(crate) fn new(link: Link) -> Self {
        Self { inner: Rc::new(Inner { link, fault: Cell::new(None), held: RefCell::default() }) }
    }

    /// The same transaction in a second hand, for the wrapper that knows who writes.
    pub(crate) fn share(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }

    /// From here on, personal data is sealed and opened with these keys.
    pub(crate) fn hold(&self, held: &Held) {
        *self.inner.held.borrow_mut() = Rc::new(held.clone());
    }

    /// The keys of this unit of work, for reading rows.
    pub fn held(&self) -> Rc<Held> {
        Rc::clone(&self.inner.held.borrow())
    }

    pub(crate) fn link(&self) -> &Link {
        &self.inner.link
    }

    /// The connection back, once nobody else holds this transaction.
    pub(crate) fn into_link(self) -> Option<Link> {
        Rc::into_inner(self.inner).map(|inner| inner.link)
    }

    pub(crate) fn start(&self) {
        self.inner.fault.set(None);
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.inner.fault.get()
    }

    /// All rows of a select.
    pub fn query<T>(
        &mut self,
        sql: &str,
        args: impl AsRef<[Value]>,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.statement(args.as_ref(), |link, args| match link {
            Link::Sqlite(connection) => sqlite::query(connection, sql, args, read),
            Link::Postgres(link) => link.query(sql, args, read),
        })
    }

    /// The one row of a select, if there is one.
    pub fn query_opt<T>(
        &mut self,
        sql: &str,
        args: impl AsRef<[Value]>,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut rows = self.query(sql, args, read)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            many => Err(Error::other(format!("{many} rows found where one was meant"))),
        }
    }

    /// The one row of a select, or [`Error::Missing`].
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        args: impl AsRef<[Value]>,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.query_opt(sql, args, read)?.ok_or(Error::Missing)
    }

    pub(crate) fn execute(&mut self, sql: &str, args: impl AsRef<[Value]>) -> Result<Affected> {
        let changed = self.statement(args.as_ref(), |link, args| match link {
            Link::Sqlite(connection) => sqlite::execute(connection, sql, args),
            Link::Postgres(link) => link.execute(sql, args),
        });
        changed.map(Affected)
    }

    pub(crate) fn execute_many<R: AsRef<[Value]>>(
        &mut self,
        sql: &str,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<u64> {
        self.statement(&[], |link, _| match link {
            Link::Sqlite(connection) => sqlite::execute_many(connection, sql, rows),
            Link::Postgres(link) => link.execute_many(sql, rows),
        })
    }

    /// Several statements without arguments: migrations only.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.statement(&[], |link, _| match link {
            Link::Sqlite(connection) => connection.execute_batch(sql).map_err(|error| sqlite::failure(&error)),
            Link::Postgres(link) => link.batch(sql),
        })
    }

    /// Whether this engine takes a statement, without running it; if not, why, in the engine's own words.
    #[cfg(feature = "testing")]
    pub fn would_prepare(&mut self, sql: &str) -> Result<(), String> {
        match &self.inner.link {
            Link::Sqlite(connection) => connection.prepare(sql).map(drop).map_err(|error| error.to_string()),
            Link::Postgres(link) => link.would_prepare(sql),
        }
    }

    fn statement<T>(&mut self, args: &[Value], run: impl FnOnce(&Link, &[Value]) -> Result<T, Failure>) -> Result<T> {
        if self.fault().is_some() {
            return Err(Error::other("an earlier statement of this unit of work was refused"));
        }
        let refused = |failure: Failure| {
            self.inner.fault.set(failure.fault);
            failure.error
        };
        Value::refuse_nul(args).map_err(|error| refused(Failure { error, fault: Some(Fault::Refused) }))?;
        run(&self.inner.link, args).map_err(refused)
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

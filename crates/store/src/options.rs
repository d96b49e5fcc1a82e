//! Where the records are kept, and the few things that can be set about it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use linli_domain::kernel::Timestamp;

/// Where the records are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file: SQLite, embedded.
    Sqlite(PathBuf),
    /// A server: `postgres://user:password@host/database?sslmode=require`.
    Postgres(String),
}

impl FromStr for Location {
    type Err = std::convert::Infallible;

    /// A `postgres://` address is a server; everything else is the path of a file.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Ok(Self::Sqlite(text.strip_prefix("sqlite:").unwrap_or(text).into()))
    }
}

impl fmt::Debug for Location {
    /// Without the address of the server: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres"),
        }
    }
}

/// What time it is: the system's clock, or a fixed one in tests.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still.
impl Clock for Timestamp {
    fn now(&self) -> Timestamp {
        *self
    }
}

/// How a store is opened. The defaults suit a county.
#[derive(Clone)]
pub struct Options {
    /// What the trail is dated by.
    pub clock: Arc<dyn Clock>,
    /// Connections that read at once, on SQLite.
    pub sqlite_readers: usize,
    /// The most pages that the SQLite file may have; nothing: as many as the disk has room for.
    pub sqlite_max_pages: Option<u32>,
    /// Connections to PostgreSQL.
    pub connections: usize,
    /// How long a unit of work waits for a connection before the answer is "busy".
    pub patience: Duration,
    /// The certificate of the authority that signed PostgreSQL's; nothing: those that the machine trusts.
    pub authority: Option<PathBuf>,
    /// Prepared statements that each connection keeps.
    pub statement_cache: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            sqlite_readers: 4,
            sqlite_max_pages: None,
            connections: 16,
            patience: Duration::from_secs(10),
            authority: None,
            statement_cache: 256,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("sqlite_readers", &self.sqlite_readers)
            .field("sqlite_max_pages", &self.sqlite_max_pages)
            .field("connections", &self.connections)
            .field("patience", &self.patience)
            .field("authority", &self.authority)
            .field("statement_cache", &self.statement_cache)
            .finish_non_exhaustive()
    }
}

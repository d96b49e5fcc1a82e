//! What can go wrong with a unit of work, told apart by kind: what the caller can do about it.
//!
//! Kinds come from codes (SQLSTATE, SQLite's extended code), never from the name of a constraint: shards add suffixes
//! to names. Messages carry neither SQL nor values, so they may be shown and logged; the details go to the debug log.

use std::path::PathBuf;

/// Why a unit of work, or opening a store, failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A unique key is taken.
    #[error("it exists already")]
    Duplicate,
    /// The thing asked for is not there, or a guarded update changed nothing.
    #[error("it does not exist, or somebody else was faster")]
    Missing,
    /// Somebody else changed the record since it was read.
    #[error("somebody else has changed it meanwhile: please look again")]
    Stale,
    /// A check, a foreign key or a required column refuses it.
    #[error("the record is refused: a value does not fit the others")]
    Refused,
    /// Too much at once; asking again later helps.
    #[error("too busy at the moment: please try again")]
    Busy,
    /// The connection broke at the commit: whether the work is done is unknown until somebody looks.
    #[error("the connection to the database broke; please look whether the change was kept")]
    Gone,
    /// The server does not answer; nothing was written.
    #[error("the database cannot be reached: nothing was written")]
    Unreachable,
    /// The bucket of photos and documents does not do what it is asked.
    #[error("the store of files cannot be used: {0}; nothing was written")]
    NoFiles(crate::objects::Away),
    /// Personal data is kept sealed only, and there is no key to seal it with.
    #[error("the key outside of the database cannot be used ({0:?}): nothing was written")]
    NoKey(crate::seal::Lack),
    /// No room left to write.
    #[error("the disk is full: nothing was written")]
    Full,
    /// The database file or its disk is damaged.
    #[error("the database is damaged or its disk fails")]
    Damaged,
    /// Another process has this database file open.
    #[error("{} is in use by another Linli", .0.display())]
    InUse(PathBuf),
    /// A fault of the program: the unit of work panicked and was undone.
    #[error("a fault in the program: nothing was written")]
    Panicked,
    /// The database is not one that Linli can use, and why.
    #[error("this database cannot be used: {0}")]
    Unusable(String),
    /// Everything else; the log says what.
    #[error("the database could not do it: {0}")]
    Other(String),
}

/// What the store answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn other(what: impl Into<String>) -> Self {
        Self::Other(what.into())
    }
}

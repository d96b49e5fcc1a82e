//! The engine room: the only place that names a database driver.
//!
//! Both engines run the same kind of job: a closure over a `Tx`, inside one transaction of the database, on a thread
//! that may block. What is different stays in `sqlite` and `postgres`.

pub(crate) mod error;
pub(crate) mod job;
pub(crate) mod postgres;
pub(crate) mod row;
pub(crate) mod sqlite;
pub(crate) mod tx;
pub(crate) mod value;

/// One database, of either kind.
pub(crate) enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

//! Statements on one SQLite connection, and what its error codes mean.

use rusqlite::ffi;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, ToSql};

use crate::engine::error::{Error, Result};
use crate::engine::row::{Row, Source};
use crate::engine::tx::{Failure, Fault};
use crate::engine::value::Value;

pub(crate) fn query<T>(
    connection: &Connection,
    sql: &str,
    args: &[Value],
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>, Failure> {
    let mut statement = prepare(connection, sql)?;
    bind(&mut statement, args)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|error| failure(&error))? {
        found.push(read(&Row(Source::Sqlite(row)))?);
    }
    Ok(found)
}

pub(crate) fn execute(connection: &Connection, sql: &str, args: &[Value]) -> Result<u64, Failure> {
    let mut statement = prepare(connection, sql)?;
    bind(&mut statement, args)?;
    let changed = statement.raw_execute().map_err(|error| failure(&error))?;
    Ok(changed as u64)
}

pub(crate) fn execute_many<R: AsRef<[Value]>>(
    connection: &Connection,
    sql: &str,
    rows: impl IntoIterator<Item = R>,
) -> Result<u64, Failure> {
    let mut statement = prepare(connection, sql)?;
    let mut changed = 0;
    for row in rows {
        Value::refuse_nul(row.as_ref()).map_err(|error| Failure { error, fault: Some(Fault::Refused) })?;
        bind(&mut statement, row.as_ref())?;
        changed += statement.raw_execute().map_err(|error| failure(&error))? as u64;
    }
    Ok(changed)
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, Failure> {
    connection.prepare_cached(sql).map_err(|error| failure(&error))
}

/// Binds `$3` to the third argument. By name, since SQLite numbers `$N` by first appearance in the text.
fn bind(statement: &mut CachedStatement<'_>, args: &[Value]) -> Result<(), Failure> {
    let wrong = || Failure {
        error: Error::other(format!("{} arguments do not fit the statement", args.len())),
        fault: Some(Fault::Refused),
    };
    let count = statement.parameter_count();
    if count != args.len() {
        return Err(wrong());
    }
    for index in 1..=count {
        let number = statement.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| args.get(number.checked_sub(1)?)).ok_or_else(wrong)?;
        statement.raw_bind_parameter(index, value).map_err(|error| failure(&error))?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null | Self::NoText | Self::NoInt | Self::NoBool => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bool(flag) => ValueRef::Integer((*flag).into()),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// The kind of a failure, by SQLite's extended code.
pub(crate) fn failure(error: &rusqlite::Error) -> Failure {
    tracing::debug!(%error, "sqlite");
    let kind = match error {
        rusqlite::Error::SqliteFailure(code, _) => kind_of(*code),
        rusqlite::Error::SqlInputError { error, .. } => kind_of(*error),
        _ => Error::other("a statement does not fit the database"),
    };
    Failure { error: kind, fault: Some(Fault::Refused) }
}

fn kind_of(code: ffi::Error) -> Error {
    match (code.code, code.extended_code) {
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => {
            Error::Duplicate
        }
        (ErrorCode::ConstraintViolation | ErrorCode::TooBig, _) => Error::Refused,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Busy,
        (ErrorCode::DiskFull, _) => Error::Full,
        (ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure, _) => Error::Damaged,
        (ErrorCode::NotADatabase, _) => Error::Unusable("the file is no SQLite database".into()),
        (ErrorCode::CannotOpen, _) => Error::Unusable("the file cannot be opened".into()),
        (ErrorCode::ReadOnly, _) => Error::Unusable("it may only be read".into()),
        (_, extended) => Error::other(format!("SQLite, code {extended}")),
    }
}

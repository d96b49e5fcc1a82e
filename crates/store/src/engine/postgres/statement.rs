//! Statements on one connection to PostgreSQL, and what its error codes mean.

use bytes::BytesMut;
use deadpool_postgres::Object;
use futures_util::future::join_all;
use tokio::runtime::Handle;
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::engine::error::{Error, Result};
use crate::engine::row::{Row, Source};
use crate::engine::tx::{Failure, Fault};
use crate::engine::value::Value;

/// Rows sent before the first answer is waited for.
const AT_ONCE: usize = 256;

/// A connection in the hands of one unit of work.
pub(crate) struct Link {
    client: Object,
    handle: Handle,
}

impl Link {
    pub(super) fn new(client: Object, handle: Handle) -> Self {
        Self { client, handle }
    }

    /// Closes the connection instead of handing it back: the server undoes what was open on it.
    pub(super) fn discard(self) {
        drop(Object::take(self.client));
    }

    pub(crate) fn query<T>(
        &self,
        sql: &str,
        args: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>, Failure> {
        let rows = self.wait(async {
            let statement = self.prepare(sql, &types(args)).await?;
            self.client.query(&statement, &parameters(args)).await
        })?;
        rows.iter().map(|row| read(&Row(Source::Postgres(row))).map_err(Failure::from)).collect()
    }

    pub(crate) fn execute(&self, sql: &str, args: &[Value]) -> Result<u64, Failure> {
        self.wait(async {
            let statement = self.prepare(sql, &types(args)).await?;
            self.client.execute(&statement, &parameters(args)).await
        })
    }

    pub(crate) fn execute_many<R: AsRef<[Value]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<u64, Failure> {
        let mut rows = rows.into_iter();
        let mut changed = 0;
        loop {
            let chunk: Vec<R> = rows.by_ref().take(AT_ONCE).collect();
            if chunk.is_empty() {
                return Ok(changed);
            }
            changed += self.execute_chunk(sql, &chunk)?;
        }
    }

    /// Sends a chunk in one go and then reads its answers: one round trip instead of one a row.
    fn execute_chunk<R: AsRef<[Value]>>(&self, sql: &str, chunk: &[R]) -> Result<u64, Failure> {
        for row in chunk {
            Value::refuse_nul(row.as_ref()).map_err(|error| Failure { error, fault: Some(Fault::Refused) })?;
        }
        let changed = self.wait(async {
            let statement = self.prepare(sql, &types_of_all(chunk)).await?;
            let statement = &statement;
            let send = |row: &R| {
                let row: Vec<Value> = row.as_ref().to_vec();
                async move { self.client.execute_raw(statement, row.iter()).await }
            };
            // In their order: what comes after a row that is refused fails only because of that one.
            join_all(chunk.iter().map(send)).await.into_iter().collect::<Result<Vec<u64>, _>>()
        })?;
        Ok(changed.iter().sum())
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<(), Failure> {
        self.wait(self.client.batch_execute(sql))
    }

    /// Prepares a statement whose arguments nobody has yet, so PostgreSQL works out their types. It cannot where one is
    /// only compared with nothing first (`$3 is null or …`); there the argument's own type decides, so that part is cut.
    #[cfg(feature = "testing")]
    pub(crate) fn would_prepare(&self, sql: &str) -> Result<(), String> {
        let mut rest = sql;
        let mut told = String::new();
        while let Some(start) = rest.find('$') {
            let end = rest[start + 1..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| start + 1 + end);
            let after = &rest[end..];
            let cut = [" is null", " is not null"].into_iter().find(|is| after.starts_with(is));
            told.push_str(&rest[..start]);
            told.push_str(if cut.is_some() { "true" } else { &rest[start..end] });
            rest = &after[cut.map_or(0, str::len)..];
        }
        told.push_str(rest);
        let prepared = self.handle.block_on(self.client.prepare(&told));
        prepared.map(drop).map_err(|error| error.as_db_error().map_or(error.to_string(), |db| db.message().to_owned()))
    }

    /// Prepares with the types that the arguments have, so that PostgreSQL guesses none: `$2 - 1` is a bigint here too.
    async fn prepare(&self, sql: &str, types: &[Type]) -> Result<Statement, tokio_postgres::Error> {
        self.client.prepare_typed_cached(sql, types).await
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, Failure> {
        self.handle.block_on(work).map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &tokio_postgres::Error) -> Failure {
        tracing::debug!(error = error as &dyn std::error::Error, "postgresql");
        let Some(code) = error.code() else {
            let lost = error.is_closed() || is_io(error);
            return if lost {
                Failure { error: Error::Unreachable, fault: Some(Fault::Lost) }
            } else {
                Failure { error: Error::other("a statement does not fit the database"), fault: Some(Fault::Refused) }
            };
        };
        if *code == SqlState::FEATURE_NOT_SUPPORTED || *code == SqlState::INVALID_SQL_STATEMENT_NAME {
            // A migration changed a table under a prepared statement.
            self.client.statement_cache.clear();
            return Failure { error: Error::Busy, fault: Some(Fault::Again) };
        }
        let (error, fault) = kind_of(code);
        Failure { error, fault: Some(fault) }
    }
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

/// The kind of a refusal, by SQLSTATE.
fn kind_of(code: &SqlState) -> (Error, Fault) {
    let error = match code.code() {
        "40001" | "40P01" => return (Error::Busy, Fault::Again),
        "57P01" | "57P02" | "57P03" => return (Error::Unreachable, Fault::Lost),
        "23505" | "23P01" => Error::Duplicate,
        "55P03" | "57014" | "53200" | "53300" | "53400" => Error::Busy,
        "53100" => Error::Full,
        "58030" | "XX001" | "XX002" => Error::Damaged,
        "25006" => Error::Unusable("it may only be read".into()),
        other => match other.get(..2) {
            Some("08") => return (Error::Unreachable, Fault::Lost),
            Some("22" | "23") => Error::Refused,
            _ => Error::other(format!("PostgreSQL, code {other}")),
        },
    };
    (error, Fault::Refused)
}

fn parameters(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn types(args: &[Value]) -> Vec<Type> {
    args.iter().map(type_of).collect()
}

/// One type a column for all rows: that of the first row that has a value there.
fn types_of_all<R: AsRef<[Value]>>(rows: &[R]) -> Vec<Type> {
    let mut types = rows.first().map_or_else(Vec::new, |row| types(row.as_ref()));
    for (column, found) in types.iter_mut().enumerate().filter(|(_, found)| **found == Type::UNKNOWN) {
        let known = rows.iter().filter_map(|row| row.as_ref().get(column)).map(type_of);
        *found = known.into_iter().find(|kind| *kind != Type::UNKNOWN).unwrap_or(Type::UNKNOWN);
    }
    types
}

/// A bare `Null` has no type: then PostgreSQL works it out from the statement.
const fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Int(_) | Value::NoInt => Type::INT8,
        Value::Bool(_) | Value::NoBool => Type::BOOL,
        Value::Text(_) | Value::NoText => Type::TEXT,
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null | Self::NoText | Self::NoInt | Self::NoBool => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql_checked(kind, out),
            Self::Bool(flag) => flag.to_sql_checked(kind, out),
            Self::Text(text) => text.to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

//! One row of an answer, the same from both engines.

use tokio_postgres::types::{FromSql, Type};

use super::error::{Error, Result};
use super::value::{FromValue, ValueRef};

/// One row; its columns are read by their place in the select list.
pub struct Row<'a>(pub(crate) Source<'a>);

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column; an error where it is not a `T`, which is a fault of the program or the data.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T> {
        let value = self.value(index)?;
        T::from_value(value).ok_or_else(|| {
            let (wanted, found) = (std::any::type_name::<T>(), kind_of(value));
            Error::other(format!("column {index} holds {found} where {wanted} was expected"))
        })
    }

    fn value(&self, index: usize) -> Result<ValueRef<'_>> {
        match &self.0 {
            Source::Sqlite(row) => match row.get_ref(index) {
                Ok(rusqlite::types::ValueRef::Null) => Ok(ValueRef::Null),
                Ok(rusqlite::types::ValueRef::Integer(number)) => Ok(ValueRef::Int(number)),
                Ok(rusqlite::types::ValueRef::Text(text)) => std::str::from_utf8(text)
                    .map(ValueRef::Text)
                    .map_err(|_| Error::other(format!("column {index} holds bytes that are no text"))),
                Ok(_) => Err(Error::other(format!("column {index} holds a number with decimals or bytes"))),
                Err(_) => Err(Error::other(format!("there is no column {index}"))),
            },
            Source::Postgres(row) => match row.try_get::<_, Cell<'_>>(index) {
                Ok(Cell(value)) => Ok(value),
                Err(error) => Err(Error::other(format!("column {index}: {error}"))),
            },
        }
    }
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")
    }
}

const fn kind_of(value: ValueRef<'_>) -> &'static str {
    match value {
        ValueRef::Null => "nothing",
        ValueRef::Int(_) => "a number",
        ValueRef::Bool(_) => "a boolean",
        ValueRef::Text(_) => "a text",
    }
}

/// A column of PostgreSQL as one of our values.
struct Cell<'a>(ValueRef<'a>);

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *kind {
            Type::INT8 => ValueRef::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => ValueRef::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => ValueRef::Int(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => ValueRef::Bool(bool::from_sql(kind, raw)?),
            _ => ValueRef::Text(<&str>::from_sql(kind, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(ValueRef::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL) || <&str as FromSql>::accepts(kind)
    }
}

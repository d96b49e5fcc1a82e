//! Values as both engines keep them: text, whole numbers, booleans, nothing.
//!
//! What the domain calls an id, an amount or a day is one of these in the database. A new id type costs one line in
//! `text_values!` below.

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::{AccountId, Role};
use linli_domain::kernel::place::NeighbourhoodId;
use linli_domain::kernel::{Area, Date, DivisionCode, Money, Month, Office, Percent, Timestamp};
use linli_domain::oversight::{BulletinId, TableId};
use linli_domain::register::{BuildingId, DwellingId, EntranceId, EvidenceId};

use super::error::{Error, Result};

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing, of a type that the statement tells. `None` is one of the three below, which work everywhere.
    Null,
    /// No text.
    NoText,
    /// No number.
    NoInt,
    /// No boolean.
    NoBool,
    Int(i64),
    Bool(bool),
    Text(String),
}

/// A value on its way out of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRef<'a> {
    Null,
    Int(i64),
    Bool(bool),
    Text(&'a str),
}

/// What can be bound to a `$1`.
pub trait ToValue {
    fn to_value(&self) -> Value;

    /// What `None` is: PostgreSQL wants to know of which type, as in `$3 is null or account = $3`.
    fn null() -> Value {
        Value::NoText
    }
}

/// What can be read from a column. `None`: the column holds something else.
pub trait FromValue: Sized {
    fn from_value(value: ValueRef<'_>) -> Option<Self>;
}

/// The arguments of a statement, in the order of its `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    () => { [] as [$crate::Value; 0] };
    ($($value:expr),+ $(,)?) => { [$($crate::ToValue::to_value(&$value)),+] };
}

/// Types that are kept as their text (`Display` and `FromStr`).
#[macro_export]
macro_rules! text_values {
    ($($kind:ty),+ $(,)?) => {$(
        impl $crate::ToValue for $kind {
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Text(self.to_string())
            }
        }

        impl $crate::FromValue for $kind {
            fn from_value(value: $crate::ValueRef<'_>) -> Option<Self> {
                match value {
                    $crate::ValueRef::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    )+};
}

text_values!(AccountId, NeighbourhoodId, BuildingId, EntranceId, DwellingId, EvidenceId, TableId, BulletinId);
text_values!(Date, Digest, Month, DivisionCode, Office);

/// Types that are kept as a whole number.
macro_rules! int_values {
    ($($kind:ty: $to:expr, $from:expr;)+) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Value {
                let to: fn($kind) -> i64 = $to;
                Value::Int(to(*self))
            }

            fn null() -> Value {
                Value::NoInt
            }
        }

        impl FromValue for $kind {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                let from: fn(i64) -> Option<$kind> = $from;
                match value {
                    ValueRef::Int(number) => from(number),
                    _ => None,
                }
            }
        }
    )+};
}

int_values! {
    i64: |n| n, Some;
    i32: i64::from, |n| n.try_into().ok();
    i16: i64::from, |n| n.try_into().ok();
    u32: i64::from, |n| n.try_into().ok();
    u16: i64::from, |n| n.try_into().ok();
    u8: i64::from, |n| n.try_into().ok();
    usize: |n| n.try_into().unwrap_or(i64::MAX), |n| n.try_into().ok();
    Money: Money::fen, |n| Some(Money::from_fen(n));
    Area: Area::hundredths, |n| Some(Area::from_hundredths(n));
    Percent: Percent::hundredths, |n| Some(Percent::from_hundredths(n));
    Timestamp: Timestamp::as_millisecond, |n| Timestamp::from_millisecond(n).ok();
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn null() -> Value {
        Value::NoBool
    }
}

impl FromValue for bool {
    /// SQLite keeps booleans as 0 and 1.
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Bool(flag) => Some(flag),
            ValueRef::Int(number @ (0 | 1)) => Some(number == 1),
            _ => None,
        }
    }
}

impl ToValue for Role {
    fn to_value(&self) -> Value {
        self.as_str().to_value()
    }
}

impl FromValue for Role {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl FromValue for String {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (*self).to_value()
    }

    fn null() -> Value {
        T::null()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or_else(T::null, ToValue::to_value)
    }

    fn null() -> Value {
        T::null()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            some => T::from_value(some).map(Some),
        }
    }
}

impl Value {
    /// PostgreSQL keeps no NUL in a text; then SQLite does not either.
    pub(crate) fn refuse_nul(values: &[Self]) -> Result<()> {
        let holds_nul = |value: &Self| matches!(value, Self::Text(text) if text.contains('\0'));
        if values.iter().any(holds_nul) { Err(Error::Refused) } else { Ok(()) }
    }
}

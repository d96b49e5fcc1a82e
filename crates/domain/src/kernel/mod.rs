//! What every room stands on: ids, money, areas, months, rates, places, people.

pub mod account;
pub mod area;
pub mod digest;
pub mod id;
pub mod money;
pub mod month;
pub mod password;
pub mod people;
pub mod personal;
pub mod place;
pub mod rate;
pub mod second_factor;
pub mod table;
pub mod text;

pub use area::Area;
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use money::Money;
pub use month::Month;
pub use personal::Personal;
pub use place::{DivisionCode, Level, NeighbourhoodId, Office};
pub use rate::{Percent, Ratio};

//! What is shown and asked: pages from the server, one room after the other.

pub mod access;
pub mod app;
pub mod consultation;
pub mod error;
pub mod extract;
mod guard;
mod health;
mod home;
mod household;
pub mod limits;
pub mod observe;
pub mod organisation;
pub mod oversight;
pub mod overview;
pub mod people;
mod planning;
mod portal;
pub mod reference;
pub mod register;
pub mod session;
pub mod shell;
#[cfg(feature = "testing")]
pub mod testing;
pub mod works;

pub use access::{Access, Routes};
pub use app::{App, Config, SecondFactor, router, routes};
pub use error::WebError;

//! What is true, worked out from what it is handed: no clock, no database, no network.
//!
//! The rooms stand in the order of the work; a room uses `kernel` and the rooms before it.

pub mod consultation;
pub mod kernel;
pub mod organisation;
pub mod oversight;
pub mod planning;
pub mod register;
pub mod sample;
pub mod works;

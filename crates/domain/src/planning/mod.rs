//! Planning (一区一策): what is to be done in a neighbourhood, and how its owners decide.

pub mod vote;

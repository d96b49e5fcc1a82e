//! What is shown and asked: pages from the server, one room after the other.

pub mod shell;

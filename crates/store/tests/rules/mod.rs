//! The rules that keep one SQL text good for three sizes, on machines that have no cluster: architecture.md,
//! "Citus-safe SQL".

mod catalogue;
mod migrations;
mod source;
mod sql;
mod statements;

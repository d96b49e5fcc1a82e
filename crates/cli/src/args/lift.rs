//! A lift in a file: who pays how much.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum LiftAsked {
    /// Works the shares out to the fen.
    Shares(LiftShares),
}

#[derive(Debug, Args)]
pub struct LiftShares {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

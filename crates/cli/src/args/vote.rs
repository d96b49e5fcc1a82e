//! Owners' votes in files: counted, and held against what they say of themselves.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use linli_domain::planning::vote::BallotCode;

#[derive(Debug, Subcommand)]
pub enum VoteAsked {
    /// Counts a vote anew: who takes part, who agrees, and every invalid ballot with its reason.
    Tally(VoteTally),
    /// Counts it anew and holds it against its seals, root, result, scans and receipts.
    Verify(VoteVerify),
}

#[derive(Debug, Args)]
pub struct VoteTally {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct VoteVerify {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "FOLDER")]
    pub scans: Option<PathBuf>,
    #[arg(long, value_name = "RECEIPT")]
    pub receipt: Vec<BallotCode>,
}

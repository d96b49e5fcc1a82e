//! How a budget is to be shared out: the rule, and what it goes by.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use linli_domain::consultation::budget::{Completion, Utility};

#[derive(Debug, Args)]
pub struct EqualShares {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "RULE", value_enum, default_value = "equal-shares")]
    pub rule: ShareRule,
    #[arg(long, value_name = "UTILITY", value_enum, default_value = "cost")]
    pub utility: UtilityOf,
    #[arg(long, value_name = "COMPLETION", value_enum, default_value = "add1-greedy")]
    pub completion: CompletionBy,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShareRule {
    EqualShares,
    Greedy,
}

/// What a project is worth to who wishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UtilityOf {
    Cost,
    Cardinality,
    Points,
}

impl UtilityOf {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Cardinality => "cardinality",
            Self::Points => "points",
        }
    }
}

impl From<UtilityOf> for Utility {
    fn from(utility: UtilityOf) -> Self {
        match utility {
            UtilityOf::Cost => Self::Cost,
            UtilityOf::Cardinality => Self::Cardinality,
            UtilityOf::Points => Self::Points,
        }
    }
}

/// What is done with money left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompletionBy {
    None,
    Add1,
    Greedy,
    Add1Greedy,
}

impl CompletionBy {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Add1 => "add1",
            Self::Greedy => "greedy",
            Self::Add1Greedy => "add1-greedy",
        }
    }
}

impl From<CompletionBy> for Completion {
    fn from(completion: CompletionBy) -> Self {
        match completion {
            CompletionBy::None => Self::None,
            CompletionBy::Add1 => Self::Add1,
            CompletionBy::Greedy => Self::Greedy,
            CompletionBy::Add1Greedy => Self::Add1Greedy,
        }
    }
}

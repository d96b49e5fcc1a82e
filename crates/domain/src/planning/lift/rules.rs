//! The office's table of floor coefficients (楼层系数表): a rule set with a day from which it holds.

use serde::{Deserialize, Serialize};

use super::FloorTable;

/// What a scheme begins with. Entrances may agree on another table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiftRules {
    /// `None`: the office has no table, and area decides.
    pub table: Option<FloorTable>,
}

impl Default for LiftRules {
    /// No source that binds was found, so an example to begin with, which says that it is one.
    fn default() -> Self {
        Self { table: Some(FloorTable::guangzhou()) }
    }
}

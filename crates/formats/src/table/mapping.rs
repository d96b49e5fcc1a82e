//! What a person decided about the columns of a table; remembered under the header's fingerprint.

use std::collections::BTreeMap;

use linli_domain::kernel::table::Field;
use serde::{Deserialize, Serialize};

use super::{Confidence, Guess, Recognised, Unit};

/// Which column is which field, for columns that someone has decided. Columns count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub columns: BTreeMap<usize, Mapped>,
    /// The plan year of rows that name none. It is of this file, and not remembered for the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_year: Option<i16>,
}

/// The decision about one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// Nothing: the column is not read.
    pub field: Option<String>,
    /// Nothing: as the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

impl Recognised {
    /// The mapping as it stands, to be shown, changed and remembered.
    pub fn mapping(&self) -> Mapping {
        let mapped =
            |column: &super::Column| Mapped { field: column.guess.map(|g| g.field.to_owned()), unit: column.unit };
        Mapping { columns: self.columns.iter().map(|column| (column.index, mapped(column))).collect(), plan_year: None }
    }

    /// Puts a person's decisions in the place of the guesses. A field that the room no longer knows is left out; a
    /// field decided for one column is taken from any other.
    pub fn apply(&mut self, mapping: &Mapping, fields: &[Field]) {
        for (index, mapped) in &mapping.columns {
            let field = mapped.field.as_deref().and_then(|key| fields.iter().find(|field| field.key == key));
            if let Some(field) = field {
                let others = self.columns.iter_mut().filter(|c| c.index != *index);
                others.filter(|c| c.guess.is_some_and(|g| g.field == field.key)).for_each(|c| c.guess = None);
            }
            if let Some(column) = self.columns.iter_mut().find(|column| column.index == *index) {
                column.guess = field.map(|field| Guess { field: field.key, confidence: Confidence::Exact });
                column.unit =
                    mapped.unit.or_else(|| field.and_then(|f| self.unit_line.for_kind(f.kind))).or(column.unit);
            }
        }
    }
}

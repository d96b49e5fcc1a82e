//! Applying an import: all of it in one unit of work, a version for each record, one line in the trail.

use std::collections::HashMap;

use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{Facts, Neighbourhood};

use super::{Intake, Line};
use crate::register::neighbourhood::{self, add_all, change_all};
use crate::{Error, Result, Transaction, args};

/// What an import adds and changes.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub new: Vec<(NeighbourhoodId, Facts)>,
    pub changed: Vec<Change>,
}

/// One record that an import changes.
#[derive(Clone, Debug)]
pub struct Change {
    pub id: NeighbourhoodId,
    /// The version that was read when the import was planned.
    pub version: i64,
    pub before: Facts,
    pub after: Facts,
}

impl Work {
    pub(super) fn of(lines: Vec<Line>) -> Self {
        let mut work = Self::default();
        for line in lines {
            match (line.target, line.version, line.before, line.after) {
                (Some(id), None, None, Some(after)) => work.new.push((id, after)),
                (Some(id), Some(version), Some(before), Some(after)) => {
                    work.changed.push(Change { id, version, before, after });
                }
                _ => {}
            }
        }
        work
    }
}

/// Writes what was planned, or nothing: `Stale` where a record has changed since, `Duplicate` where a name was taken since.
pub fn apply(tx: &mut Transaction, intake: &Intake, work: &Work, skip_refused: bool) -> Result<()> {
    if intake.counts.refused > 0 && !skip_refused {
        return Err(Error::Refused);
    }
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "update intake set state = 'applied', state_at = $3, skip_refused = $4, message = null
          where office = $1 and id = $2 and state = 'applying'",
        args![office, intake.id, now, skip_refused],
    )?
    .exactly_one()?;
    let reason = reason(intake);
    let held = if work.changed.is_empty() { HashMap::new() } else { held(tx, office)? };
    let mut changed = Vec::with_capacity(work.changed.len());
    for change in &work.changed {
        let was = held.get(&change.id).filter(|was| was.version == change.version).ok_or(Error::Stale)?;
        changed.push(Neighbourhood { version: was.version + 1, facts: change.after.clone(), ..(*was).clone() });
    }
    change_all(tx, &changed, "imported", Some(&reason))?;
    add_all(tx, work.new.clone(), "imported", Some(&reason))?;
    let counts = intake.counts;
    tx.record(
        "import.applied",
        intake.id,
        serde_json::json!({ "file": intake.file_name, "digest": intake.digest, "new": counts.new,
            "changed": counts.changed, "same": counts.same, "refused": counts.refused }),
    );
    Ok(())
}

/// Why a version was written: the file and the import, to be found again.
pub(super) fn reason(intake: &Intake) -> String {
    format!("{} ({})", intake.file_name, intake.id)
}

/// The register as it stands now: one read, however many records an import touches.
pub(super) fn held(tx: &mut Transaction, office: Office) -> Result<HashMap<NeighbourhoodId, Neighbourhood>> {
    Ok(neighbourhood::all(tx, office)?.into_iter().map(|n| (n.id, n)).collect())
}

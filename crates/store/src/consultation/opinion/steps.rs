//! The steps of an opinion, all kept. Who takes one says which version they have seen.

use linli_domain::consultation::opinion::{OpinionId, Standing, Step};
use linli_domain::consultation::{AnswerId, Opinion};
use linli_domain::kernel::{Date, Office, Timestamp};
use serde_json::json;

use super::super::need;
use crate::{Error, Result, Transaction, Tx, args};

linli_domain::id! {
    /// One step of an opinion.
    EventId
}

crate::text_values!(EventId);

/// Keeps an opinion after a step that `Standing::step` allowed. `Stale`: somebody else took one meanwhile.
pub fn keep(tx: &mut Transaction, before: &Opinion, after: &Standing, step: &Step) -> Result<()> {
    // Whoever counts what stands behind needs does so one after the other.
    need::before_step(tx, before, step)?;
    keep_all(tx, &[(before.id, before.standing, *after)], step)?;
    need::after_step(tx, before, step)?;
    let detail = json!({ "version": after.version, "due": after.due.to_string() });
    let id = before.id;
    match step {
        Step::Group => tx.record("opinion.grouped", id, detail),
        Step::Ungroup => tx.record("opinion.ungrouped", id, detail),
        Step::Answer(_) => tx.record("opinion.answered", id, detail),
        Step::Finish { .. } => tx.record("opinion.finished", id, detail),
        Step::Extend { .. } => tx.record("opinion.extended", id, detail),
        Step::LookAfter { .. } => tx.record("opinion.looked_after", id, detail),
        Step::Withdraw { .. } => tx.record("opinion.withdrawn", id, detail),
        Step::Reverse { .. } => tx.record("opinion.reversed", id, detail),
    }
    Ok(())
}

/// The same for many that take one step together, each with its standing before and after; what the trail says of it is the
/// caller's.
pub fn keep_all(tx: &mut Transaction, each: &[(OpinionId, Standing, Standing)], step: &Step) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let changed = tx.run_many(
        "update opinion set due_on = $4, state = $5, grouped = $6, answer = $7, done = $8, withdrawn = $9,
                hazard_open = $10, version = $3,
                over_at = case when $11 then coalesce($12, over_at, $13) else null end
          where office = $1 and id = $2 and version = $3 - 1 and (erased_at is null or $14)",
        each.iter().map(|(id, _, after)| {
            args![
                office,
                id,
                after.version,
                after.due,
                after.state().as_str(),
                after.grouped,
                after.answer,
                after.done,
                after.withdrawn,
                after.hazard_open,
                after.is_over(),
                step.ends().then_some(now),
                now,
                // What was let go of does not wait for an answer again: nobody could read what was asked.
                !matches!(step, Step::Reverse { .. })
            ]
        }),
    )?;
    if changed != each.len() as u64 {
        return Err(Error::Stale);
    }
    tx.run_many(
        "insert into opinion_event (office, id, opinion, version, act, before, after, note, answer, due_on, at, account,
                by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        each.iter().map(|(id, before, after)| {
            args![
                office,
                EventId::new(),
                id,
                after.version,
                step.as_str(),
                before.state().as_str(),
                after.state().as_str(),
                step.note(),
                after.answer.or(before.answer),
                after.due,
                now,
                actor.account,
                actor.name
            ]
        }),
    )?;
    Ok(())
}

/// One step as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// As `Step::as_str` says it.
    pub act: String,
    pub after: String,
    pub note: String,
    pub answer: Option<AnswerId>,
    pub due: Date,
    pub at: Timestamp,
    pub by_name: String,
}

/// Every step of an opinion, in order.
pub fn steps(tx: &mut Tx, office: Office, id: OpinionId) -> Result<Vec<Taken>> {
    tx.query(
        "select act, after, note, answer, due_on, at, by_name from opinion_event
          where office = $1 and opinion = $2 order by version",
        args![office, id],
        |row| {
            Ok(Taken {
                act: row.get(0)?,
                after: row.get(1)?,
                note: row.get(2)?,
                answer: row.get(3)?,
                due: row.get(4)?,
                at: row.get(5)?,
                by_name: row.get(6)?,
            })
        },
    )
}

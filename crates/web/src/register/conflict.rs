//! Two people changed one record at the same time: what the other one changed, and what becomes of both changes.

use linli_domain::register::Facts;
use linli_store::register::history::Version;

use super::draft::Draft;
use super::words::{self, Names};
use crate::shell::Ctx;

/// What is shown above the form.
pub(super) struct Conflict {
    pub who: String,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub field: &'static str,
    pub label: String,
    pub before: String,
    pub theirs: String,
    pub mine: String,
    /// Both changed it, and not to the same.
    pub clash: bool,
}

/// Joins the other person's changes with one's own: what only they changed is taken over, what both changed stays as
/// typed and is pointed out. Saving again then loses nothing unseen.
pub(super) fn join(ctx: &Ctx, names: &Names, read: &Facts, last: &Version, mine: &Facts) -> (Conflict, Draft) {
    let theirs = &last.facts;
    let mut joined = mine.clone();
    let mut rows = Vec::new();
    for change in read.changes(theirs) {
        let own = mine.text(change.field);
        let clash = own != change.from && own != change.to;
        if own == change.from {
            joined.take(change.field, theirs);
        }
        let value = |facts: &Facts| words::value(ctx, names, facts, change.field).unwrap_or_else(|| "—".to_owned());
        rows.push(Row {
            field: change.field.key(),
            label: words::field(ctx, change.field),
            before: value(read),
            theirs: value(theirs),
            mine: value(mine),
            clash,
        });
    }
    rows.sort_by_key(|row| !row.clash);
    let by = [("name", last.by_name.clone()), ("at", ctx.instant(last.at))];
    (Conflict { who: ctx.t_with("register-conflict-who", &by), rows }, Draft::of(&joined))
}

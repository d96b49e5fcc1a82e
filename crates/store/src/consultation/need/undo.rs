//! A change taken back: what it moved goes back, as long as nothing came after it that stands in the way.

use std::collections::BTreeSet;

use linli_domain::consultation::need::{Act, CannotChange, ChangeId, Facts, State};
use linli_domain::consultation::{NeedId, OpinionId};
use linli_domain::kernel::{NeighbourhoodId, Office};
use serde_json::{Value, json};

use super::answers::answers;
use super::change::{Made, Making, set_facts, set_state};
use super::history::{self, Change};
use super::moves::{self, Move};
use super::{Changed, find};
use crate::{Error, Result, Transaction, Tx, args};

/// Takes back a change of this board by another one.
pub fn undo(tx: &mut Transaction, id: ChangeId, board: NeighbourhoodId, which: ChangeId) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::Undo);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let office = tx.office();
    let change = history::find(tx, office, which)?.filter(|change| change.board == board).ok_or(Error::Missing)?;
    if change.act == Act::Undo || !mark(tx, which, id)? {
        return Err(CannotChange::Overtaken.into());
    }
    if let (Act::Open, Some(need)) = (change.act, change.need)
        && !answers(tx, office, need)?.is_empty()
    {
        return Err(CannotChange::Answered.into());
    }
    let moves = backwards(tx, office, &change)?;
    before(tx, &change)?;
    // What they left may be gone from the board: then they have nowhere to go back to.
    for need in moves.iter().filter_map(|one| one.entered).collect::<BTreeSet<_>>() {
        if find(tx, office, need)?.is_none_or(|need| need.state != State::Open) {
            return Err(CannotChange::Overtaken.into());
        }
    }
    (making.need, making.other) = (change.need, change.other);
    making.detail = json!({ "change": which, "act": change.act.as_str() });
    let made = making.finish(tx, &moves)?;
    if change.act == Act::Open {
        let need = change.need.ok_or(Error::Damaged)?;
        if !moves::behind(tx, office, need)?.is_empty() {
            return Err(CannotChange::Overtaken.into());
        }
        set_state(tx, need, State::Open, State::Withdrawn)?;
    }
    Ok(made)
}

fn mark(tx: &mut Transaction, which: ChangeId, by: ChangeId) -> Result<bool> {
    let office = tx.office();
    tx.run(
        "update need_change set undone_by = $3 where office = $1 and id = $2 and undone_by is null",
        args![office, which, by],
    )?
    .at_most_one()
}

/// The moves of a change the other way round; each opinion must still be where the change put it.
fn backwards(tx: &mut Tx, office: Office, change: &Change) -> Changed<Vec<Move>> {
    let made = tx.query(
        "select opinion, was_in, is_in from need_change_opinion where office = $1 and change = $2 order by opinion",
        args![office, change.id],
        |row| Ok((row.get::<OpinionId>(0)?, row.get::<Option<NeedId>>(1)?, row.get::<Option<NeedId>>(2)?)),
    )?;
    if change.act == Act::Dismiss {
        return Ok(made.into_iter().map(|(opinion, ..)| Move { opinion, left: None, entered: None }).collect());
    }
    let (mut into, mut from) = (BTreeSet::new(), BTreeSet::new());
    for (opinion, was, is) in &made {
        into.extend(was.map(|need| (need, *opinion)));
        from.extend(is.map(|need| (need, *opinion)));
    }
    let needs: BTreeSet<NeedId> = into.iter().chain(&from).map(|(need, _)| *need).collect();
    for need in needs {
        // At most two: one left, one entered.
        let behind = moves::behind(tx, office, need)?;
        let gone = from.iter().any(|(of, opinion)| *of == need && !behind.contains(opinion));
        let back = into.iter().any(|(of, opinion)| *of == need && behind.contains(opinion));
        if gone || back {
            return Err(CannotChange::Overtaken.into());
        }
    }
    let back = made.into_iter().map(|(opinion, was, is)| Move { opinion, left: is, entered: was });
    Ok(back.collect())
}

/// What stood before the opinions go back.
fn before(tx: &mut Transaction, change: &Change) -> Changed<()> {
    let office = tx.office();
    match change.act {
        Act::Merge => {
            let (into, one) = change.need.zip(change.other).ok_or(Error::Damaged)?;
            set_state(tx, one, State::Merged(into), State::Open)?;
        }
        Act::Withdraw => set_state(tx, change.need.ok_or(Error::Damaged)?, State::Withdrawn, State::Open)?,
        Act::Change => {
            let need = find(tx, office, change.need.ok_or(Error::Damaged)?)?.ok_or(Error::Missing)?;
            if need.facts != read(&change.detail["after"])? {
                return Err(CannotChange::Overtaken.into());
            }
            set_facts(tx, need.id, need.version, &read(&change.detail["before"])?)?;
        }
        Act::Dismiss => {
            let item = change.detail["item"].as_str().unwrap_or_default();
            let opinions = moves::moved(tx, office, change.id)?;
            moves::wave_away(tx, item, &opinions, false)?;
        }
        Act::Open | Act::Put | Act::Move | Act::TakeOut | Act::Undo => {}
    }
    Ok(())
}

fn read(facts: &Value) -> Result<Facts> {
    let text = |key: &str| facts[key].as_str().map(str::to_owned).ok_or(Error::Damaged);
    let urgency = facts["urgency"].as_str().map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?;
    Ok(Facts { item: text("item")?, title: text("title")?, urgency })
}

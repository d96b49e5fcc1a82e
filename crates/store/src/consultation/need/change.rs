//! The changes of a board that people make: opened, put, moved, taken out, merged, changed, withdrawn, waved away.

use std::collections::BTreeSet;

use linli_domain::consultation::need::{Act, CannotChange, ChangeId, Facts, MOST_AT_ONCE, MOST_NEEDS, Need, State};
use linli_domain::consultation::{NeedId, OpinionId};
use linli_domain::kernel::{NeighbourhoodId, Office};
use serde_json::{Value, json};

use super::answers::answers;
use super::moves::{self, Move};
use super::{Changed, board_of, find, take_board};
use crate::{Error, Result, Transaction, Tx, args};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// So many opinions were moved.
    New(usize),
    /// It was made already: the form was sent twice.
    Same,
}

/// A change while it is made.
pub(super) struct Making {
    pub id: ChangeId,
    pub board: NeighbourhoodId,
    pub act: Act,
    pub need: Option<NeedId>,
    pub other: Option<NeedId>,
    pub detail: Value,
    pub note: String,
}

impl Making {
    pub fn new(id: ChangeId, board: NeighbourhoodId, act: Act) -> Self {
        Self { id, board, act, need: None, other: None, detail: Value::Null, note: String::new() }
    }

    /// Takes the board; nothing where this change was made already.
    pub fn begin(&self, tx: &mut Transaction) -> Result<bool> {
        take_board(tx, self.board)?;
        let office = tx.office();
        let there = tx.query_opt(
            "select 1 from need_change where office = $1 and id = $2",
            args![office, self.id],
            |_| Ok(()),
        )?;
        Ok(there.is_none())
    }

    /// Moves the opinions and keeps the change.
    pub fn finish(self, tx: &mut Transaction, moves: &[Move]) -> Changed<Made> {
        moves::make(tx, self.board, moves)?;
        self.keep(tx, moves)?;
        self.tell(tx, moves.len());
        Ok(Made::New(moves.len()))
    }

    fn keep(&self, tx: &mut Transaction, moves: &[Move]) -> Result<()> {
        let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
        tx.run(
            "insert into need_change (office, id, neighbourhood, act, need, other, detail, note, many, at, account, by_name)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![
                office,
                self.id,
                self.board,
                self.act.as_str(),
                self.need,
                self.other,
                self.detail.to_string(),
                self.note,
                moves.len(),
                now,
                actor.account,
                actor.name
            ],
        )?
        .exactly_one()?;
        let rows = moves.iter().map(|one| args![office, self.id, one.opinion, one.left, one.entered]);
        tx.run_many(
            "insert into need_change_opinion (office, change, opinion, was_in, is_in) values ($1, $2, $3, $4, $5)",
            rows,
        )?;
        Ok(())
    }

    fn tell(&self, tx: &mut Transaction, many: usize) {
        let subject = self.need.map_or_else(|| self.board.to_string(), |need| need.to_string());
        let detail = json!({ "neighbourhood": self.board, "opinions": many, "other": self.other });
        match self.act {
            Act::Open => tx.record("need.opened", subject, detail),
            Act::Put | Act::Move => tx.record("need.put", subject, detail),
            Act::TakeOut => tx.record("need.taken_out", subject, detail),
            Act::Merge => tx.record("need.merged", subject, detail),
            Act::Change => tx.record("need.changed", subject, detail),
            Act::Withdraw => tx.record("need.withdrawn", subject, detail),
            Act::Dismiss => tx.record("need.dismissed", subject, detail),
            Act::Undo => tx.record("need.undone", subject, detail),
        }
    }
}

/// Opens a need with these opinions; `from` another need they are split off.
pub fn open(
    tx: &mut Transaction,
    id: ChangeId,
    board: NeighbourhoodId,
    need: NeedId,
    facts: &Facts,
    from: Option<NeedId>,
    opinions: &[OpinionId],
) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::Open);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let office = tx.office();
    if super::of(tx, office, board)?.len() >= MOST_NEEDS {
        return Err(CannotChange::Full.into());
    }
    if let Some(from) = from {
        stands(tx, office, board, from)?;
    }
    let (now, actor) = (tx.now(), tx.actor().clone());
    let added = tx.run(
        "insert into need (office, id, neighbourhood, item, title, urgency, state, opinions, households, unverified, at,
                account, by_name, version)
         values ($1, $2, $3, $4, $5, $6, 'open', 0, 0, 0, $7, $8, $9, 1)
         on conflict (office, id) do nothing",
        args![
            office,
            need,
            board,
            facts.item,
            facts.title,
            facts.urgency.map(|one| one.as_str().to_owned()),
            now,
            actor.account,
            actor.name
        ],
    )?;
    if !added.at_most_one()? {
        return Err(Error::Duplicate.into());
    }
    (making.need, making.other) = (Some(need), from);
    making.detail = json!({ "after": written(facts) });
    let moves = planned(tx, office, board, opinions, from, Some(need))?;
    making.finish(tx, &moves)
}

/// Puts opinions behind a need; `from` another one they are moved.
pub fn put(
    tx: &mut Transaction,
    id: ChangeId,
    board: NeighbourhoodId,
    into: NeedId,
    from: Option<NeedId>,
    opinions: &[OpinionId],
) -> Changed<Made> {
    let mut making = Making::new(id, board, if from.is_some() { Act::Move } else { Act::Put });
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let office = tx.office();
    if from == Some(into) {
        return Err(CannotChange::Itself.into());
    }
    for need in [Some(into), from].into_iter().flatten() {
        stands(tx, office, board, need)?;
    }
    (making.need, making.other) = (Some(into), from);
    let moves = planned(tx, office, board, opinions, from, Some(into))?;
    making.finish(tx, &moves)
}

/// Takes opinions out of a need.
pub fn take_out(
    tx: &mut Transaction,
    id: ChangeId,
    board: NeighbourhoodId,
    from: NeedId,
    opinions: &[OpinionId],
    note: &str,
) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::TakeOut);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let office = tx.office();
    stands(tx, office, board, from)?;
    making.need = Some(from);
    note.clone_into(&mut making.note);
    let moves = planned(tx, office, board, opinions, Some(from), None)?;
    making.finish(tx, &moves)
}

/// Merges a need into another one of the board, which goes on with the opinions of both.
pub fn merge(tx: &mut Transaction, id: ChangeId, board: NeighbourhoodId, one: NeedId, into: NeedId) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::Merge);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    if one == into {
        return Err(CannotChange::Itself.into());
    }
    let office = tx.office();
    for need in [one, into] {
        stands(tx, office, board, need)?;
    }
    let (behind, there) = (moves::behind(tx, office, one)?, moves::behind(tx, office, into)?);
    let entered = |opinion| Some(into).filter(|_| !there.contains(opinion));
    let moves: Vec<Move> =
        behind.iter().map(|id| Move { opinion: *id, left: Some(one), entered: entered(id) }).collect();
    set_state(tx, one, State::Open, State::Merged(into))?;
    (making.need, making.other) = (Some(into), Some(one));
    making.finish(tx, &moves)
}

/// Changes what is said of a need. `Stale`: somebody else did meanwhile.
pub fn change(tx: &mut Transaction, id: ChangeId, before: &Need, facts: &Facts) -> Changed<Made> {
    let office = tx.office();
    let board = board_of(tx, office, before.neighbourhood)?;
    let mut making = Making::new(id, board, Act::Change);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    set_facts(tx, before.id, before.version, facts)?;
    making.need = Some(before.id);
    making.detail = json!({ "before": written(&before.facts), "after": written(facts) });
    making.finish(tx, &[])
}

/// Takes an empty need off the board.
pub fn withdraw(tx: &mut Transaction, id: ChangeId, board: NeighbourhoodId, need: NeedId) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::Withdraw);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let office = tx.office();
    stands(tx, office, board, need)?;
    if !moves::behind(tx, office, need)?.is_empty() {
        return Err(CannotChange::NotEmpty.into());
    }
    if !answers(tx, office, need)?.is_empty() {
        return Err(CannotChange::Answered.into());
    }
    set_state(tx, need, State::Open, State::Withdrawn)?;
    making.need = Some(need);
    making.finish(tx, &[])
}

/// These opinions are not about this work: it is suggested for them no more.
pub fn dismiss(
    tx: &mut Transaction,
    id: ChangeId,
    board: NeighbourhoodId,
    item: &str,
    opinions: &[OpinionId],
) -> Changed<Made> {
    let mut making = Making::new(id, board, Act::Dismiss);
    if !making.begin(tx)? {
        return Ok(Made::Same);
    }
    let opinions: BTreeSet<OpinionId> = opinions.iter().copied().collect();
    let office = tx.office();
    moves::checked(
        tx,
        office,
        board,
        opinions.iter().map(|id| Move { opinion: *id, left: None, entered: None }),
        None,
        None,
    )?;
    moves::wave_away(tx, item, &opinions, true)?;
    making.detail = json!({ "item": item });
    let moves: Vec<Move> =
        opinions.iter().map(|opinion| Move { opinion: *opinion, left: None, entered: None }).collect();
    making.finish(tx, &moves)
}

pub(super) fn written(facts: &Facts) -> Value {
    json!({ "item": facts.item, "title": facts.title, "urgency": facts.urgency })
}

/// Whether a need stands on this board: what somebody may change is the board that they opened, and no other one.
fn stands(tx: &mut Tx, office: Office, board: NeighbourhoodId, id: NeedId) -> Changed<()> {
    let need = find(tx, office, id)?.ok_or(Error::Missing)?;
    if board_of(tx, office, need.neighbourhood)? != board {
        return Err(CannotChange::Elsewhere.into());
    }
    if need.state == State::Open { Ok(()) } else { Err(CannotChange::Gone.into()) }
}

/// The moves of these opinions; those that are there already do not move.
fn planned(
    tx: &mut Tx,
    office: Office,
    board: NeighbourhoodId,
    opinions: &[OpinionId],
    left: Option<NeedId>,
    entered: Option<NeedId>,
) -> Changed<Vec<Move>> {
    if opinions.len() > MOST_AT_ONCE {
        return Err(CannotChange::TooMany.into());
    }
    let all = opinions.iter().map(|opinion| Move { opinion: *opinion, left, entered });
    moves::checked(tx, office, board, all, left, entered)
}

pub(super) fn set_facts(tx: &mut Transaction, need: NeedId, version: i64, facts: &Facts) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update need set item = $4, title = $5, urgency = $6, version = version + 1
          where office = $1 and id = $2 and version = $3 and state = 'open'",
        args![office, need, version, facts.item, facts.title, facts.urgency.map(|one| one.as_str().to_owned())],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    let behind = moves::behind(tx, office, need)?;
    moves::refresh(tx, &behind)
}

pub(super) fn set_state(tx: &mut Transaction, need: NeedId, from: State, to: State) -> Changed<()> {
    let office = tx.office();
    let into = match to {
        State::Merged(into) => Some(into),
        State::Open | State::Withdrawn => None,
    };
    let set = tx.run(
        "update need set state = $4, merged_into = $5, version = version + 1 where office = $1 and id = $2 and state = $3",
        args![office, need, from.as_str(), to.as_str(), into],
    )?;
    if set.at_most_one()? { Ok(()) } else { Err(CannotChange::Gone.into()) }
}

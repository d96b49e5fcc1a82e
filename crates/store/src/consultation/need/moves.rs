//! Opinions moved between needs, and what follows: their steps, what is still suggested for them, and what is counted behind
//! each need.

use std::collections::BTreeSet;

use linli_domain::consultation::need::{CannotChange, ChangeId};
use linli_domain::consultation::opinion::{Standing, Step};
use linli_domain::consultation::{Calendar, NeedId, Opinion, OpinionId};
use linli_domain::kernel::{NeighbourhoodId, Office};

use super::super::opinion;
use super::{Changed, board_of, take_board};
use crate::{Error, Result, Transaction, Tx, args};

/// One opinion that leaves a need, enters one, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub opinion: OpinionId,
    pub left: Option<NeedId>,
    pub entered: Option<NeedId>,
}

/// The opinions behind a need, withdrawn ones too.
pub(super) fn behind(tx: &mut Tx, office: Office, need: NeedId) -> Result<BTreeSet<OpinionId>> {
    let all = tx.query(
        "select opinion from need_opinion where office = $1 and need = $2 order by opinion",
        args![office, need],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}

/// The moves that change something. Each opinion is of this board and not withdrawn, and stands where it is said to leave.
pub(super) fn checked(
    tx: &mut Tx,
    office: Office,
    board: NeighbourhoodId,
    moves: impl IntoIterator<Item = Move>,
    from: Option<NeedId>,
    into: Option<NeedId>,
) -> Changed<Vec<Move>> {
    let here = opinion::standings(tx, office, board)?;
    let set = |tx: &mut Tx, need: Option<NeedId>| need.map(|need| behind(tx, office, need)).transpose();
    let (left, entered) = (set(tx, from)?, set(tx, into)?.unwrap_or_default());
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for one in moves.into_iter().filter(|one| seen.insert(one.opinion)) {
        if here.get(&one.opinion).is_none_or(|standing| standing.withdrawn) {
            return Err(CannotChange::Elsewhere.into());
        }
        if left.as_ref().is_some_and(|left| !left.contains(&one.opinion)) {
            return Err(CannotChange::Moved.into());
        }
        let is_there = entered.contains(&one.opinion);
        if one.left.is_some() || !is_there {
            kept.push(Move { entered: one.entered.filter(|_| !is_there), ..one });
        }
    }
    Ok(kept)
}

/// Moves them. The board is taken, and the moves were checked.
pub(super) fn make(tx: &mut Transaction, board: NeighbourhoodId, moves: &[Move]) -> Changed<()> {
    let (office, now) = (tx.office(), tx.now());
    let left = moves.iter().filter_map(|one| Some(args![office, one.left?, one.opinion]));
    let gone = tx.run_many("delete from need_opinion where office = $1 and need = $2 and opinion = $3", left)?;
    if gone != moves.iter().filter(|one| one.left.is_some()).count() as u64 {
        return Err(CannotChange::Moved.into());
    }
    let entered = moves.iter().filter_map(|one| Some(args![office, one.entered?, one.opinion, now]));
    tx.run_many(
        "insert into need_opinion (office, need, opinion, at) values ($1, $2, $3, $4)
         on conflict (office, need, opinion) do nothing",
        entered,
    )?;
    let moved: BTreeSet<OpinionId> = moves.iter().map(|one| one.opinion).collect();
    step(tx, board, &moved)?;
    refresh(tx, &moved)?;
    count(tx, moves.iter().flat_map(|one| [one.left, one.entered]).flatten().collect())?;
    Ok(())
}

/// Those that stand behind a need now are grouped, the others are not.
fn step(tx: &mut Transaction, board: NeighbourhoodId, moved: &BTreeSet<OpinionId>) -> Result<()> {
    let office = tx.office();
    let linked = tx.query(
        "select distinct l.opinion from need_opinion l
           join opinion o on o.office = l.office and o.id = l.opinion
           join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where l.office = $1 and (n.id = $2 or n.merged_into = $2) order by l.opinion",
        args![office, board],
        |row| row.get::<OpinionId>(0),
    )?;
    let linked: BTreeSet<OpinionId> = linked.into_iter().collect();
    let standings = opinion::standings(tx, office, board)?;
    for taken in [Step::Group, Step::Ungroup] {
        let wanted = taken == Step::Group;
        let changes = |id: &&OpinionId| {
            standings.get(id).is_some_and(|one| linked.contains(id) == wanted && one.grouped != wanted)
        };
        let each: Vec<(OpinionId, Standing, Standing)> = moved
            .iter()
            .filter(changes)
            .map(|id| {
                let (before, mut after) = (standings[id], standings[id]);
                after.step(taken.clone(), &Calendar::default()).map_err(|_| Error::Stale)?;
                Ok((*id, before, after))
            })
            .collect::<Result<_>>()?;
        opinion::keep_all(tx, &each, &taken)?;
    }
    Ok(())
}

/// What is still suggested for these opinions: works that no need of theirs has, and that nobody waved away.
pub(super) fn refresh(tx: &mut Transaction, of: &BTreeSet<OpinionId>) -> Result<()> {
    let office = tx.office();
    tx.run_many(
        "update opinion_suggestion
            set is_open = not dismissed
                and not exists (select 1 from need_opinion l
                                  join need d on d.office = l.office and d.id = l.need
                                 where l.office = opinion_suggestion.office and l.opinion = opinion_suggestion.opinion
                                   and d.item = opinion_suggestion.item)
                and (opinion_suggestion.item <> '' or not exists (
                        select 1 from need_opinion l
                         where l.office = opinion_suggestion.office and l.opinion = opinion_suggestion.opinion))
                and exists (select 1 from opinion o
                             where o.office = opinion_suggestion.office and o.id = opinion_suggestion.opinion
                               and not o.withdrawn)
          where office = $1 and opinion = $2",
        of.iter().map(|opinion| args![office, opinion]),
    )?;
    Ok(())
}

/// Waves a work away for these opinions, or takes that back.
pub(super) fn wave_away(tx: &mut Transaction, item: &str, of: &BTreeSet<OpinionId>, away: bool) -> Result<()> {
    let office = tx.office();
    tx.run_many(
        "update opinion_suggestion set dismissed = $4 where office = $1 and opinion = $2 and item = $3",
        of.iter().map(|opinion| args![office, opinion, item, away]),
    )?;
    refresh(tx, of)
}

/// Counts anew what stands behind these needs.
fn count(tx: &mut Transaction, needs: BTreeSet<NeedId>) -> Result<()> {
    let office = tx.office();
    tx.run_many(
        "update need
            set opinions = (select count(*) from need_opinion l
                              join opinion o on o.office = l.office and o.id = l.opinion
                             where l.office = need.office and l.need = need.id and not o.withdrawn),
                households = (select count(distinct o.dwelling) from need_opinion l
                                join opinion o on o.office = l.office and o.id = l.opinion
                               where l.office = need.office and l.need = need.id and not o.withdrawn),
                unverified = (select count(*) from need_opinion l
                                join opinion o on o.office = l.office and o.id = l.opinion
                               where l.office = need.office and l.need = need.id and not o.withdrawn
                                 and o.dwelling is null)
          where office = $1 and id = $2",
        needs.into_iter().map(|need| args![office, need]),
    )?;
    Ok(())
}

/// Whether a step changes what is counted behind needs.
const fn counts(before: &Opinion, step: &Step) -> bool {
    before.standing.grouped && matches!(step, Step::Withdraw { .. } | Step::Reverse { .. })
}

/// Before a step of an opinion that stands behind needs: the board is taken.
pub(in crate::consultation) fn before_step(tx: &mut Transaction, before: &Opinion, step: &Step) -> Result<()> {
    if counts(before, step) { take_board_of(tx, before.address.neighbourhood) } else { Ok(()) }
}

/// After it: counted anew. What is suggested for it ends with its withdrawal in any case.
pub(in crate::consultation) fn after_step(tx: &mut Transaction, before: &Opinion, step: &Step) -> Result<()> {
    if matches!(step, Step::Withdraw { .. } | Step::Reverse { .. }) {
        refresh(tx, &BTreeSet::from([before.id]))?;
    }
    if !counts(before, step) {
        return Ok(());
    }
    let office = tx.office();
    let needs = needs_of(tx, office, before.id)?;
    count(tx, needs)
}

/// Something else about an opinion was changed by `work`: suggestions are made anew, and an opinion that is now of another
/// neighbourhood leaves the needs of this one.
pub(in crate::consultation) fn elsewhere(
    tx: &mut Transaction,
    before: &Opinion,
    now: NeighbourhoodId,
    work: impl FnOnce(&mut Transaction) -> Result<()>,
) -> Result<()> {
    let (office, id, was) = (tx.office(), before.id, before.address.neighbourhood);
    take_board_of(tx, was)?;
    let needs = needs_of(tx, office, id)?;
    if now != was && !needs.is_empty() {
        let moves: Vec<Move> =
            needs.iter().map(|need| Move { opinion: id, left: Some(*need), entered: None }).collect();
        make(tx, was, &moves).map_err(|_| Error::Stale)?;
    }
    work(tx)?;
    let _ = tx.run("delete from opinion_suggestion where office = $1 and opinion = $2", args![office, id])?;
    tx.run("update opinion set read_by = -1 where office = $1 and id = $2", args![office, id])?.exactly_one()?;
    // Who said the same as it did perhaps no longer does.
    let _ = tx.run(
        "update opinion set read_by = -1, same_as = '' where office = $1 and same_as = $2 and same_as <> ''",
        args![office, id],
    )?;
    count(tx, needs)
}

fn needs_of(tx: &mut Tx, office: Office, id: OpinionId) -> Result<BTreeSet<NeedId>> {
    let all = tx.query(
        "select need from need_opinion where office = $1 and opinion = $2 order by need",
        args![office, id],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}

/// The opinions of a change.
pub(super) fn moved(tx: &mut Tx, office: Office, change: ChangeId) -> Result<BTreeSet<OpinionId>> {
    let all = tx.query(
        "select opinion from need_change_opinion where office = $1 and change = $2 order by opinion",
        args![office, change],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}

fn take_board_of(tx: &mut Transaction, of: NeighbourhoodId) -> Result<()> {
    let office = tx.office();
    let board = board_of(tx, office, of)?;
    take_board(tx, board)
}

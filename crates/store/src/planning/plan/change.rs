//! The changes of a draft: begun, worded, items put, taken and dropped, needs left out with a reason.

use std::collections::BTreeSet;

use linli_domain::consultation::{NeedId, need::Need};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::planning::plan::{CannotChange, Facts, MOST_ITEMS, Place, Standing, State};
use linli_domain::planning::{Item, ItemId, Version, VersionId};
use serde_json::{Value, json};

use super::{Changed, find, item, items, take, take_draft, versions};
use crate::consultation::need;
use crate::register::neighbourhood;
use crate::{Error, Result, Transaction, Tx, args};

/// Begins a draft from the last version, or an empty one where there is none; the same again changes nothing.
pub fn begin(tx: &mut Transaction, of: NeighbourhoodId, id: VersionId) -> Changed<VersionId> {
    let office = tx.office();
    if neighbourhood::get(tx, office, of)?.merged_into.is_some() {
        return Err(Error::Missing.into());
    }
    take(tx, of)?;
    if find(tx, office, id)?.is_some_and(|there| there.neighbourhood == of) {
        return Ok(id);
    }
    let before = versions(tx, office, of)?;
    if before.iter().any(|version| version.state == State::Draft) {
        return Err(CannotChange::DraftThere.into());
    }
    let last = before.first();
    add(tx, of, id, last)?;
    if let Some(last) = last {
        copy(tx, last.id, id)?;
    }
    tx.record("plan.begun", of, json!({ "version": id, "number": last.map_or(0, |last| last.number) + 1 }));
    Ok(id)
}

fn add(tx: &mut Transaction, of: NeighbourhoodId, id: VersionId, last: Option<&Version>) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let (number, facts) = last.map_or((0, Facts::default()), |last| (last.number, last.facts.clone()));
    let from = last.map(|last| last.id);
    tx.run(
        "insert into plan_version (office, id, neighbourhood, number, state, made_from, summary, budget_fen, revision, at,
                account, by_name)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, 1, $8, $9, $10)",
        args![office, id, of, number + 1, from, facts.summary, facts.budget, now, actor.account, actor.name],
    )?
    .exactly_one()
}

/// Everything of one version into another one; what was dropped stays behind.
fn copy(tx: &mut Transaction, from: VersionId, to: VersionId) -> Result<()> {
    let (office, of) = (tx.office(), args![tx.office(), from, to]);
    let _ = tx.run(
        "insert into plan_item (office, version, item, position, work, class, building, entrance, title, quantity, unit,
                unit_cost_fen, cost_fen, upkeep, upkeep_by, reason, standing, revision)
         select office, $3, item, position, work, class, building, entrance, title, quantity, unit, unit_cost_fen,
                cost_fen, upkeep, upkeep_by, reason, standing, 1
           from plan_item where office = $1 and version = $2 and standing <> 'dropped'",
        &of,
    )?;
    let _ = tx.run(
        "insert into plan_item_source (office, version, item, position, source, amount_fen)
         select s.office, $3, s.item, s.position, s.source, s.amount_fen from plan_item_source s
           join plan_item i on i.office = s.office and i.version = s.version and i.item = s.item
          where s.office = $1 and s.version = $2 and i.standing <> 'dropped'",
        &of,
    )?;
    let _ = tx.run(
        "insert into plan_item_need (office, version, item, need)
         select l.office, $3, l.item, l.need from plan_item_need l
           join plan_item i on i.office = l.office and i.version = l.version and i.item = l.item
          where l.office = $1 and l.version = $2 and i.standing <> 'dropped'",
        &of,
    )?;
    let _ = tx.run(
        "insert into plan_left_out (office, version, need, reason)
         select office, $3, need, reason from plan_left_out where office = $1 and version = $2",
        args![office, from, to],
    )?;
    Ok(())
}

/// Another text or budget. `Stale`: somebody else changed it meanwhile.
pub fn set_facts(tx: &mut Transaction, id: VersionId, revision: i64, facts: &Facts) -> Changed<()> {
    let version = take_draft(tx, id)?;
    let office = tx.office();
    let set = tx.run(
        "update plan_version set summary = $4, budget_fen = $5, revision = revision + 1
          where office = $1 and id = $2 and revision = $3 and state = 'draft'",
        args![office, id, revision, facts.summary, facts.budget],
    )?;
    if !set.at_most_one()? {
        return Err(Error::Stale.into());
    }
    let told = json!({ "version": id, "budget_fen": facts.budget, "before_fen": version.facts.budget });
    tx.record("plan.worded", version.neighbourhood, told);
    Ok(())
}

/// Puts an item: a new one at the end, or one that is there in its place. It was checked before; here is checked that what it
/// names stands in this neighbourhood. `Stale`: somebody else changed it meanwhile.
pub fn put(tx: &mut Transaction, id: VersionId, item: &Item) -> Changed<()> {
    let version = take_draft(tx, id)?;
    let office = tx.office();
    let all = items(tx, office, id)?;
    let before = all.iter().find(|other| other.id == item.id);
    if before.is_none() && all.len() >= MOST_ITEMS {
        return Err(CannotChange::Full.into());
    }
    if before.map_or(0, |before| before.revision) != item.revision {
        // A new one that was sent twice is there as it was sent.
        return match before {
            Some(before) if *before == (Item { revision: before.revision, ..item.clone() }) => Ok(()),
            _ => Err(Error::Stale.into()),
        };
    }
    check_place(tx, office, version.neighbourhood, item.place)?;
    check_needs(tx, office, version.neighbourhood, item, before)?;
    let kept = Item { revision: item.revision + 1, ..item.clone() };
    let position = next_position(tx, office, id)?;
    item::write(tx, id, position, &kept)?;
    tx.record("plan.item_put", version.neighbourhood, told(id, &kept, before));
    Ok(())
}

/// At the end; an item that is there keeps its place.
fn next_position(tx: &mut Tx, office: Office, id: VersionId) -> Result<i64> {
    tx.query_one(
        "select coalesce(max(position), 0) + 1 from plan_item where office = $1 and version = $2",
        args![office, id],
        |row| row.get(0),
    )
}

fn told(version: VersionId, item: &Item, before: Option<&Item>) -> Value {
    json!({
        "version": version,
        "item": item.id,
        "title": item.title,
        "cost_fen": item.cost(),
        "before_fen": before.map(Item::cost),
        "standing": item.standing.as_str(),
    })
}

/// Takes an item, puts it into reserve, drops it or puts it back.
pub fn stand(tx: &mut Transaction, id: VersionId, which: ItemId, standing: Standing) -> Changed<()> {
    place(tx, id, &[(which, standing)])
}

/// The same for several at once, as an election proposes it.
pub fn place(tx: &mut Transaction, id: VersionId, all: &[(ItemId, Standing)]) -> Changed<()> {
    let version = take_draft(tx, id)?;
    let office = tx.office();
    let there = items(tx, office, id)?;
    let mut changed = Vec::new();
    for (which, standing) in all {
        let item = there.iter().find(|item| item.id == *which).ok_or(Error::Missing)?;
        if item.standing != *standing {
            changed.push((item, *standing));
        }
    }
    tx.run_many(
        "update plan_item set standing = $4, revision = revision + 1
          where office = $1 and version = $2 and item = $3 and standing <> $4",
        changed.iter().map(|(item, standing)| args![office, id, item.id, standing.as_str()]),
    )?;
    for (item, standing) in changed {
        let moved = Item { standing, ..item.clone() };
        tx.record("plan.item_put", version.neighbourhood, told(id, &moved, Some(item)));
    }
    Ok(())
}

/// Says why a need is not answered; an empty reason takes that back.
pub fn leave_out(tx: &mut Transaction, id: VersionId, need: NeedId, reason: &str) -> Changed<()> {
    let version = take_draft(tx, id)?;
    let office = tx.office();
    if reason.is_empty() {
        let _ = tx.run(
            "delete from plan_left_out where office = $1 and version = $2 and need = $3",
            args![office, id, need],
        )?;
    } else {
        let board = need::of(tx, office, version.neighbourhood)?;
        if !board.iter().any(|one| one.id == need) {
            return Err(CannotChange::NoSuchNeed.into());
        }
        tx.run(
            "insert into plan_left_out (office, version, need, reason) values ($1, $2, $3, $4)
             on conflict (office, version, need) do update set reason = $4",
            args![office, id, need, reason],
        )?
        .exactly_one()?;
    }
    tx.record("plan.need_left_out", version.neighbourhood, json!({ "version": id, "need": need, "reason": reason }));
    Ok(())
}

/// Gives a draft up: it stays readable, and the next one begins from it.
pub fn give_up(tx: &mut Transaction, id: VersionId) -> Changed<()> {
    let version = take_draft(tx, id)?;
    let office = tx.office();
    tx.run(
        "update plan_version set state = 'withdrawn', revision = revision + 1
          where office = $1 and id = $2 and state = 'draft'",
        args![office, id],
    )?
    .exactly_one()?;
    tx.record("plan.given_up", version.neighbourhood, json!({ "version": id }));
    Ok(())
}

fn check_place(tx: &mut Tx, office: Office, of: NeighbourhoodId, place: Place) -> Changed<()> {
    let fits = match place {
        Place::Common => Some(()),
        Place::Building(building) => tx.query_opt(
            "select 1 from building where office = $1 and neighbourhood = $2 and id = $3 and closed_at is null",
            args![office, of, building],
            |_| Ok(()),
        )?,
        Place::Entrance(building, entrance) => tx.query_opt(
            "select 1 from building b join entrance e on e.office = b.office and e.building = b.id
              where b.office = $1 and b.neighbourhood = $2 and b.id = $3 and b.closed_at is null and e.id = $4",
            args![office, of, building, entrance],
            |_| Ok(()),
        )?,
    };
    fits.ok_or_else(|| CannotChange::NoSuchPlace.into())
}

/// Needs stand on the board of this neighbourhood; one that went from it meanwhile stays where it was named before.
fn check_needs(tx: &mut Tx, office: Office, of: NeighbourhoodId, item: &Item, before: Option<&Item>) -> Changed<()> {
    if item.needs.is_empty() {
        return Ok(());
    }
    let board = need::of(tx, office, of)?;
    let mut known: BTreeSet<NeedId> = board.iter().map(|need: &Need| need.id).collect();
    known.extend(before.into_iter().flat_map(|before| &before.needs));
    if item.needs.iter().all(|need| known.contains(need)) { Ok(()) } else { Err(CannotChange::NoSuchNeed.into()) }
}

//! The roll of a vote as it was frozen, and to whom the ballots were delivered.

use linli_domain::kernel::{Area, Date, NeighbourhoodId, Office};
use linli_domain::planning::vote::conduct::total;
use linli_domain::planning::vote::{State, VoteId, Voter, freeze};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Party, PartyId};
use serde_json::json;

use super::{NotHeld, get, rules, take};
use crate::planning::{notice, plan};
use crate::register::owner::{self, read_party};
use crate::{Error, Result, Transaction, Tx, args};

/// Announces a draft: its rules and its roll stay as they are from now on.
pub fn announce(tx: &mut Transaction, id: VoteId, revision: i64) -> std::result::Result<(), NotHeld> {
    let (office, today) = (tx.office(), tx.today());
    let kept = get(tx, office, id)?;
    if kept.state != State::Draft || kept.revision != revision {
        return Err(Error::Stale.into());
    }
    let rules = rules::of(tx, office, today)?;
    let faults = kept.draft.faults(&rules, today);
    if !faults.is_empty() {
        return Err(NotHeld::Faults(faults));
    }
    hold(tx, kept.draft.neighbourhood)?;
    let plan_number = plan_number(tx, office, &kept, today)?;
    let owned = owner::roll(tx, office, kept.draft.neighbourhood, kept.draft.scope)?;
    let mut lots = Lots::default();
    let voters = freeze(&owned, |below| lots.draw(below)).map_err(NotHeld::Roll)?;
    lots.were_drawn()?;
    let (total, text) = (total(&voters), serde_json::to_string(&rules).map_err(|_| Error::Damaged)?);
    tx.run(
        "update owner_vote set state = 'announced', revision = revision + 1, announced_on = $4, rules = $5, heads = $6,
                area = $7, plan_number = $8
          where office = $1 and id = $2 and revision = $3 and state = 'draft'",
        args![office, id, revision, today, text, total.heads, total.area, plan_number],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    keep(tx, id, &voters)?;
    tx.record("vote.announced", id, json!({ "heads": total.heads, "area": total.area.to_string() }));
    Ok(())
}

/// The number of the plan version that is voted on; refused where it cannot go to the vote: posted, its days over, no objection open.
fn plan_number(
    tx: &mut Tx,
    office: Office,
    kept: &super::Kept,
    today: Date,
) -> std::result::Result<Option<u32>, NotHeld> {
    let Some(version) = kept.draft.plan else { return Ok(None) };
    let version = plan::get(tx, office, version)?;
    if version.neighbourhood != kept.draft.neighbourhood || notice::ready(tx, office, &version, today)?.is_err() {
        return Err(NotHeld::Plan);
    }
    Ok(Some(u32::try_from(version.number).map_err(|_| Error::Damaged)?))
}

/// Holds the owners' roll and the plan: whoever changes one of them waits until it is frozen.
fn hold(tx: &mut Transaction, of: NeighbourhoodId) -> Result<()> {
    let office = tx.office();
    plan::take(tx, of)?;
    // Where no owner was ever entered there is nothing to hold.
    let held =
        tx.run("update owner_roll set version = version where office = $1 and neighbourhood = $2", args![office, of])?;
    held.at_most_one().map(drop)
}

/// Numbers by chance: nobody knows beforehand which number a head will have.
#[derive(Default)]
struct Lots {
    failed: bool,
}

impl Lots {
    /// A number below another one.
    fn draw(&mut self, below: usize) -> usize {
        let drawn = getrandom::u64();
        self.failed |= drawn.is_err();
        usize::try_from(drawn.unwrap_or_default() % (below.max(1) as u64)).unwrap_or_default()
    }

    /// An order that is not by chance is none.
    fn were_drawn(&self) -> Result<()> {
        if self.failed { Err(Error::other("this machine gives no random numbers")) } else { Ok(()) }
    }
}

fn keep(tx: &mut Transaction, id: VoteId, voters: &[Voter]) -> Result<()> {
    let office = tx.office();
    let heads = voters.iter().map(|voter| {
        let area: Area = voter.doors.iter().map(|(_, _, area)| *area).sum();
        args![office, id, voter.number, voter.party, voter.unsold, area, false]
    });
    tx.run_many(
        "insert into vote_head (office, vote, number, party, unsold, area, came) values ($1, $2, $3, $4, $5, $6, $7)",
        heads,
    )?;
    let doors = voters.iter().flat_map(|voter| {
        let door = move |(at, (dwelling, door, area)): (i64, &(DwellingId, String, Area))| {
            args![office, id, *dwelling, voter.number, at, door.clone(), *area]
        };
        (1..).zip(&voter.doors).map(door)
    });
    tx.run_many(
        "insert into vote_dwelling (office, vote, dwelling, number, position, door, area)
         values ($1, $2, $3, $4, $5, $6, $7)",
        doors,
    )?;
    Ok(())
}

/// When and how a ballot was delivered (送达), and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub on: Date,
    /// By hand, by post, or put up on site where nobody could be reached.
    pub how: String,
    pub by: String,
}

/// A head of the delivery list.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: u32,
    pub party: Party,
    pub area: Area,
    pub came: bool,
    pub delivered: Option<Delivered>,
    pub doors: Vec<String>,
}

/// The delivery list after a number, by numbers. Two statements.
pub fn lines(tx: &mut Tx, office: Office, id: VoteId, after: u32, most: usize) -> Result<Vec<Line>> {
    let held = tx.held();
    let mut lines = tx.query(
        "select h.number, p.id, p.kind, p.owners, h.area, h.came, h.delivered_on, h.delivered_how, h.delivered_by
           from vote_head h join owner_party p on p.office = h.office and p.id = h.party
          where h.office = $1 and h.vote = $2 and h.number > $3 order by h.number limit $4",
        args![office, id, after, most],
        |row| {
            let delivered = match (row.get(6)?, row.get(7)?, row.get(8)?) {
                (Some(on), Some(how), Some(by)) => Some(Delivered { on, how, by }),
                _ => None,
            };
            let party = read_party(row, 1, office, &held)?;
            let (number, area, came) = (row.get(0)?, row.get(4)?, row.get(5)?);
            Ok(Line { number, party, area, came, delivered, doors: Vec::new() })
        },
    )?;
    let last = lines.last().map_or(after, |line| line.number);
    let doors = tx.query(
        "select number, door from vote_dwelling
          where office = $1 and vote = $2 and number > $3 and number <= $4 order by number, position",
        args![office, id, after, last],
        |row| Ok((row.get::<u32>(0)?, row.get::<String>(1)?)),
    )?;
    for (number, door) in doors {
        let at = lines.binary_search_by_key(&number, |line| line.number).map_err(|_| Error::Damaged)?;
        lines[at].doors.push(door);
    }
    Ok(lines)
}

/// Notes deliveries; who has it noted already stays as it is. How many were new.
pub fn deliver(tx: &mut Transaction, id: VoteId, heads: &[u32], on: Date, how: &str) -> Result<u64> {
    take(tx, id)?;
    let (office, by) = (tx.office(), tx.actor().name.clone());
    let rows = heads.iter().map(|number| args![office, id, *number, on, how, by]);
    let new = tx.run_many(
        "update vote_head set delivered_on = $4, delivered_how = $5, delivered_by = $6
          where office = $1 and vote = $2 and number = $3 and delivered_on is null",
        rows,
    )?;
    let counted = i64::try_from(new).unwrap_or(i64::MAX);
    tx.run(
        "update owner_vote set delivered = delivered + $3 where office = $1 and id = $2",
        args![office, id, counted],
    )?
    .exactly_one()?;
    tx.record("vote.delivered", id, json!({ "heads": new, "on": on.to_string(), "how": how }));
    Ok(new)
}

/// The frozen roll, by numbers, and which heads the ballots were delivered to.
pub fn voters(tx: &mut Tx, office: Office, id: VoteId) -> Result<Vec<(Voter, bool)>> {
    let mut voters: Vec<(Voter, bool)> = tx.query(
        "select number, party, unsold, delivered_on from vote_head where office = $1 and vote = $2 order by number",
        args![office, id],
        |row| {
            let delivered = row.get::<Option<Date>>(3)?.is_some();
            let party = row.get::<PartyId>(1)?;
            Ok((Voter { number: row.get(0)?, party, unsold: row.get(2)?, doors: Vec::new() }, delivered))
        },
    )?;
    let doors = tx.query(
        "select number, dwelling, door, area from vote_dwelling where office = $1 and vote = $2
          order by number, position",
        args![office, id],
        |row| Ok((row.get::<u32>(0)?, (row.get::<DwellingId>(1)?, row.get::<String>(2)?, row.get::<Area>(3)?))),
    )?;
    for (number, door) in doors {
        let at = voters.binary_search_by_key(&number, |(voter, _)| voter.number).map_err(|_| Error::Damaged)?;
        voters[at].0.doors.push(door);
    }
    Ok(voters)
}

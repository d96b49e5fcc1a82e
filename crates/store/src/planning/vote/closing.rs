//! Closing a vote (计票封存): every ballot judged, counted, sealed, all of them bound by one root. Worked out before the unit of work
//! that writes it, which only goes through where nothing was changed meanwhile.

use std::collections::BTreeMap;

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Personal};
use linli_domain::planning::vote::{
    Ballot, BallotCode, BallotId, Bound, Came, Channel, Invalid, Outcome, Roll, Root, Seal, State, Tally, Typed, Vote,
    VoteId, conduct, content, judge,
};
use serde_json::json;

use super::ballot::{Waiting, waiting};
use super::reading::opened;
use super::{Kept, get, roll};
use crate::seal::places::{VOTE_CODE, VOTE_ENTRY};
use crate::{Error, Result, Transaction, Tx, args};

/// A vote with all its ballots as they are counted.
#[derive(Debug)]
pub struct Closing {
    pub kept: Kept,
    pub vote: Vote,
    pub roll: Roll,
    pub ballots: Vec<Ballot>,
    /// What stands with each ballot, in the same order.
    pub beside: Vec<Beside>,
    pub tally: Tally,
    pub root: Root,
    /// Ballots that are not read twice yet, or differ, or lack a scan that has to be there.
    pub waiting: Waiting,
}

/// What stands with a ballot.
#[derive(Debug)]
pub struct Beside {
    pub id: BallotId,
    /// Nobody where it came online.
    pub typed_by: Vec<AccountId>,
    pub scan_file: Option<String>,
    pub code: BallotCode,
    pub seal: Seal,
    pub invalid: Option<Invalid>,
}

/// One settled ballot as it lies there.
struct Lying {
    id: BallotId,
    number: u32,
    typed_by: Vec<AccountId>,
    scan_file: Option<String>,
    code: BallotCode,
    typed: Typed,
    came: Came,
}

/// Counts a vote as its ballots lie there. Five statements, however many ballots.
pub fn prepare(tx: &mut Tx, office: Office, id: VoteId) -> Result<Closing> {
    let kept = get(tx, office, id)?;
    let rules = kept.rules.as_ref().ok_or(Error::Refused)?;
    let vote = kept.draft.vote(rules, kept.plan_number);
    let voters = roll::voters(tx, office, id)?;
    let delivered: BTreeMap<u32, bool> = voters.iter().map(|(voter, delivered)| (voter.number, *delivered)).collect();
    let voters: Vec<_> = voters.into_iter().map(|(voter, _)| voter).collect();
    let roll = conduct::roll(&voters, |number| delivered[&number]).map_err(|_| Error::Damaged)?;
    let lying = lying(tx, office, id)?;
    let waiting = waiting(tx, office, id)?;
    let (ballots, beside) = counted(id, &vote, &roll, lying);
    let tally = Tally::of(&vote, &roll, &judge(&vote, &roll, &ballots));
    let root = Bound::new(beside.iter().map(|one| one.seal)).root();
    Ok(Closing { kept, vote, roll, ballots, beside, tally, root, waiting })
}

fn lying(tx: &mut Tx, office: Office, id: VoteId) -> Result<Vec<Lying>> {
    let held = tx.held();
    tx.query(
        "select b.id, b.number, b.first_account, b.second_account, b.code, e.id, e.content, b.channel, s.digest,
                s.file_name, p.digest
           from vote_ballot b join vote_entry e on e.office = b.office and e.id = b.entry
           left join evidence s on s.office = b.office and s.id = b.scan
           left join evidence p on p.office = b.office and p.id = b.proxy_scan
          where b.office = $1 and b.vote = $2 and b.state = 'settled' order by b.number",
        args![office, id],
        |row| {
            let ballot: BallotId = row.get(0)?;
            let entry: linli_domain::planning::vote::EntryId = row.get(5)?;
            let code = held.open(&VOTE_CODE, office, &ballot.to_string(), &row.get::<String>(4)?);
            let Personal::Known(code) = code else { return Err(Error::Damaged) };
            let content = held.open(&VOTE_ENTRY, office, &entry.to_string(), &row.get::<String>(6)?);
            let channel = row.get::<String>(7)?.parse::<Channel>().map_err(|()| Error::Damaged)?;
            Ok(Lying {
                id: ballot,
                number: row.get(1)?,
                typed_by: match channel {
                    Channel::Paper => vec![row.get(2)?, row.get(3)?],
                    Channel::Online => Vec::new(),
                },
                scan_file: row.get(9)?,
                came: Came { channel, scan: row.get(8)?, proxy_paper: row.get(10)? },
                code: code.parse().map_err(|_| Error::Damaged)?,
                typed: opened(&content)?,
            })
        },
    )
}

/// Ballots in the order of their numbers; proxies who are no owners are called by the order in
/// which they first come.
fn counted(id: VoteId, vote: &Vote, roll: &Roll, lying: Vec<Lying>) -> (Vec<Ballot>, Vec<Beside>) {
    let places: BTreeMap<u32, usize> =
        roll.heads().iter().enumerate().filter_map(|(at, head)| Some((head.id.parse().ok()?, at))).collect();
    let mut persons: BTreeMap<String, String> = BTreeMap::new();
    let mut ballots = Vec::with_capacity(lying.len());
    for one in &lying {
        let person = |proxy: &linli_domain::planning::vote::TypedProxy| {
            let next = format!("p{}", persons.len() + 1);
            persons.entry(proxy.name.clone()).or_insert(next).clone()
        };
        ballots.push(one.typed.ballot(one.number, |number| places.get(&number).copied(), person, one.came));
    }
    let reasons: BTreeMap<u32, Option<Invalid>> =
        judge(vote, roll, &ballots).iter().map(|one| (one.ballot.number, one.invalid)).collect();
    let name = id.to_string();
    let beside = lying.into_iter().zip(&ballots).map(|(one, ballot)| Beside {
        id: one.id,
        typed_by: one.typed_by,
        scan_file: one.scan_file,
        code: one.code,
        seal: Digest::of(content(&name, roll, ballot, one.code).as_bytes()),
        invalid: reasons[&one.number],
    });
    let beside = beside.collect();
    (ballots, beside)
}

/// Closes a vote as it was counted. `Refused`: its last day is not over, or ballots wait. `Stale`: something changed since.
pub fn close(tx: &mut Transaction, id: VoteId, closing: &Closing) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    if tx.today() <= closing.vote.last || closing.waiting.any() || closing.kept.state != State::Announced {
        return Err(Error::Refused);
    }
    let root = format!("{}/{}", closing.root.digest, closing.root.ballots);
    tx.run(
        "update owner_vote set state = 'closed', revision = revision + 1, closed_at = $4, closed_by = $5, root = $6,
                result = $7
          where office = $1 and id = $2 and revision = $3 and state = 'announced'",
        args![office, id, closing.kept.revision, now, actor.name, root, told(&closing.tally)?],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    let rows = closing.beside.iter().map(|one| {
        let reason = one.invalid.map(Invalid::as_str);
        args![office, one.id, one.seal, reason]
    });
    tx.run_many("update vote_ballot set seal = $3, invalid = $4 where office = $1 and id = $2 and seal is null", rows)?;
    tx.record("vote.closed", id, json!({ "root": root, "carried": closing.tally.carried() }));
    Ok(())
}

fn told(tally: &Tally) -> Result<String> {
    serde_json::to_string(&Outcome::from(tally)).map_err(|_| Error::Damaged)
}

/// The seals of a closed vote in the order of its ballots: anybody may have them, since they tell nothing of an answer.
pub fn seals(tx: &mut Tx, office: Office, id: VoteId) -> Result<Vec<Seal>> {
    tx.query(
        "select seal from vote_ballot where office = $1 and vote = $2 and seal is not null order by number",
        args![office, id],
        |row| row.get(0),
    )
}

/// Whether a closed vote still is what was bound: its ballots, its result, its roll.
pub(crate) fn is_as_bound(tx: &mut Tx, office: Office, id: VoteId) -> Result<bool> {
    let again = match prepare(tx, office, id) {
        Ok(again) => again,
        Err(Error::Damaged | Error::Missing | Error::Refused) => return Ok(false),
        Err(other) => return Err(other),
    };
    let root = format!("{}/{}", again.root.digest, again.root.ballots);
    let sealed = seals(tx, office, id)?;
    let same = again.beside.iter().map(|one| one.seal).eq(sealed);
    Ok(same && again.kept.root.as_ref() == Some(&root) && again.kept.result == Some(told(&again.tally)?))
}

/// The closed votes of an office.
pub(crate) fn closed(tx: &mut Tx, office: Office) -> Result<Vec<VoteId>> {
    tx.query("select id from owner_vote where office = $1 and state = 'closed' order by id", args![office], |row| {
        row.get(0)
    })
}

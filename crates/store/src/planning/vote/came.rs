//! Who took part so far, by what each ballot says by itself. Kept with the vote, so that what is still needed is one row.

use linli_domain::kernel::Area;
use linli_domain::kernel::digest::Digest;
use linli_domain::planning::vote::{BallotId, Came, Dwelling, Head, Roll, Typed, Vote, VoteId, conduct, judge};

use super::get;
use crate::{Error, Result, Transaction, args};

/// Counts the head among those who took part, once, where the ballot by itself takes part. What only all ballots together show
/// (a proxy of too many) comes out when it is closed.
pub(super) fn came(tx: &mut Transaction, id: VoteId, (ballot, number): (BallotId, u32), typed: &Typed) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update vote_ballot set head = $3, proxy_needed = $4 where office = $1 and id = $2",
        args![office, ballot, typed.head, typed.needs_proxy_paper()],
    )?
    .exactly_one()?;
    let Some(head) = typed.head else { return Ok(()) };
    let vote = get(tx, office, id)?;
    let rules = vote.rules.as_ref().ok_or(Error::Damaged)?;
    let area = tx.query_one(
        "select area from vote_head where office = $1 and vote = $2 and number = $3",
        args![office, id, head],
        |row| row.get::<Area>(0),
    )?;
    if !alone(&vote.draft.vote(rules, vote.plan_number), typed, number, area) {
        return Ok(());
    }
    let new = tx.run(
        "update vote_head set came = true where office = $1 and vote = $2 and number = $3 and not came",
        args![office, id, head],
    )?;
    if new.at_most_one()? {
        tx.run(
            "update owner_vote set came_heads = came_heads + 1, came_area = came_area + $3 where office = $1 and id = $2",
            args![office, id, area],
        )?
        .exactly_one()?;
    }
    Ok(())
}

/// Whether a ballot takes part by what is on it: judged as if it were the only one, on a roll of its head alone.
fn alone(vote: &Vote, typed: &Typed, number: u32, area: Area) -> bool {
    let Some(head) = typed.head else { return false };
    let head = Head {
        id: head.to_string(),
        owners: vec![conduct::owner(head)],
        dwellings: vec![Dwelling { name: "1".into(), area }],
        unsold: false,
        delivered: true,
    };
    let Ok(roll) = Roll::new(vec![head]) else { return false };
    // A written authority that somebody saw is scanned before the vote is closed.
    let seen = Came { proxy_paper: Some(Digest::of(b"")), ..Came::PAPER };
    let ballot = typed.ballot(number, |_| Some(0), |proxy| proxy.name.clone(), seen);
    judge(vote, &roll, std::slice::from_ref(&ballot)).iter().all(|one| one.invalid.is_none())
}

//! Owners' votes: what an announced one counts is what lies there; each closed one is what was bound. The second needs the key.

use linli_domain::kernel::Office;

use super::Fault;
use crate::planning::vote::closing::{closed, is_as_bound};
use crate::{Result, Tx, args};

pub(super) fn faults(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let mut found = counters(tx, office)?;
    if tx.held().seal().is_err() {
        return Ok(found);
    }
    for id in closed(tx, office)? {
        if !is_as_bound(tx, office, id)? {
            found.push(Fault { office, rule: "vote-bound", subject: id.to_string() });
        }
    }
    Ok(found)
}

/// Votes that count something else than what lies there: heads and area of the roll, who came, deliveries, ballots.
fn counters(tx: &mut Tx, office: Office) -> Result<Vec<Fault>> {
    let wrong: Vec<String> = tx.query(
        "select v.id from owner_vote v
           left join (select vote, count(*) as heads, cast(sum(area) as bigint) as area,
                             sum(case when came then 1 else 0 end) as came,
                             cast(sum(case when came then area else 0 end) as bigint) as came_area,
                             sum(case when delivered_on is not null then 1 else 0 end) as delivered
                        from vote_head where office = $1 group by vote) h on h.vote = v.id
           left join (select vote, count(*) as ballots, max(number) as last from vote_ballot where office = $1 group by vote) b
                  on b.vote = v.id
          where v.office = $1 and v.announced_on is not null
            and (v.heads <> coalesce(h.heads, 0) or v.area <> coalesce(h.area, 0) or v.came_heads <> coalesce(h.came, 0)
                 or v.came_area <> coalesce(h.came_area, 0) or v.delivered <> coalesce(h.delivered, 0)
                 or v.ballots <> coalesce(b.ballots, 0) or v.ballots <> coalesce(b.last, 0))
          order by v.id",
        args![office],
        |row| row.get(0),
    )?;
    Ok(wrong.into_iter().map(|subject| Fault { office, rule: "vote-counts", subject }).collect())
}

//! Neighbourhoods that were taken out of a campaign while it ran. Phones that were out bring their visits all the same: they are
//! kept, their doors stand as they say, and neither counts in the campaign until somebody takes the neighbourhood in again.

use std::collections::BTreeSet;

use linli_domain::consultation::survey::CampaignId;
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};

use crate::{Result, Transaction, Tx, args};

/// A neighbourhood that left, with what was done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub neighbourhood: NeighbourhoodId,
    pub name: String,
    pub at: Timestamp,
    pub by_name: String,
    /// Visits that stand, and those of them that were made after it had left.
    pub visits: i64,
    pub after: i64,
}

/// Those of a campaign, the last one first.
pub fn left(tx: &mut Tx, office: Office, campaign: CampaignId) -> Result<Vec<Left>> {
    tx.query(
        "select l.neighbourhood, n.name, l.at, l.by_name, count(v.id),
                cast(coalesce(sum(case when v.at > l.at then 1 else 0 end), 0) as bigint)
           from campaign_left l
           join neighbourhood n on n.office = l.office and n.id = l.neighbourhood
           left join campaign_door d
             on d.office = l.office and d.campaign = l.campaign and d.neighbourhood = l.neighbourhood
           left join visit v on v.office = d.office and v.campaign = d.campaign and v.dwelling = d.dwelling
                            and v.standing = 'stands'
          where l.office = $1 and l.campaign = $2
          group by l.neighbourhood, n.name, l.at, l.by_name order by l.at desc, l.neighbourhood",
        args![office, campaign],
        |row| {
            Ok(Left {
                neighbourhood: row.get(0)?,
                name: row.get(1)?,
                at: row.get(2)?,
                by_name: row.get(3)?,
                visits: row.get(4)?,
                after: row.get(5)?,
            })
        },
    )
}

/// Since when a neighbourhood is out of a campaign.
pub fn left_at(tx: &mut Tx, office: Office, campaign: CampaignId, of: NeighbourhoodId) -> Result<Option<Timestamp>> {
    tx.query_opt(
        "select at from campaign_left where office = $1 and campaign = $2 and neighbourhood = $3",
        args![office, campaign, of],
        |row| row.get(0),
    )
}

/// Notes which ones leave, and forgets those that are back.
pub(super) fn note(
    tx: &mut Transaction,
    campaign: CampaignId,
    before: &[NeighbourhoodId],
    now_in: &[NeighbourhoodId],
) -> Result<()> {
    let (office, at, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    let (before, now_in): (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), now_in.iter().collect());
    tx.run_many(
        "insert into campaign_left (office, campaign, neighbourhood, at, by_name) values ($1, $2, $3, $4, $5)
         on conflict (office, campaign, neighbourhood) do update set at = $4, by_name = $5",
        before.difference(&now_in).map(|of| args![office, campaign, **of, at, by]),
    )?;
    tx.run_many(
        "delete from campaign_left where office = $1 and campaign = $2 and neighbourhood = $3",
        now_in.difference(&before).map(|of| args![office, campaign, **of]),
    )?;
    Ok(())
}

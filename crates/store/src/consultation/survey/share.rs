//! Whose an entrance is in a campaign.

use linli_domain::consultation::survey::CampaignId;
use linli_domain::consultation::survey::share::Stairwell;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, EntranceId};
use serde_json::json;

use crate::{Result, Row, Transaction, Tx, args};

/// An entrance of a campaign: where it is, its doors, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub neighbourhood: NeighbourhoodId,
    pub neighbourhood_name: String,
    pub building: BuildingId,
    pub building_name: String,
    pub entrance: EntranceId,
    pub name: String,
    pub doors: i64,
    pub account: Option<AccountId>,
}

macro_rules! shared_columns {
    () => {
        "n.id, n.name, b.id, b.name, e.id, e.name, s.account,
         (select count(*) from dwelling d where d.office = $1 and d.entrance = e.id)"
    };
}

/// Every entrance of a campaign's neighbourhoods, in the order of the way.
pub fn shares(tx: &mut Tx, office: Office, campaign: CampaignId) -> Result<Vec<Shared>> {
    tx.query(
        concat!(
            "select ",
            shared_columns!(),
            " from campaign_neighbourhood c
              join neighbourhood n on n.office = c.office and n.id = c.neighbourhood
              join building b on b.office = n.office and b.neighbourhood = n.id and b.closed_at is null
              join entrance e on e.office = b.office and e.building = b.id
              left join campaign_share s on s.office = c.office and s.campaign = c.campaign and s.entrance = e.id
             where c.office = $1 and c.campaign = $2
             order by n.number, b.name_key, b.id, e.position"
        ),
        args![office, campaign],
        shared,
    )
}

/// The entrances of one neighbourhood, also of one that has left the campaign.
pub fn entrances(tx: &mut Tx, office: Office, campaign: CampaignId, of: NeighbourhoodId) -> Result<Vec<Shared>> {
    tx.query(
        concat!(
            "select ",
            shared_columns!(),
            " from neighbourhood n
              join building b on b.office = n.office and b.neighbourhood = n.id and b.closed_at is null
              join entrance e on e.office = b.office and e.building = b.id
              left join campaign_share s on s.office = e.office and s.campaign = $2 and s.entrance = e.id
             where n.office = $1 and n.id = $3
             order by b.name_key, b.id, e.position"
        ),
        args![office, campaign, of],
        shared,
    )
}

fn shared(row: &Row) -> Result<Shared> {
    Ok(Shared {
        neighbourhood: row.get(0)?,
        neighbourhood_name: row.get(1)?,
        building: row.get(2)?,
        building_name: row.get(3)?,
        entrance: row.get(4)?,
        name: row.get(5)?,
        account: row.get(6)?,
        doors: row.get(7)?,
    })
}

/// The same for a share worked out evenly.
pub fn stairwells(shared: &[Shared]) -> Vec<Stairwell> {
    shared.iter().map(|of| Stairwell { entrance: of.entrance, doors: of.doors }).collect()
}

/// Hands entrances out, in the place of whoever had them; one of nobody is handed to nobody.
pub fn put(tx: &mut Transaction, campaign: CampaignId, all: &[(EntranceId, Option<AccountId>)]) -> Result<()> {
    let office = tx.office();
    tx.run_many(
        "delete from campaign_share where office = $1 and campaign = $2 and entrance = $3",
        all.iter().map(|(entrance, _)| args![office, campaign, *entrance]),
    )?;
    let handed = all.iter().filter_map(|(entrance, account)| Some((*entrance, (*account)?)));
    tx.run_many(
        "insert into campaign_share (office, campaign, entrance, account) values ($1, $2, $3, $4)",
        handed.map(|(entrance, account)| args![office, campaign, entrance, account]),
    )?;
    tx.record("campaign.shared", campaign, json!({ "count": all.len() }));
    Ok(())
}

//! Survey campaigns: who goes where with which questions; doors, and visits to them.

pub mod doors;
pub mod forget;
mod left;
pub mod said;
mod share;
pub mod versions;
pub mod visit;

use std::collections::BTreeMap;

use linli_domain::consultation::survey::{Campaign, CampaignId, Form, VisitId};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use serde_json::json;

use crate::{Error, Result, Row, Transaction, Tx, args};

pub use left::{Left, left, left_at};
pub use share::{Shared, entrances, put as put_shares, shares, stairwells};

crate::text_values!(CampaignId, VisitId);

macro_rules! campaign_columns {
    () => {
        "c.id, c.name, c.opens, c.closes, c.target, c.closed_on, f.form"
    };
}

/// Opens a campaign that was checked.
pub fn add(tx: &mut Transaction, campaign: &Campaign) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    tx.run(
        "insert into campaign (office, id, name, opens, closes, target, form_version, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9)",
        args![
            office,
            campaign.id,
            campaign.name,
            campaign.opens,
            campaign.closes,
            campaign.target,
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    put_form(tx, campaign.id, 1, &campaign.form)?;
    put_places(tx, campaign)?;
    tx.record("campaign.opened", campaign.id, told(campaign));
    Ok(())
}

/// Changes a campaign; other questions are another version of its form.
pub fn change(tx: &mut Transaction, campaign: &Campaign) -> Result<()> {
    let office = tx.office();
    let before = get(tx, office, campaign.id)?;
    let version = form_version(tx, office, campaign.id)?;
    let next = if before.form == campaign.form { version } else { version + 1 };
    tx.run(
        "update campaign set name = $3, opens = $4, closes = $5, target = $6, form_version = $7
          where office = $1 and id = $2 and closed_on is null and form_version = $8",
        args![office, campaign.id, campaign.name, campaign.opens, campaign.closes, campaign.target, next, version],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    if next > version {
        put_form(tx, campaign.id, next, &campaign.form)?;
    }
    // Asked now that the row is ours: of two who change it at once the second sees what the first left.
    let there = neighbourhoods(tx, office, campaign.id)?;
    put_places(tx, campaign)?;
    left::note(tx, campaign.id, &there, &campaign.neighbourhoods)?;
    tx.record("campaign.changed", campaign.id, told(campaign));
    Ok(())
}

/// Nobody takes doors along any more; what is out still arrives.
pub fn close(tx: &mut Transaction, id: CampaignId) -> Result<()> {
    let (office, today) = (tx.office(), tx.today());
    tx.run(
        "update campaign set closed_on = $3 where office = $1 and id = $2 and closed_on is null",
        args![office, id, today],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("campaign.closed", id, ());
    Ok(())
}

fn told(campaign: &Campaign) -> serde_json::Value {
    json!({
        "from": campaign.opens.to_string(), "until": campaign.closes.to_string(), "target": campaign.target,
        "neighbourhoods": campaign.neighbourhoods.len(), "members": campaign.members.len(),
    })
}

fn put_form(tx: &mut Transaction, id: CampaignId, version: i64, form: &Form) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    let text = serde_json::to_string(form).map_err(|_| Error::Damaged)?;
    tx.run(
        "insert into campaign_form (office, campaign, version, form, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![office, id, version, text, now, actor.account, actor.name],
    )?
    .exactly_one()
}

/// Which neighbourhoods it covers and who goes, in the place of those before.
fn put_places(tx: &mut Transaction, campaign: &Campaign) -> Result<()> {
    let (office, id) = (tx.office(), campaign.id);
    tx.run("delete from campaign_neighbourhood where office = $1 and campaign = $2", args![office, id])?.count();
    tx.run_many(
        "insert into campaign_neighbourhood (office, campaign, neighbourhood) values ($1, $2, $3)",
        campaign.neighbourhoods.iter().map(|of| args![office, id, *of]),
    )?;
    tx.run("delete from campaign_member where office = $1 and campaign = $2", args![office, id])?.count();
    tx.run_many(
        "insert into campaign_member (office, campaign, account) values ($1, $2, $3)",
        campaign.members.iter().map(|account| args![office, id, *account]),
    )?;
    // Entrances of who does not go any more are nobody's again.
    tx.run(
        "delete from campaign_share where office = $1 and campaign = $2
            and account not in (select m.account from campaign_member m where m.office = $1 and m.campaign = $2)",
        args![office, id],
    )?
    .count();
    Ok(())
}

pub fn get(tx: &mut Tx, office: Office, id: CampaignId) -> Result<Campaign> {
    let campaign = tx.query_one(
        concat!(
            "select ",
            campaign_columns!(),
            " from campaign c join campaign_form f
                on f.office = c.office and f.campaign = c.id and f.version = c.form_version
              where c.office = $1 and c.id = $2"
        ),
        args![office, id],
        campaign,
    )?;
    Ok(Campaign {
        neighbourhoods: neighbourhoods(tx, office, id)?,
        members: tx.query(
            "select account from campaign_member where office = $1 and campaign = $2 order by account",
            args![office, id],
            |row| row.get(0),
        )?,
        ..campaign
    })
}

fn neighbourhoods(tx: &mut Tx, office: Office, id: CampaignId) -> Result<Vec<NeighbourhoodId>> {
    tx.query(
        "select neighbourhood from campaign_neighbourhood where office = $1 and campaign = $2 order by neighbourhood",
        args![office, id],
        |row| row.get(0),
    )
}

/// Who goes, by name.
pub fn members(tx: &mut Tx, office: Office, id: CampaignId) -> Result<BTreeMap<AccountId, String>> {
    let rows = tx.query(
        "select a.id, a.name from campaign_member m join account a on a.office = m.office and a.id = m.account
          where m.office = $1 and m.campaign = $2",
        args![office, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// The names of the neighbourhoods that it covers.
pub fn places(tx: &mut Tx, office: Office, id: CampaignId) -> Result<BTreeMap<NeighbourhoodId, String>> {
    let rows = tx.query(
        "select n.id, n.name from campaign_neighbourhood c
           join neighbourhood n on n.office = c.office and n.id = c.neighbourhood
          where c.office = $1 and c.campaign = $2",
        args![office, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// The number of the form in force.
pub fn form_version(tx: &mut Tx, office: Office, id: CampaignId) -> Result<i64> {
    tx.query_one("select form_version from campaign where office = $1 and id = $2", args![office, id], |row| row.get(0))
}

/// A form as it was.
pub fn form(tx: &mut Tx, office: Office, id: CampaignId, version: i64) -> Result<Form> {
    let text: String = tx.query_one(
        "select form from campaign_form where office = $1 and campaign = $2 and version = $3",
        args![office, id, version],
        |row| row.get(0),
    )?;
    serde_json::from_str(&text).map_err(|_| Error::Damaged)
}

/// A campaign in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: CampaignId,
    pub name: String,
    pub opens: Date,
    pub closes: Date,
    pub closed_on: Option<Date>,
    pub target: i64,
    pub neighbourhoods: i64,
    pub members: i64,
}

/// Campaigns, the latest first; before a day and id, where there are more.
pub fn list(tx: &mut Tx, office: Office, before: Option<(Date, CampaignId)>, most: usize) -> Result<Vec<Listed>> {
    let (day, id) = before.map_or((Date::MAX, "~".to_owned()), |(day, id)| (day, id.to_string()));
    tx.query(
        "select c.id, c.name, c.opens, c.closes, c.closed_on, c.target,
                (select count(*) from campaign_neighbourhood n where n.office = $1 and n.campaign = c.id),
                (select count(*) from campaign_member m where m.office = $1 and m.campaign = c.id)
           from campaign c
          where c.office = $1 and (c.opens, c.id) < ($2, $3)
          order by c.opens desc, c.id desc limit $4",
        args![office, day, id, most],
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                name: row.get(1)?,
                opens: row.get(2)?,
                closes: row.get(3)?,
                closed_on: row.get(4)?,
                target: row.get(5)?,
                neighbourhoods: row.get(6)?,
                members: row.get(7)?,
            })
        },
    )
}

/// Campaigns that hand doors to somebody, the earliest first.
pub fn of_member(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<CampaignId>> {
    tx.query(
        "select c.id from campaign c join campaign_member m on m.office = c.office and m.campaign = c.id
          where c.office = $1 and m.account = $2 and c.closed_on is null order by c.opens, c.id",
        args![office, account],
        |row| row.get(0),
    )
}

/// The campaigns in which a neighbourhood is surveyed, the latest first.
pub fn of_neighbourhood(tx: &mut Tx, office: Office, of: NeighbourhoodId) -> Result<Vec<(CampaignId, String)>> {
    tx.query(
        "select c.id, c.name from campaign c
           join campaign_neighbourhood n on n.office = c.office and n.campaign = c.id
          where c.office = $1 and n.neighbourhood = $2 order by c.opens desc, c.id desc",
        args![office, of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn campaign(row: &Row) -> Result<Campaign> {
    Ok(Campaign {
        id: row.get(0)?,
        name: row.get(1)?,
        neighbourhoods: Vec::new(),
        members: Vec::new(),
        opens: row.get(2)?,
        closes: row.get(3)?,
        target: row.get(4)?,
        form: serde_json::from_str(&row.get::<String>(6)?).map_err(|_| Error::Damaged)?,
        closed_on: row.get(5)?,
    })
}

//! What households said in a campaign, counted: willing to renew, willing to pay a share and how much, willing to join the council.

use std::collections::BTreeMap;

use linli_domain::consultation::survey::CampaignId;
use linli_domain::kernel::{Money, NeighbourhoodId, Office};

use super::doors::read;
use crate::{Result, Row, Tx, args};

/// Answers of households, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub answered: i64,
    pub willing: Will,
    pub pay: Will,
    /// Households that named an amount, and all of it together.
    pub named: i64,
    pub named_fen: i64,
    pub council: i64,
    pub hazards: i64,
}

/// Yes, no, not sure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Will {
    pub yes: i64,
    pub no: i64,
    pub unsure: i64,
}

impl Said {
    /// What those who named an amount named on average, to the fen.
    pub fn average(&self) -> Option<Money> {
        (self.named > 0).then(|| Money::from_fen((self.named_fen + self.named / 2) / self.named))
    }

    pub fn add(&mut self, other: &Self) {
        let sum = |one: &mut Will, other: Will| {
            (one.yes, one.no, one.unsure) = (one.yes + other.yes, one.no + other.no, one.unsure + other.unsure);
        };
        sum(&mut self.willing, other.willing);
        sum(&mut self.pay, other.pay);
        self.answered += other.answered;
        self.named += other.named;
        self.named_fen += other.named_fen;
        self.council += other.council;
        self.hazards += other.hazards;
    }
}

/// By neighbourhood of the campaign. A door whose answers contradict is not counted until somebody says which counts.
pub fn by_place(tx: &mut Tx, office: Office, campaign: CampaignId) -> Result<BTreeMap<NeighbourhoodId, Said>> {
    let rows = tx.query(
        "select d.neighbourhood, count(*),
                cast(sum(case when v.willing = 'yes' then 1 else 0 end) as bigint),
                cast(sum(case when v.willing = 'no' then 1 else 0 end) as bigint),
                cast(sum(case when v.willing = 'unsure' then 1 else 0 end) as bigint),
                cast(sum(case when v.pay = 'yes' then 1 else 0 end) as bigint),
                cast(sum(case when v.pay = 'no' then 1 else 0 end) as bigint),
                cast(sum(case when v.pay = 'unsure' then 1 else 0 end) as bigint),
                count(v.pay_fen), cast(coalesce(sum(v.pay_fen), 0) as bigint),
                cast(sum(case when v.council then 1 else 0 end) as bigint),
                cast(sum(case when v.hazard then 1 else 0 end) as bigint)
           from campaign_door d
           join campaign_neighbourhood c
             on c.office = d.office and c.campaign = d.campaign and c.neighbourhood = d.neighbourhood
           join visit v on v.office = d.office and v.campaign = d.campaign and v.dwelling = d.dwelling
          where d.office = $1 and d.campaign = $2 and d.state = 'answered' and v.standing = 'stands'
            and v.outcome = 'answered'
          group by d.neighbourhood order by d.neighbourhood",
        args![office, campaign],
        |row| Ok((row.get(0)?, said(row)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn said(row: &Row) -> Result<Said> {
    let will =
        |at: usize| -> Result<Will> { Ok(Will { yes: row.get(at)?, no: row.get(at + 1)?, unsure: row.get(at + 2)? }) };
    Ok(Said {
        answered: row.get(1)?,
        willing: will(2)?,
        pay: will(5)?,
        named: row.get(8)?,
        named_fen: row.get(9)?,
        council: row.get(10)?,
        hazards: row.get(11)?,
    })
}

/// A door with what was answered there, without a word of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub neighbourhood: String,
    pub building: String,
    pub entrance: String,
    pub room: String,
    /// As `DoorState::as_str` says it.
    pub state: &'static str,
    pub visits: i64,
    pub willing: Option<String>,
    pub pay: Option<String>,
    pub pay_fen: Option<i64>,
    pub council: Option<bool>,
    pub member: String,
}

/// Every door of a campaign that was visited, in the order of the way; what was answered where one answer stands.
pub fn lines(tx: &mut Tx, office: Office, campaign: CampaignId, most: usize) -> Result<Vec<Line>> {
    tx.query(
        "select n.name, b.name, e.name, r.room, d.state, d.visits, v.willing, v.pay, v.pay_fen, v.council,
                coalesce(v.by_name, '')
           from campaign_door d
           join neighbourhood n on n.office = d.office and n.id = d.neighbourhood
           join building b on b.office = d.office and b.id = d.building
           join entrance e on e.office = d.office and e.id = d.entrance
           join dwelling r on r.office = d.office and r.id = d.dwelling
           left join visit v on v.office = d.office and v.campaign = d.campaign and v.dwelling = d.dwelling
                            and v.standing = 'stands' and v.outcome = 'answered' and d.state = 'answered'
          where d.office = $1 and d.campaign = $2 and d.state <> 'to-do'
          order by n.name_key, n.id, b.name_key, b.id, e.position, r.floor, r.room, r.id limit $3",
        args![office, campaign, most],
        |row| {
            Ok(Line {
                neighbourhood: row.get(0)?,
                building: row.get(1)?,
                entrance: row.get(2)?,
                room: row.get(3)?,
                state: read(&row.get::<String>(4)?, 1)?.as_str(),
                visits: row.get(5)?,
                willing: row.get(6)?,
                pay: row.get(7)?,
                pay_fen: row.get(8)?,
                council: row.get(9)?,
                member: row.get(10)?,
            })
        },
    )
}

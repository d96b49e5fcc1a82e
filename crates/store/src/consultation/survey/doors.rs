//! Doors of a campaign: what stands of each, and how many were reached.

use std::collections::BTreeMap;

use linli_domain::consultation::survey::coverage::Coverage;
use linli_domain::consultation::survey::door::{DoorState, Standing};
use linli_domain::consultation::survey::{CampaignId, Outcome};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, DwellingId, EntranceId};

use crate::{Error, Result, Transaction, Tx, args};

/// A door as the phone and the picture of the building show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub dwelling: DwellingId,
    pub entrance: EntranceId,
    pub floor: i64,
    pub room: String,
    pub state: DoorState,
}

/// Every door of these neighbourhoods in a campaign: building by building in the order of the way, the upper floors first.
pub fn of(tx: &mut Tx, office: Office, campaign: CampaignId, places: &[NeighbourhoodId]) -> Result<Vec<Door>> {
    let places = places.iter().fold("|".to_owned(), |text, of| text + &of.to_string() + "|");
    tx.query(
        "select d.id, e.id, d.floor, d.room, coalesce(c.state, 'to-do'), coalesce(c.visits, 0)
           from building b
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
           left join campaign_door c on c.office = d.office and c.campaign = $2 and c.dwelling = d.id
          where b.office = $1 and $3 like '%|' || b.neighbourhood || '|%' and b.closed_at is null
          order by b.neighbourhood, b.name_key, b.id, e.position, d.floor desc, d.room",
        args![office, campaign, places],
        |row| {
            let (state, visits): (String, i64) = (row.get(4)?, row.get(5)?);
            Ok(Door {
                dwelling: row.get(0)?,
                entrance: row.get(1)?,
                floor: row.get(2)?,
                room: row.get(3)?,
                state: read(&state, visits)?,
            })
        },
    )
}

/// A door by its place and name: `甲小区`, `3栋 1单元 401`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub neighbourhood: NeighbourhoodId,
    pub place: String,
    pub name: String,
}

pub fn one(tx: &mut Tx, office: Office, dwelling: DwellingId) -> Result<Named> {
    tx.query_one(
        "select n.id, n.name, b.name, e.name, d.room from dwelling d
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building
           join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
          where d.office = $1 and d.id = $2",
        args![office, dwelling],
        |row| {
            let (building, entrance, room): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(Named { neighbourhood: row.get(0)?, place: row.get(1)?, name: format!("{building} {entrance} {room}") })
        },
    )
}

/// How many doors each neighbourhood of an office has in the register.
pub fn many(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, i64>> {
    let rows = tx.query(
        "select b.neighbourhood, count(d.id) from building b
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
          where b.office = $1 and b.closed_at is null group by b.neighbourhood",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

pub(super) fn read(state: &str, visits: i64) -> Result<DoorState> {
    Ok(match state {
        "to-do" => DoorState::ToDo,
        "nobody-home" => DoorState::NobodyHome(usize::try_from(visits).unwrap_or(1)),
        "refused" => DoorState::Refused,
        "empty" => DoorState::Empty,
        "answered" => DoorState::Answered,
        "conflict" => DoorState::Conflict,
        _ => return Err(Error::Damaged),
    })
}

/// Coverage of every building of a campaign. Two statements.
pub fn coverage(
    tx: &mut Tx,
    office: Office,
    campaign: CampaignId,
) -> Result<BTreeMap<(NeighbourhoodId, BuildingId), Coverage>> {
    let all = tx.query(
        "select b.neighbourhood, b.id, count(d.id)
           from campaign_neighbourhood c
           join building b on b.office = c.office and b.neighbourhood = c.neighbourhood and b.closed_at is null
           join entrance e on e.office = b.office and e.building = b.id
           join dwelling d on d.office = e.office and d.entrance = e.id
          where c.office = $1 and c.campaign = $2 group by b.neighbourhood, b.id",
        args![office, campaign],
        |row| Ok(((row.get(0)?, row.get(1)?), row.get::<i64>(2)?)),
    )?;
    let mut of: BTreeMap<_, Coverage> =
        all.into_iter().map(|(at, doors)| (at, Coverage { to_do: doors, ..Coverage::default() })).collect();
    let seen = tx.query(
        "select neighbourhood, building, state, count(*) from campaign_door
          where office = $1 and campaign = $2 and state <> 'to-do' group by neighbourhood, building, state",
        args![office, campaign],
        |row| Ok(((row.get(0)?, row.get(1)?), row.get::<String>(2)?, row.get::<i64>(3)?)),
    )?;
    for (at, state, many) in seen {
        let Some(coverage) = of.get_mut(&at) else { continue };
        let one = match read(&state, 1)? {
            DoorState::ToDo => continue,
            DoorState::NobodyHome(_) => &mut coverage.nobody_home,
            DoorState::Refused => &mut coverage.refused,
            DoorState::Empty => &mut coverage.empty,
            DoorState::Answered => &mut coverage.answered,
            DoorState::Conflict => &mut coverage.conflict,
        };
        *one += many;
        coverage.to_do -= many;
    }
    Ok(of)
}

/// Visits that stand, by who made them: answered, and all.
pub fn by_member(tx: &mut Tx, office: Office, campaign: CampaignId) -> Result<BTreeMap<AccountId, (i64, i64)>> {
    let rows = tx.query(
        "select account, cast(sum(case when outcome = 'answered' then 1 else 0 end) as bigint), count(*)
           from visit where office = $1 and campaign = $2 and standing = 'stands' group by account",
        args![office, campaign],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(rows.into_iter().collect())
}

/// Takes the row of a door before its visits are looked at: of two who write at one moment the second sees what the first did.
pub(super) fn take(tx: &mut Transaction, campaign: CampaignId, dwelling: DwellingId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into campaign_door (office, campaign, dwelling, neighbourhood, building, entrance, state, visits)
         select d.office, $2, d.id, b.neighbourhood, b.id, e.id, 'to-do', 0
           from dwelling d
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building
          where d.office = $1 and d.id = $3
         on conflict (office, campaign, dwelling) do update set visits = campaign_door.visits",
        args![office, campaign, dwelling],
    )?
    .exactly_one()
}

/// Works a door out again from its visits; the row was taken.
pub(super) fn work_out(tx: &mut Transaction, campaign: CampaignId, dwelling: DwellingId) -> Result<()> {
    let office = tx.office();
    let standing = standing(tx, office, campaign, dwelling)?;
    tx.run(
        "update campaign_door set state = $4, visits = $5 where office = $1 and campaign = $2 and dwelling = $3",
        args![office, campaign, dwelling, DoorState::of(&standing).as_str(), standing.len()],
    )?
    .exactly_one()
}

/// The visits of a door that stand, in the order in which they were made.
pub fn standing(tx: &mut Tx, office: Office, campaign: CampaignId, dwelling: DwellingId) -> Result<Vec<Standing>> {
    tx.query(
        "select id, outcome, account from visit
          where office = $1 and campaign = $2 and dwelling = $3 and standing = 'stands' order by at, id",
        args![office, campaign, dwelling],
        |row| {
            let outcome: Outcome = row.get::<String>(1)?.parse().map_err(|()| Error::Damaged)?;
            Ok(Standing { visit: row.get(0)?, outcome, account: row.get(2)? })
        },
    )
}

//! What a board shows: what is not grouped yet, by the work that is suggested; the opinions behind a need, and where they live.

use std::collections::BTreeMap;

use linli_domain::consultation::{NeedId, Opinion, OpinionId};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::DwellingId;

use super::super::opinion::{COLUMNS, opinion, opinion_columns};
use crate::register::listing::Reach;
use crate::register::search::like_pattern;
use crate::{Result, Row, Tx, args};

/// Opinions for which one work is suggested, and that no need of this work holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Empty where nothing speaks for any work.
    pub item: String,
    pub opinions: i64,
}

/// The lanes of a board, the longest first.
pub fn lanes(tx: &mut Tx, office: Office, board: NeighbourhoodId) -> Result<Vec<Lane>> {
    tx.query(
        "select s.item, count(*) from opinion_suggestion s
           join neighbourhood n on n.office = s.office and n.id = s.neighbourhood
          where s.office = $1 and (n.id = $2 or n.merged_into = $2) and s.is_open
          group by s.item order by count(*) desc, s.item",
        args![office, board],
        |row| Ok(Lane { item: row.get(0)?, opinions: row.get(1)? }),
    )
}

/// How many opinions of a board stand behind no need.
pub fn ungrouped(tx: &mut Tx, office: Office, board: NeighbourhoodId) -> Result<i64> {
    tx.query_one(
        "select count(*) from opinion o join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and not o.grouped and not o.withdrawn",
        args![office, board],
        |row| row.get(0),
    )
}

/// An opinion as a card of a board.
#[derive(Clone, Debug)]
pub struct Card {
    pub opinion: Opinion,
    pub building: String,
    pub entrance: String,
    pub room: String,
}

/// A card that waits in a lane.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub card: Card,
    /// The first opinion of the board that says the same; itself, where it is the first.
    pub same_as: OpinionId,
}

macro_rules! need_cards {
    ($also:literal, $from:literal, $where:literal) => {
        concat!(
            "select ",
            opinion_columns!(),
            ", coalesce(b.name, ''), coalesce(e.name, ''), coalesce(r.room, '')",
            $also,
            " from ",
            $from,
            " left join building b on b.office = o.office and b.id = o.building
              left join entrance e on e.office = o.office and e.id = o.entrance
              left join dwelling r on r.office = o.office and r.id = o.dwelling
              where o.office = $1 and ",
            $where
        )
    };
}

/// One page of a lane, without their wishes: those that say the same together, else in the order in which they were said. After
/// the one whose `same_as` and id are given.
pub fn cards(
    tx: &mut Tx,
    office: Office,
    board: NeighbourhoodId,
    item: &str,
    after: Option<(OpinionId, OpinionId)>,
    size: usize,
) -> Result<Vec<Waiting>> {
    let held = tx.held();
    let (same_as, id) = after.map(|(same_as, id)| (same_as.to_string(), id.to_string())).unwrap_or_default();
    tx.query(
        need_cards!(
            ", s.same_as",
            "opinion_suggestion s
               join opinion o on o.office = s.office and o.id = s.opinion
               join neighbourhood n on n.office = s.office and n.id = s.neighbourhood",
            "(n.id = $2 or n.merged_into = $2) and s.is_open and s.item = $5 and (s.same_as, s.opinion) > ($3, $4)
               order by s.same_as, s.opinion limit $6"
        ),
        args![office, board, same_as, id, item, size],
        |row| Ok(Waiting { card: card(row, office, &held)?, same_as: row.get(COLUMNS + 3)? }),
    )
}

/// One page of the opinions behind a need, withdrawn ones too.
pub fn opinions_of(
    tx: &mut Tx,
    office: Office,
    need: NeedId,
    after: Option<OpinionId>,
    size: usize,
) -> Result<Vec<Card>> {
    let (held, after) = (tx.held(), after.map(|id| id.to_string()).unwrap_or_default());
    tx.query(
        need_cards!(
            "",
            "need_opinion l join opinion o on o.office = l.office and o.id = l.opinion",
            "l.need = $2 and l.opinion > $3 order by l.opinion limit $4"
        ),
        args![office, need, after, size],
        |row| card(row, office, &held),
    )
}

fn card(row: &Row, office: Office, held: &crate::seal::Held) -> Result<Card> {
    Ok(Card {
        opinion: opinion(row, office, held)?,
        building: row.get(COLUMNS)?,
        entrance: row.get(COLUMNS + 1)?,
        room: row.get(COLUMNS + 2)?,
    })
}

/// Opinions behind a need that wait for an answer, so many at most.
pub fn waiting_of(tx: &mut Tx, office: Office, need: NeedId, most: usize) -> Result<Vec<OpinionId>> {
    tx.query(
        "select o.id from need_opinion l join opinion o on o.office = l.office and o.id = l.opinion
          where l.office = $1 and l.need = $2 and o.state in ('received', 'grouped') order by o.id limit $3",
        args![office, need, most],
        |row| row.get(0),
    )
}

/// Hazards behind a need that nobody has looked after, and opinions that wait for an answer.
pub(super) fn open_of(tx: &mut Tx, office: Office, need: NeedId) -> Result<(i64, i64)> {
    tx.query_one(
        "select cast(coalesce(sum(case when o.hazard_open then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when o.state in ('received', 'grouped') then 1 else 0 end), 0) as bigint)
           from need_opinion l join opinion o on o.office = l.office and o.id = l.opinion
          where l.office = $1 and l.need = $2 and not o.withdrawn",
        args![office, need],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Hazards that nobody has looked after, by the needs of a board.
pub(super) fn hazards(tx: &mut Tx, office: Office, board: NeighbourhoodId) -> Result<BTreeMap<NeedId, i64>> {
    let all = tx.query(
        "select l.need, count(*) from opinion o
           join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
           join need_opinion l on l.office = o.office and l.opinion = o.id
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and o.hazard_open and not o.withdrawn
          group by l.need order by l.need",
        args![office, board],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// Households and opinions of one building behind a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Empty where no building is known.
    pub building: String,
    pub households: i64,
    pub opinions: i64,
}

/// Where the households behind a need live, the building with the most of them first.
pub fn buildings(tx: &mut Tx, office: Office, need: NeedId) -> Result<Vec<Home>> {
    tx.query(
        "select coalesce(b.name, ''), count(distinct o.dwelling), count(*)
           from need_opinion l
           join opinion o on o.office = l.office and o.id = l.opinion
           left join building b on b.office = o.office and b.id = o.building
          where l.office = $1 and l.need = $2 and not o.withdrawn
          group by b.id, b.name, b.name_key order by count(distinct o.dwelling) desc, b.name_key, b.id",
        args![office, need],
        |row| Ok(Home { building: row.get(0)?, households: row.get(1)?, opinions: row.get(2)? }),
    )
}

/// How many needs of a board each household stands behind; of one work only, where it is asked for.
pub fn dwellings(tx: &mut Tx, office: Office, board: NeighbourhoodId, item: &str) -> Result<BTreeMap<DwellingId, i64>> {
    let all = tx.query(
        "select o.dwelling, count(distinct l.need) from opinion o
           join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
           join need_opinion l on l.office = o.office and l.opinion = o.id
           join need d on d.office = l.office and d.id = l.need
          where o.office = $1 and (n.id = $2 or n.merged_into = $2) and not o.withdrawn and o.dwelling is not null
            and d.state = 'open' and ($3 = '' or d.item = $3)
          group by o.dwelling order by o.dwelling",
        args![office, board, item],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// How far a neighbourhood is with its opinions and needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: NeighbourhoodId,
    pub name: String,
    /// From which the next page goes on.
    pub key: String,
    pub opinions: i64,
    pub ungrouped: i64,
    pub late: i64,
    pub needs: i64,
    /// The need with the most households.
    pub heaviest: i64,
}

/// Which neighbourhoods are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// By name; every one where nothing is said.
    pub words: String,
    /// Only where opinions wait to be grouped.
    pub waiting: bool,
    /// The key and id of the last one of the page before.
    pub after: Option<(String, String)>,
}

/// Neighbourhoods within reach, by name, page by page. Three statements.
pub fn needs_everywhere(
    tx: &mut Tx,
    office: Office,
    reach: &Reach,
    today: Date,
    sought: &Sought,
    size: usize,
) -> Result<Vec<Place>> {
    let (key, id) = sought.after.clone().unwrap_or_default();
    let pattern = if sought.words.trim().is_empty() { String::new() } else { like_pattern(&sought.words) };
    let mut places = tx.query(
        "select n.id, n.name, n.name_key from neighbourhood n
          where n.office = $1 and n.merged_into is null and (n.name_key, n.id) > ($2, $3)
            and ($4 = '' or $4 like '%|' || n.id || '|%' or $4 like '%|' || n.town || '|%'
                 or $4 like '%|' || n.division || '|%')
            and ($6 = '' or n.search like $6 escape '!')
            and (not $7 or exists (
                  select 1 from opinion o join neighbourhood m on m.office = o.office and m.id = o.neighbourhood
                   where o.office = n.office and (m.id = n.id or m.merged_into = n.id)
                     and not o.grouped and not o.withdrawn))
          order by n.name_key, n.id limit $5",
        args![office, key, id, reach.text(), size, pattern, sought.waiting],
        |row| {
            let (id, name, key) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Place { id, name, key, opinions: 0, ungrouped: 0, late: 0, needs: 0, heaviest: 0 })
        },
    )?;
    let said = counted(tx, office, today)?;
    let needs = needs_counted(tx, office)?;
    for place in &mut places {
        if let Some((opinions, ungrouped, late)) = said.get(&place.id) {
            (place.opinions, place.ungrouped, place.late) = (*opinions, *ungrouped, *late);
        }
        (place.needs, place.heaviest) = needs.get(&place.id).copied().unwrap_or_default();
    }
    Ok(places)
}

/// By neighbourhood: opinions, those that are not grouped, those whose answer is late.
fn counted(tx: &mut Tx, office: Office, today: Date) -> Result<BTreeMap<NeighbourhoodId, (i64, i64, i64)>> {
    let all = tx.query(
        "select coalesce(n.merged_into, n.id), count(*),
                cast(sum(case when o.grouped then 0 else 1 end) as bigint),
                cast(sum(case when o.state in ('received', 'grouped') and o.due_on < $2 then 1 else 0 end) as bigint)
           from opinion o join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          where o.office = $1 and not o.withdrawn
          group by coalesce(n.merged_into, n.id) order by coalesce(n.merged_into, n.id)",
        args![office, today],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))),
    )?;
    Ok(all.into_iter().collect())
}

fn needs_counted(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, (i64, i64)>> {
    let all = tx.query(
        "select coalesce(n.merged_into, n.id), count(*), max(d.households)
           from need d join neighbourhood n on n.office = d.office and n.id = d.neighbourhood
          where d.office = $1 and d.state = 'open'
          group by coalesce(n.merged_into, n.id) order by coalesce(n.merged_into, n.id)",
        args![office],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(all.into_iter().collect())
}

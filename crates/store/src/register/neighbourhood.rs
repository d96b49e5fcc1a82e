//! Neighbourhoods: the row as it stands now. Every change writes a version as well.

use linli_domain::kernel::text::pinyin_key;
use linli_domain::kernel::{DivisionCode, Level, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::Neighbourhood;
use linli_domain::register::facts::{Arrangement, Facts, Location, Ownership};
use linli_domain::register::neighbourhood::number;

use serde_json::json;

use super::search::search_text;
use super::{beginning, history};
use crate::{Error, Result, Row, Transaction, Tx, Value, args};

/// Whether the finish of a row counts: shown as its rules ask, or from before evidence was demanded; and so its start, where it
/// has one . A row without a finish has nothing that does not count.
macro_rules! finish_counts {
    ($n:literal) => {
        concat!(
            "(",
            $n,
            ".finished_on is null or (coalesce((select e.counts from stage_standing e where e.office = ",
            $n,
            ".office and e.neighbourhood = ",
            $n,
            ".id and e.stage = 'accept' and e.on_day = ",
            $n,
            ".finished_on), ",
            $n,
            ".finished_on < (select b.evidence_from from office_beginning b where b.office = ",
            $n,
            ".office), true) and (",
            $n,
            ".started_on is null or coalesce((select s.counts from stage_standing s where s.office = ",
            $n,
            ".office and s.neighbourhood = ",
            $n,
            ".id and s.stage = 'start' and s.on_day = ",
            $n,
            ".started_on), ",
            $n,
            ".started_on < (select b.evidence_from from office_beginning b where b.office = ",
            $n,
            ".office), true))))"
        )
    };
}
pub(crate) use finish_counts;

/// The columns of a neighbourhood, in the order in which [`neighbourhood`] reads them.
macro_rules! columns {
    () => {
        concat!(
            "office, id, number, version, merged_into, name, division, address, longitude_e6, latitude_e6, built_year,
             floor_area, buildings, households, ownership, former_unit, plan_year, arrangement, leader, residents_body,
             planned_investment_fen, started_on, finished_on, ",
            finish_counts!("neighbourhood")
        )
    };
}
pub(crate) use columns;

pub fn get(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Neighbourhood> {
    tx.query_one(
        concat!("select ", columns!(), " from neighbourhood where office = $1 and id = $2"),
        args![office, id],
        neighbourhood,
    )
}

/// The same, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Option<Neighbourhood>> {
    tx.query_opt(
        concat!("select ", columns!(), " from neighbourhood where office = $1 and id = $2"),
        args![office, id],
        neighbourhood,
    )
}

/// Several at once, those that there are.
pub fn some(tx: &mut Tx, office: Office, ids: &[NeighbourhoodId]) -> Result<Vec<Neighbourhood>> {
    let list = ids.iter().fold("|".to_owned(), |text, id| text + &id.to_string() + "|");
    tx.query(
        concat!(
            "select ",
            columns!(),
            " from neighbourhood where office = $1 and $2 like '%|' || id || '|%' order by id"
        ),
        args![office, list],
        neighbourhood,
    )
}

/// By its name in a town or community, among those that are not merged away.
pub fn by_name(tx: &mut Tx, office: Office, division: DivisionCode, name: &str) -> Result<Option<Neighbourhood>> {
    tx.query_opt(
        concat!(
            "select ",
            columns!(),
            " from neighbourhood where office = $1 and division = $2 and name = $3 and merged_into is null"
        ),
        args![office, division, name],
        neighbourhood,
    )
}

/// By the number that people quote.
pub fn by_number(tx: &mut Tx, office: Office, number: &str) -> Result<Option<Neighbourhood>> {
    tx.query_opt(
        concat!("select ", columns!(), " from neighbourhood where office = $1 and number = $2"),
        args![office, number],
        neighbourhood,
    )
}

/// All of an office that are not merged away: for imports and exports, in the order of their numbers.
pub fn all(tx: &mut Tx, office: Office) -> Result<Vec<Neighbourhood>> {
    tx.query(
        concat!("select ", columns!(), " from neighbourhood where office = $1 and merged_into is null order by number"),
        args![office],
        neighbourhood,
    )
}

/// Adds one with the next number of its town. The caller has asked `Facts::problems`.
pub fn add(tx: &mut Transaction, facts: Facts) -> Result<Neighbourhood> {
    add_as(tx, NeighbourhoodId::new(), facts, None)
}

/// Adds one under an id that was made before, so that a form sent twice adds one.
pub fn add_as(tx: &mut Transaction, id: NeighbourhoodId, facts: Facts, reason: Option<&str>) -> Result<Neighbourhood> {
    let mut added = add_all(tx, vec![(id, facts)], "added", reason)?;
    tx.record("neighbourhood.added", id, ());
    added.pop().ok_or(Error::Missing)
}

/// Adds many at once, for imports: one number range a town, a version each, no trail line of its own.
pub fn add_all(
    tx: &mut Transaction,
    new: Vec<(NeighbourhoodId, Facts)>,
    act: &str,
    reason: Option<&str>,
) -> Result<Vec<Neighbourhood>> {
    let office = tx.office();
    let mut added = Vec::with_capacity(new.len());
    let mut by_town: std::collections::BTreeMap<DivisionCode, Vec<(NeighbourhoodId, Facts)>> =
        std::collections::BTreeMap::new();
    for (id, facts) in new {
        by_town.entry(facts.division.at(Level::Town)).or_default().push((id, facts));
    }
    for (town, rows) in by_town {
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let last = next_numbers(tx, town, count)?;
        let numbered = (last - count + 1..).zip(rows);
        added.extend(numbered.map(|(n, (id, facts))| Neighbourhood {
            office,
            id,
            number: number(town, n),
            version: 1,
            finish_counts: true,
            facts,
            merged_into: None,
        }));
    }
    let now = tx.now();
    let rows = added.iter().map(|n| row_of(n, now));
    tx.run_many(
        "insert into neighbourhood (office, id, number, version, merged_into, name, name_key, search, division, town,
                address, longitude_e6, latitude_e6, built_year, floor_area, buildings, households, ownership,
                former_unit, plan_year, arrangement, leader, residents_body, planned_investment_fen, started_on,
                finished_on, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26, $27)",
        rows,
    )?;
    history::write_all(tx, &added, act, reason)?;
    beginning::begin(tx)?;
    Ok(added)
}

/// Takes the next `count` numbers of a town and gives back the last of them.
fn next_numbers(tx: &mut Transaction, town: DivisionCode, count: i64) -> Result<i64> {
    let office = tx.office();
    tx.query_one(
        "insert into neighbourhood_counter (office, town, last) values ($1, $2, $3)
         on conflict (office, town) do update set last = neighbourhood_counter.last + $3
         returning last",
        args![office, town, count],
        |row| row.get(0),
    )
}

/// Writes changed facts, if nobody else has changed the record since it was read.
pub fn change(tx: &mut Transaction, was: &Neighbourhood, facts: Facts, reason: Option<&str>) -> Result<Neighbourhood> {
    let changed = Neighbourhood { version: was.version + 1, facts, ..was.clone() };
    let fields: Vec<&str> = was.facts.changes(&changed.facts).iter().map(|change| change.field.key()).collect();
    change_all(tx, std::slice::from_ref(&changed), "changed", reason)?;
    tx.record("neighbourhood.changed", was.id, json!({ "fields": fields, "version": changed.version }));
    Ok(changed)
}

/// Writes many changed records: each says by its version which one it has read.
pub fn change_all(tx: &mut Transaction, changed: &[Neighbourhood], act: &str, reason: Option<&str>) -> Result<()> {
    let now = tx.now();
    let rows = changed.iter().map(|n| row_of(n, now));
    let written = tx.run_many(
        "update neighbourhood
            set version = $4, merged_into = $5, name = $6, name_key = $7, search = $8, division = $9, town = $10,
                address = $11, longitude_e6 = $12, latitude_e6 = $13, built_year = $14, floor_area = $15,
                buildings = $16, households = $17, ownership = $18, former_unit = $19, plan_year = $20,
                arrangement = $21, leader = $22, residents_body = $23, planned_investment_fen = $24,
                started_on = $25, finished_on = $26, changed_at = $27
          where office = $1 and id = $2 and number = $3 and version = $4 - 1",
        rows,
    )?;
    if written != changed.len() as u64 {
        return Err(Error::Stale);
    }
    history::write_all(tx, changed, act, reason)
}

fn row_of(n: &Neighbourhood, now: Timestamp) -> Vec<Value> {
    let facts = &n.facts;
    let number = |value: Option<i16>| value.map(i64::from);
    args![
        n.office,
        n.id,
        n.number,
        n.version,
        n.merged_into,
        facts.name,
        pinyin_key(&facts.name),
        search_text(&[
            &facts.name,
            &n.number,
            facts.address.as_deref().unwrap_or(""),
            facts.former_unit.as_deref().unwrap_or("")
        ]),
        facts.division,
        facts.division.at(Level::Town),
        facts.address,
        facts.location.map(|at| at.longitude_e6),
        facts.location.map(|at| at.latitude_e6),
        number(facts.built_year),
        facts.floor_area,
        facts.buildings,
        facts.households,
        facts.ownership.map(Ownership::as_str),
        facts.former_unit,
        number(facts.plan_year),
        facts.arrangement.as_ref().map(ToString::to_string),
        facts.leader,
        facts.residents_body,
        facts.planned_investment,
        facts.started_on,
        facts.finished_on,
        now,
    ]
    .to_vec()
}

/// Reads a row of [`columns!`].
pub(crate) fn neighbourhood(row: &Row) -> Result<Neighbourhood> {
    let year = |value: Option<i64>| value.and_then(|year| i16::try_from(year).ok());
    let location = match (row.get::<Option<i64>>(8)?, row.get::<Option<i64>>(9)?) {
        (Some(longitude_e6), Some(latitude_e6)) => Some(Location { longitude_e6, latitude_e6 }),
        _ => None,
    };
    Ok(Neighbourhood {
        office: row.get(0)?,
        id: row.get(1)?,
        number: row.get(2)?,
        version: row.get(3)?,
        merged_into: row.get(4)?,
        facts: Facts {
            name: row.get(5)?,
            division: row.get(6)?,
            address: row.get(7)?,
            location,
            built_year: year(row.get(10)?),
            floor_area: row.get(11)?,
            buildings: row.get(12)?,
            households: row.get(13)?,
            ownership: row.get::<Option<String>>(14)?.and_then(|text| text.parse::<Ownership>().ok()),
            former_unit: row.get(15)?,
            plan_year: year(row.get(16)?),
            arrangement: row.get::<Option<String>>(17)?.and_then(|text| text.parse::<Arrangement>().ok()),
            leader: row.get(18)?,
            residents_body: row.get(19)?,
            planned_investment: row.get(20)?,
            started_on: row.get(21)?,
            finished_on: row.get(22)?,
        },
        finish_counts: row.get(23)?,
    })
}

//! Neighbourhoods: the row as it stands now. Every change writes a version as well.

use linli_domain::kernel::people::{Act, Actor, Scope};
use linli_domain::kernel::text::{half_width, pinyin_key};
use linli_domain::kernel::{DivisionCode, Level, Month, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::facts::{Arrangement, Facts, Location, Ownership};
use linli_domain::register::neighbourhood::number;
use linli_domain::register::{Neighbourhood, Stage};

use serde_json::json;

use super::history;
use crate::{Error, Result, Row, Transaction, Tx, Value, args};

/// The columns of a neighbourhood, in the order in which [`neighbourhood`] reads them.
macro_rules! columns {
    () => {
        "office, id, number, version, merged_into, name, division, address, longitude_e6, latitude_e6, built_year,
         floor_area, buildings, households, ownership, former_unit, plan_year, arrangement, leader, residents_body,
         planned_investment_fen, started_on, finished_on"
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
    begin(tx)?;
    Ok(added)
}

/// The day on which an office kept its first record here: what happened before it is taken over as registers say it.
fn begin(tx: &mut Transaction) -> Result<()> {
    let (office, today) = (tx.office(), tx.today());
    tx.run(
        "insert into office_beginning (office, began_on) values ($1, $2) on conflict (office) do nothing",
        args![office, today],
    )?
    .count();
    Ok(())
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
    })
}

/// What a list is asked for. An empty choice leaves everything in.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of a name, number, address or former unit; sounds and initials too (`cpsq` for 长铺社区).
    pub words: String,
    pub stage: Option<Stage>,
    pub plan_year: Option<i16>,
    /// A town or a community.
    pub division: Option<DivisionCode>,
    /// How far this reader sees.
    pub reach: Reach,
    pub sort: Sort,
    /// The key of the last row of the page before, as the page gave it.
    pub after: Option<(String, String)>,
}

/// How far somebody sees within an office: the scopes of `Actor::may`, as one argument of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of the office.
    #[default]
    All,
    /// What lies in one of these divisions or is one of these neighbourhoods; nothing where there is none.
    Some { divisions: Vec<DivisionCode>, neighbourhoods: Vec<NeighbourhoodId> },
}

impl Reach {
    /// Where in this office this person may do it.
    pub fn of(actor: &Actor, act: Act, office: Office) -> Self {
        let (mut divisions, mut neighbourhoods) = (Vec::new(), Vec::new());
        for scope in actor.scopes(act) {
            match scope {
                Scope::Division(division) if division.contains(office.code()) => return Self::All,
                Scope::Division(division) => divisions.push(division),
                Scope::Neighbourhood(id) if office == actor.office => neighbourhoods.push(id),
                Scope::Neighbourhood(_) => {}
            }
        }
        Self::Some { divisions, neighbourhoods }
    }

    /// `|430527100|0190…|`, or nothing where all is open: a row asks whether one of its own codes stands in it.
    fn text(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Some { divisions, neighbourhoods } => {
                let codes = divisions.iter().map(ToString::to_string);
                let all = codes.chain(neighbourhoods.iter().map(ToString::to_string));
                all.fold("|".to_owned(), |text, one| text + &one + "|")
            }
        }
    }
}

/// The orders of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Number,
    Name,
    /// Latest change first.
    Changed,
}

/// One page, and the key from which the next one goes on.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<Neighbourhood>,
    pub next: Option<(String, String)>,
}

/// The stage of a row, as `Facts::stage` works it out: no date of the register lies ahead.
macro_rules! stage {
    () => {
        "case when finished_on is not null then 'finished'
              when started_on is not null then 'under_way'
              when plan_year is not null then 'planned'
              else 'reserve' end"
    };
}

/// Whether a row lies within a [`Reach`].
macro_rules! within {
    ($reach:literal) => {
        concat!(
            "(",
            $reach,
            " = '' or ",
            $reach,
            " like '%|' || id || '|%' or ",
            $reach,
            " like '%|' || town || '|%' or ",
            $reach,
            " like '%|' || division || '|%')"
        )
    };
}

macro_rules! page_sql {
    ($key:literal, $than:literal, $order:literal) => {
        concat!(
            "select ",
            columns!(),
            ", ",
            $key,
            " from neighbourhood
              where office = $1 and merged_into is null
                and ($2 = '' or search like $2 escape '!')
                and ($3 = '' or ",
            stage!(),
            " = $3)
                and ($4 = 0 or plan_year = $4)
                and ($5 = '' or division = $5 or town = $5)
                and ",
            within!("$6"),
            "
                and ($7 = '' or (",
            $key,
            ", id) ",
            $than,
            " ($7, $8))
              order by ",
            $order,
            " limit $9"
        )
    };
}

/// One page of an office's neighbourhoods.
pub fn page(tx: &mut Tx, office: Office, wanted: &Wanted, size: usize) -> Result<Page> {
    let sql = match wanted.sort {
        Sort::Number => page_sql!("number", ">", "number, id"),
        Sort::Name => page_sql!("name_key", ">", "name_key, id"),
        Sort::Changed => page_sql!("cast(changed_at as text)", "<", "cast(changed_at as text) desc, id desc"),
    };
    let (key, id) = wanted.after.clone().unwrap_or_default();
    let limit = i64::try_from(size).unwrap_or(i64::MAX - 1) + 1;
    let mut found = tx.query(
        sql,
        args![
            office,
            wanted.pattern(),
            wanted.stage.map_or("", Stage::as_str),
            wanted.plan_year.map_or(0, i64::from),
            wanted.division.map(|code| code.to_string()).unwrap_or_default(),
            wanted.reach.text(),
            key,
            id,
            limit
        ],
        |row| Ok((neighbourhood(row)?, row.get::<String>(23)?)),
    )?;
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|(n, key)| (key.clone(), n.id.to_string()));
    Ok(Page { rows: found.into_iter().map(|(n, _)| n).collect(), next })
}

impl Wanted {
    fn pattern(&self) -> String {
        if self.words.trim().is_empty() { String::new() } else { like_pattern(&self.words) }
    }
}

/// How many of those wanted there are in each stage, whatever stage is chosen.
pub fn counts(tx: &mut Tx, office: Office, wanted: &Wanted) -> Result<Vec<(Stage, i64)>> {
    tx.query(
        concat!(
            "select ",
            stage!(),
            ", count(*) from neighbourhood
              where office = $1 and merged_into is null
                and ($2 = '' or search like $2 escape '!')
                and ($3 = 0 or plan_year = $3)
                and ($4 = '' or division = $4 or town = $4)
                and ",
            within!("$5"),
            " group by 1 order by 1"
        ),
        args![
            office,
            wanted.pattern(),
            wanted.plan_year.map_or(0, i64::from),
            wanted.division.map(|code| code.to_string()).unwrap_or_default(),
            wanted.reach.text()
        ],
        |row| Ok((row.get::<String>(0)?.parse().unwrap_or(Stage::Reserve), row.get(1)?)),
    )
}

/// How many lie in each town or community of the office, as far as somebody sees.
pub fn counts_by_division(tx: &mut Tx, office: Office, reach: &Reach) -> Result<Vec<(DivisionCode, i64)>> {
    tx.query(
        concat!(
            "select division, count(*) from neighbourhood where office = $1 and merged_into is null and ",
            within!("$2"),
            " group by division order by division"
        ),
        args![office, reach.text()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many there are in each stage.
pub fn stage_counts(tx: &mut Tx, office: Office) -> Result<Vec<(Stage, i64)>> {
    tx.query(
        concat!(
            "select ",
            stage!(),
            ", count(*) from neighbourhood where office = $1 and merged_into is null group by 1 order by 1"
        ),
        args![office],
        |row| Ok((row.get::<String>(0)?.parse().unwrap_or(Stage::Reserve), row.get(1)?)),
    )
}

/// The plan years that occur, latest first.
pub fn plan_years(tx: &mut Tx, office: Office) -> Result<Vec<i16>> {
    tx.query(
        "select distinct plan_year from neighbourhood
          where office = $1 and merged_into is null and plan_year is not null order by plan_year desc",
        args![office],
        |row| Ok(i16::try_from(row.get::<i64>(0)?).unwrap_or_default()),
    )
}

/// The investment done by each neighbourhood of an office at the end of a month.
pub fn done_by(
    tx: &mut Tx,
    office: Office,
    month: Month,
) -> Result<Vec<(NeighbourhoodId, linli_domain::kernel::Money)>> {
    tx.query(
        "select p.neighbourhood, p.done_fen
           from neighbourhood n
           join progress p
             on p.office = n.office and p.neighbourhood = n.id
            and p.month = (select max(l.month) from progress l
                            where l.office = n.office and l.neighbourhood = n.id and l.month <= $2)
          where n.office = $1",
        args![office, month],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// One text to look for parts in: plain forms, lower case, no spaces; then sounds and initials.
pub fn search_text(parts: &[&str]) -> String {
    let whole = parts.iter().filter(|part| !part.is_empty()).map(|part| squeezed(part)).collect::<Vec<_>>().join(" ");
    let name = parts.first().copied().unwrap_or("");
    let sounds = pinyin_key(name);
    let initials: String = sounds.split(' ').filter_map(|sound| sound.chars().next()).collect();
    format!("{whole} {} {initials}", sounds.replace(' ', ""))
}

/// The pattern that finds a part of a [`search_text`]; what a reader types is never a wildcard.
pub fn like_pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in squeezed(words).chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn squeezed(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_two_characters_by_sound_and_by_initials() {
        let text = search_text(&["长铺粮食局小区", "430527100-XQ-0001", "长征路 12 号"]);
        for words in ["粮食", "长 铺", "changpu", "cplsj", "XQ-0001", "长征路12号"] {
            let pattern = like_pattern(words);
            assert!(text.contains(pattern.trim_matches('%')), "{words} in {text}");
        }
        assert_eq!(like_pattern("100%_"), "%100!%!_%");
    }
}

//! The reads across offices: plain `group by office`, here and nowhere else.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Level, Month, NeighbourhoodId, Office};
use linli_domain::oversight::figures::Households;
use linli_domain::oversight::{Declaration, Figures};

use crate::register::division::bounds;
use crate::register::search::like_pattern;
use crate::{Error, Result, Row, Tx, args};

/// The figures of every office within a division at the end of a month, from its records.
/// Counted is the plan of the month's year. A start counts once it is proven, or was taken over from before the office
/// began here; what is only reported is counted apart.
///
/// The last report is looked up for each neighbourhood by its key. A join with the reports of everyone reads better,
/// but PostgreSQL cannot know how many offices lie between two codes, takes them for few, and compares each
/// neighbourhood with every report: 9 seconds for a province instead of 30 milliseconds.
pub fn figures_by_office(tx: &mut Tx, within: DivisionCode, month: Month) -> Result<Vec<(Office, Figures)>> {
    let (from, below) = bounds(within);
    tx.query(
        "select n.office, count(*),
                cast(sum(case when n.started_on <= $4 and n.started then 1 else 0 end) as bigint),
                cast(sum(case when n.finished_on <= $4 and n.finished and (n.started_on is null or n.started) then 1 else 0 end) as bigint),
                cast(sum(coalesce(n.households, 0)) as bigint),
                cast(sum(case when n.started_on <= $4 and n.started then coalesce(n.households, 0) else 0 end) as bigint),
                cast(sum(case when n.finished_on <= $4 and n.finished and (n.started_on is null or n.started) then coalesce(n.households, 0) else 0 end) as bigint),
                cast(sum(coalesce(n.planned_investment_fen, 0)) as bigint),
                cast(sum(coalesce(n.done_fen, 0)) as bigint),
                cast(sum(case when n.started_on <= $4 and not n.started then 1 else 0 end) as bigint)
           from (select f.office, f.started_on, f.finished_on, f.households, f.planned_investment_fen,
                        coalesce((select s.counts from stage_standing s
                                   where s.office = f.office and s.neighbourhood = f.id and s.stage = 'start'
                                     and s.on_day = f.started_on),
                                 f.started_on < (select b.evidence_from from office_beginning b
                                                  where b.office = f.office), true) as started,
                        coalesce((select s.counts from stage_standing s
                                   where s.office = f.office and s.neighbourhood = f.id and s.stage = 'accept'
                                     and s.on_day = f.finished_on),
                                 f.finished_on < (select b.evidence_from from office_beginning b
                                                   where b.office = f.office), true) as finished,
                        (select p.done_fen from progress p
                          where p.office = f.office and p.neighbourhood = f.id
                            and p.month = (select max(l.month) from progress l
                                            where l.office = f.office and l.neighbourhood = f.id and l.month <= $5
                                            group by l.office)) as done_fen
                   from neighbourhood f
                  where f.office >= $1 and f.office < $2 and f.plan_year = $3 and f.merged_into is null) n
          group by n.office order by n.office",
        args![from, below, i64::from(month.year()), month.last_day(), month],
        |row| Ok((row.get(0)?, figures(row)?)),
    )
}

/// What the counties of a province declared to their prefectures for a month, by county.
pub fn declared_counties(tx: &mut Tx, province: DivisionCode, month: Month) -> Result<BTreeMap<DivisionCode, Figures>> {
    let (from, below) = bounds(province);
    let rows = tx.query(
        "select t.office, r.unit, r.says
           from declared_table t join declared_row r on r.office = t.office and r.declared_table = t.id
          where t.office >= $1 and t.office < $2 and t.month = $3 and t.current and t.scope = t.office
          group by t.office, r.unit, r.line, r.says order by t.office, r.unit, r.line",
        args![from, below, month],
        |row| Ok((row.get::<DivisionCode>(0)?, row.get::<DivisionCode>(1)?, row.get::<String>(2)?)),
    )?;
    let mut of = BTreeMap::new();
    for (office, unit, says) in rows {
        let says: Declaration = serde_json::from_str(&says).map_err(|_| Error::Damaged)?;
        if office.level() == Level::Prefecture && unit.level() == Level::County {
            // Of a unit that stands there twice the first line counts, as on the prefecture's own page.
            of.entry(unit).or_insert(says.figures);
        }
    }
    Ok(of)
}

/// The offices that keep a register within a division.
pub fn offices(tx: &mut Tx, within: DivisionCode) -> Result<Vec<(Office, i64)>> {
    let (from, below) = bounds(within);
    tx.query(
        "select office, count(*) from neighbourhood
          where office >= $1 and office < $2 and merged_into is null group by office order by office",
        args![from, below],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The highest office that has anything to show: a province before its prefectures, these before their counties.
/// The first of each table, by its key: nothing is counted.
pub fn highest_office(tx: &mut Tx) -> Result<Option<Office>> {
    tx.query_one(
        "select min(o.office)
           from (select a.office from (select office from neighbourhood
                                        where merged_into is null group by office order by office limit 1) a
                 union all
                 select b.office from (select office from declared_table
                                        where current group by office order by office limit 1) b) o",
        args![],
        |row| row.get(0),
    )
}

/// The last month for which a scope has something to say: progress of its offices, a declared table of its own, or one
/// that its prefectures gathered.
pub fn latest_month(tx: &mut Tx, scope: DivisionCode) -> Result<Option<Month>> {
    let (from, below) = bounds(scope);
    tx.query_one(
        "select max(m.month)
           from (select office, max(month) as month from progress
                  where office >= $1 and office < $2 group by office
                 union all
                 select office, max(month) as month from declared_table
                  where office >= $1 and office < $2 and scope = office and current
                    and (office = $3 or substr(office, 5, 2) = '00') group by office) m",
        args![from, below, scope.office()],
        |row| row.get(0),
    )
}

/// A neighbourhood as a search across offices finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub office: Office,
    pub id: NeighbourhoodId,
    pub name: String,
    pub county: String,
    pub town: String,
    pub address: Option<String>,
}

/// Neighbourhoods within a division by a part of their name, sound or initials. (Grouped by the key, which changes
/// nothing, and lets each shard answer for itself.)
pub fn search(tx: &mut Tx, within: DivisionCode, words: &str, most: i64) -> Result<Vec<Found>> {
    let (from, below) = bounds(within);
    tx.query(
        "select n.office, n.id, n.name, coalesce(c.name, n.office), coalesce(t.name, n.town), n.address
           from neighbourhood n
           left join division c on c.code = n.office
           left join division t on t.code = n.town
          where n.office >= $1 and n.office < $2 and n.merged_into is null and n.search like $3 escape '!'
          group by n.office, n.id, c.name, t.name order by n.name_key, n.office, n.id limit $4",
        args![from, below, like_pattern(words), most],
        |row| {
            Ok(Found {
                office: row.get(0)?,
                id: row.get(1)?,
                name: row.get(2)?,
                county: row.get(3)?,
                town: row.get(4)?,
                address: row.get(5)?,
            })
        },
    )
}

/// Reads the columns after the first of a statement like the one above.
pub(super) fn figures(row: &Row) -> Result<Figures> {
    Ok(Figures {
        planned: row.get(1)?,
        started: row.get(2)?,
        finished: Some(row.get(3)?),
        households: Some(Households { planned: row.get(4)?, started: row.get(5)?, finished: Some(row.get(6)?) }),
        planned_investment: row.get(7)?,
        done_investment: row.get(8)?,
        unproven: row.get(9)?,
    })
}

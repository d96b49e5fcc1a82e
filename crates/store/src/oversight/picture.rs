//! The picture of an office (全县概况): every neighbourhood of its plans with what stands of it today, what happened lately,
//! what is late. A fixed number of statements, however many neighbourhoods there are.

use std::collections::BTreeMap;

use linli_domain::kernel::{Date, DivisionCode, Money, Month, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::evidence::EvidenceId;
use linli_domain::register::facts::Location;
use linli_domain::register::{Facts, Stage};
use linli_domain::works::stage as works;

use crate::register::neighbourhood::finish_counts;
use crate::{Error, Result, Row, Tx, args};

/// A neighbourhood of a plan as it stands today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub id: NeighbourhoodId,
    pub number: String,
    pub name: String,
    pub division: DivisionCode,
    pub plan_year: i16,
    pub state: Stage,
    pub location: Option<Location>,
    pub planned: Option<Money>,
    pub done: Money,
    pub started_on: Option<Date>,
    pub start_counts: bool,
    pub finished_on: Option<Date>,
    /// The finish is shown by what its rule asks for, and so is the start.
    pub finish_counts: bool,
}

/// Every neighbourhood that stands in a plan, by number.
pub fn standing(tx: &mut Tx, office: Office, today: Date) -> Result<Vec<Stands>> {
    tx.query(
        concat!(
            "select n.id, n.number, n.name, n.division, n.plan_year, n.planned_investment_fen, p.done_fen, n.started_on,
                coalesce(s.counts, n.started_on < b.evidence_from, true), n.finished_on, n.longitude_e6, n.latitude_e6,
                ",
            finish_counts!("n"),
            "
           from neighbourhood n
           left join progress p
             on p.office = n.office and p.neighbourhood = n.id
            and p.month = (select max(l.month) from progress l where l.office = n.office and l.neighbourhood = n.id)
           left join stage_standing s
             on s.office = n.office and s.neighbourhood = n.id and s.stage = 'start' and s.on_day = n.started_on
           left join office_beginning b on b.office = n.office
          where n.office = $1 and n.merged_into is null and n.plan_year is not null
          order by n.number"
        ),
        args![office],
        |row| stands(row, today),
    )
}

fn stands(row: &Row, today: Date) -> Result<Stands> {
    let plan_year = i16::try_from(row.get::<i64>(4)?).map_err(|_| Error::Damaged)?;
    let (name, division): (String, DivisionCode) = (row.get(2)?, row.get(3)?);
    let (started_on, finished_on) = (row.get(7)?, row.get(9)?);
    let facts = Facts { plan_year: Some(plan_year), started_on, finished_on, ..Facts::new(name, division) };
    let location = match (row.get::<Option<i64>>(10)?, row.get::<Option<i64>>(11)?) {
        (Some(longitude_e6), Some(latitude_e6)) => Some(Location { longitude_e6, latitude_e6 }),
        _ => None,
    };
    Ok(Stands {
        id: row.get(0)?,
        number: row.get(1)?,
        state: facts.stage_proven(today, row.get(12)?),
        name: facts.name,
        division,
        plan_year,
        location,
        planned: row.get(5)?,
        done: row.get::<Option<Money>>(6)?.unwrap_or_default(),
        started_on,
        start_counts: started_on.is_some() && row.get::<bool>(8)?,
        finished_on,
        finish_counts: row.get(12)?,
    })
}

/// The earliest day on which a task about each neighbourhood was due that its owner has not done.
pub fn tasks_due(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, Date>> {
    let rows = tx.query(
        "select coalesce(n.merged_into, n.id), min(t.due_on)
           from task t join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
          where t.office = $1 and t.state = 'open' group by coalesce(n.merged_into, n.id)",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// As many neighbourhoods as one page of small pictures shows.
pub const SHOWN: usize = 12;

/// The ids of one page as arguments; where there are fewer, the last places hold nothing.
fn placed(office: Office, ids: &[NeighbourhoodId]) -> Vec<crate::Value> {
    let mut args = args![office].to_vec();
    let id = |at: usize| ids.get(at).map(ToString::to_string).unwrap_or_default();
    args.extend((0..SHOWN).flat_map(|at| args![id(at)]));
    args
}

/// What was done by the end of each month of these neighbourhoods, at most [`SHOWN`] of them.
pub fn curves(
    tx: &mut Tx,
    office: Office,
    ids: &[NeighbourhoodId],
) -> Result<BTreeMap<NeighbourhoodId, Vec<(Month, Money)>>> {
    let rows = tx.query(
        "select neighbourhood, month, done_fen from progress
          where office = $1 and neighbourhood in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          order by neighbourhood, month",
        placed(office, ids),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut curves: BTreeMap<NeighbourhoodId, Vec<(Month, Money)>> = BTreeMap::new();
    for (id, month, done) in rows {
        curves.entry(id).or_default().push((month, done));
    }
    Ok(curves)
}

/// The last photo of each of these neighbourhoods, with the day it was taken.
pub fn last_photos(
    tx: &mut Tx,
    office: Office,
    ids: &[NeighbourhoodId],
) -> Result<BTreeMap<NeighbourhoodId, (EvidenceId, Option<Date>)>> {
    let rows = tx.query(
        "select e.neighbourhood, e.id, e.taken_on from evidence e
          where e.office = $1 and e.neighbourhood in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            and e.id = (select max(l.id) from evidence l
                         where l.office = e.office and l.neighbourhood = e.neighbourhood
                           and l.small is not null and l.withdrawn_at is null)",
        placed(office, ids),
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(rows.into_iter().collect())
}

/// Something that happened to a neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// `stage.reported`, `stage.confirmed`, `stage.reversed`, `evidence.added`, `progress.reported`, `term.begun`.
    pub act: String,
    /// Which stage, or which month.
    pub what: String,
    pub neighbourhood: NeighbourhoodId,
    pub name: String,
    pub at: Timestamp,
    /// How many at once: photos of one neighbourhood on one day.
    pub count: i64,
}

/// What happened since a moment, the latest first.
pub fn happened(tx: &mut Tx, office: Office, since: Timestamp, most: i64) -> Result<Vec<Happened>> {
    tx.query(
        "select h.act, h.what, n.id, n.name, h.at, h.happened
           from (select 'stage.' || e.act as act, e.stage as what, e.neighbourhood, e.at, 1 as happened
                   from stage_event e where e.office = $1 and e.at >= $2
                 union all
                 select 'evidence.added', '', v.neighbourhood, max(v.at), count(*)
                   from evidence v where v.office = $1 and v.at >= $2 and v.withdrawn_at is null
                  group by v.neighbourhood
                 union all
                 select 'progress.reported', p.month, p.neighbourhood, max(p.at), count(*)
                   from progress_version p where p.office = $1 and p.at >= $2
                  group by p.neighbourhood, p.month) h
           join neighbourhood n on n.office = $1 and n.id = h.neighbourhood
          order by h.at desc, n.number limit $3",
        args![office, since, most],
        |row| {
            Ok(Happened {
                act: row.get(0)?,
                what: row.get(1)?,
                neighbourhood: row.get(2)?,
                name: row.get(3)?,
                at: row.get(4)?,
                count: row.get(5)?,
            })
        },
    )
}

/// The furthest stage that each neighbourhood has reached and shown, in the order of the programme.
pub fn furthest(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, works::Stage>> {
    let rows = tx.query(
        "select neighbourhood, stage from stage_standing where office = $1 and counts",
        args![office],
        |row| Ok((row.get::<NeighbourhoodId>(0)?, row.get::<String>(1)?)),
    )?;
    let mut furthest = BTreeMap::new();
    for (id, stage) in rows {
        let stage: works::Stage = stage.parse().map_err(|()| Error::Damaged)?;
        let kept = furthest.entry(id).or_insert(stage);
        *kept = (*kept).max(stage);
    }
    Ok(furthest)
}

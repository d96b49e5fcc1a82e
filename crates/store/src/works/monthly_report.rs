//! The monthly report as the records say it: one statement for all neighbourhoods of an office.

use std::collections::BTreeMap;

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Date, DivisionCode, Money, Month, NeighbourhoodId, Office, Timestamp};
use linli_domain::register::Facts;
use linli_domain::works::monthly_report::{Line, MonthlyReport};

use super::progress::quantities;
use crate::{Error, Result, Row, Tx, args};

/// What the records say of a month, as at its last day or today, whichever is earlier. In it are the neighbourhoods of
/// the year's plan, and those of earlier plans that were not finished when the year began.
pub fn of(tx: &mut Tx, office: Office, month: Month, today: Date) -> Result<MonthlyReport> {
    let as_at = month.last_day().min(today);
    let year = Date::constant(month.year(), 1, 1);
    let lines = tx.query(
        "select n.id, n.number, n.name, n.division, n.plan_year, n.households, n.planned_investment_fen,
                n.started_on, coalesce(s.counts, n.started_on < b.evidence_from, true),
                n.finished_on, coalesce(e.counts, n.finished_on < b.evidence_from, true)
                  and (n.started_on is null or coalesce(s.counts, n.started_on < b.evidence_from, true)),
                p.month, p.done_fen, p.quantities, p.note, n.buildings, n.floor_area
           from neighbourhood n
           left join progress p
             on p.office = n.office and p.neighbourhood = n.id
            and p.month = (select max(l.month) from progress l
                            where l.office = n.office and l.neighbourhood = n.id and l.month <= $2)
           left join stage_standing s
             on s.office = n.office and s.neighbourhood = n.id and s.stage = 'start' and s.on_day = n.started_on
           left join stage_standing e
             on e.office = n.office and e.neighbourhood = n.id and e.stage = 'accept' and e.on_day = n.finished_on
           left join office_beginning b on b.office = n.office
          where n.office = $1 and n.merged_into is null and n.plan_year is not null
            and (n.plan_year = $3 or (n.plan_year < $3 and (n.finished_on is null or n.finished_on >= $4)))
          order by n.number",
        args![office, month, i64::from(month.year()), year],
        |row| line(row, month, as_at),
    )?;
    Ok(MonthlyReport { office, month, as_at, lines })
}

fn line(row: &Row, month: Month, as_at: Date) -> Result<Line> {
    let by = |day: Option<Date>| day.filter(|day| *day <= as_at);
    let (started_on, finished_on) = (by(row.get(7)?), by(row.get(9)?));
    let reported_for: Option<Month> = row.get(11)?;
    let division: DivisionCode = row.get(3)?;
    let plan_year = i16::try_from(row.get::<i64>(4)?).map_err(|_| Error::Damaged)?;
    let name: String = row.get(2)?;
    let facts = Facts { plan_year: Some(plan_year), started_on, finished_on, ..Facts::new(name, division) };
    let state = facts.stage_proven(as_at, row.get(10)?);
    Ok(Line {
        id: row.get(0)?,
        number: row.get(1)?,
        name: facts.name,
        division,
        plan_year,
        state,
        households: row.get(5)?,
        buildings: row.get(15)?,
        floor_area: row.get(16)?,
        planned: row.get(6)?,
        started_on,
        start_counts: started_on.is_some() && row.get::<bool>(8)?,
        finished_on,
        finish_counts: finished_on.is_some() && row.get::<bool>(10)?,
        done: row.get::<Option<Money>>(12)?.unwrap_or_default(),
        quantities: row.get::<Option<String>>(13)?.map(|text| quantities(&text)).transpose()?.unwrap_or_default(),
        // What was said of an earlier month was said there.
        note: row.get::<Option<String>>(14)?.filter(|_| reported_for == Some(month)),
        reported_for,
    })
}

/// When anything was last reported of each neighbourhood: progress, a stage, a photo or document. A photo of a notice at the gate
/// says nothing of the works, nor does what is confidential: a resident's note, a visit at the door, a ballot.
pub fn heard_of(tx: &mut Tx, office: Office) -> Result<BTreeMap<NeighbourhoodId, Timestamp>> {
    let rows = tx.query(
        "select h.neighbourhood, max(h.at)
           from (select neighbourhood, max(at) as at from progress_version where office = $1 group by neighbourhood
                 union all
                 select neighbourhood, max(at) as at from stage_event where office = $1 group by neighbourhood
                 union all
                 select neighbourhood, max(at) as at from evidence
                  where office = $1 and not confidential
                    and id not in (select evidence from notice_evidence where office = $1)
                  group by neighbourhood) h
          group by h.neighbourhood order by h.neighbourhood",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// As it is kept, and what it is known by: the same report has the same bytes, and so the same digest.
pub fn sealed(report: &MonthlyReport) -> Result<(String, Digest)> {
    let text = serde_json::to_string(report).map_err(|_| Error::Damaged)?;
    let digest = Digest::of(text.as_bytes());
    Ok((text, digest))
}

/// A report as it was kept.
pub(super) fn kept(text: &str) -> Result<MonthlyReport> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

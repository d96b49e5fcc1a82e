//! League tables: what records and declarations say of each unit of a scope.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Level, Month, Office};
use linli_domain::oversight::league::Known;
use linli_domain::oversight::{Figures, League, Unit};

use super::across::{self, figures};
use super::{below, declared};
use crate::register::division;
use crate::{Error, Result, Tx, args};

/// The league table of a scope: of a province by prefecture, of a prefecture by county, of a county by town.
pub fn of(tx: &mut Tx, scope: DivisionCode, month: Month) -> Result<League> {
    if scope.level() > Level::County {
        return Err(Error::Missing);
    }
    let named = division::get(tx, scope)?;
    let mut units = division::units(tx, scope)?;
    let below = below::of(tx, scope, &units, month)?;
    let declared = declared::current(tx, scope, month)?;
    let declared = |unit| declared.as_ref().and_then(|d| d.table.of(unit)).map(|row| row.says.figures);
    // Towns are listed where there is something to say of them; a county has many without old neighbourhoods. So are zones.
    let may_be_silent = |unit: DivisionCode| scope.level() != Level::County && !unit.is_zone();
    units.retain(|unit| may_be_silent(unit.code) || below.contains_key(&unit.code) || declared(unit.code).is_some());
    let known = |unit: linli_domain::register::Division| Known {
        below: below.get(&unit.code).copied(),
        declared: declared(unit.code),
        unit: Unit { code: unit.code, name: unit.name },
    };
    let known = units.into_iter().map(known).collect();
    Ok(League::new(Unit { code: named.code, name: named.name }, month, known))
}

/// The last month that a league table of this scope can be about.
pub fn latest_month(tx: &mut Tx, scope: DivisionCode) -> Result<Option<Month>> {
    across::latest_month(tx, scope)
}

/// The figures of each town of an office from its records.
pub fn by_town(tx: &mut Tx, office: Office, month: Month) -> Result<BTreeMap<DivisionCode, Figures>> {
    let rows = tx.query(
        "select n.town, count(*),
                cast(sum(case when n.started_on <= $3 and n.started then 1 else 0 end) as bigint),
                cast(sum(case when n.finished_on <= $3 and n.finished then 1 else 0 end) as bigint),
                cast(sum(coalesce(n.households, 0)) as bigint),
                cast(sum(case when n.started_on <= $3 and n.started then coalesce(n.households, 0) else 0 end) as bigint),
                cast(sum(case when n.finished_on <= $3 and n.finished then coalesce(n.households, 0) else 0 end) as bigint),
                cast(sum(coalesce(n.planned_investment_fen, 0)) as bigint),
                cast(sum(coalesce(n.done_fen, 0)) as bigint),
                cast(sum(case when n.started_on <= $3 and not n.started then 1 else 0 end) as bigint)
           from (select f.town, f.started_on, f.finished_on, f.households, f.planned_investment_fen, p.done_fen,
                        coalesce(s.counts, f.started_on < b.evidence_from, true) as started,
                        coalesce(e.counts, f.finished_on < b.evidence_from, true)
                          and (f.started_on is null or coalesce(s.counts, f.started_on < b.evidence_from, true)) as finished
                   from neighbourhood f
                   left join progress p
                     on p.office = f.office and p.neighbourhood = f.id
                    and p.month = (select max(l.month) from progress l
                                    where l.office = f.office and l.neighbourhood = f.id and l.month <= $4)
                   left join stage_standing s
                     on s.office = f.office and s.neighbourhood = f.id and s.stage = 'start' and s.on_day = f.started_on
                   left join stage_standing e
                     on e.office = f.office and e.neighbourhood = f.id and e.stage = 'accept' and e.on_day = f.finished_on
                   left join office_beginning b on b.office = f.office
                  where f.office = $1 and f.plan_year = $2 and f.merged_into is null) n
          group by n.town order by n.town",
        args![office, i64::from(month.year()), month.last_day(), month],
        |row| Ok((row.get(0)?, figures(row)?)),
    )?;
    Ok(rows.into_iter().collect())
}

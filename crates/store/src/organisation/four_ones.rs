//! What every neighbourhood of an office has of the four ones. Five statements, however many neighbourhoods there are.

use std::collections::BTreeMap;

use jiff::tz::offset;
use linli_domain::kernel::{Date, DivisionCode, NeighbourhoodId, Office, Personal, Timestamp};
use linli_domain::organisation::four_ones::{Filled, Holding, One, Planned};
use linli_domain::organisation::task::{Matter, TaskState};
use linli_domain::organisation::term::Standing;
use linli_domain::organisation::{Task, TaskId};

use super::task;
use crate::register::listing::Reach;
use crate::seal::places::TERM_NAME;
use crate::{Result, Tx, args};

/// One row of the matrix: a neighbourhood of a plan, what it has, and the running tasks to fill what lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub name: String,
    pub division: DivisionCode,
    pub holding: Holding,
    pub tasks: Vec<(One, Task)>,
}

impl Line {
    /// Whose task it is to fill a lack.
    pub fn task_for(&self, one: One) -> Option<(TaskId, &Task)> {
        self.tasks.iter().find(|(of, _)| *of == one).map(|(_, task)| (task.id, task))
    }
}

/// The day in China.
fn day(at: Timestamp) -> Date {
    offset(8).to_datetime(at).date()
}

/// Every neighbourhood that stands in a plan, by number; the plans are brought by the room that keeps them.
pub fn lines(tx: &mut Tx, office: Office, reach: &Reach, plans: &[Planned]) -> Result<Vec<Line>> {
    let mut lines = of_plan(tx, office, reach)?;
    let at: BTreeMap<NeighbourhoodId, usize> =
        lines.iter().enumerate().map(|(at, line)| (line.holding.neighbourhood, at)).collect();
    for plan in plans {
        if let Some(at) = at.get(&plan.neighbourhood) {
            let kept = &mut lines[*at].holding.plan;
            *kept = Some(kept.map_or(plan.on, |day| day.min(plan.on)));
        }
    }
    for (neighbourhood, name, from, ended) in leaders(tx, office)? {
        let Some(at) = at.get(&neighbourhood) else { continue };
        let holding = &mut lines[*at].holding;
        match ended {
            None => holding.leader = Some(Filled::Since { name, on: from }),
            Some(on) => holding.leader_until = holding.leader_until.max(Some(on)),
        }
    }
    for body in bodies(tx, office)? {
        let Some(at) = at.get(&body.neighbourhood) else { continue };
        let holding = &mut lines[*at].holding;
        if let Some(on) = body.dissolved_on {
            holding.body_until = holding.body_until.max(Some(on));
            continue;
        }
        if !matches!(holding.body, Some(Filled::Since { .. })) {
            holding.body = Some(Filled::Since { name: body.name.into(), on: body.set_up_on });
        }
        holding.members_since = holding.members_since.max(body.changed_on);
        add(&mut holding.members, body.standing, body.members);
    }
    for (one, task) in tasks(tx, office)? {
        let of = task.neighbourhood.and_then(|id| at.get(&id));
        if let Some(at) = of {
            lines[*at].tasks.push((one, task));
        }
    }
    Ok(lines)
}

fn add(members: &mut Vec<(Standing, i64)>, standing: Option<Standing>, count: i64) {
    let Some(standing) = standing.filter(|_| count > 0) else { return };
    match members.iter_mut().find(|(kind, _)| *kind == standing) {
        Some((_, sum)) => *sum += count,
        None => members.push((standing, count)),
    }
}

fn of_plan(tx: &mut Tx, office: Office, reach: &Reach) -> Result<Vec<Line>> {
    tx.query(
        "select n.id, n.number, n.name, n.division, n.plan_year, n.leader, n.residents_body, v.at
               from neighbourhood n
               join neighbourhood_version v on v.office = n.office and v.neighbourhood = n.id and v.version = 1
              where n.office = $1 and n.merged_into is null and n.plan_year is not null
                and ($2 = '' or $2 like '%|' || n.id || '|%' or $2 like '%|' || n.town || '|%'
                     or $2 like '%|' || n.division || '|%')
              order by n.number",
        args![office, reach.text()],
        |row| {
            let registered =
                |at: usize| -> Result<Option<Filled>> { Ok(row.get::<Option<String>>(at)?.map(Filled::Register)) };
            // Asked for since the plan's year began, or since it stands in this register, whichever came later.
            let year = i16::try_from(row.get::<i64>(4)?).unwrap_or_default();
            let entered = day(row.get(7)?);
            let began = Date::new(year, 1, 1).unwrap_or(entered);
            Ok(Line {
                number: row.get(1)?,
                name: row.get(2)?,
                division: row.get(3)?,
                holding: Holding {
                    neighbourhood: row.get(0)?,
                    asked_since: began.max(entered),
                    plan: None,
                    leader: registered(5)?,
                    leader_until: None,
                    body: registered(6)?,
                    body_until: None,
                    members: Vec::new(),
                    members_since: None,
                },
                tasks: Vec::new(),
            })
        },
    )
}

type Led = (NeighbourhoodId, Personal, Date, Option<Date>);

/// Leaders that are and were; those of a merged record come first, so that its successor's own leader is shown.
fn leaders(tx: &mut Tx, office: Office) -> Result<Vec<Led>> {
    let held = tx.held();
    tx.query(
        "select coalesce(n.merged_into, n.id), t.id, t.name, t.from_day, t.ended_on
           from term t join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
          where t.office = $1 and t.body is null
          order by case when n.merged_into is null then 1 else 0 end, t.from_day, t.id",
        args![office],
        |row| {
            let (id, name): (String, String) = (row.get(1)?, row.get(2)?);
            let ended: Option<Date> = row.get(4)?;
            // Of who went, the day alone is asked for.
            let name = if ended.is_none() { held.open(&TERM_NAME, office, &id, &name) } else { Personal::Closed };
            Ok((row.get(0)?, name, row.get(3)?, ended))
        },
    )
}

/// A residents' body and how many of one kind sit in it.
struct Sitting {
    neighbourhood: NeighbourhoodId,
    name: String,
    set_up_on: Date,
    dissolved_on: Option<Date>,
    standing: Option<Standing>,
    members: i64,
    changed_on: Option<Date>,
}

fn bodies(tx: &mut Tx, office: Office) -> Result<Vec<Sitting>> {
    tx.query(
        "select coalesce(n.merged_into, n.id), b.name, b.set_up_on, b.dissolved_on, t.standing,
                cast(coalesce(sum(case when t.id is not null and t.ended_on is null then 1 else 0 end), 0) as bigint),
                max(case when t.ended_on is null then t.from_day else t.ended_on end)
           from body b
           join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
           left join term t on t.office = b.office and t.body = b.id
          where b.office = $1 and b.kind in ('renewal_council', 'resident_monitors')
          group by coalesce(n.merged_into, n.id), b.id, b.name, b.set_up_on, b.dissolved_on, t.standing
          order by b.set_up_on, b.id, t.standing",
        args![office],
        |row| {
            Ok(Sitting {
                neighbourhood: row.get(0)?,
                name: row.get(1)?,
                set_up_on: row.get(2)?,
                dissolved_on: row.get(3)?,
                standing: row.get::<Option<String>>(4)?.and_then(|text| text.parse().ok()),
                members: row.get(5)?,
                changed_on: row.get(6)?,
            })
        },
    )
}

/// Running tasks to fill one of the ones.
fn tasks(tx: &mut Tx, office: Office) -> Result<Vec<(One, Task)>> {
    let found = tx.query(
        "select t.id, t.title, t.detail, t.matter, coalesce(n.merged_into, n.id), t.giver, t.giver_name, t.owner,
                t.owner_name, t.given_at, t.due_on, t.state, t.reminded_on, t.version
           from task t join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
          where t.office = $1 and t.state in ('open', 'done') and t.matter <> 'general'
          order by t.due_on, t.id",
        args![office],
        task::task,
    )?;
    let one = |task: Task| match task.matter {
        Matter::One(one) if task.state != TaskState::Closed => Some((one, task)),
        _ => None,
    };
    Ok(found.into_iter().filter_map(one).collect())
}

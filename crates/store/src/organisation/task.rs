//! Tasks: given once, changed by steps that are all kept. Who takes a step says which version they have seen.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::organisation::task::{Person, Step, TaskState};
use linli_domain::organisation::{Task, TaskId};
use serde_json::json;

use crate::register::listing::Reach;
use crate::register::search::{like_pattern, search_text};
use crate::{Error, Result, Row, Transaction, Tx, args};

linli_domain::id! {
    /// One step of a task.
    StepId
}

crate::text_values!(StepId);

macro_rules! task_columns {
    () => {
        "t.id, t.title, t.detail, t.matter, t.neighbourhood, t.giver, t.giver_name, t.owner, t.owner_name, t.given_at,
         t.due_on, t.state, t.reminded_on, t.version"
    };
}

pub fn give(tx: &mut Transaction, task: &Task) -> Result<()> {
    let office = tx.office();
    let search = search_text(&[&task.title, &task.owner.name, &task.giver.name]);
    tx.run(
        "insert into task (office, id, title, detail, search, matter, neighbourhood, giver, giver_name, owner, owner_name,
                given_at, due_on, state, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            office,
            task.id,
            task.title,
            task.detail,
            search,
            task.matter.as_str(),
            task.neighbourhood,
            task.giver.account,
            task.giver.name,
            task.owner.account,
            task.owner.name,
            task.given_at,
            task.due,
            task.state.as_str(),
            task.version
        ],
    )?
    .exactly_one()?;
    tx.record("task.given", task.id, json!({ "owner": task.owner.account, "due": task.due.to_string() }));
    Ok(())
}

/// Keeps a task after a step that `Task::step` allowed. `Stale`: somebody else took one meanwhile.
pub fn keep(tx: &mut Transaction, task: &Task, step: &Step) -> Result<()> {
    let (office, actor, now) = (tx.office(), tx.actor().clone(), tx.now());
    let search = search_text(&[&task.title, &task.owner.name, &task.giver.name]);
    tx.run(
        "update task set owner = $4, owner_name = $5, due_on = $6, state = $7, reminded_on = $8, version = $3, search = $9
          where office = $1 and id = $2 and version = $3 - 1",
        args![
            office,
            task.id,
            task.version,
            task.owner.account,
            task.owner.name,
            task.due,
            task.state.as_str(),
            task.reminded_on,
            search
        ],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    let (to, due) = match step {
        Step::HandOver { to, .. } => (Some(to.name.clone()), None),
        Step::MoveDue { to, .. } => (None, Some(*to)),
        _ => (None, None),
    };
    tx.run(
        "insert into task_step (office, id, task, version, act, to_name, due_on, note, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            office,
            StepId::new(),
            task.id,
            task.version,
            step.as_str(),
            to,
            due,
            step.note(),
            now,
            actor.account,
            actor.name
        ],
    )?
    .exactly_one()?;
    let detail = json!({ "version": task.version, "owner": task.owner.account, "due": task.due.to_string() });
    match step {
        Step::HandOver { .. } => tx.record("task.handed_over", task.id, detail),
        Step::Remind { .. } => tx.record("task.reminded", task.id, detail),
        Step::MoveDue { .. } => tx.record("task.moved", task.id, detail),
        Step::Report { .. } => tx.record("task.reported", task.id, detail),
        Step::Close { .. } => tx.record("task.closed", task.id, detail),
        Step::SendBack { .. } => tx.record("task.sent_back", task.id, detail),
        Step::Withdraw { .. } => tx.record("task.withdrawn", task.id, detail),
    }
    Ok(())
}

/// The same as `get`, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: TaskId) -> Result<Option<Task>> {
    tx.query_opt(
        concat!("select ", task_columns!(), " from task t where t.office = $1 and t.id = $2"),
        args![office, id],
        task,
    )
}

pub fn get(tx: &mut Tx, office: Office, id: TaskId) -> Result<Task> {
    tx.query_one(
        concat!("select ", task_columns!(), " from task t where t.office = $1 and t.id = $2"),
        args![office, id],
        task,
    )
}

/// One step as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// As `Step::as_str` says it.
    pub act: String,
    pub to_name: Option<String>,
    pub due: Option<Date>,
    pub note: String,
    pub at: Timestamp,
    pub by_name: String,
}

/// Every step of a task, in order.
pub fn steps(tx: &mut Tx, office: Office, id: TaskId) -> Result<Vec<Taken>> {
    tx.query(
        "select act, to_name, due_on, note, at, by_name from task_step where office = $1 and task = $2 order by version",
        args![office, id],
        |row| {
            Ok(Taken {
                act: row.get(0)?,
                to_name: row.get(1)?,
                due: row.get(2)?,
                note: row.get(3)?,
                at: row.get(4)?,
                by_name: row.get(5)?,
            })
        },
    )
}

/// Whose tasks a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those that wait for this person: their own that run, and what they gave and was reported done.
    WaitsFor(AccountId),
    /// Those that this person gave to others and that are not done.
    GivenBy(AccountId),
    /// All that somebody may see: their own, those they gave, and those of neighbourhoods within reach.
    #[default]
    All,
}

/// What a list of tasks is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub whose: Whose,
    /// Who reads.
    pub reader: AccountId,
    /// How far the reader sees tasks of others; `None`: not at all.
    pub reach: Option<Reach>,
    /// Those that run, or those that are over.
    pub running: bool,
    /// Only those that were due before this day.
    pub due_before: Option<Date>,
    pub words: String,
    /// The day and id of the last row of the page before.
    pub after: Option<(String, String)>,
}

impl Wanted {
    /// Those of somebody that run.
    pub fn running(whose: Whose, reader: AccountId) -> Self {
        Self { whose, reader, reach: None, running: true, due_before: None, words: String::new(), after: None }
    }
}

macro_rules! wanted_tasks {
    () => {
        "where t.office = $1
           and case when t.state in ('open', 'done') then 'running' else 'over' end = $2
           and ($3 = '' or (t.owner = $3 and t.state = 'open') or (t.giver = $3 and t.state = 'done')
                or ($2 = 'over' and (t.owner = $3 or t.giver = $3)))
           and ($4 = '' or (t.giver = $4 and t.owner <> $4 and t.state <> 'done'))
           and ($5 = '' or t.search like $5 escape '!')
           and ($6 = '' or t.due_on < $6)
           and (t.owner = $7 or t.giver = $7 or ($8 = 'all')
                or ($8 <> '' and ($8 like '%|' || n.id || '|%' or $8 like '%|' || n.town || '|%'
                                  or $8 like '%|' || n.division || '|%')))"
    };
}

fn wanted_args(office: Office, wanted: &Wanted) -> Vec<crate::Value> {
    let (waits, given) = match wanted.whose {
        Whose::WaitsFor(account) => (account.to_string(), String::new()),
        Whose::GivenBy(account) => (String::new(), account.to_string()),
        Whose::All => (String::new(), String::new()),
    };
    let words = wanted.words.trim();
    let pattern = if words.is_empty() { String::new() } else { like_pattern(words) };
    let reach = match &wanted.reach {
        None => String::new(),
        Some(Reach::All) => "all".to_owned(),
        Some(reach) => reach.text(),
    };
    let due = wanted.due_before.map(|day| day.to_string()).unwrap_or_default();
    let running = if wanted.running { "running" } else { "over" };
    args![office, running, waits, given, pattern, due, wanted.reader, reach].to_vec()
}

/// One page of tasks, the one that is due first on top; each with the name of its neighbourhood.
pub fn page(tx: &mut Tx, office: Office, wanted: &Wanted, size: usize) -> Result<Vec<(Task, Option<String>)>> {
    let (day, id) = wanted.after.clone().unwrap_or_default();
    let mut args = wanted_args(office, wanted);
    args.extend(args![day, id, size]);
    tx.query(
        concat!(
            "select ",
            task_columns!(),
            ", n.name
               from task t left join neighbourhood n on n.office = t.office and n.id = t.neighbourhood ",
            wanted_tasks!(),
            " and ($9 = '' or (t.due_on, t.id) > ($9, $10)) order by t.due_on, t.id limit $11"
        ),
        args,
        |row| Ok((task(row)?, row.get(14)?)),
    )
}

/// How many there are, and how many of them are overdue on a day.
pub fn counts(tx: &mut Tx, office: Office, wanted: &Wanted, today: Date) -> Result<(i64, i64)> {
    let mut args = wanted_args(office, wanted);
    args.extend(args![today]);
    tx.query_one(
        concat!(
            "select count(*), cast(coalesce(sum(case when t.state = 'open' and t.due_on < $9 then 1 else 0 end), 0) as bigint)
               from task t left join neighbourhood n on n.office = t.office and n.id = t.neighbourhood ",
            wanted_tasks!()
        ),
        args,
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The running tasks of a neighbourhood and of those merged into it.
pub fn of_neighbourhood(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Task>> {
    tx.query(
        concat!(
            "select ",
            task_columns!(),
            " from task t join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
              where t.office = $1 and (n.id = $2 or n.merged_into = $2) and t.state in ('open', 'done')
              order by t.due_on, t.id"
        ),
        args![office, id],
        task,
    )
}

/// Every task that an account gave or owns, the earliest first.
pub fn of_account(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<Task>> {
    tx.query(
        concat!(
            "select ",
            task_columns!(),
            " from task t where t.office = $1 and (t.giver = $2 or t.owner = $2) order by t.given_at, t.id"
        ),
        args![office, account],
        task,
    )
}

/// Whom a task can be given to: open accounts of the office that hold one of these roles, by name.
pub fn people(tx: &mut Tx, office: Office, roles: &[linli_domain::kernel::people::Role]) -> Result<Vec<Person>> {
    let roles = roles.iter().fold("|".to_owned(), |text, role| text + role.as_str() + "|");
    tx.query(
        "select a.id, a.name from account a
          where a.office = $1 and a.stopped_at is null
            and exists (select 1 from account_grant g
                         where g.office = a.office and g.account = a.id and g.taken_at is null
                           and $2 like '%|' || g.role || '|%')
          order by a.name_key, a.id",
        args![office, roles],
        |row| Ok(Person { account: row.get(0)?, name: row.get(1)? }),
    )
}

pub(super) fn task(row: &Row) -> Result<Task> {
    let person = |at: usize| -> Result<Person> { Ok(Person { account: row.get(at)?, name: row.get(at + 1)? }) };
    let state: TaskState = row.get::<String>(11)?.parse().map_err(|()| Error::Damaged)?;
    Ok(Task {
        id: row.get(0)?,
        title: row.get(1)?,
        detail: row.get(2)?,
        matter: row.get::<String>(3)?.parse().map_err(|()| Error::Damaged)?,
        neighbourhood: row.get(4)?,
        giver: person(5)?,
        owner: person(7)?,
        given_at: row.get(9)?,
        due: row.get(10)?,
        state,
        reminded_on: row.get(12)?,
        version: row.get(13)?,
    })
}

//! Lists of opinions: what is asked for, how far a reader sees, page by page, and how many there are.

use linli_domain::consultation::opinion::{Channel, State};
use linli_domain::consultation::{AnswerId, Opinion};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};

use super::{COLUMNS, opinion, opinion_columns};
use crate::register::listing::Reach;
use crate::{Error, Result, Row, Tx, Value, args};

/// Which of them a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that wait for an answer: the one that is due first on top.
    #[default]
    Waiting,
    /// Those in one state, the latest first.
    In(State),
    /// All but the withdrawn ones, the latest first.
    All,
}

/// What a list is asked for. An empty choice leaves everything in.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub show: Show,
    /// With those that were merged into it.
    pub neighbourhood: Option<NeighbourhoodId>,
    pub channel: Option<Channel>,
    /// Only hazards that nobody has looked after.
    pub hazard: bool,
    /// Only those whose answer was due before this day.
    pub due_before: Option<Date>,
    /// Only those that were sent once more with other words.
    pub unsettled: bool,
    /// Only those that one answer serves.
    pub answer: Option<AnswerId>,
    /// How far this reader sees.
    pub reach: Reach,
    /// The key and id of the last row of the page before.
    pub after: Option<(String, String)>,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub opinion: Opinion,
    pub neighbourhood: String,
    pub building: String,
    pub entrance: String,
    pub room: String,
    /// Contents under its id that nobody has settled.
    pub open_versions: i64,
    /// From which the next page goes on.
    pub key: String,
}

macro_rules! wanted_opinions {
    () => {
        " where o.office = $1
           and ($2 = '' or n.id = $2 or n.merged_into = $2)
           and ($3 = '' or o.channel = $3)
           and ($4 = '' or o.hazard_open)
           and ($5 = '' or (o.due_on < $5 and o.state in ('received', 'grouped')))
           and ($6 = '' or o.open_versions > 0)
           and ($7 = '' or o.answer = $7)
           and ($8 = '' or $8 like '%|' || n.id || '|%' or $8 like '%|' || n.town || '|%'
                or $8 like '%|' || n.division || '|%')"
    };
}

fn wanted_args(office: Office, wanted: &Wanted) -> Vec<Value> {
    let only = |asked: bool| if asked { "yes" } else { "" };
    args![
        office,
        wanted.neighbourhood.map(|id| id.to_string()).unwrap_or_default(),
        wanted.channel.map_or("", Channel::as_str),
        only(wanted.hazard),
        wanted.due_before.map(|day| day.to_string()).unwrap_or_default(),
        only(wanted.unsettled),
        wanted.answer.map(|id| id.to_string()).unwrap_or_default(),
        wanted.reach.text()
    ]
    .to_vec()
}

/// Each order has its own index, so that a page ends when it is full, however many opinions there are.
macro_rules! opinions_page {
    ($state:literal, $from:literal, $order:literal) => {
        concat!(
            "select ",
            opinion_columns!(),
            ", n.name, coalesce(b.name, ''), coalesce(e.name, ''), coalesce(d.room, '')
               from opinion o
               join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
               left join building b on b.office = o.office and b.id = o.building
               left join entrance e on e.office = o.office and e.id = o.entrance
               left join dwelling d on d.office = o.office and d.id = o.dwelling",
            wanted_opinions!(),
            " and ",
            $state,
            " and ",
            $from,
            " order by ",
            $order,
            " limit $11"
        )
    };
}

/// One page, without the wishes; one row more than asked for says that there is another page.
pub fn page(tx: &mut Tx, office: Office, wanted: &Wanted, size: usize) -> Result<Vec<Listed>> {
    let sql = match wanted.show {
        Show::Waiting => {
            opinions_page!("o.state in ('received', 'grouped')", "(o.due_on, o.id) > ($9, $10)", "o.due_on, o.id")
        }
        Show::In(_) => {
            opinions_page!("o.state = $12", "(o.received_at, o.id) < ($9, $10)", "o.received_at desc, o.id desc")
        }
        Show::All => opinions_page!(
            "o.state <> 'withdrawn'",
            "(o.received_at, o.id) < ($9, $10)",
            "o.received_at desc, o.id desc"
        ),
    };
    let (key, id) = wanted.after.clone().unwrap_or_default();
    let mut args = wanted_args(office, wanted);
    match wanted.show {
        Show::Waiting => args.extend(args![key, id, size]),
        // What is no time leaves everything in.
        Show::In(_) | Show::All => args.extend(args![key.parse().unwrap_or(i64::MAX), id, size]),
    }
    if let Show::In(state) = wanted.show {
        args.extend(args![state.as_str()]);
    }
    let (held, by_due) = (tx.held(), wanted.show == Show::Waiting);
    tx.query(sql, args, |row| {
        let opinion = opinion(row, office, &held)?;
        let (due, received) = (opinion.standing.due, opinion.received_at.as_millisecond());
        Ok(Listed {
            key: if by_due { due.to_string() } else { received.to_string() },
            opinion,
            open_versions: row.get(COLUMNS - 1)?,
            neighbourhood: row.get(COLUMNS)?,
            building: row.get(COLUMNS + 1)?,
            entrance: row.get(COLUMNS + 2)?,
            room: row.get(COLUMNS + 3)?,
        })
    })
}

/// How many there are, whatever the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub answered: i64,
    pub done: i64,
    pub withdrawn: i64,
    /// Of those that wait: their day is over.
    pub late: i64,
    /// Hazards that nobody has looked after.
    pub hazards: i64,
    /// Sent once more with other words.
    pub unsettled: i64,
}

impl Counts {
    pub const fn all(&self) -> i64 {
        self.waiting + self.answered + self.done
    }
}

macro_rules! opinions_counted {
    ($day:literal) => {
        concat!(
            "select o.state, count(*),
                    cast(coalesce(sum(case when o.due_on < ",
            $day,
            " then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when o.hazard_open then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when o.open_versions > 0 then 1 else 0 end), 0) as bigint)
               from opinion o"
        )
    };
}

/// Counts a whole office, or one neighbourhood of it, as far as the reader sees.
pub fn counts(tx: &mut Tx, office: Office, wanted: &Wanted, today: Date) -> Result<Counts> {
    let read = |row: &Row<'_>| {
        let state: State = row.get::<String>(0)?.parse().map_err(|()| Error::Damaged)?;
        Ok((state, [row.get::<i64>(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
    };
    let whole = wanted.neighbourhood.is_none() && wanted.reach == Reach::All;
    let found = if whole {
        // An index holds all that is counted.
        let sql = concat!(opinions_counted!("$2"), " where o.office = $1 group by o.state order by o.state");
        tx.query(sql, args![office, today], read)?
    } else {
        let sql = concat!(
            opinions_counted!("$4"),
            " join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
              where o.office = $1
                and ($2 = '' or n.id = $2 or n.merged_into = $2)
                and ($3 = '' or $3 like '%|' || n.id || '|%' or $3 like '%|' || n.town || '|%'
                     or $3 like '%|' || n.division || '|%')
              group by o.state order by o.state"
        );
        let of = wanted.neighbourhood.map(|id| id.to_string()).unwrap_or_default();
        tx.query(sql, args![office, of, wanted.reach.text(), today], read)?
    };
    let mut counts = Counts::default();
    for (state, [many, late, hazards, unsettled]) in found {
        let of_state = match state {
            State::Received | State::Grouped => &mut counts.waiting,
            State::Answered => &mut counts.answered,
            State::Done => &mut counts.done,
            State::Withdrawn => &mut counts.withdrawn,
        };
        *of_state += many;
        if state.is_waiting() {
            counts.late += late;
        }
        if state != State::Withdrawn {
            counts.hazards += hazards;
            counts.unsettled += unsettled;
        }
    }
    Ok(counts)
}

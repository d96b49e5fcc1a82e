//! Lists of opinions: what is asked for, how far a reader sees, page by page, and how many there are.

use linli_domain::consultation::opinion::{Channel, State};
use linli_domain::consultation::{AnswerId, Opinion};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};

use super::{COLUMNS, opinion, opinion_columns};
use crate::register::listing::Reach;
use crate::{Result, Tx, Value, args};

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

impl Show {
    /// The states, as a row asks whether its own is among them.
    fn states(self) -> String {
        let shown = |state: &State| match self {
            Self::Waiting => state.is_waiting(),
            Self::In(one) => *state == one,
            Self::All => *state != State::Withdrawn,
        };
        State::ALL.iter().filter(|state| shown(state)).fold("|".to_owned(), |text, state| text + state.as_str() + "|")
    }
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
        " from opinion o
          join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
          left join building b on b.office = o.office and b.id = o.building
          left join entrance e on e.office = o.office and e.id = o.entrance
          left join dwelling d on d.office = o.office and d.id = o.dwelling
         where o.office = $1
           and ($2 = '' or $2 like '%|' || o.state || '|%')
           and ($3 = '' or n.id = $3 or n.merged_into = $3)
           and ($4 = '' or o.channel = $4)
           and ($5 = '' or o.hazard_open)
           and ($6 = '' or (o.due_on < $6 and o.state in ('received', 'grouped')))
           and ($7 = '' or o.open_versions > 0)
           and ($8 = '' or o.answer = $8)
           and ($9 = '' or $9 like '%|' || n.id || '|%' or $9 like '%|' || n.town || '|%'
                or $9 like '%|' || n.division || '|%')"
    };
}

fn wanted_args(office: Office, wanted: &Wanted, states: &str) -> Vec<Value> {
    let only = |asked: bool| if asked { "yes" } else { "" };
    args![
        office,
        states,
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

macro_rules! opinions_page {
    ($key:literal, $than:literal, $order:literal) => {
        concat!(
            "select ",
            opinion_columns!(),
            ", n.name, coalesce(b.name, ''), coalesce(e.name, ''), coalesce(d.room, ''), ",
            $key,
            wanted_opinions!(),
            " and ($10 = '' or (",
            $key,
            ", o.id) ",
            $than,
            " ($10, $11)) order by ",
            $order,
            " limit $12"
        )
    };
}

/// One page, without the wishes; one row more than asked for says that there is another page.
pub fn page(tx: &mut Tx, office: Office, wanted: &Wanted, size: usize) -> Result<Vec<Listed>> {
    let sql = match wanted.show {
        Show::Waiting => opinions_page!("due_on", ">", "due_on, o.id"),
        _ => opinions_page!("cast(o.received_at as text)", "<", "cast(o.received_at as text) desc, o.id desc"),
    };
    let (key, id) = wanted.after.clone().unwrap_or_default();
    let mut args = wanted_args(office, wanted, &wanted.show.states());
    args.extend(args![key, id, size]);
    let held = tx.held();
    tx.query(sql, args, |row| {
        Ok(Listed {
            opinion: opinion(row, office, &held)?,
            open_versions: row.get(COLUMNS - 1)?,
            neighbourhood: row.get(COLUMNS)?,
            building: row.get(COLUMNS + 1)?,
            entrance: row.get(COLUMNS + 2)?,
            room: row.get(COLUMNS + 3)?,
            key: row.get(COLUMNS + 4)?,
        })
    })
}

/// How many there are of those wanted, whatever the list shows.
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

pub fn counts(tx: &mut Tx, office: Office, wanted: &Wanted, today: Date) -> Result<Counts> {
    let mut args = wanted_args(office, wanted, "");
    args.extend(args![today]);
    let found = tx.query(
        concat!(
            "select o.state, count(*),
                    cast(coalesce(sum(case when o.due_on < $10 then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when o.hazard_open then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when o.open_versions > 0 then 1 else 0 end), 0) as bigint)",
            wanted_opinions!(),
            " group by o.state order by o.state"
        ),
        args,
        |row| {
            let state: State = row.get::<String>(0)?.parse().map_err(|()| crate::Error::Damaged)?;
            Ok((state, [row.get::<i64>(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
        },
    )?;
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

//! Lifts: for each entrance the versions of its scheme, changed as long as one is a draft and never after.

mod change;
mod everywhere;
mod lines;
pub mod rules;

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Area, Money, NeighbourhoodId, Office, Timestamp};
use linli_domain::planning::lift::{Design, Lift, Remainder, Rule, Scheme, SchemeId, Settled, State, Terms, Upkeep};
use linli_domain::register::EntranceId;

use crate::{Error, Result, Row, Tx, args};

pub use change::{begin, give_up, put, settle};
pub use everywhere::{Entry, Tab, everywhere, of_neighbourhood};

crate::text_values!(SchemeId);

/// Why a scheme was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    #[error("a version that was settled never changes")]
    Fixed,
    /// There is one draft at a time.
    #[error("there is a draft already")]
    DraftThere(SchemeId),
    #[error("the dwelling is not in this entrance")]
    NoSuchDwelling,
    #[error("it cannot be settled yet")]
    NotReady(linli_domain::planning::lift::NotReady),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What a change returns.
pub type Changed<T> = std::result::Result<T, NotChanged>;

/// Which entrance a scheme is for, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    pub neighbourhood: NeighbourhoodId,
    pub entrance: EntranceId,
    pub building_name: String,
    pub entrance_name: String,
}

/// A version in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    pub id: SchemeId,
    pub number: i64,
    pub state: State,
    pub cost: Money,
    pub settled: Option<Settled>,
    pub at: Timestamp,
    pub by_name: String,
}

/// Where an entrance is.
pub fn at(tx: &mut Tx, office: Office, entrance: EntranceId) -> Result<At> {
    tx.query_one(
        "select b.neighbourhood, e.id, b.name, e.name from entrance e
           join building b on b.office = e.office and b.id = e.building
          where e.office = $1 and e.id = $2",
        args![office, entrance],
        |row| {
            Ok(At {
                neighbourhood: row.get(0)?,
                entrance: row.get(1)?,
                building_name: row.get(2)?,
                entrance_name: row.get(3)?,
            })
        },
    )
}

/// One version with everything that it says: of a draft, doors and areas are those of the register now. Seven statements.
pub fn find(tx: &mut Tx, office: Office, id: SchemeId) -> Result<Option<Scheme>> {
    let found = tx.query_opt(
        "select id, entrance, number, state, title, model, stops, summary, cost_fen, fund_fen, basis, coefficients,
                all_to_one, remainder_to, upkeep_fen, upkeep_rule, revision, at, by_name, settled_on, settled_by
           from lift_scheme where office = $1 and id = $2",
        args![office, id],
        scheme,
    )?;
    let Some(mut found) = found else { return Ok(None) };
    lines::read(tx, office, &mut found)?;
    Ok(Some(found))
}

pub fn get(tx: &mut Tx, office: Office, id: SchemeId) -> Result<Scheme> {
    find(tx, office, id)?.ok_or(Error::Missing)
}

fn scheme(row: &Row) -> Result<Scheme> {
    let word = |at| row.get::<String>(at);
    let table: Option<String> = row.get(11)?;
    let table = table.map(|text| serde_json::from_str(&text).map_err(|_| Error::Damaged)).transpose()?;
    let upkeep = match (row.get(14)?, row.get::<Option<String>>(15)?) {
        (Some(yearly), Some(rule)) => Some(Upkeep { yearly, rule: Rule::of(&rule, None).ok_or(Error::Damaged)? }),
        _ => None,
    };
    let lift = Lift {
        cost: row.get(8)?,
        fund: row.get(9)?,
        table,
        remainder: Remainder { all_to_one: row.get(12)?, household: row.get(13)? },
        upkeep,
        ..Lift::default()
    };
    let design = Design { title: word(4)?, model: word(5)?, stops: row.get(6)?, summary: word(7)? };
    Ok(Scheme {
        id: row.get(0)?,
        entrance: row.get(1)?,
        number: row.get(2)?,
        state: word(3)?.parse().map_err(|()| Error::Damaged)?,
        terms: Terms { design, basis: word(10)?.parse().map_err(|()| Error::Damaged)?, lift },
        doors: Vec::new(),
        agreed: Vec::new(),
        settled: settled(row, 19)?,
        revision: row.get(16)?,
        at: row.get(17)?,
        by_name: row.get(18)?,
    })
}

fn settled(row: &Row, at: usize) -> Result<Option<Settled>> {
    Ok(match (row.get(at)?, row.get(at + 1)?) {
        (Some(on), Some(by_name)) => Some(Settled { on, by_name }),
        _ => None,
    })
}

/// The versions of an entrance, the last one first.
pub fn versions(tx: &mut Tx, office: Office, entrance: EntranceId) -> Result<Vec<Brief>> {
    tx.query(
        "select id, number, state, cost_fen, settled_on, settled_by, at, by_name
           from lift_scheme where office = $1 and entrance = $2 order by number desc",
        args![office, entrance],
        |row| {
            Ok(Brief {
                id: row.get(0)?,
                number: row.get(1)?,
                state: row.get::<String>(2)?.parse().map_err(|()| Error::Damaged)?,
                cost: row.get(3)?,
                settled: settled(row, 4)?,
                at: row.get(6)?,
                by_name: row.get(7)?,
            })
        },
    )
}

/// What somebody saw of a draft, in a few signs: doors and areas change in the register without the scheme's own revision.
pub fn looks(scheme: &Scheme) -> String {
    let doors = scheme.terms.lift.households.iter().zip(&scheme.doors);
    let doors = doors.map(|(one, door)| (&one.id, &door.room, one.floor, one.area.map(Area::hundredths)));
    let text = serde_json::json!(doors.collect::<Vec<_>>()).to_string();
    format!("{}.{}", scheme.revision, Digest::of(text.as_bytes()))
}

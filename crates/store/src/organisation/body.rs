//! Bodies: set up, renamed, dissolved with all who sit in them; never deleted.

use linli_domain::kernel::{Date, NeighbourhoodId, Office, Personal};
use linli_domain::organisation::{Body, BodyId};
use serde_json::json;

use crate::seal::Held;
use crate::seal::places::{TERM_NAME, TERM_WHY};
use crate::{Error, Result, Row, Transaction, Tx, args};

/// A body with who heads it and how many sit in it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffed {
    pub body: Body,
    pub head: Option<Personal>,
    pub members: i64,
}

macro_rules! body_columns {
    () => {
        "b.id, b.kind, b.name, b.division, b.neighbourhood, b.set_up_on, b.dissolved_on"
    };
}

macro_rules! staffed_bodies {
    ($which:literal) => {
        concat!(
            "select ",
            body_columns!(),
            ", min(case when t.post = 'head' then t.id || ' ' || t.name end), count(t.id)
               from body b
               left join term t on t.office = b.office and t.body = b.id and t.ended_on is null ",
            $which,
            " group by ",
            body_columns!(),
            " order by b.set_up_on, b.id"
        )
    };
}

pub fn set_up(tx: &mut Transaction, body: &Body) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into body (office, id, kind, name, division, neighbourhood, set_up_on)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![office, body.id, body.kind.as_str(), body.name, body.division, body.neighbourhood, body.set_up_on],
    )?
    .exactly_one()?;
    let detail = json!({ "kind": body.kind.as_str(), "name": body.name, "neighbourhood": body.neighbourhood });
    tx.record("body.set_up", body.id, detail);
    Ok(())
}

pub fn rename(tx: &mut Transaction, id: BodyId, name: &str) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update body set name = $3 where office = $1 and id = $2 and dissolved_on is null",
        args![office, id, name],
    )?
    .exactly_one()?;
    tx.record("body.renamed", id, json!({ "name": name }));
    Ok(())
}

/// Dissolves it; whoever still sat in it goes with it.
pub fn dissolve(tx: &mut Transaction, body: &Body, why: &str) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update body set dissolved_on = $3, dissolved_why = $4
          where office = $1 and id = $2 and dissolved_on is null",
        args![office, body.id, body.dissolved_on, why],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    // Who came after the day of the dissolution, as it is entered late, never sat in it.
    let sitting = tx.query(
        "select id from term where office = $1 and body = $2 and ended_on is null",
        args![office, body.id],
        |row| row.get::<String>(0),
    )?;
    let why_each: Vec<String> = sitting.iter().map(|id| tx.seal(&TERM_WHY, id, &why.into())).collect::<Result<_>>()?;
    let rows = sitting.iter().zip(&why_each).map(|(id, why)| args![office, id, body.dissolved_on, why]);
    let gone = tx.run_many(
        "update term set ended_on = case when from_day > $3 then from_day else $3 end, ended_why = $4
          where office = $1 and id = $2 and ended_on is null",
        rows,
    )?;
    let detail = json!({ "reason": why, "members": gone });
    tx.record("body.dissolved", body.id, detail);
    Ok(())
}

/// Holds a body until this unit of work ends, so that nobody dissolves it or names somebody in it meanwhile.
/// `Stale`: it is dissolved.
pub fn hold(tx: &mut Transaction, id: BodyId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update body set dissolved_on = null where office = $1 and id = $2 and dissolved_on is null",
        args![office, id],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)
}

/// The same as `get`, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: BodyId) -> Result<Option<Body>> {
    tx.query_opt(
        concat!("select ", body_columns!(), " from body b where b.office = $1 and b.id = $2"),
        args![office, id],
        body,
    )
}

pub fn get(tx: &mut Tx, office: Office, id: BodyId) -> Result<Body> {
    tx.query_one(
        concat!("select ", body_columns!(), " from body b where b.office = $1 and b.id = $2"),
        args![office, id],
        body,
    )
}

/// The bodies of the office itself, in the order they were set up; dissolved ones among them.
pub fn of_office(tx: &mut Tx, office: Office) -> Result<Vec<Staffed>> {
    let held = tx.held();
    tx.query(staffed_bodies!("where b.office = $1 and b.neighbourhood is null"), args![office], |row| {
        staffed(row, office, &held)
    })
}

/// The residents' bodies of a neighbourhood and of those merged into it; dissolved ones among them.
pub fn of_neighbourhood(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Staffed>> {
    let held = tx.held();
    tx.query(
        staffed_bodies!(
            "join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
              where b.office = $1 and (n.id = $2 or n.merged_into = $2)"
        ),
        args![office, id],
        |row| staffed(row, office, &held),
    )
}

fn staffed(row: &Row, office: Office, held: &Held) -> Result<Staffed> {
    let head: Option<String> = row.get(7)?;
    let open = |(id, kept)| held.open(&TERM_NAME, office, id, kept);
    let head = head.as_deref().and_then(|head| head.split_once(' ')).map(open);
    Ok(Staffed { body: body(row)?, head, members: row.get(8)? })
}

fn body(row: &Row) -> Result<Body> {
    Ok(Body {
        id: row.get(0)?,
        kind: row.get::<String>(1)?.parse().map_err(|()| Error::Damaged)?,
        name: row.get(2)?,
        division: row.get(3)?,
        neighbourhood: row.get(4)?,
        set_up_on: row.get(5)?,
        dissolved_on: row.get::<Option<Date>>(6)?,
    })
}

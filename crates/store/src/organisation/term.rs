//! Terms: who sits where, from when to when. The names of residents stand here, sealed, and nowhere else, not in the trail.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::organisation::term::{Ended, Seat};
use linli_domain::organisation::{BodyId, Term, TermId};
use serde_json::json;

use crate::seal::Held;
use crate::seal::places::{TERM_CONTACT, TERM_NAME, TERM_TITLE, TERM_WHY};
use crate::{Error, Result, Row, Transaction, Tx, args};

macro_rules! term_columns {
    () => {
        "t.id, t.body, t.neighbourhood, t.name, t.title, t.account, t.post, t.standing, t.from_day, t.until_day,
         t.ended_on, t.ended_why, t.chosen, t.contact"
    };
}

/// Begins a term. `Duplicate`: somebody else named a leader meanwhile.
pub fn begin(tx: &mut Transaction, term: &Term) -> Result<()> {
    let office = tx.office();
    let (body, neighbourhood) = match term.seat {
        Seat::Body(body) => (Some(body), None),
        Seat::Leader(neighbourhood) => (None, Some(neighbourhood)),
    };
    let id = term.id.to_string();
    let name = tx.seal(&TERM_NAME, &id, &term.name)?;
    let title = term.title.as_ref().map(|title| tx.seal(&TERM_TITLE, &id, title)).transpose()?;
    let contact = term.contact.as_ref().map(|contact| tx.seal(&TERM_CONTACT, &id, contact)).transpose()?;
    tx.run(
        "insert into term (office, id, body, neighbourhood, name, title, account, post, standing, from_day, until_day,
                chosen, contact)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            office,
            term.id,
            body,
            neighbourhood,
            name,
            title,
            term.account,
            term.post.as_str(),
            term.standing.map(linli_domain::organisation::term::Standing::as_str),
            term.from,
            term.until,
            term.chosen.map(|chosen| chosen.as_str().to_owned()),
            contact
        ],
    )?
    .exactly_one()?;
    let detail =
        json!({ "body": body, "neighbourhood": neighbourhood, "post": term.post, "from": term.from.to_string() });
    tx.record("term.begun", term.id, detail);
    Ok(())
}

/// Ends a term as `Term::end` or `Term::as_leader` decided.
pub fn end(tx: &mut Transaction, term: &Term) -> Result<()> {
    let (office, ended) = (tx.office(), term.ended.as_ref().ok_or(Error::Refused)?);
    let why = tx.seal(&TERM_WHY, &term.id.to_string(), &ended.why)?;
    tx.run(
        "update term set ended_on = $3, ended_why = $4 where office = $1 and id = $2 and ended_on is null",
        args![office, term.id, ended.on, why],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("term.ended", term.id, json!({ "on": ended.on.to_string() }));
    Ok(())
}

/// The same as `get`, where it may be missing.
pub fn find(tx: &mut Tx, office: Office, id: TermId) -> Result<Option<Term>> {
    let held = tx.held();
    tx.query_opt(
        concat!("select ", term_columns!(), " from term t where t.office = $1 and t.id = $2"),
        args![office, id],
        |row| term(row, office, &held),
    )
}

pub fn get(tx: &mut Tx, office: Office, id: TermId) -> Result<Term> {
    let held = tx.held();
    tx.query_one(
        concat!("select ", term_columns!(), " from term t where t.office = $1 and t.id = $2"),
        args![office, id],
        |row| term(row, office, &held),
    )
}

/// Everybody who sits or sat in a body: who sits there now first, by post and day.
pub fn of_body(tx: &mut Tx, office: Office, id: BodyId) -> Result<Vec<Term>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            term_columns!(),
            " from term t where t.office = $1 and t.body = $2
              order by case when t.ended_on is null then 0 else 1 end,
                       case t.post when 'head' then 0 when 'deputy' then 1 when 'member' then 2 else 3 end,
                       t.from_day, t.id"
        ),
        args![office, id],
        |row| term(row, office, &held),
    )
}

/// Every leader that a neighbourhood, or one merged into it, has or had: the latest first.
pub fn leaders(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Vec<Term>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            term_columns!(),
            " from term t join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
              where t.office = $1 and (n.id = $2 or n.merged_into = $2)
              order by case when t.ended_on is null then 0 else 1 end, t.from_day desc, t.id desc"
        ),
        args![office, id],
        |row| term(row, office, &held),
    )
}

/// The leader in charge of a neighbourhood now.
pub fn leader(tx: &mut Tx, office: Office, id: NeighbourhoodId) -> Result<Option<Term>> {
    let held = tx.held();
    tx.query_opt(
        concat!(
            "select ",
            term_columns!(),
            " from term t where t.office = $1 and t.neighbourhood = $2 and t.ended_on is null"
        ),
        args![office, id],
        |row| term(row, office, &held),
    )
}

/// Every term that was tied to an account, the earliest first.
pub fn of_account(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<Term>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            term_columns!(),
            " from term t where t.office = $1 and t.account = $2 order by t.from_day, t.id"
        ),
        args![office, account],
        |row| term(row, office, &held),
    )
}

/// Every term of an office with what it is a seat of: a body, else a neighbourhood.
pub fn all(tx: &mut Tx, office: Office) -> Result<Vec<(Term, String)>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            term_columns!(),
            ", coalesce(b.name, n.name, '') from term t
               left join body b on b.office = t.office and b.id = t.body
               left join neighbourhood n on n.office = t.office and n.id = t.neighbourhood
              where t.office = $1 order by t.from_day, t.id"
        ),
        args![office],
        |row| Ok((term(row, office, &held)?, row.get(14)?)),
    )
}

fn term(row: &Row, office: Office, held: &Held) -> Result<Term> {
    let id: String = row.get(0)?;
    let open = |place, kept: String| held.open(place, office, &id, &kept);
    let seat = match (row.get(1)?, row.get(2)?) {
        (Some(body), None) => Seat::Body(body),
        (None, Some(neighbourhood)) => Seat::Leader(neighbourhood),
        _ => return Err(Error::Damaged),
    };
    let ended = match row.get(10)? {
        Some(on) => Some(Ended { on, why: open(&TERM_WHY, row.get::<Option<String>>(11)?.unwrap_or_default()) }),
        None => None,
    };
    let (standing, chosen): (Option<String>, Option<String>) = (row.get(7)?, row.get(12)?);
    Ok(Term {
        id: id.parse().map_err(|_| Error::Damaged)?,
        seat,
        name: open(&TERM_NAME, row.get(3)?),
        title: row.get::<Option<String>>(4)?.map(|title| open(&TERM_TITLE, title)),
        account: row.get(5)?,
        post: row.get::<String>(6)?.parse().map_err(|()| Error::Damaged)?,
        standing: standing.map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?,
        chosen: chosen.map(|text| text.parse().map_err(|()| Error::Damaged)).transpose()?,
        contact: row.get::<Option<String>>(13)?.map(|contact| open(&TERM_CONTACT, contact)),
        from: row.get(8)?,
        until: row.get(9)?,
        ended,
    })
}

//! A paper opened on a phone: by its code for the first time, by the phone's cookie afterwards.

use linli_domain::consultation::opinion::Address;
use linli_domain::consultation::slip::{Held, MOST_A_DAY_ON_A_POSTER, OPEN_FOR, SlipCode};
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_domain::register::EntranceId;

use super::super::receipt::{secret, unknown};
use super::super::rules;
use crate::people::session::TokenHash;
use crate::{Result, Row, Transaction, Tx, args};

/// The paper of a code that holds. A code of nobody takes the same way through the same statements.
pub fn find(tx: &mut Tx, code: SlipCode) -> Result<Option<Held>> {
    let office = code.office();
    let hash = match secret(tx, office)? {
        Some(secret) => secret.slip_hash(code),
        None => unknown(office)?.slip_hash(code),
    };
    tx.query_opt(
        "select s.id, s.made_at, b.neighbourhood, b.id, e.id, s.dwelling, n.name, b.name, e.name, coalesce(d.room, '')
           from slip s
           join entrance e on e.office = s.office and e.id = s.entrance
           join building b on b.office = e.office and b.id = e.building and b.closed_at is null
           join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
           left join dwelling d on d.office = s.office and d.id = s.dwelling
          where s.office = $1 and s.code = $2 and s.revoked_at is null",
        args![office, hash],
        read,
    )
}

/// The paper that a phone has open, while it is.
pub fn held(tx: &mut Tx, office: Office, token: &TokenHash, now: Timestamp) -> Result<Option<Held>> {
    tx.query_opt(
        "select s.id, s.made_at, b.neighbourhood, b.id, e.id, s.dwelling, n.name, b.name, e.name, coalesce(d.room, '')
           from slip_session p
           join slip s on s.office = p.office and s.id = p.slip and s.revoked_at is null
           join entrance e on e.office = s.office and e.id = s.entrance
           join building b on b.office = e.office and b.id = e.building and b.closed_at is null
           join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
           left join dwelling d on d.office = s.office and d.id = s.dwelling
          where p.office = $1 and p.token = $2 and p.ends_at > $3",
        args![office, token.0, now],
        read,
    )
}

fn read(row: &Row) -> Result<Held> {
    Ok(Held {
        slip: row.get(0)?,
        made_at: row.get(1)?,
        address: Address {
            neighbourhood: row.get(2)?,
            building: Some(row.get(3)?),
            entrance: Some(row.get(4)?),
            dwelling: row.get(5)?,
        },
        names: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?],
    })
}

/// Opens a paper on a phone, and counts that it was; what is over goes. A phone that scans the paper again that it has open
/// stays the one it was, and of the phones that have one paper open the oldest leaves where there are many: whoever opens a
/// paper in a loop leaves no more than these rows.
pub fn enter(tx: &mut Transaction, held: &Held, token: &TokenHash) -> Result<()> {
    let (office, now, today) = (tx.office(), tx.now(), tx.today());
    let ends = now.saturating_add(OPEN_FOR).unwrap_or(now);
    tx.run("delete from slip_session where office = $1 and ends_at <= $2", args![office, now])?.count();
    let again = tx.run(
        "update slip_session set ends_at = $4
          where office = $1 and token = $2 and slip = $3
            and exists (select 1 from slip s where s.office = $1 and s.id = $3 and s.revoked_at is null)",
        args![office, token.0, held.slip, ends],
    )?;
    if again.at_most_one()? {
        return Ok(());
    }
    // From here on whoever opens this paper as well waits for this one.
    tx.run(
        "update slip set opened = opened + 1, opened_on = $3 where office = $1 and id = $2 and revoked_at is null",
        args![office, held.slip, today],
    )?
    .exactly_one()?;
    make_room(tx, held)?;
    tx.run(
        "insert into slip_session (office, token, slip, ends_at) values ($1, $2, $3, $4)",
        args![office, token.0, held.slip, ends],
    )?
    .exactly_one()
}

/// Ends the oldest sessions of a paper that has as many as it may.
fn make_room(tx: &mut Transaction, held: &Held) -> Result<()> {
    let (office, most) = (tx.office(), held.paper().most_phones());
    let stay = tx.query(
        "select ends_at, token from slip_session where office = $1 and slip = $2
          order by ends_at desc, token desc limit $3",
        args![office, held.slip, most - 1],
        |row| Ok((row.get::<Timestamp>(0)?, row.get::<String>(1)?)),
    )?;
    let Some((ends, token)) = stay.last().filter(|_| stay.len() == most - 1) else { return Ok(()) };
    tx.run(
        "delete from slip_session where office = $1 and slip = $2 and (ends_at, token) < ($3, $4)",
        args![office, held.slip, *ends, token.as_str()],
    )?
    .count();
    Ok(())
}

/// The phone leaves the page.
pub fn leave(tx: &mut Transaction, token: &TokenHash) -> Result<()> {
    let left = tx.run("delete from slip_session where office = $1 and token = $2", args![tx.office(), token.0])?;
    left.at_most_one().map(drop)
}

/// Counts one more by the poster of a stairwell today, where there is room for it.
pub fn count_poster(tx: &mut Transaction, entrance: EntranceId) -> Result<bool> {
    let (office, today) = (tx.office(), tx.today());
    let counted = tx.run(
        "insert into poster_day (office, entrance, day, many) values ($1, $2, $3, 1)
         on conflict (office, entrance, day) do update set many = poster_day.many + 1 where poster_day.many < $4",
        args![office, entrance, today, MOST_A_DAY_ON_A_POSTER],
    )?;
    counted.at_most_one()
}

/// Where a paper has taken all that it takes in a day: how many that is. Asked before photos are read, since the counting itself comes last.
pub fn enough(tx: &mut Tx, office: Office, at: &Address, today: Date) -> Result<Option<i64>> {
    let (many, most) = match (at.dwelling, at.entrance) {
        (Some(dwelling), _) => {
            let most = rules::of(tx, office, today)?.most_a_day;
            let many = tx.query_opt(
                "select many from opinion_day where office = $1 and dwelling = $2 and day = $3",
                args![office, dwelling, today],
                |row| row.get(0),
            )?;
            (many, most)
        }
        (None, entrance) => {
            let many = tx.query_opt(
                "select many from poster_day where office = $1 and entrance = $2 and day = $3",
                args![office, entrance, today],
                |row| row.get(0),
            )?;
            (many, MOST_A_DAY_ON_A_POSTER)
        }
    };
    Ok((many.unwrap_or(0) >= most).then_some(most))
}

/// Counts a well-formed code that opens nothing.
pub fn wrong(tx: &mut Transaction) -> Result<()> {
    let (office, today) = (tx.office(), tx.today());
    tx.run(
        "insert into slip_try (office, day, many) values ($1, $2, 1)
         on conflict (office, day) do update set many = slip_try.many + 1",
        args![office, today],
    )?
    .exactly_one()
}

/// How many of these there were since a day.
pub fn tried(tx: &mut Tx, office: Office, since: Date) -> Result<i64> {
    tx.query_one(
        "select cast(coalesce(sum(many), 0) as bigint) from slip_try where office = $1 and day >= $2",
        args![office, since],
        |row| row.get(0),
    )
}

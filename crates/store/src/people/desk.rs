//! What waits for somebody, counted for the page where the work starts. Every count is one statement.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};

use crate::consultation::opinion::{self, Wanted};
use crate::register::listing::Reach;
use crate::{Result, Tx, args};

/// Bulletins that wait for a next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bulletins {
    pub drafts: i64,
    /// Submitted by others than the reader, who may therefore sign them.
    pub to_sign: i64,
    /// Submitted, with the head.
    pub submitted: i64,
    /// Signed, and not issued yet.
    pub to_issue: i64,
}

pub fn bulletins(tx: &mut Tx, office: Office, reader: AccountId) -> Result<Bulletins> {
    let counts = tx.query(
        "select state, case when drafted_by = $2 then 1 else 0 end, count(*) from bulletin
          where office = $1 and state in ('draft', 'submitted', 'signed') group by 1, 2",
        args![office, reader],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)? == 1, row.get::<i64>(2)?)),
    )?;
    let mut waiting = Bulletins::default();
    for (state, own, count) in counts {
        match state.as_str() {
            "draft" => waiting.drafts += count,
            "signed" => waiting.to_issue += count,
            _ => {
                waiting.submitted += count;
                waiting.to_sign += if own { 0 } else { count };
            }
        }
    }
    Ok(waiting)
}

/// Imports of the office whose columns or preview wait for somebody to go on.
pub fn imports(tx: &mut Tx, office: Office) -> Result<i64> {
    tx.query_one(
        "select count(*) from intake where office = $1 and state in ('uploaded', 'previewed')",
        args![office],
        |row| row.get(0),
    )
}

/// Opinions that need somebody, within reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opinions {
    /// Hazards that nobody has looked after.
    pub hazards: i64,
    /// Answers that are overdue.
    pub late: i64,
    pub waiting: i64,
}

pub fn opinions(tx: &mut Tx, office: Office, reach: &Reach, today: Date) -> Result<Opinions> {
    let counts = opinion::counts(tx, office, &Wanted { reach: reach.clone(), ..Wanted::default() }, today)?;
    Ok(Opinions { hazards: counts.hazards, late: counts.late, waiting: counts.waiting })
}

/// Accounts, and those of them that need their administrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    pub open: i64,
    pub locked: i64,
    /// Made, and never signed in with.
    pub unused: i64,
    pub without_role: i64,
}

pub fn accounts(tx: &mut Tx, office: Office, now: Timestamp) -> Result<Accounts> {
    tx.query_one(
        "select count(*),
                cast(coalesce(sum(case when a.locked_until > $2 then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when a.must_change then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when g.account is null then 1 else 0 end), 0) as bigint)
           from account a
           left join (select office, account from account_grant where office = $1 and taken_at is null
                       group by office, account) g
             on g.office = a.office and g.account = a.id
          where a.office = $1 and a.stopped_at is null",
        args![office, now],
        |row| Ok(Accounts { open: row.get(0)?, locked: row.get(1)?, unused: row.get(2)?, without_role: row.get(3)? }),
    )
}

/// Starts that were reported in the neighbourhoods of a member of a residents' body, and wait for a confirmation: of which
/// neighbourhoods.
pub fn to_confirm(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<NeighbourhoodId>> {
    tx.query(
        "select distinct s.neighbourhood from stage_standing s
           join account_grant g on g.office = s.office and g.neighbourhood = s.neighbourhood
          where s.office = $1 and s.stage = 'start' and s.reported and s.confirmed_at is null
            and g.account = $2 and g.role = 'council_member' and g.taken_at is null
          order by s.neighbourhood",
        args![office, account],
        |row| row.get(0),
    )
}

/// A neighbourhood that somebody answers for, lives in or works in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    pub id: NeighbourhoodId,
    pub number: String,
    pub name: String,
}

/// The neighbourhoods that an account holds a role for, by number.
pub fn neighbourhoods(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<Mine>> {
    tx.query(
        "select distinct n.number, n.id, n.name
           from account_grant g
           join neighbourhood n on n.office = g.office and n.id = g.neighbourhood and n.merged_into is null
          where g.office = $1 and g.account = $2 and g.taken_at is null
          order by n.number",
        args![office, account],
        |row| Ok(Mine { number: row.get(0)?, id: row.get(1)?, name: row.get(2)? }),
    )
}

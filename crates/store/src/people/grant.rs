//! Roles given and taken (授权). Both stay written, with the day and the person.

use linli_domain::kernel::people::{AccountId, Grant, Role, Scope};
use linli_domain::kernel::place::NeighbourhoodId;
use linli_domain::kernel::{DivisionCode, Office, Timestamp};

use serde_json::json;

use crate::{Error, Result, Row, Transaction, Tx, args};

linli_domain::id! {
    /// One role, given once to one account.
    GrantId
}

crate::text_values!(GrantId);

/// A role as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub id: GrantId,
    pub account: AccountId,
    pub grant: Grant,
    /// The name of the division or neighbourhood, where it is known.
    pub place: Option<String>,
    pub given_at: Timestamp,
    /// The name of who gave it.
    pub given_by: String,
    pub taken_at: Option<Timestamp>,
    pub taken_by: Option<String>,
}

/// Gives a role. One that the account holds already stays as it is; one that does not go with another is refused.
pub fn give(tx: &mut Transaction, account: AccountId, grant: Grant) -> Result<()> {
    let office = tx.office();
    super::account::get(tx, office, account)?;
    let held = held(tx, office, account)?;
    if held.iter().any(|given| given.grant == grant) {
        return Ok(());
    }
    grant.beside(held.iter().map(|given| given.grant)).map_err(|_| Error::Refused)?;
    let (division, neighbourhood) = split(grant.scope);
    let (now, by) = (tx.now(), tx.actor().name.clone());
    tx.run(
        "insert into account_grant (office, account, id, role, division, neighbourhood, given_at, given_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![office, account, GrantId::new(), grant.role, division, neighbourhood, now, by],
    )?
    .exactly_one()?;
    tx.record("role.given", account, words(grant));
    Ok(())
}

/// Takes a role. The next request of the account is asked without it.
pub fn take(tx: &mut Transaction, account: AccountId, id: GrantId) -> Result<()> {
    let office = tx.office();
    let given = held(tx, office, account)?.into_iter().find(|given| given.id == id).ok_or(Error::Missing)?;
    let (now, by) = (tx.now(), tx.actor().name.clone());
    tx.run(
        "update account_grant set taken_at = $4, taken_by = $5
          where office = $1 and account = $2 and id = $3 and taken_at is null",
        args![office, account, id, now, by],
    )?
    .exactly_one()?;
    tx.record("role.taken", account, words(given.grant));
    Ok(())
}

/// Roles with the names of their places: nobody knows a place by its code.
macro_rules! given {
    () => {
        "select g.id, g.account, g.role, g.division, g.neighbourhood, g.given_at, g.given_by, g.taken_at, g.taken_by,
                coalesce(n.name, d.name)
           from account_grant g
           left join division d on d.code = g.division
           left join neighbourhood n on n.office = g.office and n.id = g.neighbourhood
        "
    };
}

/// What an account holds now.
pub fn held(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<Given>> {
    Ok(history(tx, office, account)?.into_iter().filter(|given| given.taken_at.is_none()).collect())
}

/// What an account held at any time, the newest first.
pub fn history(tx: &mut Tx, office: Office, account: AccountId) -> Result<Vec<Given>> {
    tx.query(
        concat!(given!(), "where g.office = $1 and g.account = $2 order by g.id desc"),
        args![office, account],
        read,
    )
}

/// What the accounts between two names hold now, for one page of the list of accounts.
pub fn held_between(tx: &mut Tx, office: Office, first: &str, last: &str) -> Result<Vec<Given>> {
    tx.query(
        concat!(
            given!(),
            "join account a on a.office = g.office and a.id = g.account
             where g.office = $1 and g.taken_at is null and a.name_key >= $2 and a.name_key <= $3
             order by g.id"
        ),
        args![office, first, last],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Given> {
    Ok(Given {
        id: row.get(0)?,
        account: row.get(1)?,
        grant: join(row.get(2)?, row.get(3)?, row.get(4)?)?,
        given_at: row.get(5)?,
        given_by: row.get(6)?,
        taken_at: row.get(7)?,
        taken_by: row.get(8)?,
        place: row.get(9)?,
    })
}

fn split(scope: Scope) -> (Option<DivisionCode>, Option<NeighbourhoodId>) {
    match scope {
        Scope::Division(division) => (Some(division), None),
        Scope::Neighbourhood(id) => (None, Some(id)),
    }
}

pub(crate) fn join(
    role: Role,
    division: Option<DivisionCode>,
    neighbourhood: Option<NeighbourhoodId>,
) -> Result<Grant> {
    let scope = match (division, neighbourhood) {
        (Some(division), None) => Scope::Division(division),
        (None, Some(id)) => Scope::Neighbourhood(id),
        _ => return Err(Error::Other("a role with no scope, or with two".to_owned())),
    };
    Ok(Grant { role, scope })
}

fn words(grant: Grant) -> serde_json::Value {
    match grant.scope {
        Scope::Division(division) => json!({ "role": grant.role.as_str(), "division": division.to_string() }),
        Scope::Neighbourhood(id) => json!({ "role": grant.role.as_str(), "neighbourhood": id.to_string() }),
    }
}

//! Sessions: where an account is signed in. The database knows the hash of a token, never the token.

use std::time::Duration;

use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Office, Timestamp};

use serde_json::json;

use super::second_factor::Taken;
use crate::{Result, Transaction, Tx, args};

linli_domain::id! {
    /// One session, as its person sees it in the list.
    SessionId
}

crate::text_values!(SessionId);

/// SHA-256 of a token, as hexadecimal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(pub String);

/// What somebody came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Password,
    /// An identity provider said who it is.
    Identity,
}

impl By {
    /// As the trail says it.
    const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Identity => "identity",
        }
    }
}

/// A session with its person and the roles they hold at this moment.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: SessionId,
    pub actor: Actor,
    pub must_change: bool,
    /// The password was right, and the code is still owed.
    pub owes_code: bool,
    /// The account keeps a confirmed second factor.
    pub has_second_factor: bool,
    pub by: By,
    pub seen_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Found {
    /// Neither over nor left alone for too long.
    pub fn lives(&self, now: Timestamp, idle: Duration) -> bool {
        now < self.ends_at && now.duration_since(self.seen_at).unsigned_abs() < idle
    }

    /// Whether the last mark is so old that a new one is worth a write.
    pub fn seen_before(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen_at).as_secs() >= 60
    }
}

/// A session in its person's own list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: SessionId,
    pub made_at: Timestamp,
    pub seen_at: Timestamp,
    /// Browser and system, in a few words.
    pub agent: String,
}

/// Who is behind a token: one query for the session, its account and its roles. A stopped account has no session.
pub fn find(tx: &mut Tx, office: Office, token: &TokenHash) -> Result<Option<Found>> {
    let rows = tx.query(
        "select s.id, s.account, a.name, a.must_change, s.seen_at, s.ends_at, g.role, g.division, g.neighbourhood,
                s.owes_code, f.account is not null, s.by_identity
           from session s
           join account a on a.office = s.office and a.id = s.account and a.stopped_at is null
           left join second_factor f on f.office = s.office and f.account = s.account and f.confirmed
           left join account_grant g on g.office = s.office and g.account = s.account and g.taken_at is null
          where s.office = $1 and s.token = $2",
        args![office, token.0],
        |row| {
            let actor = Actor { account: row.get(1)?, office, name: row.get(2)?, grants: Vec::new() };
            let found = Found {
                id: row.get(0)?,
                actor,
                must_change: row.get(3)?,
                owes_code: row.get(9)?,
                has_second_factor: row.get(10)?,
                by: if row.get(11)? { By::Identity } else { By::Password },
                seen_at: row.get(4)?,
                ends_at: row.get(5)?,
            };
            let grant = match row.get(6)? {
                Some(role) => Some(super::grant::join(role, row.get(7)?, row.get(8)?)?),
                None => None,
            };
            Ok((found, grant))
        },
    )?;
    let (sessions, grants): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let found = sessions.into_iter().next();
    Ok(found.map(|mut found| {
        found.actor.grants = grants.into_iter().flatten().collect();
        found
    }))
}

/// Opens a session for the actor, who has given everything that is asked for.
pub fn open(
    tx: &mut Transaction,
    token: &TokenHash,
    times: (Timestamp, Timestamp),
    agent: &str,
    by: By,
    taken: &Taken,
) -> Result<()> {
    add(tx, token, times, agent, by, false)?;
    opened(tx, agent, by, taken.word());
    Ok(())
}

/// Opens a session for the actor, whose second factor a trusted provider has asked for. It serves no signature: those ask
/// for a code of ours.
pub fn open_vouched(tx: &mut Transaction, token: &TokenHash, times: (Timestamp, Timestamp), agent: &str) -> Result<()> {
    add(tx, token, times, agent, By::Identity, false)?;
    opened(tx, agent, By::Identity, "provider");
    Ok(())
}

fn opened(tx: &mut Transaction, agent: &str, by: By, second_factor: &str) {
    let account = tx.actor().account;
    let detail = json!({ "agent": agent, "sign_in_by": by.word(), "second_factor": second_factor });
    tx.record("session.opened", account, detail);
}

/// Opens half a session for the actor: the password was right or the provider sure, the code is owed.
pub fn open_half(
    tx: &mut Transaction,
    token: &TokenHash,
    times: (Timestamp, Timestamp),
    agent: &str,
    by: By,
) -> Result<()> {
    add(tx, token, times, agent, by, true)?;
    let account = tx.actor().account;
    let act = match by {
        By::Password => "sign-in.password",
        By::Identity => "sign-in.identity",
    };
    tx.record(act, account, json!({ "agent": agent }));
    Ok(())
}

fn add(
    tx: &mut Transaction,
    token: &TokenHash,
    (now, ends_at): (Timestamp, Timestamp),
    agent: &str,
    by: By,
    owes_code: bool,
) -> Result<()> {
    let account = tx.actor().account;
    let _over = tx.run(
        "delete from session where office = $1 and account = $2 and ends_at <= $3",
        args![tx.office(), account, now],
    )?;
    let by_identity = by == By::Identity;
    tx.run(
        "insert into session (office, token, id, account, made_at, seen_at, ends_at, agent, owes_code, by_identity)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)",
        args![tx.office(), token.0, SessionId::new(), account, now, ends_at, agent, owes_code, by_identity],
    )?
    .exactly_one()
}

/// Marks a session as seen. It is no deed, so the trail does not tell of it.
pub fn touch(tx: &mut Transaction, token: &TokenHash, now: Timestamp) -> Result<()> {
    let touched = tx.run(
        "update session set seen_at = $3 where office = $1 and token = $2 and seen_at < $3",
        args![tx.office(), token.0, now],
    )?;
    touched.at_most_one().map(drop)
}

/// Ends the session of a token: at the sign-out, and before a new one is opened in the same browser.
pub fn close(tx: &mut Transaction, token: &TokenHash) -> Result<()> {
    let closed = tx.run("delete from session where office = $1 and token = $2", args![tx.office(), token.0])?;
    if closed.at_most_one()? {
        let account = tx.actor().account;
        tx.record("session.closed", account, ());
    }
    Ok(())
}

/// Ends the half of a session that becomes a whole one. `Stale`: it has become one already, or is over.
pub fn spend(tx: &mut Transaction, token: &TokenHash) -> Result<()> {
    tx.run("delete from session where office = $1 and token = $2 and owes_code", args![tx.office(), token.0])?
        .exactly_one()
        .map_err(|_| crate::Error::Stale)
}

/// Ends one session of the actor: by its id, so that another person's is not found.
pub fn end(tx: &mut Transaction, id: SessionId) -> Result<()> {
    let account = tx.actor().account;
    tx.run("delete from session where office = $1 and account = $2 and id = $3", args![tx.office(), account, id])?
        .exactly_one()?;
    tx.record("session.ended", account, ());
    Ok(())
}

/// Ends every session of an account, except perhaps one.
pub fn end_all(tx: &mut Transaction, account: AccountId, kept: Option<&TokenHash>) -> Result<()> {
    let kept = kept.map_or("", |kept| kept.0.as_str());
    let ended = tx.run(
        "delete from session where office = $1 and account = $2 and token <> $3",
        args![tx.office(), account, kept],
    )?;
    if ended.count() > 0 {
        tx.record("session.ended", account, json!({ "sessions": ended.count() }));
    }
    Ok(())
}

/// Ends everybody's session in the office; how many there were.
pub fn end_everybodys(tx: &mut Transaction) -> Result<u64> {
    Ok(tx.run("delete from session where office = $1", args![tx.office()])?.count())
}

/// Where an account is signed in, the newest first.
pub fn list(tx: &mut Tx, office: Office, account: AccountId, now: Timestamp) -> Result<Vec<Listed>> {
    tx.query(
        "select id, made_at, seen_at, agent from session
          where office = $1 and account = $2 and ends_at > $3 and not owes_code order by made_at desc limit 100",
        args![office, account, now],
        |row| Ok(Listed { id: row.get(0)?, made_at: row.get(1)?, seen_at: row.get(2)?, agent: row.get(3)? }),
    )
}

//! What Linli knows about somebody (《个人信息保护法》第45条): their own records, whole, without a secret.

use std::fmt::Display;

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_domain::organisation::term::Standing;
use linli_domain::organisation::{Term, TermId};
use serde_json::{Value, json};

use crate::organisation::{task, term};
use crate::people::{account, grant, identity, second_factor};
use crate::register::search::squeezed;
use crate::seal::Lack;
use crate::trail::{self, Filter, Line};
use crate::{Error, Result, Transaction, Tx, args};

/// Lines of the trail that are read at one time.
const LINES: u32 = 5_000;

/// Writes down that somebody takes away what is known about them.
pub fn hand_out(tx: &mut Transaction) {
    let own = tx.actor().account;
    given_out(tx, own);
}

/// Writes down that what is known about somebody with an account was handed out.
pub fn given_out(tx: &mut Transaction, id: AccountId) {
    tx.record("account.handed_out", id, ());
}

/// Everything about an account, as it stands.
pub fn about(tx: &mut Tx, office: Office, id: AccountId) -> Result<Value> {
    let account = account::get(tx, office, id)?;
    let factor = second_factor::of(tx, office, id)?;
    let connected = identity::of(tx, office, id)?;
    Ok(json!({
        "office": office.to_string(),
        "account": {
            "id": id, "name": account.name, "sign_in": account.sign_in.to_string(), "made_at": when(account.made_at),
            "must_change_password": account.must_change, "locked_until": account.locked_until.map(when),
            "stopped_at": account.stopped_at.map(when),
        },
        "second_factor": factor.map(|kept| json!({
            "confirmed_at": kept.confirmed_at.map(when), "recovery_codes_left": kept.recovery_codes,
        })),
        "identity_provider": connected.map(|with| json!({ "issuer": with.issuer, "connected_at": when(with.at) })),
        "roles": roles(tx, office, id)?,
        "sessions": sessions(tx, office, id)?,
        "terms": terms(tx, office, id)?,
        "tasks": tasks(tx, office, id)?,
        "trail_of_own_acts": lines(tx, office, &Filter { account: Some(id), ..Filter::default() })?,
        "trail_about_the_account": lines(tx, office, &Filter { subject: Some(id.to_string()), ..Filter::default() })?,
    }))
}

/// Seats of a person, by the name they went under, and what each is a seat of.
#[derive(Clone, Debug)]
pub struct Seat {
    pub term: Term,
    /// The body, or where it is a leader's the neighbourhood.
    pub of: String,
}

/// Every seat of somebody of this name; `NoKey` where one of them cannot be read: it might be theirs. Names are sealed, so each is opened and looked at: a county has some thousand.
pub fn seats(tx: &mut Tx, office: Office, name: &str) -> Result<Vec<Seat>> {
    let wanted = plain(name);
    let terms = readable(tx, office)?;
    let is_it = |term: &Term| term.name.known().is_some_and(|name| plain(name) == wanted);
    let found = terms.into_iter().filter(|(term, _)| is_it(term));
    Ok(found.map(|(term, of)| Seat { term, of }).collect())
}

/// These seats, of which each is one of this office.
pub fn seats_of(tx: &mut Tx, office: Office, terms: &[TermId]) -> Result<Vec<Seat>> {
    let all = readable(tx, office)?;
    let found = all.into_iter().filter(|(term, _)| terms.contains(&term.id));
    Ok(found.map(|(term, of)| Seat { term, of }).collect())
}

/// A name as people type it: with which point its parts are joined says nothing.
fn plain(name: &str) -> String {
    squeezed(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn readable(tx: &mut Tx, office: Office) -> Result<Vec<(Term, String)>> {
    let all = term::all(tx, office)?;
    if all.iter().any(|(term, _)| term.name == Personal::Closed) {
        return Err(Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)));
    }
    Ok(all)
}

/// Writes down that somebody was looked for, and whether they were found; not who.
pub fn looked_up(tx: &mut Transaction, found: usize) {
    let office = tx.office();
    tx.record("personal.looked_up", office, json!({ "count": found }));
}

/// Writes down that somebody was handed what these records say of them.
pub fn handed_out<T: Display>(tx: &mut Transaction, records: &[T]) {
    for id in records {
        tx.record("personal.handed_out", id, ());
    }
}

/// Everything about somebody without an account, by the seats they had.
pub fn about_seats(tx: &mut Tx, office: Office, seats: &[Seat]) -> Result<Value> {
    let subjects: Vec<String> = seats.iter().map(|seat| seat.term.id.to_string()).collect();
    let lines = trail::of_subjects(tx, office, &subjects)?;
    let seat = |Seat { term, of }: &Seat| {
        let mut told = term_said(term);
        told["seat"] = of.as_str().into();
        told
    };
    Ok(json!({
        "office": office.to_string(),
        "terms": seats.iter().map(seat).collect::<Vec<_>>(),
        "trail_about_the_terms": lines.iter().map(said).collect::<Vec<_>>(),
    }))
}

fn when(at: Timestamp) -> String {
    at.to_string()
}

fn roles(tx: &mut Tx, office: Office, id: AccountId) -> Result<Vec<Value>> {
    let role = |given: grant::Given| {
        json!({
            "role": given.grant.role.as_str(), "place": given.place, "given_at": when(given.given_at),
            "given_by": given.given_by, "taken_at": given.taken_at.map(when), "taken_by": given.taken_by,
        })
    };
    Ok(grant::history(tx, office, id)?.into_iter().map(role).collect())
}

/// Those that are over too, as long as they are kept.
fn sessions(tx: &mut Tx, office: Office, id: AccountId) -> Result<Vec<Value>> {
    tx.query(
        "select made_at, seen_at, ends_at, agent from session where office = $1 and account = $2 order by made_at, id",
        args![office, id],
        |row| {
            let times = (row.get::<Timestamp>(0)?, row.get::<Timestamp>(1)?, row.get::<Timestamp>(2)?);
            let (made, seen, ends) = (when(times.0), when(times.1), when(times.2));
            Ok(json!({ "made_at": made, "seen_at": seen, "ends_at": ends, "browser": row.get::<String>(3)? }))
        },
    )
}

fn terms(tx: &mut Tx, office: Office, id: AccountId) -> Result<Vec<Value>> {
    Ok(term::of_account(tx, office, id)?.iter().map(term_said).collect())
}

fn term_said(term: &Term) -> Value {
    json!({
        "name": term.name.known(), "title": term.title.as_ref().and_then(|title| title.known()),
        "post": term.post.as_str(), "standing": term.standing.map(Standing::as_str),
        "chosen": term.chosen.map(linli_domain::organisation::term::Chosen::as_str),
        "contact": term.contact.as_ref().and_then(|contact| contact.known()),
        "from": term.from.to_string(), "until": term.until.map(|day| day.to_string()),
        "ended_on": term.ended.as_ref().map(|ended| ended.on.to_string()),
        "ended_why": term.ended.as_ref().and_then(|ended| ended.why.known()),
    })
}

fn tasks(tx: &mut Tx, office: Office, id: AccountId) -> Result<Vec<Value>> {
    let task = |task: linli_domain::organisation::Task| {
        json!({
            "title": task.title, "detail": task.detail, "gave": task.giver.account == id, "owns": task.owner.account == id,
            "due": task.due.to_string(), "state": task.state.as_str(),
        })
    };
    Ok(task::of_account(tx, office, id)?.into_iter().map(task).collect())
}

/// Every line that fits, earliest first.
fn lines(tx: &mut Tx, office: Office, filter: &Filter) -> Result<Vec<Value>> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = trail::page(tx, office, filter, before, LINES)?;
        before = page.last().map(|line| line.seq);
        let last = page.len() < LINES as usize;
        all.extend(page.iter().map(said));
        if last {
            all.reverse();
            return Ok(all);
        }
    }
}

pub(super) fn said(line: &Line) -> Value {
    json!({ "line": line.seq, "at": when(line.at), "act": line.act, "subject": line.subject, "detail": line.detail })
}

//! The changes of a scheme: begun, put as a whole, settled, given up.

use std::collections::BTreeSet;

use linli_domain::kernel::Office;
use linli_domain::planning::lift::{Basis, Rule, Scheme, SchemeId, State, Terms};
use linli_domain::register::EntranceId;
use serde_json::{Value, json};

use super::{Changed, NotChanged, at, find, get, lines, looks, rules, versions};
use crate::{Error, Result, Transaction, Tx, args};

/// Takes the scheme of an entrance: whoever changes it after us waits until we are done.
fn take(tx: &mut Transaction, entrance: EntranceId) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into lift (office, entrance, changes) values ($1, $2, 1)
         on conflict (office, entrance) do update set changes = lift.changes + 1",
        args![office, entrance],
    )?
    .exactly_one()
}

/// Takes a version and reads it then: only a draft is changed.
fn take_draft(tx: &mut Transaction, id: SchemeId) -> Changed<Scheme> {
    let office = tx.office();
    let before = get(tx, office, id)?;
    take(tx, before.entrance)?;
    let scheme = get(tx, office, id)?;
    if scheme.state == State::Draft { Ok(scheme) } else { Err(NotChanged::Fixed) }
}

/// Begins a draft from the last version, or from the office's table where there is none; the same again changes nothing.
pub fn begin(tx: &mut Transaction, entrance: EntranceId, id: SchemeId) -> Changed<SchemeId> {
    let (office, today) = (tx.office(), tx.today());
    let of = at(tx, office, entrance)?;
    if lines::units(tx, office, entrance)?.is_empty() {
        // The building was closed, or nobody lives there.
        return Err(Error::Missing.into());
    }
    take(tx, entrance)?;
    if find(tx, office, id)?.is_some_and(|there| there.entrance == entrance) {
        return Ok(id);
    }
    let before = versions(tx, office, entrance)?;
    if let Some(draft) = before.iter().find(|one| one.state == State::Draft) {
        return Err(NotChanged::DraftThere(draft.id));
    }
    let last = before.first().map(|last| get(tx, office, last.id)).transpose()?;
    let number = before.first().map_or(0, |last| last.number) + 1;
    let terms = match &last {
        Some(last) => last.terms.clone(),
        None => beginning(tx, office, today, &format!("{} {}", of.building_name, of.entrance_name))?,
    };
    add(tx, entrance, id, number, &terms)?;
    lines::write(tx, id, &terms, last.as_ref().map_or(&[], |last| &last.doors), None)?;
    tx.record("lift.begun", entrance, json!({ "scheme": id, "number": number }));
    Ok(id)
}

fn beginning(tx: &mut Tx, office: Office, today: linli_domain::kernel::Date, name: &str) -> Result<Terms> {
    let table = rules::of(tx, office, today)?.table;
    let mut terms = Terms::default();
    terms.design.title = format!("{name}加装电梯").chars().take(linli_domain::planning::lift::LONGEST_TITLE).collect();
    terms.basis = if table.is_some() { Basis::Office } else { Basis::Area };
    terms.lift.table = table;
    Ok(terms)
}

fn add(tx: &mut Transaction, entrance: EntranceId, id: SchemeId, number: i64, terms: &Terms) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    tx.run(
        "insert into lift_scheme (office, id, entrance, number, state, title, model, summary, cost_fen, fund_fen, basis,
                all_to_one, revision, at, account, by_name)
         values ($1, $2, $3, $4, 'draft', '', '', '', 0, 0, 'office', false, 0, $5, $6, $7)",
        args![office, id, entrance, number, now, actor.account, actor.name],
    )?
    .exactly_one()?;
    word(tx, id, 0, terms)
}

/// Writes what a version says itself. `Stale`: somebody else changed it meanwhile.
fn word(tx: &mut Transaction, id: SchemeId, revision: i64, terms: &Terms) -> Result<()> {
    let (office, design, lift) = (tx.office(), &terms.design, &terms.lift);
    let table = lift.table.as_ref().map(serde_json::to_string).transpose().map_err(|_| Error::Damaged)?;
    let rule = lift.upkeep.map(|upkeep| upkeep.rule.as_str());
    tx.run(
        "update lift_scheme set title = $4, model = $5, stops = $6, summary = $7, cost_fen = $8, fund_fen = $9,
                basis = $10, coefficients = $11, all_to_one = $12, remainder_to = $13, upkeep_fen = $14,
                upkeep_rule = $15, revision = revision + 1
          where office = $1 and id = $2 and revision = $3 and state = 'draft'",
        args![
            office,
            id,
            revision,
            design.title,
            design.model,
            design.stops,
            design.summary,
            lift.cost,
            lift.fund,
            terms.basis.as_str(),
            table,
            lift.remainder.all_to_one,
            lift.remainder.household,
            lift.upkeep.map(|upkeep| upkeep.yearly),
            rule.map(str::to_owned)
        ],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)
}

/// Puts what a draft says, all of it at once. It was checked before; here is checked that its households are those of the
/// entrance. `Stale`: somebody else changed it meanwhile.
pub fn put(tx: &mut Transaction, id: SchemeId, revision: i64, terms: &Terms) -> Changed<()> {
    let before = take_draft(tx, id)?;
    if before.revision != revision {
        return Err(Error::Stale.into());
    }
    let ids = |terms: &Terms| terms.lift.households.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>();
    if ids(terms) != ids(&before.terms) {
        return Err(NotChanged::NoSuchDwelling);
    }
    // Upkeep by a fixed sum each has no place to be kept in, and no form that offers it.
    if terms.lift.upkeep.is_some_and(|upkeep| matches!(upkeep.rule, Rule::Fixed(_))) {
        return Err(Error::Refused.into());
    }
    word(tx, id, revision, terms)?;
    lines::write(tx, id, terms, &before.doors, None)?;
    tx.record("lift.put", before.entrance, told(id, before.number, terms));
    Ok(())
}

/// Money and answers alone; doors are in the scheme itself.
fn told(id: SchemeId, number: i64, terms: &Terms) -> Value {
    let said = terms.lift.consent().said.map(|said| (said.answer.as_str().to_owned(), json!(said.households)));
    json!({
        "scheme": id,
        "number": number,
        "cost_fen": terms.lift.cost,
        "to_pay_fen": terms.lift.share().ok().map(|shared| shared.to_pay),
        "consent_survey": Value::Object(said.into_iter().collect()),
    })
}

/// Settles a draft: what it says, its doors and what each household bears stay from now on. `Stale`: it, or the register below
/// it, was changed after somebody looked at it.
pub fn settle(tx: &mut Transaction, id: SchemeId, seen: &str) -> Changed<()> {
    let draft = take_draft(tx, id)?;
    if looks(&draft) != seen {
        return Err(Error::Stale.into());
    }
    let shared = draft.terms.ready().map_err(NotChanged::NotReady)?;
    let (office, today, by) = (tx.office(), tx.today(), tx.actor().name.clone());
    lines::write(tx, id, &draft.terms, &draft.doors, Some(&shared))?;
    tx.run(
        "update lift_scheme set state = 'settled', settled_on = $4, settled_by = $5, revision = revision + 1
          where office = $1 and id = $2 and revision = $3 and state = 'draft'",
        args![office, id, draft.revision, today, by],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.record("lift.settled", draft.entrance, told(id, draft.number, &draft.terms));
    Ok(())
}

/// Gives a draft up: it stays readable, and the next one begins from it.
pub fn give_up(tx: &mut Transaction, id: SchemeId) -> Changed<()> {
    let draft = take_draft(tx, id)?;
    let office = tx.office();
    // Its doors stay as they were when it was given up.
    lines::write(tx, id, &draft.terms, &draft.doors, None)?;
    tx.run(
        "update lift_scheme set state = 'given-up', revision = revision + 1
          where office = $1 and id = $2 and state = 'draft'",
        args![office, id],
    )?
    .exactly_one()?;
    tx.record("lift.given_up", draft.entrance, json!({ "scheme": id, "number": draft.number }));
    Ok(())
}

//! Changing owners: all that belongs together, or nothing. What ends stays, with its day and its reason.

use linli_domain::kernel::NeighbourhoodId;
use linli_domain::register::owner::{Change, Changes, Owners, OwnershipId, Party, PartyId};
use serde_json::json;

use crate::seal::places::OWNER_PARTY;
use crate::{Error, Result, Transaction, args};

/// Changes a neighbourhood's owners, as it was looked at in this version of its roll. `Stale`: it is another one by now.
pub fn apply(tx: &mut Transaction, of: NeighbourhoodId, seen: i64, changes: &Changes) -> Result<()> {
    write(tx, of, seen, changes)?;
    for change in &changes.each {
        let detail = json!({
            "neighbourhood": of,
            "party": change.begin.map(|(party, _)| party),
            "from": change.begin.map(|(_, from)| from.to_string()),
            "ended_on": change.end.map(|(on, _)| on.to_string()),
            "why": change.end.map(|(_, why)| why.as_str()),
            "area": change.area.map(|measured| measured.area.to_string()),
            "basis": change.area.map(|measured| measured.basis.as_str()),
        });
        tx.record("owner.changed", change.dwelling, detail);
    }
    Ok(())
}

/// The same for a list from elsewhere; the trail has one line for it, with the digest of the file.
pub fn imported(tx: &mut Transaction, of: NeighbourhoodId, seen: i64, changes: &Changes, file: &str) -> Result<()> {
    write(tx, of, seen, changes)?;
    let count = |is: fn(&Change) -> bool| changes.each.iter().filter(|change| is(change)).count();
    let detail = json!({
        "file_digest": file,
        "version": seen + 1,
        "begun": count(|change| change.begin.is_some()),
        "ended": count(|change| change.end.is_some()),
        "areas": count(|change| change.area.is_some()),
    });
    tx.record("owners.imported", of, detail);
    Ok(())
}

fn write(tx: &mut Transaction, of: NeighbourhoodId, seen: i64, changes: &Changes) -> Result<()> {
    count_up(tx, of, seen)?;
    add_parties(tx, &changes.parties)?;
    end(tx, &changes.each)?;
    begin(tx, &changes.each)?;
    measure(tx, &changes.each)?;
    let affected = affected(tx, &changes.each)?;
    who_left(tx, &affected)
}

/// Of two who change the owners of a neighbourhood at once one is told to look again.
fn count_up(tx: &mut Transaction, of: NeighbourhoodId, seen: i64) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    let counted = if seen == 0 {
        tx.run(
            "insert into owner_roll (office, neighbourhood, version, changed_at) values ($1, $2, 1, $3)
             on conflict (office, neighbourhood) do nothing",
            args![office, of, now],
        )?
    } else {
        tx.run(
            "update owner_roll set version = version + 1, changed_at = $4
              where office = $1 and neighbourhood = $2 and version = $3",
            args![office, of, seen, now],
        )?
    };
    counted.exactly_one().map_err(|_| Error::Stale)
}

fn add_parties(tx: &mut Transaction, parties: &[Party]) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let mut rows = Vec::with_capacity(parties.len());
    for party in parties {
        let Owners::Known(owners) = &party.owners else { return Err(Error::Refused) };
        let text = serde_json::to_string(owners).map_err(|_| Error::Damaged)?;
        let sealed = tx.seal(&OWNER_PARTY, &party.id.to_string(), &text.into())?;
        rows.push(args![office, party.id, party.kind.as_str(), sealed, now, actor.account, actor.name]);
    }
    tx.run_many(
        "insert into owner_party (office, id, kind, owners, made_at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7)",
        rows,
    )?;
    Ok(())
}

fn end(tx: &mut Transaction, changes: &[Change]) -> Result<()> {
    let (office, now, by) = (tx.office(), tx.now(), tx.actor().name.clone());
    let ends = || changes.iter().filter_map(|change| change.end.map(|end| (change.dwelling, end)));
    let ended = tx.run_many(
        "update ownership set ended_on = $3, ended_why = $4, ended_at = $5, ended_by = $6
          where office = $1 and dwelling = $2 and ended_on is null and from_day <= $3",
        ends().map(|(dwelling, (on, why))| args![office, dwelling, on, why.as_str(), now, by]),
    )?;
    if usize::try_from(ended) == Ok(ends().count()) { Ok(()) } else { Err(Error::Stale) }
}

fn begin(tx: &mut Transaction, changes: &[Change]) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let begins = changes.iter().filter_map(|change| change.begin.map(|(party, from)| (change.dwelling, party, from)));
    tx.run_many(
        "insert into ownership (office, id, dwelling, party, from_day, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        begins.map(|(dwelling, party, from)| {
            args![office, OwnershipId::new(), dwelling, party, from, now, actor.account, actor.name]
        }),
    )?;
    Ok(())
}

/// The area stands at the dwelling; each that ever stood there has a version of its own.
fn measure(tx: &mut Transaction, changes: &[Change]) -> Result<()> {
    let (office, now, actor) = (tx.office(), tx.now(), tx.actor().clone());
    let areas = || changes.iter().filter_map(|change| change.area.map(|measured| (change.dwelling, measured)));
    tx.run_many(
        "insert into dwelling_area (office, dwelling, version, area, basis, at, account, by_name)
         select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7
           from dwelling_area where office = $1 and dwelling = $2",
        areas().map(|(dwelling, measured)| {
            args![office, dwelling, measured.area, measured.basis.as_str(), now, actor.account, actor.name]
        }),
    )?;
    tx.run_many(
        "update dwelling set exclusive_area = $3, area_basis = $4 where office = $1 and id = $2",
        areas().map(|(dwelling, measured)| args![office, dwelling, measured.area, measured.basis.as_str()]),
    )?;
    Ok(())
}

/// Parties of which an ownership ended here, or began.
fn affected(tx: &mut Transaction, changes: &[Change]) -> Result<Vec<PartyId>> {
    let (office, now) = (tx.office(), tx.now());
    let mut parties: Vec<PartyId> = changes.iter().filter_map(|change| change.begin.map(|(party, _)| party)).collect();
    if changes.iter().any(|change| change.end.is_some()) {
        parties.extend(tx.query(
            "select distinct party from ownership where office = $1 and ended_at = $2",
            args![office, now],
            |row| row.get::<PartyId>(0),
        )?);
    }
    parties.sort_unstable();
    parties.dedup();
    Ok(parties)
}

/// From when a party owns nothing any more, its time runs.
fn who_left(tx: &mut Transaction, parties: &[PartyId]) -> Result<()> {
    let office = tx.office();
    tx.run_many(
        "update owner_party
            set left_on = case when exists (select 1 from ownership o
                                             where o.office = $1 and o.party = $2 and o.ended_on is null) then null
                               else (select max(o.ended_on) from ownership o where o.office = $1 and o.party = $2) end
          where office = $1 and id = $2",
        parties.iter().map(|party| args![office, *party]),
    )?;
    Ok(())
}

//! What hangs on a version: subsidies, groups, compensations, households; read and written as a whole.

use std::collections::BTreeMap;

use linli_domain::kernel::Office;
use linli_domain::planning::lift::{
    Agreed, Coefficient, Compensation, Door, Group, Household, Part, Rule, Scheme, SchemeId, Shared, State, Sum, Terms,
};
use linli_domain::register::owner::Unit;
use linli_domain::register::{DwellingId, EntranceId};

use super::at;
use crate::register::owner;
use crate::{Error, Result, Row, Transaction, Tx, args};

/// Fills a version with what hangs on it.
pub(super) fn read(tx: &mut Tx, office: Office, scheme: &mut Scheme) -> Result<()> {
    let (id, lift) = (scheme.id, &mut scheme.terms.lift);
    lift.subsidies = tx.query(
        "select name, amount_fen from lift_subsidy where office = $1 and scheme = $2 order by position",
        args![office, id],
        |row| Ok(Sum { name: row.get(0)?, amount: row.get(1)? }),
    )?;
    lift.groups = tx.query(
        "select name, rule, each_fen, sum_fen from lift_group where office = $1 and scheme = $2 order by position",
        args![office, id],
        group,
    )?;
    lift.compensations = tx.query(
        "select dwelling, amount_fen, why from lift_compensation where office = $1 and scheme = $2 order by position",
        args![office, id],
        |row| Ok(Compensation { to: row.get(0)?, amount: row.get(1)?, why: row.get(2)? }),
    )?;
    let kept = tx.query(
        "select dwelling, room, floor, area, answer, pays_in, coefficient, uses, pays_fen, upkeep_fen
           from lift_household where office = $1 and scheme = $2 order by position, dwelling",
        args![office, id],
        household,
    )?;
    let kept = if scheme.state == State::Draft { beside(units(tx, office, scheme.entrance)?, kept) } else { kept };
    for (door, one, agreed) in kept {
        scheme.doors.push(door);
        scheme.terms.lift.households.push(one);
        scheme.agreed.extend(agreed);
    }
    Ok(())
}

fn group(row: &Row) -> Result<Group> {
    let (rule, sum) = (row.get::<String>(1)?, row.get::<Option<_>>(3)?);
    let rule = Rule::of(&rule, row.get(2)?).ok_or(Error::Damaged)?;
    Ok(Group { id: row.get(0)?, rule, part: sum.map_or(Part::Rest, Part::Sum) })
}

type Kept = (Door, Household, Option<Agreed>);

fn household(row: &Row) -> Result<Kept> {
    let dwelling: DwellingId = row.get(0)?;
    let coefficient: Option<i64> = row.get(6)?;
    let coefficient = coefficient.map(|n| Coefficient::from_thousandths(n).ok_or(Error::Damaged)).transpose()?;
    let one = Household {
        id: dwelling.to_string(),
        floor: row.get(2)?,
        area: row.get(3)?,
        answer: row.get::<String>(4)?.parse().map_err(|()| Error::Damaged)?,
        group: row.get(5)?,
        coefficient,
        uses: row.get(7)?,
    };
    let agreed = match (row.get(8)?, row.get(9)?) {
        (Some(pays), Some(upkeep)) => Some(Agreed { pays, upkeep }),
        _ => None,
    };
    Ok((Door { dwelling, room: row.get(1)? }, one, agreed))
}

/// The dwellings of an entrance as the register has them, in the order in which somebody walks.
pub(super) fn units(tx: &mut Tx, office: Office, entrance: EntranceId) -> Result<Vec<Unit>> {
    let of = at(tx, office, entrance)?.neighbourhood;
    Ok(owner::roll(tx, office, of, linli_domain::register::owner::Scope::Entrance(entrance))?.units)
}

/// The doors as they are now, each with what was kept of it.
fn beside(units: Vec<Unit>, kept: Vec<Kept>) -> Vec<Kept> {
    let mut said: BTreeMap<DwellingId, Household> =
        kept.into_iter().map(|(door, one, _)| (door.dwelling, one)).collect();
    let one = |unit: Unit| {
        let now = Household {
            area: unit.measured.map(|measured| measured.area),
            ..Household::new(&unit.dwelling.to_string(), unit.floor)
        };
        let said = said.remove(&unit.dwelling);
        let one = said.map(|said| Household { floor: now.floor, area: now.area, ..said }).unwrap_or(now);
        (Door { dwelling: unit.dwelling, room: unit.room }, one, None)
    };
    units.into_iter().map(one).collect()
}

/// Writes everything that hangs on a version anew; of a settled one with what each household bears.
pub(super) fn write(
    tx: &mut Transaction,
    id: SchemeId,
    terms: &Terms,
    doors: &[Door],
    agreed: Option<&Shared>,
) -> Result<()> {
    let office = tx.office();
    let of = args![office, id];
    let _ = tx.run("delete from lift_subsidy where office = $1 and scheme = $2", &of)?;
    let _ = tx.run("delete from lift_group where office = $1 and scheme = $2", &of)?;
    let _ = tx.run("delete from lift_compensation where office = $1 and scheme = $2", &of)?;
    let _ = tx.run("delete from lift_household where office = $1 and scheme = $2", &of)?;
    let lift = &terms.lift;
    tx.run_many(
        "insert into lift_subsidy (office, scheme, position, name, amount_fen) values ($1, $2, $3, $4, $5)",
        (1_i64..).zip(&lift.subsidies).map(|(at, one)| args![office, id, at, one.name, one.amount]),
    )?;
    tx.run_many(
        "insert into lift_group (office, scheme, position, name, rule, each_fen, sum_fen)
         values ($1, $2, $3, $4, $5, $6, $7)",
        (1_i64..).zip(&lift.groups).map(|(at, one)| {
            let each = if let Rule::Fixed(each) = one.rule { Some(each) } else { None };
            let sum = if let Part::Sum(sum) = one.part { Some(sum) } else { None };
            args![office, id, at, one.id, one.rule.as_str(), each, sum]
        }),
    )?;
    tx.run_many(
        "insert into lift_compensation (office, scheme, position, dwelling, amount_fen, why)
         values ($1, $2, $3, $4, $5, $6)",
        (1_i64..).zip(&lift.compensations).map(|(at, one)| args![office, id, at, one.to, one.amount, one.why]),
    )?;
    tx.run_many(
        "insert into lift_household (office, scheme, dwelling, position, room, floor, area, answer, pays_in, coefficient,
                uses, pays_fen, upkeep_fen)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        lift.households.iter().zip(doors).enumerate().map(|(at, (one, door))| {
            let share = agreed.and_then(|shared| shared.shares.get(at));
            let (pays, upkeep) = (share.map(|share| share.pays), share.map(|share| share.upkeep));
            let coefficient = one.coefficient.map(Coefficient::thousandths);
            let (answer, group) = (one.answer.as_str(), one.group);
            args![
                office, id, one.id, at, door.room, one.floor, one.area, answer, group, coefficient, one.uses, pays,
                upkeep
            ]
        }),
    )?;
    Ok(())
}

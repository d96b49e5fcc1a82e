//! Owners of the demonstration: where the campaign goes, every door has one, made up. One has two dwellings, some own together, the
//! former unit kept a few, the developer did not sell the last; a handful nobody has entered yet.

use jiff::civil::date;
use linli_domain::kernel::{Area, NeighbourhoodId};
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Roll, Scope,
};
use linli_domain::sample::Sample;
use linli_store::register::{neighbourhood, owner};
use linli_store::{Error, Transaction};

use super::replay::{Course, Who};
use super::survey;

const FIRST: u128 = 0x0180_d11c_2a00_7000_a000_0000_0010_0000;
const SURNAMES: [&str; 12] = ["杨", "李", "黄", "刘", "龙", "唐", "肖", "袁", "于", "苏", "莫", "陶"];
/// The first owner has this dwelling too.
const SECOND: usize = 5;
/// Of so many doors one is owned by two together, one by the former unit, one not entered.
const TOGETHER: usize = 6;
const UNIT: usize = 17;
const MISSING: usize = 23;
/// So many at the end were never sold.
const UNSOLD: usize = 2;

pub fn entered(course: &mut Course, samples: &[Sample]) {
    for (n, of) in survey::places(samples).into_iter().enumerate() {
        course.add(date(2022, 4, 20), Who::Clerk, move |tx| enter(tx, of, n));
    }
}

fn enter(tx: &mut Transaction, of: NeighbourhoodId, n: usize) -> Result<(), Error> {
    let office = tx.office();
    let unit = neighbourhood::get(tx, office, of)?.facts.former_unit.unwrap_or_default();
    let roll = owner::roll(tx, office, of, Scope::Neighbourhood)?;
    owner::apply(tx, of, roll.version, &changes(&roll, n, &unit))
}

fn changes(roll: &Roll, n: usize, unit: &str) -> Changes {
    let id = |k: usize| PartyId::from_number(FIRST + u128::try_from(n * 10_000 + k).unwrap_or_default());
    let (former, developer) = (id(9_000), id(9_001));
    let party = |id, kind, owners| Party { id, kind, owners: Owners::Known(owners) };
    let named = |name: String| vec![Owner::new(&name, "", "")];
    let mut parties = vec![
        party(former, PartyKind::Organisation, named(format!("{unit}（示例）"))),
        party(developer, PartyKind::Developer, named("示例房产开发公司".to_owned())),
    ];
    let mut each = Vec::new();
    let doors = roll.units.len();
    for (k, unit) in roll.units.iter().enumerate() {
        let owned_by = match k {
            _ if k % MISSING == MISSING - 1 => None,
            _ if k + UNSOLD >= doors => Some(developer),
            _ if k % UNIT == UNIT - 1 => Some(former),
            SECOND => Some(id(0)),
            _ => {
                parties.push(party(id(k), PartyKind::Person, people(n, k)));
                Some(id(k))
            }
        };
        let from = date(1998 + i16::try_from(k % 20).unwrap_or_default(), 6, 1);
        let area = Area::from_hundredths(7_240 + i64::try_from((k * 137 + n * 53) % 800).unwrap_or_default());
        let basis = if k % 11 == 10 { Basis::Contract } else { Basis::Register };
        let area = (k % 19 != 18).then_some(Measured { area, basis });
        each.push(Change { dwelling: unit.dwelling, end: None, begin: owned_by.map(|party| (party, from)), area });
    }
    // The former unit has a door only where there are enough of them.
    parties.retain(|party| each.iter().any(|change| change.begin.is_some_and(|(id, _)| id == party.id)));
    Changes { parties, each }
}

fn people(n: usize, k: usize) -> Vec<Owner> {
    let one = |of: usize| {
        let surname = SURNAMES[(n * 5 + of) % SURNAMES.len()];
        Owner::new(&format!("{surname}示例{}", of + 1), "", &format!("{:04}", (n * 1_000 + of * 7) % 10_000))
    };
    if k % TOGETHER == TOGETHER - 2 { vec![one(k), one(k + 3)] } else { vec![one(k)] }
}

//! Lifts of the demonstration: one entrance has settled its scheme and prints the agreement, the one beside it still talks.

use jiff::civil::date;
use linli_domain::kernel::{Money, NeighbourhoodId};
use linli_domain::planning::lift::{
    Answer, Compensation, Group, Household, Part, Rule, Scheme, SchemeId, Sum, Terms, Upkeep,
};
use linli_domain::register::EntranceId;
use linli_domain::register::owner::Scope;
use linli_domain::sample::Sample;
use linli_store::planning::lift::{self, NotChanged, looks};
use linli_store::register::owner;
use linli_store::{Error, Transaction};

use super::replay::{Course, Who};
use super::survey;

const FIRST: u128 = 0x0180_d11c_2a00_7000_a000_0000_0020_0000;

/// The same thing has the same id in every demonstration.
fn id(n: u128) -> SchemeId {
    SchemeId::from_number(FIRST + n)
}

pub fn talked(course: &mut Course, samples: &[Sample]) {
    let Some(of) = survey::places(samples).last().copied() else { return };
    course.add(date(2022, 5, 27), Who::Clerk, move |tx| {
        for (n, at) in (0..).zip(entrances(tx, of)?) {
            begun(tx, at, n).map_err(refused)?;
        }
        Ok(())
    });
    // A version later the ground floor is compensated, as neighbours agreed.
    course.add(date(2022, 6, 1), Who::Head, |tx| settled(tx, id(0)).map_err(refused));
    course.add(date(2022, 6, 2), Who::Clerk, move |tx| match entrances(tx, of)?.first() {
        Some(at) => next(tx, *at).map_err(refused),
        None => Ok(()),
    });
    course.add(date(2022, 6, 6), Who::Head, |tx| settled(tx, id(10)).map_err(refused));
}

fn refused(why: NotChanged) -> Error {
    match why {
        NotChanged::Store(error) => error,
        _ => Error::Refused,
    }
}

/// The first two entrances of the neighbourhood.
fn entrances(tx: &mut Transaction, of: NeighbourhoodId) -> Result<Vec<EntranceId>, Error> {
    let office = tx.office();
    let mut all: Vec<EntranceId> =
        owner::roll(tx, office, of, Scope::Neighbourhood)?.units.iter().map(|unit| unit.entrance).collect();
    all.dedup();
    all.truncate(2);
    Ok(all)
}

fn begun(tx: &mut Transaction, at: EntranceId, n: u128) -> Result<(), NotChanged> {
    let office = tx.office();
    lift::begin(tx, at, id(n))?;
    let draft = lift::get(tx, office, id(n))?;
    kept(tx, &draft, terms(&draft, n == 0))
}

fn kept(tx: &mut Transaction, draft: &Scheme, terms: Terms) -> Result<(), NotChanged> {
    let terms = terms.checked().map_err(|_| Error::Refused)?;
    lift::put(tx, draft.id, draft.revision, &terms)
}

/// What the entrance says; where all were asked, nobody is silent.
fn terms(draft: &Scheme, all_asked: bool) -> Terms {
    let mut terms = draft.terms.clone();
    terms.design.title += "（示例）";
    terms.design.model = "示例型号，载重 630 公斤".into();
    terms.design.summary = "外挂钢结构井道，半层入户；井道位置已同一层住户到现场看过。（示例）".into();
    let lift = &mut terms.lift;
    terms.design.stops = lift.households.iter().map(|one| one.floor).max().filter(|floors| *floors >= 2);
    lift.cost = Money::from_yuan(if all_asked { 560_000 } else { 520_000 });
    lift.fund = Money::from_yuan(30_000);
    lift.subsidies = vec![Sum { name: "县级补助（示例）".into(), amount: Money::from_yuan(150_000) }];
    lift.upkeep = Some(Upkeep { yearly: Money::from_yuan(6_000), rule: Rule::Equal });
    for (at, one) in lift.households.iter_mut().enumerate() {
        one.answer = answer(at, one, all_asked);
    }
    if !all_asked {
        let group = |id: &str, rule| Group { id: id.into(), rule, part: Part::Rest };
        lift.groups =
            vec![group("按系数", Rule::Coefficient), group("二层定额", Rule::Fixed(Money::from_yuan(12_000)))];
        for one in lift.households.iter_mut().filter(|one| one.floor == 2) {
            one.group = 1;
        }
    }
    terms
}

fn answer(at: usize, one: &Household, all_asked: bool) -> Answer {
    match one.floor {
        ..=1 if at == 0 => Answer::Against,
        ..=1 => Answer::WithoutPaying,
        _ if !all_asked && at % 5 == 4 => Answer::Silent,
        _ => Answer::For,
    }
}

/// The next version of the first entrance: who was against agrees, and is compensated.
fn next(tx: &mut Transaction, at: EntranceId) -> Result<(), NotChanged> {
    let office = tx.office();
    lift::begin(tx, at, id(10))?;
    let draft = lift::get(tx, office, id(10))?;
    let mut terms = draft.terms.clone();
    if let Some(first) = terms.lift.households.first_mut() {
        first.answer = Answer::WithoutPaying;
        let line =
            Compensation {
                to: first.id.clone(), amount: Money::from_yuan(10_000), why: "采光受影响（示例）".into()
            };
        terms.lift.compensations = vec![line];
    }
    kept(tx, &draft, terms)
}

fn settled(tx: &mut Transaction, id: SchemeId) -> Result<(), NotChanged> {
    let office = tx.office();
    let seen = looks(&lift::get(tx, office, id)?);
    lift::settle(tx, id, &seen)
}

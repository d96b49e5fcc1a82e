//! Slips and posters of the demonstration: printed where the campaign goes, so that what the office sees is so. Some were opened, by a
//! few something was said, one was lost and one replaced. Nobody has the papers: their codes are kept nowhere.

use jiff::civil::date;
use linli_domain::consultation::opinion::{Address, Channel, Content};
use linli_domain::consultation::slip::{Held, Paper, SlipId};
use linli_domain::consultation::{Catalogue, OpinionId, SlipCode};
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::sample::Sample;
use linli_store::consultation::opinion;
use linli_store::consultation::slip::{self, New, Place};
use linli_store::people::session::TokenHash;
use linli_store::register::neighbourhood;
use linli_store::{Error, Transaction};

use super::opinions::sentence;
use super::replay::{Course, Who};
use super::survey;

const FIRST: u128 = 0x0180_d11c_2a00_7000_9000_0000_0010_0000;
/// Of so many doors one opened its slip; of so many of those one said something by it.
const OPENED: usize = 4;
const SAID: usize = 3;
/// The doors whose slip was lost, and replaced.
const LOST: usize = 6;
const REPLACED: usize = 9;

pub fn printed(course: &mut Course, samples: &[Sample]) {
    for (n, of) in survey::places(samples).into_iter().enumerate() {
        course.add(date(2022, 5, 27), Who::Clerk, move |tx| {
            Paper::ALL.into_iter().try_for_each(|paper| print(tx, of, paper, |place| place.printed.is_none(), ""))
        });
        course.add(date(2022, 6, 1), Who::Household, move |tx| used(tx, of, n));
        course.add(date(2022, 6, 2), Who::Clerk, move |tx| ended(tx, of));
    }
}

/// Prints what fits; the papers themselves stay in the printer.
fn print(
    tx: &mut Transaction,
    of: NeighbourhoodId,
    paper: Paper,
    fits: impl Fn(&Place) -> bool,
    why: &str,
) -> Result<(), Error> {
    let office = tx.office();
    let places = slip::places(tx, office, of, paper)?;
    let new: Result<Vec<New>, Error> = places
        .iter()
        .filter(|place| fits(place))
        .map(|place| {
            let mut random = [0; SlipCode::RANDOM];
            getrandom::fill(&mut random).map_err(|_| Error::Panicked)?;
            let instead_of = place.printed.as_ref().map(|printed| printed.id);
            Ok(New { spot: place.spot, code: SlipCode::new(office, random), instead_of })
        })
        .collect();
    slip::print(tx, of, paper, &new?, why).map(drop)
}

/// Some households opened their slip, and a few said something by it.
fn used(tx: &mut Transaction, of: NeighbourhoodId, n: usize) -> Result<(), Error> {
    let office = tx.office();
    let name = neighbourhood::get(tx, office, of)?.facts.name;
    let doors = slip::places(tx, office, of, Paper::Slip)?;
    for (k, place) in doors.iter().enumerate().filter(|(k, _)| k % OPENED == 1) {
        let Some(held) = held(of, &name, place) else { continue };
        // A phone that nobody has.
        slip::enter(tx, &held, &TokenHash(SlipId::new().to_string()))?;
        if k % (OPENED * SAID) == 1 {
            say(tx, &held, n * 10_000 + k)?;
        }
    }
    Ok(())
}

fn held(of: NeighbourhoodId, name: &str, place: &Place) -> Option<Held> {
    let printed = place.printed.as_ref()?;
    let [building, entrance, room] = place.names.clone();
    Some(Held {
        slip: printed.id,
        address: Address {
            building: Some(place.building),
            entrance: Some(place.spot.entrance()),
            dwelling: place.spot.dwelling(),
            ..Address::of(of)
        },
        names: [name.to_owned(), building, entrance, room],
        made_at: printed.made_at,
    })
}

fn say(tx: &mut Transaction, held: &Held, k: usize) -> Result<(), Error> {
    let said = sentence(k * 5 + 2);
    let content = Content {
        address: held.address,
        channel: Channel::Slip,
        said_on: tx.today(),
        text: format!("{}（示例）", said.text),
        wishes: said.wishes.iter().map(|wish| (*wish).to_owned()).collect(),
        hazard: false,
    };
    let content = content.checked(tx.today(), &Catalogue::default()).map_err(|_| Error::Refused)?;
    let id = OpinionId::from_number(FIRST + u128::try_from(k).unwrap_or_default());
    opinion::record(tx, id, &content).map(drop)
}

/// One slip was lost, one household moved.
fn ended(tx: &mut Transaction, of: NeighbourhoodId) -> Result<(), Error> {
    let office = tx.office();
    let doors = slip::places(tx, office, of, Paper::Slip)?;
    let lost = doors.get(LOST).and_then(|place| Some(place.printed.as_ref()?.id));
    slip::revoke(tx, of, Paper::Slip, lost.as_slice(), "门贴遗失（示例）")?;
    let Some(moved) = doors.get(REPLACED).map(|place| place.spot) else { return Ok(()) };
    print(tx, of, Paper::Slip, |place| place.spot == moved, "租户更换（示例）")
}

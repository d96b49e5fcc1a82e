//! A campaign of the demonstration: a joint team in two neighbourhoods of the next plan, some doors still to do, one where two answers
//! contradict; what was said is grouped into needs, and waits for its answer.

use jiff::civil::date;
use linli_domain::consultation::survey::visit::{Answers, Respondent, Will};
use linli_domain::consultation::survey::{Campaign, CampaignId, Form, Outcome, Visit, VisitId};
use linli_domain::consultation::{Catalogue, NeedId, OpinionId};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Money, NeighbourhoodId};
use linli_domain::register::DwellingId;
use linli_domain::sample::Sample;
use linli_store::consultation::survey::visit::{self, Sent};
use linli_store::consultation::survey::{self, doors};
use linli_store::consultation::{need, opinion};
use linli_store::{Error, Transaction};

use super::opinions::{group_behind, sentence};
use super::people::Officials;
use super::records::Case;
use super::replay::{Course, END, Who};

/// Two of those that are not planned yet.
const PLACES: usize = 2;
/// Doors on one day.
const A_DAY: usize = 16;

const FIRST: u128 = 0x0180_d11c_2a00_7000_9000_0000_0000_0000;

fn campaign() -> CampaignId {
    CampaignId::from_number(FIRST)
}

/// Where the campaign goes.
pub fn places(samples: &[Sample]) -> Vec<NeighbourhoodId> {
    (samples.len().saturating_sub(PLACES)..samples.len()).map(Case::id_of).collect()
}

pub fn held(course: &mut Course, people: &Officials, samples: &[Sample]) {
    let places = places(samples);
    let (of, member) = (places.clone(), people.surveyor.account);
    course.add(date(2022, 5, 27), Who::Clerk, move |tx| opened(tx, &of, member));
    let days = (30..=31).map(|day| date(2022, 5, day)).chain((1..=5).map(|day| date(2022, 6, day)));
    for (n, day) in days.enumerate() {
        let of = places.clone();
        course.add(day, Who::Surveyor, move |tx| visited(tx, &of, n));
    }
    course.add(END, Who::Clerk, move |tx| {
        places.iter().zip([0, 1]).try_for_each(|(place, n)| grouped(tx, *place, FIRST + 20_000 + n * 1_000))
    });
}

fn opened(tx: &mut Transaction, places: &[NeighbourhoodId], member: AccountId) -> Result<(), Error> {
    let campaign = Campaign {
        id: campaign(),
        name: "2023年计划入户摸底（示例）".to_owned(),
        neighbourhoods: places.to_vec(),
        members: vec![member],
        opens: date(2022, 5, 30),
        closes: date(2022, 6, 30),
        target: Campaign::TARGET,
        form: Form::default(),
        closed_on: None,
    };
    survey::add(tx, &campaign.checked().map_err(|_| Error::Refused)?)?;
    let office = tx.office();
    let shares = survey::shares(tx, office, self::campaign())?;
    let shares: Vec<_> = shares.into_iter().map(|share| (share.entrance, Some(member))).collect();
    survey::put_shares(tx, self::campaign(), &shares)
}

/// The doors of one day, in the order of the way.
fn visited(tx: &mut Transaction, places: &[NeighbourhoodId], day: usize) -> Result<(), Error> {
    let office = tx.office();
    let doors = doors::of(tx, office, campaign(), places)?;
    for (k, door) in doors.iter().enumerate().skip(day * A_DAY).take(A_DAY) {
        // Some are put off.
        if k % 11 == 9 {
            continue;
        }
        visit_once(tx, door.dwelling, k, 0)?;
    }
    // One door has two answers, since somebody went there again.
    match doors.get(3).filter(|_| day == 6) {
        Some(door) => visit_once(tx, door.dwelling, 4, 5_000),
        None => Ok(()),
    }
}

fn visit_once(tx: &mut Transaction, dwelling: DwellingId, k: usize, more: u128) -> Result<(), Error> {
    let number = FIRST + 1 + more + u128::try_from(k).unwrap_or_default();
    let outcome = match k % 11 {
        4 => Outcome::NobodyHome,
        6 => Outcome::Refused,
        8 => Outcome::Empty,
        _ => Outcome::Answered,
    };
    let outcome = if more > 0 { Outcome::Answered } else { outcome };
    let answers = (outcome == Outcome::Answered).then(|| answers(k));
    let visit = Visit { dwelling, outcome, answers, replaces: None };
    let visit = visit.checked(&Form::default(), &Catalogue::default()).map_err(|_| Error::Refused)?;
    let now = tx.now();
    let (id, opinion) = (VisitId::from_number(number), OpinionId::from_number(number + 10_000));
    let sent = Sent { id, campaign: campaign(), form_version: 1, opinion, visit, at: now, sent_at: now };
    visit::receive(tx, &sent).map(drop)
}

fn answers(k: usize) -> Answers {
    let said = sentence(k * 7);
    let pay = [Will::Yes, Will::Unsure, Will::Yes, Will::No][k % 4];
    let yuan = 500 * (1 + i64::try_from(k % 6).unwrap_or_default());
    Answers {
        respondent: if k.is_multiple_of(5) { Respondent::Occupant } else { Respondent::Owner },
        willing: [Will::Yes, Will::Yes, Will::Yes, Will::Unsure, Will::No][k % 5],
        wishes: said.wishes.iter().map(|wish| (*wish).to_owned()).collect(),
        text: if k.is_multiple_of(3) { format!("{}（示例）", said.text) } else { String::new() },
        hazard: false,
        pay: Some(pay),
        pay_fen: (pay == Will::Yes).then(|| Money::from_yuan(yuan)),
        council: Some(k % 9 == 2),
        needs: String::new(),
        consent: false,
        own: std::collections::BTreeMap::new(),
    }
}

/// What was said is put behind needs by its first wish; a third waits for somebody to look at it.
fn grouped(tx: &mut Transaction, board: NeighbourhoodId, first: u128) -> Result<(), Error> {
    let office = tx.office();
    for (at, one) in need::unread(tx, office, board, 0, 500)?.into_iter().enumerate() {
        if let Some(item) = one.wishes.first().filter(|_| at % 3 != 2) {
            let number = first + u128::try_from(at).unwrap_or_default();
            group_behind(tx, board, number, NeedId::from_number(number), item, one.id)?;
            // What was answered before it was grouped is said of the need, too.
            let needs = need::of_opinion(tx, office, one.id)?;
            if let (Some(answer), Some(need)) = (opinion::get(tx, office, one.id)?.standing.answer, needs.first()) {
                need::answered(tx, need.id, answer)?;
            }
        }
    }
    Ok(())
}

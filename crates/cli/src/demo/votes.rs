//! Owners' votes of the demonstration: one carried, one failed by a few heads, one to be counted, one that goes on at an entrance, one
//! announced about its plan, one drafted. Owners and answers are made up.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use linli_domain::kernel::{Area, NeighbourhoodId};
use linli_domain::planning::vote::{
    BallotId, Choice, Draft, Invalid, Matter, Options, ProxyKind, Typed, TypedProxy, VoteId, VoteRules,
};
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Scope,
};
use linli_domain::sample::Sample;
use linli_store::planning::plan;
use linli_store::planning::vote::{self, NotHeld, Sheet, TypeError};
use linli_store::register::owner;
use linli_store::{Error, Transaction};

use super::records::Case;
use super::replay::{Course, END, Who};
use super::survey;

const FIRST: u128 = 0x0180_d11c_2a00_7000_b000_0000_0030_0000;
/// The smaller ones are shown: their lists can be read.
const MOST_DOORS: i64 = 80;
const SURNAMES: [&str; 10] = ["谭", "蒋", "刘", "周", "曾", "邓", "戴", "贺", "阳", "伍"];

/// A vote of a whole neighbourhood, and how its owners answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Carried,
    /// Failed by a few heads.
    Short,
    /// Its days are over, and nobody has counted it.
    Over,
}

/// The same thing has the same id in every demonstration.
fn id(n: usize, k: usize) -> u128 {
    FIRST + u128::try_from(n * 10_000 + k).unwrap_or_default()
}

pub fn held(course: &mut Course, samples: &[Sample]) {
    let small = samples.iter().enumerate().filter(|(_, sample)| sample.facts.started_on.is_some());
    let small = small.filter(|(_, sample)| (20..=MOST_DOORS).contains(&doors(sample)));
    let small: Vec<usize> = small.map(|(n, _)| n).take(3).collect();
    for (n, end) in small.iter().zip([End::Carried, End::Short, End::Over]) {
        of_neighbourhood(course, *n, end);
    }
    rules(course);
    if let Some(of) = survey::places(samples).first() {
        at_an_entrance(course, samples.len(), *of);
    }
    about_plans(course, samples, &small);
}

fn doors(sample: &Sample) -> i64 {
    sample.buildings.iter().map(|(entrances, floors, doors)| entrances * floors * doors).sum()
}

/// Where the county's rules let ballots come online, since May.
fn rules(course: &mut Course) {
    course.add(date(2022, 5, 1), Who::Head, |tx| {
        let rules = VoteRules { online: true, confirmed: true, ..VoteRules::default() };
        vote::rules::set(tx, date(2022, 5, 2), &rules, "示例：县里试点线上表决")
    });
}

fn of_neighbourhood(course: &mut Course, n: usize, end: End) {
    let (of, vote_id) = (Case::id_of(n), VoteId::from_number(id(n, 1)));
    let first = if end == End::Over { date(2022, 5, 20) } else { date(2022, 3, 10) };
    let last = first.saturating_add(if end == End::Over { 16 } else { 13 }.days());
    let announced = first.saturating_sub(16.days());
    let before = announced.saturating_sub(10.days());
    course.add(before, Who::Clerk, move |tx| owners(tx, of, n));
    let draft = Draft {
        neighbourhood: of,
        scope: Scope::Neighbourhood,
        matter: if end == End::Short { Matter::RaiseFund } else { Matter::UseFund },
        title: if end == End::Short {
            "续筹维修资金（示例）"
        } else {
            "使用维修资金修缮屋面（示例）"
        }
        .to_owned(),
        question: if end == End::Short {
            "是否同意每户按专有面积每平方米 10 元续筹维修资金？"
        } else {
            "是否同意从维修资金中列支改造方案以外的屋面修缮费用？"
        }
        .to_owned(),
        options: Options::default(),
        first,
        last,
        clause: None,
        plan: None,
    };
    course.add(announced, Who::Clerk, move |tx| vote::draft(tx, vote_id, &draft));
    course.add(announced, Who::Head, move |tx| vote::announce(tx, vote_id, 1).map_err(refuse));
    course.add(announced.saturating_add(2.days()), Who::Clerk, move |tx| delivered(tx, vote_id));
    let typed = last.saturating_sub(1.days());
    course.add(typed, Who::Clerk, move |tx| type_all(tx, vote_id, n, end, first, false));
    course.add(typed, Who::Surveyor, move |tx| type_all(tx, vote_id, n, end, first, true));
    if end != End::Over {
        course.add(last.saturating_add(1.days()), Who::Head, move |tx| {
            let office = tx.office();
            let closing = vote::prepare(tx, office, vote_id)?;
            vote::close(tx, vote_id, &closing)
        });
    }
}

fn refuse(why: NotHeld) -> Error {
    match why {
        NotHeld::Store(error) => error,
        _ => Error::Refused,
    }
}

fn not_typed(why: TypeError) -> Error {
    match why {
        TypeError::Store(error) => error,
        _ => Error::Refused,
    }
}

/// Every door has an owner and an area; one owns two, the last two were never sold.
fn owners(tx: &mut Transaction, of: NeighbourhoodId, n: usize) -> Result<(), Error> {
    let office = tx.office();
    let roll = owner::roll(tx, office, of, Scope::Neighbourhood)?;
    let party = |k: usize| PartyId::from_number(id(n, 1_000 + k));
    let doors = roll.units.len();
    let whose = |k: usize| match k {
        3 => 2,
        k if k + 2 >= doors => 900,
        k => k,
    };
    let mut parties = BTreeMap::new();
    let mut each = Vec::with_capacity(doors);
    for (k, unit) in roll.units.iter().enumerate() {
        let owner = whose(k);
        parties.entry(owner).or_insert_with(|| made_up(party(owner), n, owner));
        let area = Area::from_hundredths(6_480 + i64::try_from((k * 211 + n * 37) % 2_400).unwrap_or_default());
        each.push(Change {
            dwelling: unit.dwelling,
            end: None,
            begin: Some((party(owner), date(1999, 9, 1))),
            area: Some(Measured { area, basis: Basis::Register }),
        });
    }
    owner::apply(tx, of, roll.version, &Changes { parties: parties.into_values().collect(), each })
}

fn made_up(id: PartyId, n: usize, k: usize) -> Party {
    if k == 900 {
        let owners = vec![Owner::new("示例房产开发公司", "", "")];
        return Party { id, kind: PartyKind::Developer, owners: Owners::Known(owners) };
    }
    let surname = SURNAMES[(n * 3 + k) % SURNAMES.len()];
    let owners =
        vec![Owner::new(&format!("{surname}示例{}", k + 1), "", &format!("{:04}", (n * 977 + k * 31) % 10_000))];
    Party { id, kind: PartyKind::Person, owners: Owners::Known(owners) }
}

fn delivered(tx: &mut Transaction, id: VoteId) -> Result<(), Error> {
    let (office, today) = (tx.office(), tx.today());
    let heads = vote::get(tx, office, id)?.total.heads;
    let all: Vec<u32> = (1..=u32::try_from(heads).unwrap_or_default()).collect();
    vote::deliver(tx, id, &all, today, "hand").map(drop)
}

/// Who gives a ballot, and what stands on it: worked out, and the same whoever types it.
fn papers(heads: u32, end: End, first: Date) -> Vec<Typed> {
    // Two heads fewer than two thirds, or well above.
    let gave = if end == End::Short { (heads * 2).div_ceil(3) - 2 } else { heads * 4 / 5 };
    let mut papers: Vec<Typed> = (1..=gave).map(|head| paper(head, first)).collect();
    if end != End::Short {
        let unsigned = Typed { seen: Some(Invalid::NoSignature), ..paper(gave + 1, first) };
        papers.extend([unsigned, paper(1, first.saturating_add(3.days()))]);
        papers[4].proxy = Some(TypedProxy {
            head: Some(1),
            name: String::new(),
            kind: ProxyKind::Other,
            by_owner: true,
            paper: false,
        });
    }
    papers
}

fn paper(head: u32, first: Date) -> Typed {
    let choice = match head % 9 {
        4 => Choice::Against,
        8 => Choice::Abstain,
        _ => Choice::For,
    };
    let received = first.saturating_add(i64::from(head % 7).days());
    Typed { head: Some(head), marks: vec![choice], received, version: None, proxy: None, seen: None }
}

fn type_all(tx: &mut Transaction, of: VoteId, n: usize, end: End, first: Date, again: bool) -> Result<(), Error> {
    let office = tx.office();
    let heads = u32::try_from(vote::get(tx, office, of)?.total.heads).unwrap_or_default();
    for (typed, number) in papers(heads, end, first).iter().zip(1_u32..) {
        let sheet = if again { Sheet::Numbered(number) } else { Sheet::New(ballot(n, number)) };
        vote::type_in(tx, of, sheet, typed).map_err(not_typed)?;
    }
    Ok(())
}

fn ballot(n: usize, number: u32) -> BallotId {
    BallotId::from_number(id(n, 2_000 + usize::try_from(number).unwrap_or_default()))
}

/// The first entrance of a surveyed neighbourhood decides about a lift: on paper, and online by the slips at its doors.
fn at_an_entrance(course: &mut Course, n: usize, of: NeighbourhoodId) {
    let vote_id = VoteId::from_number(id(n, 1));
    let first = date(2022, 5, 28);
    course.add(date(2022, 5, 10), Who::Clerk, move |tx| {
        let office = tx.office();
        let roll = owner::roll(tx, office, of, Scope::Neighbourhood)?;
        let entrance = roll.units.first().ok_or(Error::Missing)?.entrance;
        let draft = Draft {
            neighbourhood: of,
            scope: Scope::Entrance(entrance),
            matter: Matter::Rebuild,
            title: "本单元加装电梯（示例）".to_owned(),
            question: "是否同意本单元按协商方案加装电梯？".to_owned(),
            options: Options { without_paying: true },
            first,
            last: date(2022, 6, 20),
            clause: None,
            plan: None,
        };
        vote::draft(tx, vote_id, &draft)
    });
    course.add(date(2022, 5, 11), Who::Head, move |tx| vote::announce(tx, vote_id, 1).map_err(refuse));
    course.add(date(2022, 5, 13), Who::Clerk, move |tx| delivered(tx, vote_id));
    // The first four were read twice, the fifth differs, the sixth waits.
    let read = move |head: u32, choice: Choice| Typed { marks: vec![choice], ..paper(head, first) };
    course.add(date(2022, 6, 3), Who::Clerk, move |tx| {
        for head in 1..=6 {
            vote::type_in(tx, vote_id, Sheet::New(ballot(n, head)), &read(head, Choice::For)).map_err(not_typed)?;
        }
        Ok(())
    });
    course.add(date(2022, 6, 4), Who::Surveyor, move |tx| {
        for number in 1..=5 {
            let choice = if number == 5 { Choice::ForWithoutPaying } else { Choice::For };
            vote::type_in(tx, vote_id, Sheet::Numbered(number), &read(number, choice)).map_err(not_typed)?;
        }
        Ok(())
    });
}

/// A plan whose notice is over is drafted to be voted on.
fn about_plans(course: &mut Course, samples: &[Sample], others: &[usize]) {
    let open = samples.iter().enumerate().filter(|(n, sample)| {
        sample.facts.finished_on.is_none()
            && n % 7 > 3
            && !others.contains(n)
            && (20..=MOST_DOORS * 2).contains(&doors(sample))
    });
    for ((n, _), announced) in open.zip([true, false]) {
        let (of, vote_id) = (Case::id_of(n), VoteId::from_number(id(n, 3)));
        let first = END.saturating_add(14.days());
        if announced {
            course.add(END.saturating_sub(20.days()), Who::Clerk, move |tx| owners(tx, of, n));
        }
        course.add(END.saturating_sub(2.days()), Who::Clerk, move |tx| {
            let office = tx.office();
            let version = plan::posted(tx, office, of)?.ok_or(Error::Missing)?;
            let draft = Draft {
                neighbourhood: of,
                scope: Scope::Neighbourhood,
                matter: Matter::Other,
                title: "小区改造方案（示例）".to_owned(),
                question: "是否同意按公示的改造方案实施改造，并按方案落实建成后的管理？".to_owned(),
                options: Options::default(),
                first,
                last: first.saturating_add(14.days()),
                clause: None,
                plan: Some(version.id),
            };
            vote::draft(tx, vote_id, &draft)
        });
        if announced {
            course
                .add(END.saturating_sub(1.days()), Who::Head, move |tx| vote::announce(tx, vote_id, 1).map_err(refuse));
        }
    }
}

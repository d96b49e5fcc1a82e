//! What residents said, in the demonstration: some eight opinions in each neighbourhood, most of them answered, a few late. Every
//! sentence is made up.

mod sentences;

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use linli_domain::consultation::need::{ChangeId, Facts};
use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId, Step};
use linli_domain::consultation::working_days::read;
use linli_domain::consultation::{Answer, AnswerId, Calendar, Catalogue, ConsultationRules, NeedId};
use linli_domain::kernel::NeighbourhoodId;
use linli_store::consultation::{answer, need, opinion, rules, working_days};
use linli_store::{Error, Transaction};

use super::records::Case;
use super::replay::{Course, END, Who};
use sentences::{SENTENCES, Sentence};

/// The list of 2022, as one pastes it.
const DAYS: &str = "元旦：2022年1月1日至3日放假，共3天。\n\
    春节：1月31日至2月6日放假调休，共7天。1月29日、1月30日上班。\n\
    清明节：4月3日至5日放假调休，共3天。4月2日上班。\n\
    劳动节：4月30日至5月4日放假调休，共5天。4月24日、5月7日上班。\n\
    端午节：6月3日至5日放假，共3天。\n\
    中秋节：9月10日至12日放假，共3天。\n\
    国庆节：10月1日至7日放假调休，共7天。10月8日、10月9日上班。";

/// Opinions of a neighbourhood; of those planned this year the last ones lie ahead.
const EACH: usize = 9;

/// What the office promises, before anybody says something.
pub fn promises(course: &mut Course) {
    course.add(date(2021, 1, 8), Who::Head, |tx| {
        let own = ConsultationRules { confirmed: true, ..ConsultationRules::default() };
        rules::set(tx, date(2021, 1, 8), own, "县改造办工作制度（示例）")
    });
    course.add(date(2021, 12, 1), Who::Head, |tx| {
        let days = read(DAYS, 2022).map_err(|_| Error::Refused)?;
        working_days::keep(tx, 2022, 0, &days, "2022年放假安排（示例）")
    });
}

/// The opinions of a neighbourhood, each with what became of it.
pub fn of_neighbourhood(course: &mut Course, case: &Arc<Case>) {
    for k in 0..EACH {
        let said_on = said_on(case, k);
        if said_on > END {
            continue;
        }
        let sentence = &SENTENCES[(case.n * 5 + k * 3) % SENTENCES.len()];
        let of = Arc::clone(case);
        course.add(said_on, Who::Clerk, move |tx| said(tx, &of, k, said_on, sentence));
        settled(course, case, k, said_on, sentence);
    }
}

/// In the spring of its plan, ten days or so apart; the last ones in these days.
fn said_on(case: &Case, k: usize) -> Date {
    let days = i64::try_from(40 + k * 14 + case.n % 12).unwrap_or(40);
    let spring = case.planned_on(0).checked_add(days.days()).unwrap_or(END);
    let recent = END.checked_sub(i64::try_from(case.n % 5).unwrap_or(0).days()).unwrap_or(END);
    if spring.year() == END.year() && k == 7 { recent } else { spring }
}

/// Of these the first ones are grouped; the last ones wait on the board.
const GROUPED: usize = 7;
const TITLES: [(&str, &str); 12] = [
    ("roof", "楼顶漏水"),
    ("lighting", "楼道没有灯"),
    ("drainage", "下水道堵塞、雨污不分"),
    ("lift", "老人上下楼难，盼装电梯"),
    ("outer_wall", "外墙脱落"),
    ("roads", "路面破损"),
    ("parking", "停车位不够"),
    ("charging", "电动车飞线充电"),
    ("waste_sorting", "垃圾桶离窗户太近"),
    ("water", "水压不足"),
    ("overhead_lines", "电线杂乱"),
    ("security", "门禁和监控"),
];

/// The same opinion has the same id in every demonstration.
fn id(n: usize, k: usize) -> u128 {
    const FIRST: u128 = 0x0176_d11c_2a00_7000_9000_0000_0000_0000;
    FIRST + u128::try_from(n * 100 + k).unwrap_or_default()
}

fn said(tx: &mut Transaction, case: &Case, k: usize, said_on: Date, sentence: &Sentence) -> Result<(), Error> {
    let office = tx.office();
    let doors = opinion::doors(tx, office, case.id)?;
    let door = doors.get((k * 37 + case.n * 11) % doors.len().max(1));
    // A poster in the stairwell tells of no household.
    let household = k != 5;
    let address = door.filter(|_| household).map_or(Address::of(case.id), |door| Address {
        building: Some(door.building),
        entrance: door.entrance.as_ref().map(|(id, _)| *id),
        dwelling: door.dwelling.as_ref().map(|(id, _)| *id),
        ..Address::of(case.id)
    });
    let channel = match k {
        2 => Channel::Paper,
        4 => Channel::Telephone,
        5 => Channel::Poster,
        6 => Channel::Slip,
        _ => Channel::Door,
    };
    let wishes = sentence.wishes.iter().map(|wish| (*wish).to_owned()).collect();
    let text = format!("{}（示例）", sentence.text);
    let content = Content { address, channel, said_on, text, wishes, hazard: sentence.hazard };
    let content = content.checked(tx.today(), &Catalogue::default()).map_err(|_| Error::Refused)?;
    opinion::record(tx, OpinionId::from_number(id(case.n, k)), &content).map(drop)
}

/// Most are answered within their days; of those that came lately some wait, and a few are late.
fn settled(course: &mut Course, case: &Case, k: usize, said_on: Date, sentence: &'static Sentence) {
    let (n, board) = (case.n, case.id);
    let forgotten = (n % 16, k) == (7, 6) && said_on.year() == END.year();
    let (one, after) =
        (OpinionId::from_number(id(n, k)), move |days: i64| said_on.checked_add(days.days()).unwrap_or(END));
    if k < GROUPED {
        course.add(after(4), Who::Clerk, move |tx| group(tx, board, n, k, sentence));
    }
    if forgotten {
        return;
    }
    course.add(after(5), Who::Clerk, move |tx| {
        let office = tx.office();
        let one = opinion::get(tx, office, one)?;
        let reply = Answer { verdict: sentence.verdict, reason: sentence.reason.to_owned() };
        let (answer, needs) = (AnswerId::from_number(id(n, k)), need::of_opinion(tx, office, one.id)?);
        answer::give(tx, answer, &reply, &[one])?;
        needs.first().map_or(Ok(()), |need| need::answered(tx, need.id, answer))
    });
    if sentence.hazard {
        course.add(after(3), Who::Clerk, move |tx| {
            take(tx, one, Step::LookAfter { note: "已到现场处理（示例）".into() })
        });
    }
    if k.is_multiple_of(3) {
        course.add(after(40), Who::Clerk, move |tx| take(tx, one, Step::Finish { note: String::new() }));
    }
}

/// Puts an opinion behind the need of its first wish.
fn group(tx: &mut Transaction, board: NeighbourhoodId, n: usize, k: usize, sentence: &Sentence) -> Result<(), Error> {
    let Some(item) = sentence.wishes.first() else { return Ok(()) };
    let number = id(n, k);
    group_behind(tx, board, number, NeedId::from_number(number), item, OpinionId::from_number(number))
}

/// Puts an opinion behind the need of this work, which the first one of its kind opens.
pub fn group_behind(
    tx: &mut Transaction,
    board: NeighbourhoodId,
    change: u128,
    new: NeedId,
    item: &str,
    one: OpinionId,
) -> Result<(), Error> {
    let (office, change) = (tx.office(), ChangeId::from_number(change));
    let there = need::of(tx, office, board)?.into_iter().find(|need| need.facts.item == item);
    let made = if let Some(need) = there {
        need::put(tx, change, board, need.id, None, &[one])
    } else {
        let facts = Facts { item: item.to_owned(), title: title(item), urgency: None };
        need::open(tx, change, board, new, &facts, None, &[one])
    };
    made.map(drop).map_err(|_| Error::Refused)
}

/// A sentence of the many, by any number.
pub const fn sentence(n: usize) -> &'static Sentence {
    &SENTENCES[n % SENTENCES.len()]
}

/// The title of a need, as an office might write it.
fn title(item: &str) -> String {
    let known = TITLES.iter().find(|(code, _)| *code == item).map(|(_, title)| (*title).to_owned());
    known.or_else(|| Catalogue::default().item(item).map(|item| item.name.zh.clone())).unwrap_or_default()
}

fn take(tx: &mut Transaction, one: OpinionId, step: Step) -> Result<(), Error> {
    let office = tx.office();
    let before = opinion::get(tx, office, one)?;
    let mut after = before.standing;
    let step = after.step(step, &Calendar::default()).map_err(|_| Error::Refused)?;
    opinion::keep(tx, &before, &after, &step)
}

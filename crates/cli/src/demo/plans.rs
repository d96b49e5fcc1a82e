//! The plans of the demonstration: a first one before the works began, and a further one from all that was heard since. Some are
//! drafted, some hang, some are objected to. What is taken within the budget is worked out by equal shares, as people do it.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use linli_domain::consultation::opinion::{Address, Channel, Content};
use linli_domain::consultation::{Answer, AnswerId, Catalogue, OpinionId, Verdict};
use linli_domain::kernel::Money;
use linli_domain::planning::choice::{Question, choose};
use linli_domain::planning::notice::Window;
use linli_domain::planning::plan::{Facts, Part, Place, Quantity, Standing, Upkeep};
use linli_domain::planning::{Item, ItemId, NoticeId, VersionId};
use linli_store::consultation::{answer, need, opinion};
use linli_store::planning::plan::{self, NotChanged};
use linli_store::planning::{notice, wishes};
use linli_store::register::evidence;
use linli_store::{Error, Transaction};

use super::records::Case;
use super::replay::{Course, END, Who};
use super::works::Papers;

/// A work with what it is counted in, its unit cost in yuan, how much of it a hundred households need in thousandths, who looks
/// after it, and who pays: codes with hundredths.
struct Work(&'static str, &'static str, i64, i64, Upkeep, &'static [(&'static str, i64)]);

const PUBLIC: &[(&str, i64)] = &[("central_subsidy", 60), ("province", 20), ("county", 20)];
const LINES: &[(&str, i64)] = &[("central_subsidy", 40), ("utility", 60)];
const SHARED: &[(&str, i64)] = &[("county", 70), ("resident", 10)];
const OPERATED: &[(&str, i64)] = &[("social_capital", 80), ("county", 20)];

const WORKS: [Work; 17] = [
    Work("roof", "平方米", 120, 1_600_000, Upkeep::Owners, PUBLIC),
    Work("outer_wall", "平方米", 95, 9_000_000, Upkeep::Owners, PUBLIC),
    Work("drainage", "米", 420, 1_200_000, Upkeep::Community, PUBLIC),
    Work("water", "米", 180, 1_500_000, Upkeep::Utility, LINES),
    Work("overhead_lines", "米", 60, 2_500_000, Upkeep::Utility, LINES),
    Work("roads", "平方米", 160, 3_500_000, Upkeep::Community, PUBLIC),
    Work("stairs", "米", 260, 900_000, Upkeep::Owners, PUBLIC),
    Work("fire", "处", 1_500, 40_000, Upkeep::Owners, PUBLIC),
    Work("security", "套", 6_000, 20_000, Upkeep::Manager, PUBLIC),
    Work("waste_sorting", "处", 30_000, 4_000, Upkeep::Manager, PUBLIC),
    Work("lighting", "盏", 850, 90_000, Upkeep::Community, SHARED),
    Work("parking", "个", 3_500, 60_000, Upkeep::Manager, OPERATED),
    Work("charging", "个", 2_800, 40_000, Upkeep::Manager, OPERATED),
    Work("greenery", "平方米", 90, 2_000_000, Upkeep::Community, SHARED),
    Work("elderly_fittings", "处", 2_600, 20_000, Upkeep::Community, SHARED),
    Work("culture", "处", 48_000, 2_000, Upkeep::Community, SHARED),
    Work("meals", "处", 180_000, 1_000, Upkeep::Community, OPERATED),
];

const REASON: &str = "小区原锅炉房空置，经社区和居民代表踏勘可以改用（示例）";
const NOT_NOW: &str = "一楼住户尚未同意、资金未落实，另行按单元协商（示例）";
const OBJECTIONS: [&str; 3] = [
    "停车位画到我家窗户下面了，不同意，请往东挪（示例）",
    "外墙只刷临街一面，我们里面两栋也要修（示例）",
    "充电棚离楼道太近，担心着火，请换个位置（示例）",
];

const FIRST: u128 = 0x0180_d11c_2a00_7000_9000_0000_0020_0000;

/// The same thing has the same id in every demonstration.
fn id(n: usize, k: usize) -> u128 {
    FIRST + u128::try_from(n * 100 + k).unwrap_or_default()
}

/// What becomes of the plan that is made from all that was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Draft,
    Hangs,
    Objected,
    Over,
    Answered,
}

fn end(n: usize) -> End {
    match n % 7 {
        0 => End::Draft,
        1 => End::Hangs,
        2 => End::Objected,
        3 => End::Answered,
        _ => End::Over,
    }
}

/// Both plans of a neighbourhood.
pub fn of_neighbourhood(course: &mut Course, case: &Arc<Case>, papers: &Papers) {
    let by = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
    let facts = &case.sample.facts;
    if let Some(started) = facts.started_on {
        draft(course, case, 1, by(started, -45).max(case.planned_on(2)));
        posted(course, case, papers, 1, by(started, -40).max(case.planned_on(5)));
    }
    let has_first = usize::from(facts.started_on.is_some());
    let second = has_first + 1;
    // What was finished is not planned any more.
    if facts.finished_on.is_some() {
        return;
    }
    let begun = by(END, -24);
    draft(course, case, second, begun);
    let on = match end(case.n) {
        End::Draft => return,
        End::Hangs => by(END, -4),
        End::Objected => by(END, -5),
        End::Over | End::Answered => by(END, -14),
    };
    posted(course, case, papers, second, on);
    if matches!(end(case.n), End::Objected | End::Answered) {
        objected(course, case, second, by(on, 2), end(case.n) == End::Answered);
    }
}

fn refuse(why: NotChanged) -> Error {
    match why {
        NotChanged::Store(error) => error,
        NotChanged::Cannot(_) => Error::Refused,
    }
}

fn version(n: usize, number: usize) -> VersionId {
    VersionId::from_number(id(n, number))
}

/// Begins a version, writes down an item for each need, and takes what the budget allows.
fn draft(course: &mut Course, case: &Arc<Case>, number: usize, on: Date) {
    let of = Arc::clone(case);
    course.add(on, Who::Clerk, move |tx| {
        plan::begin(tx, of.id, version(of.n, number)).map_err(refuse)?;
        filled(tx, &of, number).map_err(refuse)
    });
}

fn filled(tx: &mut Transaction, case: &Case, number: usize) -> Result<(), NotChanged> {
    let (office, id) = (tx.office(), version(case.n, number));
    let needs = need::of(tx, office, case.id)?;
    let mut wanted: Vec<(&Work, Option<&linli_domain::consultation::Need>)> = Vec::new();
    for one in &needs {
        match WORKS.iter().find(|work| work.0 == one.facts.item) {
            Some(work) => wanted.push((work, Some(one))),
            None => plan::leave_out(tx, id, one.id, NOT_NOW)?,
        }
    }
    // What the assessment of the site found, whether somebody asked for it or not.
    for code in ["fire", "stairs"].into_iter().chain((case.n % 7 == 4).then_some("meals")) {
        wanted.extend(WORKS.iter().filter(|work| work.0 == code).map(|work| (work, None)));
    }
    for (work, need) in wanted {
        let there = plan::items(tx, office, id)?;
        let known = there.iter().find(|item| item.work == work.0);
        if known.is_some_and(|known| need.is_none_or(|need| known.needs.contains(&need.id))) {
            continue;
        }
        plan::put(tx, id, &item(case, work, known, need)?)?;
    }
    share(tx, case, id)
}

fn item(
    case: &Case,
    Work(code, unit, unit_cost, much, upkeep, sources): &Work,
    known: Option<&Item>,
    need: Option<&linli_domain::consultation::Need>,
) -> Result<Item, Error> {
    let homes = case.sample.facts.households.unwrap_or(96);
    let at = WORKS.iter().position(|work| work.0 == *code).unwrap_or_default();
    // Whole units, at least one.
    let quantity = Quantity::from_thousandths((much * homes / 100_000).max(1) * 1_000);
    let catalogue = Catalogue::default();
    let name = catalogue.item(code).map_or(*code, |work| work.name.zh.as_str());
    let mut needs = known.map(|known| known.needs.clone()).unwrap_or_default();
    needs.extend(need.map(|need| need.id));
    let mut item = Item {
        id: known.map_or_else(|| ItemId::from_number(id(case.n, 40 + at)), |known| known.id),
        work: (*code).to_owned(),
        class: String::new(),
        place: Place::Common,
        title: need.map_or_else(|| format!("{name}改造"), |need| format!("{name}（{}）", need.facts.title)),
        quantity,
        unit: (*unit).to_owned(),
        unit_cost: Money::from_yuan(*unit_cost),
        upkeep: Some(*upkeep),
        upkeep_by: String::new(),
        reason: if *code == "meals" { REASON.to_owned() } else { String::new() },
        sources: Vec::new(),
        needs,
        standing: Standing::Taken,
        revision: known.map_or(0, |known| known.revision),
    };
    let cost = item.cost().fen();
    let part = |(source, hundredths): &(&str, i64)| Part {
        source: (*source).to_owned(),
        amount: Money::from_fen(cost / 100 * hundredths),
    };
    item.sources = sources.iter().map(part).collect();
    item.checked(&catalogue, known.map(|known| known.work.as_str())).map_err(|_| Error::Refused)
}

/// Sets the budget, what is basic and rather more than half of the rest, and takes what households would.
fn share(tx: &mut Transaction, case: &Case, id: VersionId) -> Result<(), NotChanged> {
    let (office, of) = (tx.office(), case.id);
    let (items, homes) = (plan::items(tx, office, id)?, wishes(tx, office, of)?);
    let sum = |basic: bool| items.iter().filter(|item| (item.class == "basic") == basic).map(Item::cost).sum::<Money>();
    let (basic, rest) = (sum(true).fen(), sum(false).fen());
    let wan = 1_000_000;
    let budget = Money::from_fen(((basic + rest * 6 / 10) / wan + 1) * wan);
    let summary = "先地下、后地上，一次开挖、一次恢复；基础类应改尽改，完善类按各户愿望在预算内安排。（示例）";
    let facts = Facts { summary: summary.to_owned(), budget: Some(budget) };
    let facts = facts.checked().map_err(|_| Error::Refused)?;
    let revision = plan::get(tx, office, id)?.revision;
    plan::set_facts(tx, id, revision, &facts)?;
    if let Ok(choice) = choose(&items, &homes, &Question::of(budget)) {
        return plan::place(tx, id, &choice.standings(&items));
    }
    // Nobody had said yet what they wish: the basic works are taken, and the rest waits.
    let standing = |item: &Item| if item.class == "basic" { Standing::Taken } else { Standing::Reserve };
    let all: Vec<_> = items.iter().map(|item| (item.id, standing(item))).collect();
    plan::place(tx, id, &all)
}

/// Posts a version for seven days, with a picture of the paper on the next day. What was heard since it was begun is in it.
fn posted(course: &mut Course, case: &Arc<Case>, papers: &Papers, number: usize, on: Date) {
    let of = Arc::clone(case);
    course.add(on, Who::Clerk, move |tx| filled(tx, &of, number).map_err(refuse));
    let of = Arc::clone(case);
    course.add(on, Who::Head, move |tx| {
        let (office, today) = (tx.office(), tx.today());
        let id = version(of.n, number);
        let known = plan::know(tx, office, id, today)?;
        let window = Window::days(today, 7).ok_or(Error::Refused)?;
        let notice = notice_id(of.n, number);
        notice::post(tx, notice, id, known.version.revision, &notice::looks(&known), window).map_err(refuse)
    });
    let (of, kept) = (Arc::clone(case), papers.clone());
    course.add(on.tomorrow().unwrap_or(on), Who::Clerk, move |tx| {
        let piece = kept.board(tx, &of);
        evidence::add(tx, &piece)?;
        notice::show(tx, notice_id(of.n, number), piece.id)
    });
}

fn notice_id(n: usize, number: usize) -> NoticeId {
    NoticeId::from_number(id(n, 10 + number))
}

/// Somebody objects by telephone; where it is answered, a few days later.
fn objected(course: &mut Course, case: &Arc<Case>, number: usize, on: Date, answered: bool) {
    let (of, opinion_id) = (Arc::clone(case), OpinionId::from_number(id(case.n, 30)));
    course.add(on, Who::Clerk, move |tx| {
        let text = OBJECTIONS[of.n / 6 % OBJECTIONS.len()].to_owned();
        let content = Content {
            address: Address::of(of.id),
            channel: Channel::Telephone,
            said_on: tx.today(),
            text,
            wishes: Vec::new(),
            hazard: false,
        };
        let content = content.checked(tx.today(), &Catalogue::default()).map_err(|_| Error::Refused)?;
        notice::object(tx, notice_id(of.n, number), opinion_id, &content).map(drop)
    });
    if answered {
        let n = case.n;
        course.add(on.checked_add(3.days()).unwrap_or(on), Who::Clerk, move |tx| {
            let office = tx.office();
            let one = opinion::get(tx, office, opinion_id)?;
            let reason = "已与提出人到现场看过，位置已调整，方案不变。（示例）".to_owned();
            answer::give(tx, AnswerId::from_number(id(n, 31)), &Answer { verdict: Verdict::Partly, reason }, &[one])
        });
    }
}

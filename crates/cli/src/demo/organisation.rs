//! Who does it, in the demonstration: bodies, leaders in charge, renewal councils, a few tasks, and what is troublesome.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use linli_domain::kernel::people::Actor;
use linli_domain::organisation::four_ones::One;
use linli_domain::organisation::task::{Matter, Person, Step, TaskState};
use linli_domain::organisation::term::{Chosen, Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, BodyKind, Task, TaskId, Term, TermId};
use linli_domain::sample::Sample;
use linli_store::organisation::{body, task, term};
use linli_store::{Error, Transaction};

use super::people::Officials;
use super::records::{Case, Trouble};
use super::replay::{Course, Who};

const SET_UP: Date = date(2021, 1, 8);

/// Name, title and post.
type Members = &'static [(&'static str, &'static str, Post)];

/// The bodies of the county, each with its people.
pub fn bodies(course: &mut Course, people: &Officials) {
    let all: [(BodyKind, &str, Members); 5] = [
        (
            BodyKind::LeadingGroup,
            "县城镇老旧小区改造工作领导小组（示例）",
            &[
                ("欧阳某", "县委副书记、县长", Post::Head),
                ("黄某某", "县委常委、副县长", Post::Deputy),
                ("刘某某", "县住建局局长", Post::Member),
                ("龙某某", "县财政局局长", Post::Member),
            ],
        ),
        (
            BodyKind::TaskForce,
            "县老旧小区改造工作专班（示例）",
            &[
                ("刘某某", "县住建局局长", Post::Head),
                ("唐某某", "县住建局副局长", Post::Deputy),
                ("肖某某", "县改造办", Post::Liaison),
            ],
        ),
        (
            BodyKind::SurveyTeam,
            "联合摸底一组（示例）",
            &[("袁某某", "县改造办", Post::Head), ("于某某", "长铺镇", Post::Member)],
        ),
        (BodyKind::Department, "县财政局（示例）", &[("苏某某", "联络人", Post::Liaison)]),
        (BodyKind::Department, "县水务公司（示例）", &[("莫某某", "联络人", Post::Liaison)]),
    ];
    let clerk = people.clerk.account;
    for (kind, name, members) in all {
        let id = BodyId::new();
        let members = members.to_vec();
        course.add(SET_UP, Who::Clerk, move |tx| {
            let set_up = Body {
                id,
                kind,
                name: name.to_owned(),
                division: None,
                neighbourhood: None,
                set_up_on: SET_UP,
                dissolved_on: None,
            };
            let checked = set_up.checked(tx.today()).map_err(|_| Error::Refused)?;
            body::set_up(tx, &checked)?;
            members.iter().try_for_each(|(name, title, post)| {
                let account = (*title == "县改造办" && *post == Post::Liaison).then_some(clerk);
                let own =
                    Term { account, title: Some((*title).into()), post: *post, ..blank(Seat::Body(id), name, SET_UP) };
                sit(tx, &checked, own)
            })
        });
    }
}

fn blank(seat: Seat, name: &str, from: Date) -> Term {
    Term {
        id: TermId::new(),
        seat,
        name: name.into(),
        title: None,
        account: None,
        post: Post::Member,
        standing: None,
        chosen: None,
        contact: None,
        from,
        until: None,
        ended: None,
    }
}

fn sit(tx: &mut Transaction, body: &Body, own: Term) -> Result<(), Error> {
    let office = tx.office();
    let mut running = term::of_body(tx, office, body.id)?;
    running.retain(|term| term.ended.is_none());
    let checked = own.in_body(body, &running, tx.today()).map_err(|_| Error::Refused)?;
    term::begin(tx, &checked)
}

/// The leader in charge and the renewal council of one neighbourhood.
pub fn of_neighbourhood(course: &mut Course, case: &Arc<Case>) {
    let (named_on, council_on) = (case.planned_on(12), case.planned_on(20));
    if case.trouble != Some(Trouble::NoLeader) {
        let of = Arc::clone(case);
        course.add(named_on, Who::Clerk, move |tx| {
            let (office, today) = (tx.office(), tx.today());
            let own = Term {
                title: Some("县直单位负责人".into()),
                ..blank(Seat::Leader(of.id), of.sample.facts.leader.as_deref().unwrap_or("某某（示例）"), named_on)
            };
            let before = term::leader(tx, office, of.id)?;
            let (own, before) = own.as_leader(before, today).map_err(|_| Error::Refused)?;
            before.iter().try_for_each(|term| term::end(tx, term))?;
            term::begin(tx, &own)
        });
    }
    if case.trouble == Some(Trouble::NoCouncil) {
        return;
    }
    let name = format!("{}改造理事会", case.sample.facts.name);
    let (of, id, seats) = (Arc::clone(case), BodyId::new(), seats(case.n));
    course.add(council_on, Who::Clerk, move |tx| {
        let set_up = Body {
            id,
            kind: BodyKind::RenewalCouncil,
            name: name.clone(),
            division: None,
            neighbourhood: Some(of.id),
            set_up_on: council_on,
            dissolved_on: None,
        };
        let checked = set_up.checked(tx.today()).map_err(|_| Error::Refused)?;
        body::set_up(tx, &checked)?;
        seats.iter().try_for_each(|(name, post, standing)| {
            let chosen = if *standing == Standing::Resident { Chosen::Elected } else { Chosen::Nominated };
            let own = Term {
                post: *post,
                standing: Some(*standing),
                chosen: Some(chosen),
                contact: (*post == Post::Head).then(|| "社区转（示例）".into()),
                until: council_on.checked_add(3.years()).ok(),
                ..blank(Seat::Body(id), name, council_on)
            };
            sit(tx, &checked, own)
        })
    });
    // One council lost its retired cadre, and nobody took the seat.
    if case.trouble == Some(Trouble::ThinCouncil) {
        course.add(date(2022, 5, 18), Who::Clerk, move |tx| {
            let (office, today) = (tx.office(), tx.today());
            let seats = term::of_body(tx, office, id)?;
            let cadre =
                seats.into_iter().find(|term| term.standing == Some(Standing::RetiredCadre) && term.ended.is_none());
            let mut cadre = cadre.ok_or(Error::Missing)?;
            cadre.end(today, "随子女搬迁", today).map_err(|_| Error::Refused)?;
            term::end(tx, &cadre)
        });
    }
}

/// Five people of the four kinds, made up and marked as such.
fn seats(n: usize) -> Vec<(String, Post, Standing)> {
    const NAMES: [&str; 10] = ["陈", "周", "吴", "郑", "蒋", "沈", "韩", "朱", "秦", "许"];
    let name = |at: usize| format!("{}某（示例）", NAMES[(n + at * 3) % NAMES.len()]);
    vec![
        (name(0), Post::Head, Standing::RetiredCadre),
        (name(1), Post::Member, Standing::GridOfficer),
        (name(2), Post::Member, Standing::PartyMember),
        (format!("{}某某（示例）", NAMES[(n + 1) % NAMES.len()]), Post::Member, Standing::Resident),
        (format!("{}某某（示例）", NAMES[(n + 4) % NAMES.len()]), Post::Member, Standing::Resident),
    ]
}

/// Tasks between the head and the clerk: one struck off, one that waits, one that is overdue.
pub fn tasks(course: &mut Course, people: &Officials, samples: &[Sample]) {
    let (head, clerk) = (person(&people.head), person(&people.clerk));
    let given = |title: &str, on: Date, days: i64, matter, neighbourhood| Task {
        id: TaskId::new(),
        title: title.to_owned(),
        detail: String::new(),
        matter,
        neighbourhood,
        giver: head.clone(),
        owner: clerk.clone(),
        given_at: linli_domain::kernel::Timestamp::UNIX_EPOCH,
        due: on.checked_add(days.days()).unwrap_or(on),
        state: TaskState::Open,
        reminded_on: None,
        version: 1,
    };
    let troubled =
        |trouble| (0..samples.len()).map(Case::id_of).zip(0..).find(|(_, n)| Trouble::of(*n) == Some(trouble));
    let (leaderless, stalled) = (troubled(Trouble::NoLeader), troubled(Trouble::Stalled));
    let all = [
        (
            given("汇总各乡镇 2022 年改造计划", date(2022, 1, 10), 20, Matter::General, None),
            date(2022, 1, 10),
            Some(date(2022, 1, 26)),
        ),
        (
            given("明确包联领导", date(2022, 4, 18), 20, Matter::One(One::Leader), leaderless.map(|(id, _)| id)),
            date(2022, 4, 18),
            None,
        ),
        (
            given("核实停工原因，督促复工", date(2022, 5, 30), 10, Matter::General, stalled.map(|(id, _)| id)),
            date(2022, 5, 30),
            None,
        ),
    ];
    for (task, on, done) in all {
        let id = task.id;
        course.add(on, Who::Head, move |tx| {
            let given = Task { given_at: tx.now(), ..task.clone() };
            task::give(tx, &given.checked(tx.today()).map_err(|_| Error::Refused)?)
        });
        if let Some(done) = done {
            course.add(done, Who::Clerk, move |tx| step(tx, id, Step::Report { note: "已汇总并上报".to_owned() }));
            course.add(done.tomorrow().unwrap_or(done), Who::Head, move |tx| {
                step(tx, id, Step::Close { note: String::new() })
            });
        }
    }
}

fn step(tx: &mut Transaction, id: TaskId, step: Step) -> Result<(), Error> {
    let (office, account, today) = (tx.office(), tx.actor().account, tx.today());
    let mut task = task::get(tx, office, id)?;
    let step = task.step(step, account, today).map_err(|_| Error::Refused)?;
    task::keep(tx, &task, &step)
}

fn person(of: &Actor) -> Person {
    Person { account: of.account, name: of.name.clone() }
}

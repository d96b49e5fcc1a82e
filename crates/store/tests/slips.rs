//! Slips and posters on each engine: one code holds for a door, what was revoked opens nothing, and the code is nowhere.

use linli_domain::consultation::SlipCode;
use linli_domain::consultation::opinion::{Channel, Content, OpinionId};
use linli_domain::consultation::slip::{Held, MOST_A_DAY_ON_A_POSTER, Paper, RESIDENT};
use linli_domain::consultation::{Answer, AnswerId, Verdict};
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, DwellingId, Facts};
use linli_store::consultation::slip::{self, Door, New, Place, Wanted};
use linli_store::consultation::{answer, opinion};
use linli_store::people::session::TokenHash;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::clerk;
use linli_store::trail::{self, Filter};
use linli_store::{Error, Store, args, on_each_engine};

const OFFICE: &str = "430527";

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn code(n: u8) -> SlipCode {
    SlipCode::new(office(), [n; 10])
}

fn token(n: u8) -> TokenHash {
    TokenHash(hex::encode([n; 32]))
}

async fn begin(store: &Store) -> NeighbourhoodId {
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let of = store.write(&clerk(OFFICE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = Building {
        id: BuildingId::from_number(1),
        neighbourhood: of,
        name: "3栋".into(),
        built_year: Some(1996),
        floors: 2,
    };
    let layout = Layout { entrances: 2, floors: 2, doors: 2 };
    store.write(&clerk(OFFICE), move |tx| building::add(tx, &house, layout)).await.expect("a building");
    of
}

async fn places(store: &Store, of: NeighbourhoodId, paper: Paper) -> Vec<Place> {
    store.read(move |tx| slip::places(tx, office(), of, paper)).await.expect("places")
}

/// A code for each of these places, in the place of what was printed there.
fn new(places: &[Place], first: u8) -> Vec<New> {
    let new = |(n, place): (u8, &Place)| New {
        spot: place.spot,
        code: code(n),
        instead_of: place.printed.as_ref().map(|printed| printed.id),
    };
    (first..).zip(places).map(new).collect()
}

async fn print(store: &Store, of: NeighbourhoodId, paper: Paper, all: Vec<New>) -> Result<u64, Error> {
    store.write(&clerk(OFFICE), move |tx| slip::print(tx, of, paper, &all, "试印")).await
}

async fn find(store: &Store, n: u8) -> Option<Held> {
    store.read(move |tx| slip::find(tx, code(n))).await.expect("looked")
}

async fn enter(store: &Store, held: &Held, n: u8) -> Result<(), Error> {
    let held = held.clone();
    store.write(&clerk(OFFICE), move |tx| slip::enter(tx, &held, &token(n))).await
}

async fn phones(store: &Store) -> i64 {
    let many = store.read(|tx| {
        tx.query_one("select count(*) from slip_session where office = $1", args![office()], |row| row.get(0))
    });
    many.await.expect("counted")
}

async fn held(store: &Store, n: u8) -> Option<Held> {
    let now = store.now();
    store.read(move |tx| slip::held(tx, office(), &token(n), now)).await.expect("looked")
}

fn said(held: &Held, channel: Channel, text: &str) -> Content {
    Content {
        address: held.address,
        channel,
        said_on: jiff::civil::date(2022, 5, 5),
        text: text.into(),
        wishes: vec!["roof".into()],
        hazard: false,
    }
}

on_each_engine! {
    async fn a_code_opens_its_door_and_stands_nowhere_in_the_records(store: TestStore) {
        let of = begin(&store).await;
        assert_eq!(find(&store, 1).await, None, "the office has no secret yet");
        let doors = places(&store, of, Paper::Slip).await;
        assert_eq!(doors.len(), 8);
        assert_eq!(doors[0].names, ["3栋", "1单元", "101"]);
        assert_eq!(print(&store, of, Paper::Slip, new(&doors, 1)).await.expect("printed"), 0);
        let held = find(&store, 1).await.expect("it holds");
        assert_eq!(held.address.dwelling, doors[0].spot.dwelling());
        assert_eq!(held.names, ["示例小区", "3栋", "1单元", "101"]);
        assert_eq!(find(&store, 99).await, None);
        let kept = store.read(|tx| tx.query("select code from slip where office = $1", args![office()], |row| row.get::<String>(0)));
        let kept = kept.await.expect("read");
        assert!(kept.iter().all(|kept| kept.len() == 64 && !kept.contains(&code(1).plain())), "{kept:?}");
    }

    async fn printing_anew_ends_the_old_code_and_whoever_has_it_open(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors, 1)).await.expect("printed");
        enter(&store, &find(&store, 1).await.expect("it holds"), 1).await.expect("entered");
        let there = held(&store, 1).await.expect("open");
        assert_eq!(there.address.dwelling, doors[0].spot.dwelling());
        let printed = places(&store, of, Paper::Slip).await;
        let first = printed[0].printed.clone().expect("printed");
        assert_eq!((first.opened, first.opened_on.is_some()), (1, true));
        assert_eq!(print(&store, of, Paper::Slip, new(&printed[..1], 101)).await.expect("anew"), 1);
        assert_eq!((find(&store, 1).await, held(&store, 1).await), (None, None));
        assert!(find(&store, 101).await.is_some() && find(&store, 2).await.is_some());
    }

    async fn of_two_who_print_the_same_doors_the_second_is_told_and_nothing_of_it_holds(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors[..1], 1)).await.expect("printed");
        let second = print(&store, of, Paper::Slip, new(&doors, 20)).await;
        assert!(matches!(second, Err(Error::Stale)), "{second:?}");
        assert!(find(&store, 1).await.is_some() && find(&store, 21).await.is_none());
        let printed = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&printed[..1], 40)).await.expect("anew");
        let late = print(&store, of, Paper::Slip, new(&printed[..1], 60)).await;
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
        assert!(find(&store, 40).await.is_some());
    }

    async fn what_was_revoked_opens_nothing_and_is_said_in_the_trail(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors, 1)).await.expect("printed");
        let (printed, before) = (places(&store, of, Paper::Slip).await, find(&store, 1).await.expect("it holds"));
        let ids: Vec<_> = printed.iter().take(3).filter_map(|place| Some(place.printed.as_ref()?.id)).collect();
        for expected in [3, 0] {
            let ids = ids.clone();
            let revoked = store.write(&clerk(OFFICE), move |tx| slip::revoke(tx, of, Paper::Slip, &ids, "遗失"));
            assert_eq!(revoked.await.expect("revoked"), expected);
        }
        assert_eq!((find(&store, 1).await.is_some(), find(&store, 4).await.is_some()), (false, true));
        assert!(enter(&store, &before, 1).await.is_err(), "who found it before it was revoked does not enter after");
        let lines = store.read(|tx| trail::page(tx, office(), &Filter::default(), None, 50)).await.expect("read");
        let acts: Vec<String> = lines.into_iter().rev().map(|line| line.act).collect();
        assert_eq!(acts.iter().filter(|act| act.starts_with("slip.")).collect::<Vec<_>>(), ["slip.printed", "slip.revoked"]);
    }

    async fn a_poster_opens_its_stairwell_and_takes_so_many_a_day(store: TestStore) {
        let of = begin(&store).await;
        let stairs = places(&store, of, Paper::Poster).await;
        assert_eq!(stairs.len(), 2);
        print(&store, of, Paper::Poster, new(&stairs, 1)).await.expect("printed");
        print(&store, of, Paper::Slip, new(&places(&store, of, Paper::Slip).await, 20)).await.expect("beside the slips");
        let poster = find(&store, 1).await.expect("it holds");
        assert_eq!((poster.paper(), poster.address.is_verified(), poster.names[3].as_str()), (Paper::Poster, false, ""));
        let entrance = poster.address.entrance.expect("an entrance");
        for _ in 0..MOST_A_DAY_ON_A_POSTER {
            assert!(store.write(&clerk(OFFICE), move |tx| slip::count_poster(tx, entrance)).await.expect("counted"));
        }
        assert!(!store.write(&clerk(OFFICE), move |tx| slip::count_poster(tx, entrance)).await.expect("full"));
        let other = find(&store, 2).await.expect("it holds").address.entrance.expect("an entrance");
        assert!(store.write(&clerk(OFFICE), move |tx| slip::count_poster(tx, other)).await.expect("counted"));
    }

    async fn a_household_reads_what_it_said_and_what_became_of_it(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors, 1)).await.expect("printed");
        let (mine, other) = (find(&store, 1).await.expect("it holds"), find(&store, 2).await.expect("it holds"));
        for (n, who, text) in [(1, &mine, "楼顶漏水"), (2, &other, "别家的话"), (3, &mine, "路灯不亮")] {
            let (id, content) = (OpinionId::from_number(n), said(who, Channel::Slip, text));
            store.write(&clerk(OFFICE), move |tx| opinion::record(tx, id, &content)).await.expect("recorded");
        }
        let given = Answer { verdict: Verdict::Adopted, reason: "列入今年计划".into() };
        let answered = store.write(&clerk(OFFICE), move |tx| {
            let one = opinion::get(tx, office(), OpinionId::from_number(1))?;
            answer::give(tx, AnswerId::from_number(9), &given, &[one])
        });
        answered.await.expect("answered");
        let dwelling = mine.address.dwelling.expect("a door");
        let read = || store.read(move |tx| slip::said(tx, office(), dwelling, 20));
        let said = read().await.expect("read");
        assert_eq!(said.iter().map(|one| one.opinion.text.known()).collect::<Vec<_>>(), [Some("路灯不亮"), Some("楼顶漏水")]);
        assert_eq!(said[1].opinion.wishes, ["roof"]);
        let version = said[1].answer.clone().expect("an answer");
        assert_eq!((version.answer.reason.as_str(), said[1].helped, said[0].answer.is_none()), ("列入今年计划", None, true));
        let first = version.clone();
        let helped = store.write(&clerk(OFFICE), move |tx| answer::helped(tx, OpinionId::from_number(1), &first, true, ""));
        helped.await.expect("said");
        assert_eq!(read().await.expect("read")[1].helped, Some(true));
        let better = Answer { verdict: Verdict::Partly, reason: "先修屋面".into() };
        store.write(&clerk(OFFICE), move |tx| answer::correct(tx, &version, &better, "资金")).await.expect("corrected");
        let again = read().await.expect("read");
        assert_eq!((again[1].answer.as_ref().map(|a| a.version), again[1].helped), (Some(2), None), "asked anew of another answer");
    }

    async fn codes_that_were_tried_are_counted_and_a_phone_leaves(store: TestStore) {
        let of = begin(&store).await;
        print(&store, of, Paper::Slip, new(&places(&store, of, Paper::Slip).await, 1)).await.expect("printed");
        for _ in 0..3 {
            store.write(&clerk(OFFICE), slip::wrong).await.expect("counted");
        }
        let today = jiff::tz::offset(8).to_datetime(store.now()).date();
        let tried = |since| store.read(move |tx| slip::tried(tx, office(), since));
        assert_eq!((tried(today).await.expect("read"), tried(today.tomorrow().expect("a day")).await.expect("read")), (3, 0));
        enter(&store, &find(&store, 1).await.expect("it holds"), 7).await.expect("entered");
        let over = store.now().saturating_add(linli_domain::consultation::slip::OPEN_FOR).expect("a time");
        let late = store.read(move |tx| slip::held(tx, office(), &token(7), over)).await.expect("looked");
        assert!(held(&store, 7).await.is_some() && late.is_none(), "after four hours it is scanned again");
        store.write(&clerk(OFFICE), |tx| slip::leave(tx, &token(7))).await.expect("left");
        assert!(held(&store, 7).await.is_none());
    }

    async fn a_paper_opened_in_a_loop_leaves_few_rows_and_the_oldest_phone_leaves(store: TestStore) {
        let of = begin(&store).await;
        print(&store, of, Paper::Slip, new(&places(&store, of, Paper::Slip).await, 1)).await.expect("printed");
        let (mine, other) = (find(&store, 1).await.expect("it holds"), find(&store, 2).await.expect("it holds"));
        enter(&store, &other, 200).await.expect("entered");
        for _ in 0..30 {
            enter(&store, &mine, 1).await.expect("the same phone");
        }
        assert_eq!(phones(&store).await, 2, "a phone that scans what it has open is one phone");
        let first = places(&store, of, Paper::Slip).await[0].printed.clone().expect("printed");
        assert_eq!(first.opened, 1, "and it is counted once");
        let most = u8::try_from(Paper::Slip.most_phones()).expect("few");
        for n in 2..=most + 10 {
            enter(&store, &mine, n).await.expect("entered");
        }
        assert_eq!(phones(&store).await, i64::from(most) + 1);
        assert!(held(&store, most + 10).await.is_some() && held(&store, 1).await.is_none(), "who came last is in");
        assert!(held(&store, 200).await.is_some(), "another paper is left alone");
        let poster = new(&places(&store, of, Paper::Poster).await, 100);
        print(&store, of, Paper::Poster, poster).await.expect("printed");
        let poster = find(&store, 100).await.expect("it holds");
        for n in 0..=u8::MAX {
            let poster = poster.clone();
            let token = TokenHash(format!("{n:064}"));
            store.write(&clerk(OFFICE), move |tx| slip::enter(tx, &poster, &token)).await.expect("entered");
        }
        let many = i64::try_from(Paper::Poster.most_phones()).expect("few");
        assert_eq!(phones(&store).await, i64::from(most) + 1 + many);
    }

    async fn a_building_is_read_door_by_door_page_by_page(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors[..4], 1)).await.expect("printed");
        enter(&store, &find(&store, 2).await.expect("it holds"), 2).await.expect("entered");
        enter(&store, &find(&store, 3).await.expect("it holds"), 3).await.expect("entered");
        let resident = Actor { account: RESIDENT, office: office(), name: "居民".into(), grants: Vec::new() };
        let (three, by_clerk) = (find(&store, 3).await.expect("it holds"), find(&store, 2).await.expect("it holds"));
        for (n, who, held) in [(1, &resident, &three), (2, &clerk(OFFICE), &by_clerk)] {
            let content = said(held, Channel::Slip, "楼顶漏水");
            store.write(who, move |tx| opinion::record(tx, OpinionId::from_number(n), &content)).await.expect("recorded");
        }
        let lost = places(&store, of, Paper::Slip).await[3].printed.clone().expect("printed").id;
        store.write(&clerk(OFFICE), move |tx| slip::revoke(tx, of, Paper::Slip, &[lost], "遗失")).await.expect("revoked");

        let building = doors[0].building;
        let page = |room: &str, after, most| {
            let wanted = Wanted { room: room.to_owned(), after };
            store.read(move |tx| slip::doors(tx, office(), building, &wanted, most))
        };
        let all = page("", None, 100).await.expect("doors");
        assert_eq!(all.iter().map(|door| door.dwelling).collect::<Vec<_>>(), doors.iter().filter_map(|d| d.spot.dwelling()).collect::<Vec<_>>());
        let stands = |door: &Door| (door.printed.as_ref().map(|paper| paper.opened), door.revoked_at.is_some(), door.said);
        assert_eq!(
            all.iter().take(5).map(stands).collect::<Vec<_>>(),
            [(Some(0), false, 0), (Some(1), false, 0), (Some(1), false, 1), (None, true, 0), (None, false, 0)],
            "printed; opened; said something by it, not in its name; lost; never printed"
        );
        let (mut walked, mut after) = (Vec::new(), None);
        for _ in 0..4 {
            let three = page("", after, 3).await.expect("doors");
            after = three.last().map(|door| door.dwelling);
            walked.extend(three);
        }
        assert_eq!(walked, all, "page by page, each door once");
        assert_eq!(page("20", None, 100).await.expect("doors").len(), 4);
        assert_eq!(page("201", None, 100).await.expect("doors").iter().map(|d| d.entrance_name.as_str()).collect::<Vec<_>>(), ["1单元", "2单元"]);
        for nobody in ["9", "%", "_", "'; drop table slip; --", "<script>"] {
            assert_eq!(page(nobody, None, 100).await.expect("doors"), [], "{nobody}");
        }
    }

    async fn a_door_has_every_paper_it_had(store: TestStore) {
        let of = begin(&store).await;
        let doors = places(&store, of, Paper::Slip).await;
        print(&store, of, Paper::Slip, new(&doors, 1)).await.expect("printed");
        let dwelling = doors[0].spot.dwelling().expect("a door");
        let one = store.read(move |tx| slip::door(tx, office(), of, dwelling)).await.expect("the door");
        assert_eq!(one, places(&store, of, Paper::Slip).await[0]);
        print(&store, of, Paper::Slip, new(std::slice::from_ref(&one), 50)).await.expect("anew");
        let at = (one.spot.entrance(), dwelling);
        let papers = store.read(move |tx| slip::papers(tx, office(), at, 10)).await.expect("papers");
        let ended: Vec<_> = papers.iter().map(|paper| paper.revoked.as_ref().map(|(_, _, why)| why.as_str())).collect();
        assert!(ended.len() == 2 && ended.contains(&None) && ended.contains(&Some("试印")), "{ended:?}");
        let nobody = DwellingId::from_number(99);
        for (of, dwelling) in [(of, nobody), (NeighbourhoodId::from_number(9), dwelling)] {
            let none = store.read(move |tx| slip::door(tx, office(), of, dwelling)).await;
            assert!(matches!(none, Err(Error::Missing)), "{none:?}");
        }
    }
}

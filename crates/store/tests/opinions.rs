//! Opinions on each engine: recorded once, changed step by step, found by their receipts, sealed.

use jiff::civil::{Date, date};
use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId, State, Step};
use linli_domain::consultation::{Answer, AnswerId, Calendar, Receipt, Verdict};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::consultation::opinion::{self, Recorded, Show, Wanted};
use linli_store::consultation::{answer, receipt, rules};
use linli_store::register::{building, neighbourhood};
use linli_store::seal::{KeyFile, Seal, change, is_sealed};
use linli_store::testing::clerk;
use linli_store::{Error, Store, args, on_each_engine};

const OFFICE: &str = "430527";
const WORDS: &str = "3栋王大爷示例，电话13800000000：楼顶漏水";

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn id(n: u128) -> OpinionId {
    OpinionId::from_number(n)
}

/// A neighbourhood with one building, and the first door in it.
async fn door(store: &Store) -> Address {
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let at = store.write(&clerk(OFFICE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = Building {
        id: BuildingId::from_number(1),
        neighbourhood: at,
        name: "3栋".into(),
        built_year: Some(1996),
        floors: 2,
    };
    let layout = Layout { entrances: 1, floors: 2, doors: 2 };
    store.write(&clerk(OFFICE), move |tx| building::add(tx, &house, layout)).await.expect("a building");
    let doors = store.read(|tx| building::doors(tx, office(), BuildingId::from_number(1))).await.expect("doors");
    let dwelling = &doors[0].1;
    Address {
        neighbourhood: at,
        building: Some(BuildingId::from_number(1)),
        entrance: Some(dwelling.entrance),
        dwelling: Some(dwelling.id),
    }
}

fn said(address: Address, text: &str) -> Content {
    Content {
        address,
        channel: Channel::Paper,
        said_on: date(2022, 5, 4),
        text: text.into(),
        wishes: vec!["roof".into(), "lift".into()],
        hazard: true,
    }
}

async fn record(store: &Store, n: u128, content: &Content) -> Result<Recorded, Error> {
    let content = content.clone();
    store.write(&clerk(OFFICE), move |tx| opinion::record(tx, id(n), &content)).await
}

async fn take(store: &Store, n: u128, step: Step) -> Result<(), Error> {
    let taken = store.write(&clerk(OFFICE), move |tx| {
        let before = opinion::get(tx, office(), id(n))?;
        let mut after = before.standing;
        let step = after.step(step.clone(), &Calendar::default()).map_err(|_| Error::Refused)?;
        opinion::keep(tx, &before, &after, &step)
    });
    taken.await
}

async fn receipt_of(store: &Store, n: u128) -> Receipt {
    let read = store.read(move |tx| receipt::secret(tx, office()));
    read.await.expect("read").expect("a secret").receipt(id(n))
}

async fn found(store: &Store, code: Receipt) -> Option<OpinionId> {
    store.read(move |tx| receipt::find(tx, code)).await.expect("looked")
}

async fn listed(store: &Store, wanted: Wanted) -> Vec<OpinionId> {
    let page = store.read(move |tx| opinion::page(tx, office(), &wanted, 50)).await.expect("a page");
    page.into_iter().map(|row| row.opinion.id).collect()
}

async fn rows(store: &Store) -> i64 {
    let count = store
        .read(|tx| tx.query_one("select count(*) from opinion where office = $1", args![office()], |row| row.get(0)));
    count.await.expect("a count")
}

on_each_engine! {
    async fn what_was_said_is_kept_sealed_and_is_due_in_working_days(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        assert_eq!(record(&store, 1, &content).await.expect("recorded"), Recorded::New);
        let kept = store.read(|tx| opinion::get(tx, office(), id(1))).await.expect("an opinion");
        assert_eq!(kept.content().as_ref(), Some(&content));
        assert_eq!((kept.received_on, kept.standing.due), (date(2022, 5, 5), date(2022, 5, 12)));
        assert_eq!(kept.standing.state(), State::Received);
        let raw = store.read(|tx| {
            tx.query_one("select words, receipt from opinion where office = $1", args![office()], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
        });
        let (words, hash) = raw.await.expect("a row");
        assert!(is_sealed(&words) && hash.len() == 64);
        let trail = store.read(|tx| {
            tx.query("select act || subject || detail from audit where office = $1", args![office()], |row| row.get::<String>(0))
        });
        assert!(trail.await.expect("lines").iter().all(|line| !line.contains("漏水")));
    }

    async fn the_same_again_is_stored_once_and_other_words_wait_for_a_person(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        let other = Content { text: "楼顶漏水，还有路灯".into(), wishes: vec!["lighting".into()], hazard: false, ..content.clone() };
        let third = Content { said_on: date(2022, 5, 3), ..content.clone() };
        // As a phone sends them that was off: out of order, and again and again.
        for (one, expected) in [
            (&content, Recorded::New), (&other, Recorded::Second), (&content, Recorded::Same), (&other, Recorded::Same),
            (&third, Recorded::Second), (&other, Recorded::Same), (&third, Recorded::Same),
        ] {
            assert_eq!(record(&store, 1, one).await.expect("taken"), expected, "{one:?}");
        }
        assert_eq!(rows(&store).await, 1);
        let versions = store.read(|tx| opinion::versions(tx, office(), id(1))).await.expect("versions");
        assert_eq!(versions.iter().filter_map(|v| v.content.as_ref()).collect::<Vec<_>>(), [&other, &third]);

        let [first, second] = [versions[0].id, versions[1].id];
        let settle = |which, take: bool| {
            store.write(&clerk(OFFICE), move |tx| {
                let secret = receipt::secret_or_new(tx)?;
                opinion::settle(tx, &secret, id(1), which, take)
            })
        };
        settle(first, true).await.expect("taken");
        assert!(matches!(settle(first, true).await, Err(Error::Stale)));
        settle(second, false).await.expect("dropped");
        let kept = store.read(|tx| opinion::get(tx, office(), id(1))).await.expect("an opinion");
        assert_eq!(kept.content().as_ref(), Some(&other));
        assert!(store.read(|tx| opinion::versions(tx, office(), id(1))).await.expect("none").is_empty());
        for (late, expected) in [(&content, Recorded::Same), (&third, Recorded::Same)] {
            assert_eq!(record(&store, 1, late).await.expect("taken"), expected, "what was settled does not come back");
        }
    }

    async fn of_many_who_send_the_same_at_once_one_is_first(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        let (a, b, c) = tokio::join!(record(&store, 1, &content), record(&store, 1, &content), record(&store, 1, &content));
        let taken = [a, b, c].map(|one| one.expect("taken"));
        assert_eq!(taken.iter().filter(|one| **one == Recorded::New).count(), 1, "{taken:?}");
        assert_eq!(rows(&store).await, 1);
    }

    async fn a_household_says_so_much_in_a_day_and_no_more(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        let own = linli_domain::consultation::ConsultationRules { most_a_day: 3, ..Default::default() };
        store.write(&clerk(OFFICE), move |tx| rules::set(tx, date(2022, 1, 1), own, "试")).await.expect("set");
        let mut new = 0;
        for n in 1..=60 {
            match record(&store, n, &content).await.expect("taken") {
                Recorded::New => new += 1,
                other => assert_eq!(other, Recorded::TooMany { most: 3 }),
            }
        }
        assert_eq!((new, rows(&store).await), (3, 3));
        assert_eq!(record(&store, 1, &content).await.expect("there"), Recorded::Same, "what is there is no more");
        let at_the_door = Content { channel: Channel::Door, ..content.clone() };
        assert_eq!(record(&store, 4_000, &at_the_door).await.expect("taken"), Recorded::New, "a surveyor stood before it");
        let unverified = said(Address::of(content.address.neighbourhood), "楼道灯坏了");
        assert_eq!(record(&store, 5_000, &unverified).await.expect("taken"), Recorded::New);
    }

    async fn no_door_of_another_building_office_or_neighbourhood(store: TestStore) {
        let at = door(&store).await;
        let nowhere = [
            Address::of(NeighbourhoodId::from_number(9)),
            Address { building: Some(BuildingId::from_number(9)), entrance: None, dwelling: None, ..at },
            Address { building: None, ..at },
            Address { neighbourhood: NeighbourhoodId::from_number(9), ..at },
        ];
        for address in nowhere {
            assert!(matches!(record(&store, 1, &said(address, WORDS)).await, Err(Error::Missing)), "{address:?}");
        }
        let content = said(at, WORDS);
        let other_office = store.write(&clerk("430522"), move |tx| opinion::record(tx, id(1), &content)).await;
        assert!(matches!(other_office, Err(Error::Missing)));
        assert_eq!(rows(&store).await, 0);
    }

    async fn a_receipt_opens_its_own_opinion_before_and_after_a_change_of_the_key(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        record(&store, 1, &content).await.expect("recorded");
        record(&store, 2, &content).await.expect("recorded");
        let code = receipt_of(&store, 1).await;
        assert_eq!(found(&store, code).await, Some(id(1)));
        assert_eq!(found(&store, receipt_of(&store, 2).await).await, Some(id(2)));
        for wrong in [Receipt::new(office(), [0; 10]), Receipt::new("430522".parse().expect("an office"), [7; 10])] {
            assert_eq!(found(&store, wrong).await, None);
        }
        let old = Seal::new_key().expect("random");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("linli.key"), &old).expect("written");
        let without = store.with_keys(KeyFile::at(Some(folder.path().join("linli.key"))));
        let closed = without.read(move |tx| receipt::find(tx, code)).await;
        assert!(matches!(closed, Err(Error::NoKey(_))), "{closed:?}");
    }

    async fn a_new_key_seals_opinions_anew_and_no_code_changes(store: TestStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("linli.key");
        let (old, new) = (Seal::new_key().expect("random"), Seal::new_key().expect("random"));
        std::fs::write(&file, &old).expect("written");
        let one = store.with_keys(KeyFile::at(Some(file.clone())));
        let content = said(door(&one).await, WORDS);
        record(&one, 1, &content).await.expect("recorded");
        record(&one, 1, &Content { hazard: false, ..content.clone() }).await.expect("a second version");
        let code = receipt_of(&one, 1).await;
        std::fs::write(&file, format!("{new}\n{old}")).expect("written");
        let both = store.with_keys(KeyFile::at(Some(file.clone())));
        let changed = change::reseal(&both, |office| clerk(&office.to_string())).await.expect("resealed");
        assert_eq!((changed.sealed, changed.closed), (3, 0));
        std::fs::write(&file, &new).expect("written");
        let only_new = store.with_keys(KeyFile::at(Some(file)));
        assert_eq!(found(&only_new, code).await, Some(id(1)));
        let kept = only_new.read(|tx| opinion::get(tx, office(), id(1))).await.expect("an opinion");
        assert_eq!(kept.content(), Some(content));
    }

    async fn one_answer_serves_many_and_each_step_stands_in_the_course(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        for n in 1..=3 {
            record(&store, n, &content).await.expect("recorded");
        }
        take(&store, 1, Step::Group).await.expect("grouped");
        let reply = Answer { verdict: Verdict::Adopted, reason: "屋面防水列入今年计划。".into() };
        let give = |n: u128, of: Vec<u128>| {
            let reply = reply.clone();
            store.write(&clerk(OFFICE), move |tx| {
                let of: Vec<OpinionId> = of.iter().map(|n| id(*n)).collect();
                let of = opinion::some(tx, office(), &of)?;
                answer::give(tx, AnswerId::from_number(n), &reply, &of)
            })
        };
        give(1, vec![1, 2]).await.expect("answered");
        assert!(matches!(give(2, vec![2, 3]).await, Err(Error::Stale)), "one of them is answered");
        let state = |n| store.read(move |tx| Ok::<_, Error>(opinion::get(tx, office(), id(n))?.standing.state()));
        assert_eq!(state(3).await.expect("a state"), State::Received, "all or none");
        assert_eq!(store.read(|tx| answer::serves(tx, office(), AnswerId::from_number(1))).await.expect("a count"), 2);
        take(&store, 1, Step::Finish { note: "已完工".into() }).await.expect("done");
        take(&store, 1, Step::Reverse { why: "还在漏".into() }).await.expect("back");
        take(&store, 1, Step::Reverse { why: "重新答复".into() }).await.expect("back");
        assert_eq!(state(1).await.expect("a state"), State::Grouped);
        let course = store.read(|tx| opinion::steps(tx, office(), id(1))).await.expect("steps");
        let course: Vec<_> = course.iter().map(|step| (step.act.as_str(), step.after.as_str())).collect();
        assert_eq!(course, [("group", "grouped"), ("answer", "answered"), ("finish", "done"), ("reverse", "answered"), ("reverse", "grouped")]);
    }

    async fn an_answer_is_put_right_by_a_further_version_and_rated_once(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        record(&store, 1, &content).await.expect("recorded");
        let (first, right) = (
            Answer { verdict: Verdict::NotAdopted, reason: "今年没有资金。".into() },
            Answer { verdict: Verdict::Partly, reason: "先修3栋，其余明年。".into() },
        );
        let all = store.write(&clerk(OFFICE), move |tx| {
            let one = opinion::get(tx, office(), id(1))?;
            let number = AnswerId::from_number(1);
            answer::give(tx, number, &first, &[one])?;
            let before = answer::versions(tx, office(), number)?.remove(0);
            assert!(answer::helped(tx, id(1), &before, false, "")?);
            answer::correct(tx, &before, &right, "资金已落实")?;
            assert!(matches!(answer::correct(tx, &before, &right, "又一次"), Err(Error::Stale)));
            let now = answer::versions(tx, office(), number)?.remove(0);
            assert!(answer::helped(tx, id(1), &now, true, "谢谢，王大爷示例")?);
            assert!(!answer::helped(tx, id(1), &now, false, "")?, "said once");
            Ok::<_, Error>((answer::versions(tx, office(), number)?, answer::said_of(tx, office(), id(1), number)?))
        });
        let (versions, said) = all.await.expect("answered");
        assert_eq!(versions.iter().map(|v| (v.version, v.answer.verdict)).collect::<Vec<_>>(), [(2, Verdict::Partly), (1, Verdict::NotAdopted)]);
        assert_eq!(said.iter().map(|help| (help.version, help.helped)).collect::<Vec<_>>(), [(2, true), (1, false)]);
        assert_eq!(said[0].words, "谢谢，王大爷示例".into());
    }

    async fn a_list_is_narrowed_ordered_by_its_days_and_counted(store: TestStore) {
        let at = door(&store).await;
        for (n, channel, hazard) in [(1, Channel::Paper, true), (2, Channel::Telephone, false), (3, Channel::Paper, false)] {
            record(&store, n, &Content { channel, hazard, ..said(at, WORDS) }).await.expect("recorded");
        }
        take(&store, 1, Step::Extend { days: 5, why: "需要勘察".into() }).await.expect("extended");
        take(&store, 3, Step::Withdraw { why: "本人撤回".into() }).await.expect("withdrawn");
        assert_eq!(listed(&store, Wanted::default()).await, [id(2), id(1)], "the one due first on top");
        assert_eq!(listed(&store, Wanted { hazard: true, ..Wanted::default() }).await, [id(1)]);
        assert_eq!(listed(&store, Wanted { channel: Some(Channel::Telephone), ..Wanted::default() }).await, [id(2)]);
        assert_eq!(listed(&store, Wanted { show: Show::In(State::Withdrawn), ..Wanted::default() }).await, [id(3)]);
        let late = |day: Date| Wanted { due_before: Some(day), ..Wanted::default() };
        assert_eq!(listed(&store, late(date(2022, 5, 13))).await, [id(2)]);
        assert_eq!(listed(&store, late(date(2022, 5, 12))).await, []);
        let after = Wanted { after: Some(("2022-05-12".into(), id(2).to_string())), ..Wanted::default() };
        assert_eq!(listed(&store, after).await, [id(1)]);
        let all = || Wanted { show: Show::All, ..Wanted::default() };
        let first = store.read(move |tx| opinion::page(tx, office(), &all(), 1)).await.expect("a page").remove(0);
        assert_eq!(first.opinion.id, id(2), "the latest on top");
        let after = Wanted { after: Some((first.key, first.opinion.id.to_string())), ..all() };
        assert_eq!(listed(&store, after).await, [id(1)], "the withdrawn one is not among them");
        let nonsense = Wanted { after: Some(("then".into(), String::new())), ..all() };
        assert_eq!(listed(&store, nonsense).await, [id(2), id(1)]);
        let of = Wanted { neighbourhood: Some(at.neighbourhood), ..Wanted::default() };
        let here = store.read(move |tx| opinion::counts(tx, office(), &of, date(2022, 5, 13))).await.expect("counts");
        assert_eq!((here.waiting, here.late), (2, 1));
        let counts = store.read(|tx| opinion::counts(tx, office(), &Wanted::default(), date(2022, 5, 13))).await.expect("counts");
        assert_eq!((counts.waiting, counts.withdrawn, counts.late, counts.hazards, counts.all()), (2, 1, 1, 1, 2));
        let nowhere = Wanted { reach: linli_store::register::listing::Reach::Some { divisions: vec![], neighbourhoods: vec![] }, ..Wanted::default() };
        assert_eq!(listed(&store, nowhere).await, []);
    }

    async fn what_was_written_past_linli_is_found(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        record(&store, 1, &content).await.expect("recorded");
        record(&store, 1, &Content { hazard: false, ..content }).await.expect("a second version");
        take(&store, 1, Step::Extend { days: 1, why: "需要勘察".into() }).await.expect("extended");
        let broken = || async {
            let found = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("walked through");
            found.into_iter().map(|fault| fault.rule).collect::<Vec<_>>()
        };
        assert_eq!(broken().await, Vec::<&str>::new());
        for (sql, rule) in [
            ("update opinion set state = 'done' where office = $1", "opinion-state"),
            ("update opinion set state = 'received', version = version + 1 where office = $1", "opinion-course"),
            ("update opinion set version = version - 1, open_versions = 0 where office = $1", "opinion-versions"),
        ] {
            store.write(&clerk(OFFICE), move |tx| tx.run(sql, args![office()])?.exactly_one()).await.expect("written");
            assert_eq!(broken().await, [rule]);
        }
    }

    async fn of_two_who_take_a_step_at_once_one_is_told(store: TestStore) {
        let content = said(door(&store).await, WORDS);
        record(&store, 1, &content).await.expect("recorded");
        let seen = store.read(|tx| opinion::get(tx, office(), id(1))).await.expect("an opinion");
        let group = || {
            let before = seen.clone();
            store.write(&clerk(OFFICE), move |tx| {
                let mut after = before.standing;
                let step = after.step(Step::Group, &Calendar::default()).map_err(|_| Error::Refused)?;
                opinion::keep(tx, &before, &after, &step)
            })
        };
        let (one, two) = tokio::join!(group(), group());
        assert_eq!([one, two].iter().filter(|taken| matches!(taken, Err(Error::Stale))).count(), 1);
    }
}

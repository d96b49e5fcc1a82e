//! Personal data is sealed where it is kept, on each engine: nobody reads it in the file, and without the key nobody at all.

use std::time::Instant;

use jiff::civil::date;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{NeighbourhoodId, Office, Personal};
use linli_domain::organisation::term::{Ended, Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, BodyKind, Term, TermId};
use linli_domain::register::Facts;
use linli_store::check::faults;
use linli_store::organisation::{body, term};
use linli_store::oversight::found;
use linli_store::register::listing::Reach;
use linli_store::register::neighbourhood;
use linli_store::seal::change::{self, Changed};
use linli_store::seal::{KeyFile, Lack, Seal, is_sealed};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, Location, Store, args, on_each_engine};

const NAME: &str = "欧阳示例";
const TITLE: &str = "退休教师示例";
const WHY: &str = "随子女搬迁示例";

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn by(_: Office) -> Actor {
    clerk("430527")
}

fn member(n: u128) -> Term {
    Term {
        id: TermId::from_number(n),
        seat: Seat::Body(BodyId::from_number(1)),
        name: NAME.into(),
        title: Some(TITLE.into()),
        account: None,
        post: Post::Head,
        standing: Some(Standing::Resident),
        chosen: None,
        contact: None,
        from: date(2022, 3, 1),
        until: None,
        ended: None,
    }
}

async fn council(store: &Store) {
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let of = store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let set_up = move |of: NeighbourhoodId| Body {
        id: BodyId::from_number(1),
        kind: BodyKind::RenewalCouncil,
        name: "示例小区改造理事会".into(),
        division: None,
        neighbourhood: Some(of),
        set_up_on: date(2022, 3, 1),
        dissolved_on: None,
    };
    store.write(&clerk("430527"), move |tx| body::set_up(tx, &set_up(of))).await.expect("a body");
}

async fn seated(store: &Store, many: u128) {
    let sit = store.write(&clerk("430527"), move |tx| (1..=many).try_for_each(|n| term::begin(tx, &member(n))));
    sit.await.expect("seated");
}

async fn first(store: &Store) -> Term {
    store.read(|tx| term::get(tx, office(), TermId::from_number(1))).await.expect("a term")
}

fn file(keys: &[&str]) -> (tempfile::TempDir, KeyFile) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("linli.key"), keys.join("\n")).expect("written");
    let keys = KeyFile::at(Some(folder.path().join("linli.key")));
    (folder, keys)
}

on_each_engine! {
    async fn what_is_kept_of_a_person_is_sealed_and_opens_again(store: TestStore) {
        council(&store).await;
        seated(&store, 1).await;
        let gone = Term { ended: Some(Ended { on: date(2022, 5, 1), why: WHY.into() }), ..member(1) };
        store.write(&clerk("430527"), move |tx| term::end(tx, &gone)).await.expect("ended");
        let kept = store.read(|tx| {
            tx.query_one("select name, title, ended_why from term where office = $1", args![office()], |row| {
                Ok([row.get::<String>(0)?, row.get(1)?, row.get(2)?])
            })
        });
        let kept = kept.await.expect("a row");
        assert!(kept.iter().all(|text| is_sealed(text)), "{kept:?}");
        let term = first(&store).await;
        assert_eq!((term.name, term.title, term.ended.map(|ended| ended.why)), (NAME.into(), Some(TITLE.into()), Some(WHY.into())));
        let trail = store.read(|tx| {
            tx.query("select act || subject || detail from audit where office = $1", args![office()], |row| row.get::<String>(0))
        });
        assert!(trail.await.expect("lines").iter().all(|line| ![NAME, TITLE, WHY].iter().any(|text| line.contains(text))));
    }

    async fn without_the_key_names_are_closed_and_nothing_is_kept_in_the_open(store: TestStore) {
        council(&store).await;
        seated(&store, 1).await;
        let other = Seal::new_key().expect("random");
        let (_folder, keys) = file(&[&other]);
        for (without, lack) in [(store.with_keys(KeyFile::at(None)), Lack::Unset), (store.with_keys(keys), Lack::Other)] {
            let term = first(&without).await;
            assert_eq!((term.name, term.title), (Personal::Closed, Some(Personal::Closed)));
            let refused = without.write(&clerk("430527"), |tx| term::begin(tx, &member(2))).await;
            assert!(matches!(refused, Err(Error::NoKey(why)) if why == lack), "{refused:?}");
            let found = without.read(|tx| found::organisation(tx, office(), NAME, &Reach::All, 9)).await;
            assert_eq!(found.expect("a search"), []);
        }
        assert_eq!(first(&store).await.name, NAME.into());
    }

    async fn who_sits_somewhere_is_found_by_name_and_title(store: TestStore) {
        council(&store).await;
        seated(&store, 1).await;
        for words in [NAME, "教师", "理事会"] {
            let found = store.read(move |tx| found::organisation(tx, office(), words, &Reach::All, 9)).await;
            assert_eq!(found.expect("a search").len(), 1, "{words}");
        }
        let none = store.read(|tx| found::organisation(tx, office(), "无此人", &Reach::All, 9)).await;
        assert_eq!(none.expect("a search"), []);
    }

    async fn another_key_seals_everything_again_and_the_former_one_seals_nothing(store: TestStore) {
        let (former, new) = (Seal::new_key().expect("random"), Seal::new_key().expect("random"));
        let (_old_folder, old) = file(&[&former]);
        let (_folder, both) = file(&[&new, &former]);
        let (_new_folder, only) = file(&[&new]);
        let before = store.with_keys(old);
        council(&before).await;
        seated(&before, 450).await;
        let after = store.with_keys(both);
        assert_eq!(change::reseal(&after, by).await.expect("sealed"), Changed { sealed: 900, closed: 0 });
        assert_eq!(change::reseal(&after, by).await.expect("sealed"), Changed::default(), "nothing is left to do");
        let counts = change::counts(&after).await.expect("counts");
        let id = Seal::read(&new).expect("a key").first().to_owned();
        assert_eq!(counts.keys().collect::<Vec<_>>(), [&id]);
        assert_eq!(counts[&id]["term-name"], 450);
        let alone = store.with_keys(only);
        assert_eq!(first(&alone).await.name, NAME.into());
        assert_eq!(first(&before).await.name, Personal::Closed);
    }

    async fn what_was_kept_before_there_was_a_key_is_read_and_then_sealed(store: TestStore) {
        council(&store).await;
        seated(&store, 1).await;
        let plain = store.write(&clerk("430527"), |tx| {
            tx.run("update term set name = $2, title = null where office = $1", args![office(), NAME])?.exactly_one()
        });
        plain.await.expect("as it was");
        assert_eq!(first(&store).await.name, NAME.into());
        assert_eq!(change::counts(&store).await.expect("counts")[""]["term-name"], 1);
        assert_eq!(change::reseal(&store, by).await.expect("sealed"), Changed { sealed: 1, closed: 0 });
        assert_eq!(first(&store).await.name, NAME.into());
        assert!(!change::counts(&store).await.expect("counts").contains_key(""));
    }

    async fn a_name_that_was_moved_to_another_seat_is_found(store: TestStore) {
        council(&store).await;
        seated(&store, 2).await;
        assert_eq!(store.read(|tx| faults(tx, office())).await.expect("walked"), []);
        let moved = store.write(&clerk("430527"), |tx| {
            let name: String = tx.query_one(
                "select name from term where office = $1 and id = $2", args![office(), TermId::from_number(1)], |row| row.get(0),
            )?;
            tx.run("update term set name = $3 where office = $1 and id = $2", args![office(), TermId::from_number(2), name])?.exactly_one()
        });
        moved.await.expect("moved past Linli");
        let found = store.read(|tx| faults(tx, office())).await.expect("walked");
        let found: Vec<_> = found.iter().map(|fault| (fault.rule, fault.subject.clone())).collect();
        assert_eq!(found, [("sealed-closed", format!("term-name/{}", TermId::from_number(2)))]);
    }

    async fn a_dissolved_body_says_why_in_each_seat(store: TestStore) {
        council(&store).await;
        seated(&store, 3).await;
        let gone = store.write(&clerk("430527"), |tx| {
            let mut of = body::get(tx, office(), BodyId::from_number(1))?;
            of.dissolved_on = Some(date(2022, 5, 1));
            body::dissolve(tx, &of, "改造完成")
        });
        gone.await.expect("dissolved");
        let terms = store.read(|tx| term::of_body(tx, office(), BodyId::from_number(1))).await.expect("terms");
        assert!(terms.len() == 3 && terms.iter().all(|term| term.ended.as_ref().is_some_and(|ended| ended.why == "改造完成".into())));
    }
}

/// The bytes of the file and of its log, as whoever took the disk away would read them.
#[tokio::test]
async fn nobody_reads_a_name_in_the_bytes_of_the_file() {
    let store = TestStore::sqlite().await;
    council(&store).await;
    seated(&store, 40).await;
    let gone = Term { ended: Some(Ended { on: date(2022, 5, 1), why: WHY.into() }), ..member(1) };
    store.write(&clerk("430527"), move |tx| term::end(tx, &gone)).await.expect("ended");
    let Location::Sqlite(path) = store.location().clone() else { panic!("a file") };
    for file in [path.clone(), path.with_extension("db-wal")] {
        let bytes = std::fs::read(&file).expect("the file");
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(![NAME, TITLE, WHY].iter().any(|text| holds(text)), "{}", file.display());
    }
}

/// What opening costs: names of 200 people, as a long page shows them.
#[test]
fn two_hundred_names_open_in_a_moment() {
    let seal = Seal::read(&Seal::new_key().expect("random")).expect("a key");
    let places: Vec<String> = (0..200).map(|n| format!("term-name/430527/{}", TermId::from_number(n))).collect();
    let sealed: Vec<String> = places.iter().map(|place| seal.seal(place, NAME.as_bytes()).expect("sealed")).collect();
    let began = Instant::now();
    assert!(places.iter().zip(&sealed).all(|(place, text)| seal.open(place, text).is_ok()));
    let took = began.elapsed();
    println!("200 names opened in {} µs", took.as_micros());
    assert!(took.as_millis() < 100, "{took:?}");
}

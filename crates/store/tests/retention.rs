//! What tells who somebody is goes when its time is over or the person asks, on each engine, and stays gone when an older backup
//! is put back.

use std::collections::BTreeMap;

use jiff::civil::date;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Personal};
use linli_domain::organisation::term::{Ended, Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, BodyKind, Term, TermId};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind};
use linli_domain::register::Facts;
use linli_store::check::faults;
use linli_store::organisation::{body, term};
use linli_store::oversight::retention::{self, ErasedList, NotErased};
use linli_store::register::neighbourhood;
use linli_store::seal::{KeyFile, Seal};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Store, args, on_each_engine};

const TODAY: Date = date(2026, 6, 1);

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn by(_: Office) -> Actor {
    clerk("430527")
}

fn id(n: u128) -> TermId {
    TermId::from_number(n)
}

fn member(n: u128, ended: Option<Date>) -> Term {
    Term {
        id: id(n),
        seat: Seat::Body(BodyId::from_number(1)),
        name: format!("示例{n}").into(),
        title: Some("退休教师示例".into()),
        account: None,
        post: Post::Member,
        standing: Some(Standing::Resident),
        from: date(2021, 3, 1),
        until: None,
        ended: ended.map(|on| Ended { on, why: "搬走示例".into() }),
    }
}

/// A council with these members, and two leaders of whom the first gave way to the second, who went too.
async fn begun(store: &Store, members: Vec<Term>) {
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let of = store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let set_up = move |of: NeighbourhoodId| Body {
        id: BodyId::from_number(1),
        kind: BodyKind::RenewalCouncil,
        name: "示例小区改造理事会".into(),
        division: None,
        neighbourhood: Some(of),
        set_up_on: date(2021, 3, 1),
        dissolved_on: None,
    };
    let leader = move |n, ended: Date, why: &str| Term {
        seat: Seat::Leader(of),
        standing: None,
        ended: Some(Ended { on: ended, why: why.into() }),
        ..member(n, None)
    };
    let first = leader(100, date(2022, 1, 1), "示例101");
    let second = Term { from: date(2022, 1, 1), ..leader(101, date(2025, 1, 1), "调动示例") };
    let work = store.write(&clerk("430527"), move |tx| {
        body::set_up(tx, &set_up(of))?;
        for term in members.iter().chain([&first, &second]) {
            term::begin(tx, term)?;
            if term.ended.is_some() {
                term::end(tx, term)?;
            }
        }
        Ok::<_, linli_store::Error>(())
    });
    work.await.expect("begun");
}

async fn get(store: &Store, n: u128) -> Term {
    store.read(move |tx| term::get(tx, office(), id(n))).await.expect("a term")
}

async fn due(store: &Store, today: Date) -> Vec<i64> {
    let due = store.read(move |tx| retention::due(tx, office(), &RetentionRules::default(), today));
    due.await.expect("counted").into_iter().map(|due| due.count).collect()
}

async fn sound(store: &Store) -> bool {
    store.read(|tx| faults(tx, office())).await.expect("looked").is_empty()
}

/// The same records with a key in a file, so that the list has its place.
fn with_key(store: &Store) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("linli.key"), Seal::new_key().expect("random")).expect("written");
    let store = store.with_keys(KeyFile::at(Some(folder.path().join("linli.key"))));
    (folder, store)
}

on_each_engine! {
    async fn what_is_due_goes_and_the_record_stays(store: TestStore) {
        let (_folder, store) = with_key(&store);
        let early = member(1, Some(date(2023, 6, 1)));
        begun(&store, vec![early, member(2, Some(date(2023, 6, 2))), member(3, None)]).await;
        assert_eq!(due(&store, TODAY).await, [1, 0, 0, 0]);
        let gone = retention::erase_due(&store, &by(office()), &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(gone, BTreeMap::from([(Kind::Residents, 1), (Kind::SignIn, 0), (Kind::Sessions, 0)]));

        let term = get(&store, 1).await;
        assert_eq!((&term.name, &term.title), (&Personal::Erased, &Some(Personal::Erased)));
        assert_eq!(term.ended, Some(Ended { on: date(2023, 6, 1), why: Personal::Erased }));
        assert_eq!((term.standing, term.from), (Some(Standing::Resident), date(2021, 3, 1)), "that somebody sat there stays");
        assert_eq!(get(&store, 2).await.name, "示例2".into(), "one day is lacking");
        assert_eq!(get(&store, 3).await.name, "示例3".into());
        assert_eq!(due(&store, TODAY).await, [0, 0, 0, 0]);
        let again = retention::erase_due(&store, &by(office()), &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(again.values().sum::<u64>(), 0);

        let history = store.read(|tx| retention::history(tx, office(), None, 9)).await.expect("read");
        let told: Vec<_> = history.iter().map(|erased| (erased.kind, erased.ground, erased.count)).collect();
        assert_eq!(told, [(Kind::Residents, Ground::Expired, 1)]);
        assert!(sound(&store).await);
    }

    async fn many_go_in_several_units_of_work(store: TestStore) {
        let (_folder, store) = with_key(&store);
        begun(&store, (1..=450).map(|n| member(n + 1000, Some(date(2022, 6, 1)))).collect()).await;
        assert_eq!(due(&store, TODAY).await, [450, 0, 0, 0]);
        let gone = retention::erase_due(&store, &by(office()), &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(gone.get(&Kind::Residents), Some(&450));
        assert_eq!(due(&store, TODAY).await, [0, 0, 0, 0]);
        let first = store.read(|tx| retention::history(tx, office(), None, 2)).await.expect("read");
        let before = first.last().map(|last| (last.at, last.batch));
        let rest = store.read(move |tx| retention::history(tx, office(), before, 9)).await.expect("read");
        assert_eq!(first.iter().chain(&rest).map(|erased| erased.count).collect::<Vec<_>>(), [50, 200, 200]);
    }

    async fn a_leader_goes_from_the_reason_of_the_one_before_too(store: TestStore) {
        begun(&store, Vec::new()).await;
        let gone = retention::erase_terms(&store, &by(office()), vec![id(101)], Ground::Mistaken).await.expect("erased");
        assert_eq!(gone, 1);
        let first = get(&store, 100).await;
        assert_eq!((first.name, first.ended.map(|ended| ended.why)), ("示例100".into(), Some(Personal::Erased)));
        assert_eq!(get(&store, 101).await.name, Personal::Erased);
    }

    async fn what_a_backup_brings_back_goes_again(store: TestStore) {
        let (_folder, store) = with_key(&store);
        begun(&store, vec![member(1, None), member(2, Some(date(2022, 6, 1)))]).await;
        let before = rows(&store).await;
        retention::erase_terms(&store, &by(office()), vec![id(1), id(2)], Ground::Asked).await.expect("erased");
        assert_eq!(retention::repeat(&store, by).await.expect("nothing came back"), 0);

        put_back(&store, before).await;
        let back = retention::erased_again(&store).await.expect("looked");
        assert_eq!(back, [(office(), Ground::Asked, vec![id(1), id(2)])]);
        assert_eq!(retention::repeat(&store, by).await.expect("erased"), 2);
        let running = get(&store, 1).await;
        assert_eq!((running.name, running.ended), (Personal::Erased, None), "it was ended after the backup");
        assert!(retention::erased_again(&store).await.expect("looked").is_empty());
    }

    async fn where_the_list_cannot_be_kept_nothing_goes(store: TestStore) {
        let (folder, store) = with_key(&store);
        begun(&store, vec![member(1, Some(date(2022, 6, 1)))]).await;
        let list = ErasedList::beside(store.keys()).expect("a list");
        assert!(list.path().starts_with(folder.path()));
        std::fs::create_dir(list.path()).expect("something else stands there");
        let refused = retention::erase_due(&store, &by(office()), &RetentionRules::default(), TODAY).await;
        assert!(matches!(refused, Err(NotErased::List(_))), "{refused:?}");
        assert_eq!(get(&store, 1).await.name, "示例1".into());
    }

    async fn rules_hold_from_their_day(store: TestStore) {
        let rules = RetentionRules { residents_years: 1, confirmed: true, ..RetentionRules::default() };
        let own = rules.clone();
        let set = store.write(&clerk("430527"), move |tx| retention::set_rules(tx, TODAY, &own, "县办文件示例"));
        set.await.expect("set");
        let on = |day| store.read(move |tx| retention::rules(tx, office(), day));
        assert_eq!(on(date(2026, 5, 31)).await.expect("read"), RetentionRules::default());
        assert_eq!(on(TODAY).await.expect("read"), rules);
    }
}

/// The personal columns of every term, as they lie there.
async fn rows(store: &Store) -> Vec<[String; 2]> {
    let rows = store.read(|tx| {
        tx.query("select id, name from term where office = $1", args![office()], |row| Ok([row.get(0)?, row.get(1)?]))
    });
    rows.await.expect("read")
}

/// As an older backup does.
async fn put_back(store: &Store, rows: Vec<[String; 2]>) {
    let work = store.write(&clerk("430527"), move |tx| {
        for [id, name] in &rows {
            tx.run(
                "update term set name = $3, ended_on = null, ended_why = null
                  where office = $1 and id = $2 and body is not null",
                args![office(), id.as_str(), name.as_str()],
            )?
            .at_most_one()?;
        }
        Ok::<_, linli_store::Error>(())
    });
    work.await.expect("put back");
}

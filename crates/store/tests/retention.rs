//! What tells who somebody is goes when its time is over or the person asks, on each engine, and stays gone when an older backup
//! is put back.

use std::collections::BTreeMap;

use jiff::civil::date;
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Personal};
use linli_domain::organisation::term::{Ended, Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, BodyKind, Term, TermId};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind, Record};
use linli_domain::register::Facts;
use linli_store::check::faults;
use linli_store::organisation::{body, term};
use linli_store::oversight::known;
use linli_store::oversight::retention::{self, ErasedList, Gone, NotErased};
use linli_store::people::{account, second_factor, session};
use linli_store::register::neighbourhood;
use linli_store::seal::{KeyFile, Seal};
use linli_store::testing::clerk;
use linli_store::{Error, Objects, Store, args, on_each_engine};

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
        chosen: None,
        contact: None,
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

/// Terms name no files; what is there stays.
fn no_files() -> (tempfile::TempDir, Objects) {
    let folder = tempfile::tempdir().expect("a folder");
    let objects = Objects::in_folder(folder.path()).expect("a store of files");
    (folder, objects)
}

async fn erase_due(store: &Store, rules: &RetentionRules, today: Date) -> Result<Gone, NotErased> {
    retention::erase_due(store, &no_files().1, &by(office()), rules, today).await
}

async fn erase_terms(store: &Store, terms: Vec<TermId>, ground: Ground) -> Result<Gone, NotErased> {
    let records = terms.into_iter().map(Record::Term).collect();
    retention::erase_records(store, &no_files().1, &by(office()), records, ground).await
}

async fn repeat(store: &Store) -> u64 {
    retention::repeat(store, &no_files().1, by).await.expect("erased").many()
}

on_each_engine! {
    async fn what_is_due_goes_and_the_record_stays(store: TestStore) {
        let (_folder, store) = with_key(&store);
        let early = member(1, Some(date(2023, 6, 1)));
        begun(&store, vec![early, member(2, Some(date(2023, 6, 2))), member(3, None)]).await;
        assert_eq!(due(&store, TODAY).await, [1, 0, 0, 0, 0, 0, 0, 0]);
        let gone = erase_due(&store, &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(gone.kinds, BTreeMap::from([(Kind::Residents, 1), (Kind::SignIn, 0), (Kind::Sessions, 0)]));

        let term = get(&store, 1).await;
        assert_eq!((&term.name, &term.title), (&Personal::Erased, &Some(Personal::Erased)));
        assert_eq!(term.ended, Some(Ended { on: date(2023, 6, 1), why: Personal::Erased }));
        assert_eq!((term.standing, term.from), (Some(Standing::Resident), date(2021, 3, 1)), "that somebody sat there stays");
        assert_eq!(get(&store, 2).await.name, "示例2".into(), "one day is lacking");
        assert_eq!(get(&store, 3).await.name, "示例3".into());
        assert_eq!(due(&store, TODAY).await, [0; 8]);
        let again = erase_due(&store, &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(again.many(), 0);

        let history = store.read(|tx| retention::history(tx, office(), None, 9)).await.expect("read");
        let told: Vec<_> = history.iter().map(|erased| (erased.kind, erased.ground, erased.count)).collect();
        assert_eq!(told, [(Kind::Residents, Ground::Expired, 1)]);
        assert!(sound(&store).await);
    }

    async fn many_go_in_several_units_of_work(store: TestStore) {
        let (_folder, store) = with_key(&store);
        begun(&store, (1..=450).map(|n| member(n + 1000, Some(date(2022, 6, 1)))).collect()).await;
        assert_eq!(due(&store, TODAY).await, [450, 0, 0, 0, 0, 0, 0, 0]);
        let gone = erase_due(&store, &RetentionRules::default(), TODAY).await.expect("erased");
        assert_eq!(gone.kinds.get(&Kind::Residents), Some(&450));
        assert_eq!(due(&store, TODAY).await, [0; 8]);
        let first = store.read(|tx| retention::history(tx, office(), None, 2)).await.expect("read");
        let before = first.last().map(|last| (last.at, last.batch, last.kind));
        let rest = store.read(move |tx| retention::history(tx, office(), before, 9)).await.expect("read");
        assert_eq!(first.iter().chain(&rest).map(|erased| erased.count).collect::<Vec<_>>(), [50, 200, 200]);
    }

    async fn ways_to_sign_in_and_sessions_go_of_who_is_stopped_and_of_nobody_else(store: TestStore) {
        let (gone, here) = (stopped(&store, "gone").await, stopped(&store, "here").await);
        let work = store.write(&by(office()), move |tx| account::reopen(tx, here));
        work.await.expect("opened again");
        // Accounts were stopped and sessions opened in May 2022, by the clock of the tests.
        let rules = RetentionRules { sessions_days: 0, ..RetentionRules::default() };
        let today = date(2022, 7, 1);
        let due = store.read({ let rules = rules.clone(); move |tx| retention::due(tx, office(), &rules, today) }).await.expect("counted");
        assert_eq!(due.iter().map(|due| due.count).collect::<Vec<_>>(), [0, 0, 1, 2, 0, 0, 0, 0]);
        let erased = erase_due(&store, &rules, today).await.expect("erased");
        assert_eq!((erased.kinds.get(&Kind::SignIn), erased.kinds.get(&Kind::Sessions)), (Some(&1), Some(&2)));
        let kept = |id| store.read(move |tx| {
            let password = account::credentials_of(tx, office(), id)?.password;
            Ok::<_, linli_store::Error>((password.is_empty(), second_factor::of(tx, office(), id)?.is_none()))
        });
        assert_eq!(kept(gone).await.expect("read"), (true, true));
        assert_eq!(kept(here).await.expect("read"), (false, false), "it was opened again");
        let history = store.read(|tx| retention::history(tx, office(), None, 9)).await.expect("read");
        let mut told: Vec<_> = history.iter().map(|erased| (erased.kind, erased.count)).collect();
        told.sort_unstable();
        assert_eq!(told, [(Kind::SignIn, 1), (Kind::Sessions, 2)]);
        let left = store.read(move |tx| retention::due(tx, office(), &rules, today)).await.expect("counted");
        assert_eq!(left.iter().map(|due| due.count).sum::<i64>(), 0);
    }

    async fn the_history_loses_nothing_between_its_pages(store: TestStore) {
        let early = date(2010, 1, 1);
        let official = Term { standing: None, ..member(2, Some(early)) };
        begun(&store, vec![member(1, Some(early))]).await;
        let both = store.write(&by(office()), move |tx| {
            let leader = Term { seat: Seat::Leader(term::get(tx, office(), id(100)).map(|t| match t.seat { Seat::Leader(of) => of, Seat::Body(_) => unreachable!("a leader") })?), ..official.clone() };
            term::begin(tx, &leader)?;
            term::end(tx, &leader)
        });
        both.await.expect("begun");
        erase_due(&store, &RetentionRules::default(), TODAY).await.expect("erased");
        let first = store.read(|tx| retention::history(tx, office(), None, 1)).await.expect("read");
        let before = first.last().map(|last| (last.at, last.batch, last.kind));
        let rest = store.read(move |tx| retention::history(tx, office(), before, 9)).await.expect("read");
        assert_eq!((first.len(), rest.len()), (1, 1), "residents and officials of one batch");
    }

    async fn a_reason_that_somebody_wrote_stays_when_the_next_leader_goes(store: TestStore) {
        begun(&store, Vec::new()).await;
        let why = store.write(&by(office()), |tx| {
            let kept = tx.seal(&linli_store::seal::places::TERM_WHY, &id(100).to_string(), &"调任示例".into())?;
            tx.run("update term set ended_why = $3 where office = $1 and id = $2", args![office(), id(100), kept])?.exactly_one()
        });
        why.await.expect("written");
        erase_terms(&store, vec![id(101)], Ground::Mistaken).await.expect("erased");
        assert_eq!(get(&store, 100).await.ended.map(|ended| ended.why), Some("调任示例".into()));
    }

    async fn without_the_key_nobody_is_told_that_they_are_not_known(store: TestStore) {
        let (_folder, keyed) = with_key(&store);
        begun(&keyed, vec![member(1, None)]).await;
        let without = store.with_keys(KeyFile::at(None));
        let looked = without.read(|tx| known::seats(tx, office(), "示例1").map(|seats| seats.len())).await;
        assert!(matches!(looked, Err(Error::NoKey(_))), "{looked:?}");
        assert_eq!(keyed.read(|tx| known::seats(tx, office(), "示例1").map(|seats| seats.len())).await.expect("found"), 1);
    }

    async fn another_key_seals_nothing_not_even_the_first_of_its_kind(store: TestStore) {
        let (_folder, keyed) = with_key(&store);
        let council = vec![member(1, None)];
        begun(&keyed, council).await;
        store.write(&by(office()), |tx| tx.run("update term set ended_why = null where office = $1", args![office()]).map(drop)).await.expect("none");
        let (_other, wrong) = with_key(&store);
        let ended = Term { ended: Some(Ended { on: date(2022, 5, 1), why: "搬走".into() }), ..member(1, None) };
        let refused = wrong.write(&by(office()), move |tx| term::end(tx, &ended)).await;
        assert!(matches!(refused, Err(Error::NoKey(_))), "{refused:?}");
    }

    async fn a_list_that_was_left_behind_is_missed(store: TestStore) {
        let (folder, keyed) = with_key(&store);
        begun(&keyed, vec![member(1, Some(date(2022, 6, 1)))]).await;
        assert!(retention::lacks_its_list(&keyed).await.expect("looked").is_empty(), "nothing was erased yet");
        erase_terms(&keyed, vec![id(1)], Ground::Asked).await.expect("erased");
        assert!(retention::lacks_its_list(&keyed).await.expect("looked").is_empty());
        std::fs::remove_file(folder.path().join("linli.erased")).expect("removed");
        assert_eq!(retention::lacks_its_list(&keyed).await.expect("looked"), [office()]);
    }

    async fn a_leader_goes_from_the_reason_of_the_one_before_too(store: TestStore) {
        begun(&store, Vec::new()).await;
        let gone = erase_terms(&store, vec![id(101)], Ground::Mistaken).await.expect("erased");
        assert_eq!(gone.many(), 1);
        let first = get(&store, 100).await;
        assert_eq!((first.name, first.ended.map(|ended| ended.why)), ("示例100".into(), Some(Personal::Erased)));
        assert_eq!(get(&store, 101).await.name, Personal::Erased);
    }

    async fn what_a_backup_brings_back_goes_again(store: TestStore) {
        let (folder, store) = with_key(&store);
        begun(&store, vec![member(1, None), member(2, Some(date(2022, 6, 1)))]).await;
        let before = rows(&store).await;
        erase_terms(&store, vec![id(1), id(2)], Ground::Asked).await.expect("erased");
        assert_eq!(repeat(&store).await, 0);

        put_back(&store, before).await;
        let back = retention::erased_again(&store).await.expect("looked");
        assert_eq!(back, [(office(), Ground::Asked, vec![Record::Term(id(1)), Record::Term(id(2))])]);
        // Erased, brought back and erased once more: it stands on the list twice.
        let list = std::fs::read_to_string(folder.path().join("linli.erased")).expect("a list");
        let last = list.lines().last().expect("a line").to_owned();
        std::fs::write(folder.path().join("linli.erased"), format!("{list}{last}\n")).expect("written");
        assert_eq!(repeat(&store).await, 2);
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
        let refused = erase_due(&store, &RetentionRules::default(), TODAY).await;
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

/// An account that had a session and a second factor, and was stopped.
async fn stopped(store: &Store, name: &str) -> AccountId {
    let new = NewAccount::new(format!("{name}@430527").parse().expect("a name"), "示例").expect("an account");
    let (id, actor) = (new.id, Actor { account: new.id, ..clerk("430527") });
    store.write(&clerk("430527"), move |tx| account::add(tx, &new, "hash")).await.expect("added");
    let work = store.write(&actor, move |tx| {
        let now = tx.now();
        session::open_vouched(tx, &session::TokenHash(id.to_string()), (now, now), "Firefox")?;
        let sealed = tx.seal(&linli_store::seal::places::SECOND_FACTOR, &id.to_string(), &"示例".into())?;
        second_factor::begin(tx, &sealed)
    });
    work.await.expect("signed in");
    // Its sessions end with it; one that was over before stays until its time.
    let over = store.write(&clerk("430527"), move |tx| {
        account::stop(tx, id)?;
        let now = tx.now();
        tx.run(
            "insert into session (office, token, id, account, made_at, seen_at, ends_at, agent, owes_code, by_identity)
             values ($1, $2, $3, $4, $5, $5, $5, 'Firefox', $6, $6)",
            args![office(), format!("over {id}"), session::SessionId::new(), id, now, false],
        )?
        .exactly_one()
    });
    over.await.expect("stopped");
    id
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

//! What a unit of work promises, on either engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::common::{OFFICE, draw, held, ids, ids_in, insert, make, someone, start, with_purses};
use linli_domain::kernel::{Money, Timestamp};
use linli_store::{Error, Result, Value, args, on_each_engine, testing, trail};

/// A refusal of the caller's own.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("the rules forbid it")]
    Forbidden,
    #[error(transparent)]
    Store(#[from] Error),
}

on_each_engine! {
    async fn what_is_refused_leaves_nothing_behind(store: TestStore) {
        with_purses(&store).await;
        let refused = store
            .write(&someone(), |tx| {
                insert(tx, "half", Money::ZERO)?;
                Err::<(), _>(Refusal::Forbidden)
            })
            .await;
        assert!(matches!(refused, Err(Refusal::Forbidden)));
        assert_eq!(ids_in(&store).await, ["p"]);
    }

    async fn neighbours_of_a_failing_and_of_a_panicking_unit_are_kept(store: TestStore) {
        with_purses(&store).await;
        let (go, held) = held(&store);
        let commits = store.commits();
        let actor = someone();
        let before = start(make(&store, "before"));
        let twice = start(make(&store, "p"));
        let between = start(make(&store, "between"));
        let panics = start(store.write(&actor, |tx| {
            insert(tx, "panicked", Money::ZERO)?;
            assert_ne!(tx.office().to_string(), OFFICE, "as a fault in the program would be found");
            Ok::<(), Error>(())
        }));
        let after = start(make(&store, "after"));
        go.send(()).expect("it waits");

        held.await.expect("no panic").expect("kept");
        before.await.expect("kept");
        assert!(matches!(twice.await, Err(Error::Duplicate)));
        between.await.expect("kept");
        assert!(matches!(panics.await, Err(Error::Panicked)));
        after.await.expect("kept");
        assert_eq!(ids_in(&store).await, ["after", "before", "between", "held", "p"]);
        if let (Some(earlier), Some(now)) = (commits, store.commits()) {
            // Two where the machine has time: the one that was held, and all others together.
            assert!(now - earlier < 5, "{} commits for six units", now - earlier);
        }
        let office = someone().office;
        assert_eq!(store.read(move |tx| trail::verify(tx, office)).await.expect("a trail"), []);
    }

    async fn fifty_payments_against_money_for_ten_let_exactly_ten_pass(store: TestStore) {
        with_purses(&store).await;
        let pay = |store: linli_store::Store| async move {
            store.write(&someone(), |tx| draw(tx, "p", Money::from_yuan(1))).await
        };
        let asked: Vec<_> = (0..50).map(|_| tokio::spawn(pay(store.store()))).collect();
        let mut passed = 0;
        for answer in asked {
            match answer.await.expect("no panic") {
                Ok(()) => passed += 1,
                Err(error) => assert!(matches!(error, Error::Missing), "{error:?}"),
            }
        }
        assert_eq!(passed, 10);
        let left = store
            .read(|tx| tx.query_one("select balance_fen from purse where office = $1 and id = 'p'", args![OFFICE], |r| r.get(0)))
            .await;
        assert_eq!(left.ok(), Some(Money::ZERO));
        let office = someone().office;
        assert_eq!(store.read(move |tx| trail::verify(tx, office)).await.expect("a trail"), []);
        let head = store.read(move |tx| trail::head(tx, office)).await.expect("a head").expect("a head");
        assert_eq!(head.seq, 11);
    }

    async fn a_long_write_does_not_keep_readers_waiting(store: TestStore) {
        with_purses(&store).await;
        let (go, held) = held(&store);
        assert_eq!(ids_in(&store).await, ["p"], "what is not committed is not seen");
        go.send(()).expect("it waits");
        held.await.expect("no panic").expect("kept");
        assert_eq!(ids_in(&store).await, ["held", "p"]);
    }

    async fn a_reader_sees_one_state_from_its_first_statement_to_its_last(store: TestStore) {
        with_purses(&store).await;
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let (begun, running) = std::sync::mpsc::channel();
        let reader = store.store();
        let gate = std::sync::Mutex::new(gate);
        let seen = tokio::spawn(async move {
            reader
                .read(move |tx| {
                    let first = ids(tx)?;
                    let _ = begun.send(());
                    let _ = gate.lock().map(|gate| gate.recv());
                    Ok::<_, Error>((first, ids(tx)?))
                })
                .await
        });
        running.recv().expect("it reads");
        make(&store, "new").await.expect("kept");
        go.send(()).expect("it waits");
        let (first, last) = seen.await.expect("no panic").expect("read");
        assert_eq!(first, last);
        assert_eq!(ids_in(&store).await, ["new", "p"]);
    }

    async fn errors_are_told_apart_by_kind(store: TestStore) {
        with_purses(&store).await;
        assert!(matches!(make(&store, "p").await, Err(Error::Duplicate)));
        let write = |sql: &'static str, args: Vec<Value>| {
            let (store, actor) = (store.store(), someone());
            async move { store.write(&actor, move |tx| tx.run(sql, &args)?.exactly_one()).await }
        };
        let below = "update purse set balance_fen = -1 where office = $1";
        assert!(matches!(write(below, args![OFFICE].to_vec()).await, Err(Error::Refused)));
        let nobody = "update purse set balance_fen = 1 where office = $1 and id = $2";
        assert!(matches!(write(nobody, args![OFFICE, "nobody"].to_vec()).await, Err(Error::Missing)));
        let note = "update purse set note = $2 where office = $1";
        assert!(matches!(write(note, args![OFFICE, "a\0b"].to_vec()).await, Err(Error::Refused)));
        assert!(matches!(write("update nowhere set a = 1", vec![]).await, Err(Error::Other(_))));
        let empty = "update purse set open = $2 where office = $1";
        assert!(matches!(write(empty, args![OFFICE, None::<bool>].to_vec()).await, Err(Error::Refused)));
    }

    async fn a_refused_statement_that_is_overlooked_ends_the_unit_all_the_same(store: TestStore) {
        with_purses(&store).await;
        let overlooked = store
            .write(&someone(), |tx| {
                insert(tx, "new", Money::ZERO)?;
                let _ = insert(tx, "p", Money::ZERO);
                Ok::<_, Error>(())
            })
            .await;
        assert!(matches!(overlooked, Err(Error::Other(_))), "{overlooked:?}");
        assert_eq!(ids_in(&store).await, ["p"]);
    }

    async fn values_come_back_as_they_went_in(store: TestStore) {
        with_purses(&store).await;
        let naughty = "𰻝𰻝面 '; drop table purse; -- \u{202e}\u{1f3d8}\r\n\t\"%_\\";
        store
            .write(&someone(), move |tx| {
                let office = tx.office();
                let sql = "update purse set note = $3, open = $2, balance_fen = $1 where office = $4 and id = $5";
                tx.run(sql, args![Money::from_fen(i64::MAX), false, naughty, office, "p"])?.exactly_one()
            })
            .await
            .expect("kept");
        let read = store
            .read(move |tx| {
                tx.query_one(
                    "select balance_fen, open, note from purse
                      where office = $1 and not open and note = $2 and ($3 is null or note = $3)",
                    args![OFFICE, naughty, None::<String>],
                    |row| Ok((row.get::<Money>(0)?, row.get::<bool>(1)?, row.get::<Option<String>>(2)?)),
                )
            })
            .await;
        assert_eq!(read.ok(), Some((Money::from_fen(i64::MAX), false, Some(naughty.to_owned()))));
    }

    async fn many_rows_are_one_statement(store: TestStore) {
        with_purses(&store).await;
        let made = store
            .write(&someone(), |tx| {
                let office = tx.office();
                let rows = (0..1_000).map(|n| args![office, format!("{n:04}"), n, n % 2 == 0, (n > 3).then_some("late")]);
                tx.run_many("insert into purse (office, id, balance_fen, open, note) values ($1, $2, $3, $4, $5)", rows)
            })
            .await;
        assert_eq!(made.ok(), Some(1_000));
        assert_eq!(ids_in(&store).await.len(), 1_001);
        let twice = store
            .write(&someone(), |tx| {
                let office = tx.office();
                let rows = ["x", "y", "0001"].map(|id| args![office, id]);
                tx.run_many("insert into purse (office, id, balance_fen, open) values ($1, $2, 0, true)", rows)
            })
            .await;
        assert!(matches!(twice, Err(Error::Duplicate)));
        assert_eq!(ids_in(&store).await.len(), 1_001);
    }

    async fn the_clock_is_the_one_that_was_handed_in(store: TestStore) {
        let seen = store.write(&someone(), |tx| Ok::<_, Error>(tx.now())).await;
        assert_eq!(seen.ok(), Some(testing::now()));
        assert_eq!(testing::now(), "2022-05-05T09:00:00+08:00".parse::<Timestamp>().expect("a time"));
    }

    async fn a_reader_cannot_write(store: TestStore) {
        with_purses(&store).await;
        let tried: Result<Vec<String>> = store
            .read(|tx| tx.query("delete from purse where office = $1 returning id", args![OFFICE], |row| row.get(0)))
            .await;
        assert!(matches!(tried, Err(Error::Unusable(_))), "{tried:?}");
        assert_eq!(ids_in(&store).await, ["p"]);
    }

    async fn work_whose_caller_left_is_done_or_undone_as_a_whole(store: TestStore) {
        with_purses(&store).await;
        let runs = Arc::new(AtomicU32::new(0));
        for n in 0..20 {
            let (store, runs) = (store.store(), Arc::clone(&runs));
            let work = tokio::spawn(async move {
                store
                    .write(&someone(), move |tx| {
                        runs.fetch_add(1, Ordering::SeqCst);
                        insert(tx, &format!("a{n}"), Money::ZERO)?;
                        insert(tx, &format!("b{n}"), Money::ZERO)
                    })
                    .await
            });
            tokio::task::yield_now().await;
            work.abort();
            let _ = work.await;
        }
        make(&store, "last").await.expect("kept");
        let ids = ids_in(&store).await;
        for n in 0..20 {
            assert_eq!(ids.contains(&format!("a{n}")), ids.contains(&format!("b{n}")), "{n}");
        }
    }
}

#[test]
fn sixty_four_clients_share_their_commits_on_sqlite() {
    testing::block_on(async {
        let store = testing::TestStore::sqlite().await;
        with_purses(&store).await;
        let (go, held) = held(&store);
        let earlier = store.commits().expect("a count");
        let clients: Vec<_> = (0..64).map(|n| (n, start(make_numbered(&store, n)))).collect();
        go.send(()).expect("it waits");
        held.await.expect("no panic").expect("kept");
        for (n, client) in clients {
            client.await.unwrap_or_else(|error| panic!("client {n}: {error}"));
        }
        let commits = store.commits().expect("a count") - earlier;
        assert!(commits <= 8, "{commits} commits for 65 units of work");
    });
}

async fn make_numbered(store: &linli_store::Store, n: u32) -> Result<()> {
    make(store, &n.to_string()).await
}

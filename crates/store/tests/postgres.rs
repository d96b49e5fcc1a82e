//! What only a server can do to a unit of work: deadlocks, lost connections, a wrong kind of database.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use crate::common::{OFFICE, ids_in, insert, make, someone, with_purses};
use linli_domain::kernel::Money;
use linli_store::testing::{Database, TestStore, block_on, options};
use linli_store::{Error, Location, Store, args};

fn on_postgres<F: Future<Output = ()>>(promise: impl FnOnce(TestStore) -> F) {
    block_on(async {
        if let Some(store) = TestStore::postgres().await {
            with_purses(&store).await;
            promise(store).await;
        }
    });
}

#[test]
fn two_that_lock_each_other_out_both_get_through() {
    on_postgres(|store| async move {
        make(&store, "q").await.expect("kept");
        let (runs, both) = (Arc::new(AtomicU32::new(0)), Arc::new(Barrier::new(2)));
        let cross = |first: &'static str, second: &'static str| {
            let (store, runs, both) = (store.store(), Arc::clone(&runs), Arc::clone(&both));
            tokio::spawn(async move {
                store
                    .write(&someone(), move |tx| {
                        let add = "update purse set balance_fen = balance_fen + 1 where office = $1 and id = $2";
                        tx.run(add, args![OFFICE, first])?.exactly_one()?;
                        if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                            both.wait();
                        }
                        tx.run(add, args![OFFICE, second])?.exactly_one()
                    })
                    .await
            })
        };
        let (one, other) = (cross("p", "q"), cross("q", "p"));
        one.await.expect("no panic").expect("kept");
        other.await.expect("no panic").expect("kept");
        // The one that was let go may meet the other once more before it gets through.
        assert!(runs.load(Ordering::SeqCst) > 2, "one of them ran again");
        let purses = store.read(|tx| {
            tx.query("select id, balance_fen from purse where office = $1 order by id", args![OFFICE], |row| {
                Ok((row.get::<String>(0)?, row.get::<Money>(1)?.fen()))
            })
        });
        let raised = [("p".to_owned(), 1_002), ("q".to_owned(), 2)];
        assert_eq!(purses.await.expect("the purses"), raised, "each purse was raised twice");
    });
}

#[test]
fn a_unit_that_cannot_be_serialized_runs_again() {
    on_postgres(|store| async move {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        store
            .write(&someone(), move |tx| {
                insert(tx, "new", Money::ZERO)?;
                if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                    let _ = tx.run("do $$ begin raise exception using errcode = '40001'; end $$", args![])?;
                }
                Ok::<_, Error>(())
            })
            .await
            .expect("kept");
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(ids_in(&store).await, ["new", "p"]);
    });
}

#[test]
fn a_unit_that_is_never_let_through_hears_busy_in_the_end() {
    on_postgres(|store| async move {
        let refused = store
            .write(&someone(), |tx| {
                let _ = tx.run("do $$ begin raise exception using errcode = '40001'; end $$", args![])?;
                Ok::<_, Error>(())
            })
            .await;
        assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    });
}

#[test]
fn a_connection_lost_before_the_commit_is_replaced() {
    on_postgres(|store| async move {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        store
            .write(&someone(), move |tx| {
                insert(tx, "new", Money::ZERO)?;
                if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                    tx.query("select pg_terminate_backend(pg_backend_pid())", args![], |_| Ok(()))?;
                }
                Ok::<_, Error>(())
            })
            .await
            .expect("kept");
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(ids_in(&store).await, ["new", "p"]);
    });
}

#[test]
fn a_connection_lost_at_the_commit_is_said_to_be_so() {
    on_postgres(|store| async move {
        let hangs_up = "create function hang_up() returns trigger language plpgsql as
                        $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$";
        let at_commit = "create constraint trigger hang_up after insert on purse
                         deferrable initially deferred for each row execute function hang_up()";
        for sql in [hangs_up, at_commit] {
            store.write(&someone(), move |tx| tx.run(sql, args![]).map(|_| ())).await.expect("a trap");
        }
        let answer = make(&store, "new").await;
        assert!(matches!(answer, Err(Error::Gone)), "{answer:?}");
        assert_eq!(ids_in(&store).await, ["p"], "and the pool goes on with another connection");
    });
}

#[test]
fn a_database_that_sorts_otherwise_is_refused() {
    let Ok(server) = std::env::var("LINLI_TEST_POSTGRES") else {
        eprintln!("skipped: LINLI_TEST_POSTGRES names no server");
        return;
    };
    block_on(async {
        let hows = [
            "template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh' locale 'C'",
            "template template0 encoding 'SQL_ASCII' locale 'C'",
        ];
        for how in hows {
            let database = Database::create(&server, how).await;
            let opened = Store::open(&Location::Postgres(database.url.clone()), options()).await;
            assert!(matches!(opened, Err(Error::Unusable(_))), "{how}");
        }
    });
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_so() {
    block_on(async {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
        let nowhere = Location::Postgres(format!("postgres://secret:word@{free}/x"));
        let error = Store::open(&nowhere, options()).await.expect_err("nobody listens");
        assert!(matches!(error, Error::Unreachable));
        assert!(!format!("{error} {error:?} {nowhere:?}").contains("word@"));
    });
}

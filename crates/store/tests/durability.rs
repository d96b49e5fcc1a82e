//! What was acknowledged is kept: through kill -9, a full disk, and a second process that wants the same file.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::common::{ids_in, make, someone, with_purses};
use linli_domain::kernel::Money;
use linli_store::testing::{TestStore, block_on, options};
use linli_store::{Error, Location, Options, Store, args, trail};

const FILE: &str = "LINLI_TEST_FILE";

/// This test binary as another process, running one of the two children below on a file.
fn child(name: &str, file: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", &format!("durability::{name}"), "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("another process")
}

fn file() -> Option<std::path::PathBuf> {
    std::env::var_os(FILE).map(Into::into)
}

async fn open(file: &Path) -> linli_store::Result<Store> {
    Store::open(&Location::Sqlite(file.to_owned()), options()).await
}

async fn is_sound(store: &Store) {
    let sound = store.read(|tx| tx.query_one("pragma integrity_check", args![], |row| row.get::<String>(0))).await;
    assert_eq!(sound.ok().as_deref(), Some("ok"));
    let office = someone().office;
    assert_eq!(store.read(move |tx| trail::verify(tx, office)).await.expect("a trail"), []);
}

#[test]
#[ignore = "a process of its own, started by kill_9_under_load_loses_nothing_acknowledged"]
fn child_that_writes_until_it_is_killed() {
    let Some(file) = file() else { return };
    block_on(async {
        let store = open(&file).await.expect("a store");
        store.migrate().await.expect("tables");
        with_purses(&store).await;
        let clients = (0..64).map(|client| {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let id = format!("{client}-{n}");
                    make(&store, &id).await.expect("kept");
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "acknowledged {id}").and_then(|()| out.flush()).expect("told");
                }
            })
        });
        for client in clients.collect::<Vec<_>>() {
            client.await.expect("never ends");
        }
    });
}

#[test]
fn kill_9_under_load_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("linli.db");
    let mut writing = child("child_that_writes_until_it_is_killed", &file);
    let mut lines = BufReader::new(writing.stdout.take().expect("its words")).lines().map_while(Result::ok);
    let mut acknowledged: Vec<String> = lines.by_ref().filter_map(|line| id_in(&line)).take(1_500).collect();
    writing.kill().expect("SIGKILL");
    // What it could still say was said after a commit as well.
    acknowledged.extend(lines.filter_map(|line| id_in(&line)));
    writing.wait().expect("it ended");

    block_on(async {
        let store = open(&file).await.expect("the file is free again");
        let kept: std::collections::HashSet<String> = ids_in(&store).await.into_iter().collect();
        let lost: Vec<&String> = acknowledged.iter().filter(|id| !kept.contains(*id)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(acknowledged.len() >= 1_500);
        is_sound(&store).await;
    });
}

/// The last word of a killed process may be cut off; then it was no acknowledgement.
fn id_in(line: &str) -> Option<String> {
    let id = line.split("acknowledged ").nth(1)?.to_owned();
    id.contains('-').then_some(id).filter(|id| !id.ends_with('-'))
}

#[test]
#[ignore = "a process of its own, started by a_second_process_on_the_file_is_refused"]
fn child_that_wants_the_file() {
    let Some(file) = file() else { return };
    let answer = block_on(open(&file));
    println!("\nanswer {}", if matches!(answer, Err(Error::InUse(_))) { "in use" } else { "opened" });
}

#[test]
fn a_second_process_on_the_file_is_refused() {
    block_on(async {
        let store = TestStore::sqlite().await;
        let Location::Sqlite(file) = store.location() else { panic!("a file") };
        let ask = |file: &Path| {
            let asked = child("child_that_wants_the_file", file).wait_with_output().expect("it ended");
            String::from_utf8_lossy(&asked.stdout).into_owned()
        };
        assert!(ask(file).contains("answer in use"));
        assert!(matches!(open(file).await, Err(Error::InUse(_))), "nor is a second opening in this process");
        with_purses(&store).await;

        let folder = tempfile::tempdir().expect("a folder");
        let closed = folder.path().join("closed.db");
        drop(open(&closed).await.expect("a store"));
        assert!(ask(&closed).contains("answer opened"), "once it is closed, the file is free");
    });
}

#[test]
fn a_full_disk_is_an_error_and_no_damage() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("linli.db");
        let store = open(&file).await.expect("a store");
        store.migrate().await.expect("tables");
        with_purses(&store).await;
        let pages = store.read(|tx| tx.query_one("pragma page_count", args![], |row| row.get::<u32>(0))).await;
        drop(store);

        let small = Options { sqlite_max_pages: pages.ok().map(|pages| pages + 30), ..options() };
        let store = Store::open(&Location::Sqlite(file.clone()), small).await.expect("a store");
        let fill = |n: u32| {
            let store = store.clone();
            tokio::spawn(async move {
                let note = "满".repeat(2_000);
                store
                    .write(&someone(), move |tx| {
                        let office = tx.office();
                        tx.run(
                            "insert into purse (office, id, balance_fen, open, note) values ($1, $2, $3, true, $4)",
                            args![office, format!("{n:03}"), Money::ZERO, note],
                        )?
                        .exactly_one()?;
                        tx.record("purse.filled", n, ());
                        Ok::<_, Error>(())
                    })
                    .await
            })
        };
        let mut kept = vec!["p".to_owned()];
        let mut full = 0;
        for (n, answer) in (0..100).map(|n| (n, fill(n))).collect::<Vec<_>>() {
            match answer.await.expect("no panic") {
                Ok(()) => kept.push(format!("{n:03}")),
                Err(error) => {
                    assert!(matches!(error, Error::Full), "{error:?}");
                    full += 1;
                }
            }
        }
        assert!(full > 0, "the disk was full for someone");
        assert!(kept.len() > 1, "and not for everyone");
        kept.sort();
        assert_eq!(ids_in(&store).await, kept, "all that was acknowledged, and nothing else");
        is_sound(&store).await;
        drop(store);

        let store = open(&file).await.expect("with room again");
        make(&store, "room").await.expect("writing goes on");
        is_sound(&store).await;
    });
}

//! What the engine room is good for: durable writes a second when 64 clients share their commits, against one commit a
//! write; reads; and many rows at once. One line of JSON a figure, for `script/bench`.

#![allow(clippy::cast_precision_loss, reason = "figures of a few digits")]

use std::time::Instant;

use linli_store::testing::{TestStore, clerk, options};
use linli_store::{Error, Result, Store, Transaction, args};

const OFFICE: &str = "430527";
const CLIENTS: usize = 64;
const OFFICES: usize = 16;
const TOGETHER: usize = 20_000;
const ALONE: usize = 1_000;
const READS: usize = 20_000;
const ROWS: usize = 50_000;

fn main() {
    linli_store::testing::block_on(async {
        let store = TestStore::sqlite_with(options()).await;
        measure("SQLite", &store).await;
        if let Some(store) = TestStore::postgres_with(options()).await {
            measure("PostgreSQL", &store).await;
        }
    });
}

async fn measure(engine: &str, store: &Store) {
    with_visits(store).await;
    let alone = per_second(ALONE, write_by(store, 1, 1, ALONE)).await;
    let commits = store.commits();
    let together = per_second(TOGETHER, write_by(store, CLIENTS, 1, TOGETHER)).await;
    tell(engine, "durable writes, one commit each", alone, "/s");
    tell(engine, "durable writes, 64 clients", together, "/s");
    tell(engine, "64 clients against one commit each", together / alone, "times");
    if let (Some(before), Some(after)) = (commits, store.commits()) {
        tell(engine, "writes in one commit, 64 clients", TOGETHER as f64 / (after - before) as f64, "");
    }
    let apart = per_second(TOGETHER, write_by(store, CLIENTS, OFFICES, TOGETHER)).await;
    tell(engine, "durable writes, 64 clients of 16 offices", apart, "/s");
    tell(engine, "reads by key, 64 clients", per_second(READS, read_by(store, CLIENTS, READS)).await, "/s");
    tell(engine, "rows in one unit of work", per_second(ROWS, many_rows(store)).await, "/s");
}

fn tell(engine: &str, what: &str, value: f64, unit: &str) {
    let value = (value * 10.0).round() / 10.0;
    println!("{}", serde_json::json!({ "what": format!("{engine}: {what}"), "value": value, "unit": unit }));
}

async fn per_second(count: usize, work: impl Future<Output = ()>) -> f64 {
    let started = Instant::now();
    work.await;
    count as f64 / started.elapsed().as_secs_f64()
}

async fn with_visits(store: &Store) {
    let made = store.write(&clerk(OFFICE), |tx| {
        tx.run(
            "create table visit (office text not null, id text not null, note text, primary key (office, id))",
            args![],
        )
        .map(|_| ())
    });
    made.await.expect("a table");
}

/// One record and its line in the trail: what the smallest real write does.
fn visit(tx: &mut Transaction, id: &str) -> Result<()> {
    let office = tx.office();
    tx.run("insert into visit (office, id, note) values ($1, $2, $3)", args![office, id, "上门摸底，业主在家"])?
        .exactly_one()?;
    tx.record("visit.made", id, ());
    Ok(())
}

async fn write_by(store: &Store, clients: usize, offices: usize, count: usize) {
    let client = |number: usize| {
        let store = store.clone();
        tokio::spawn(async move {
            let actor = clerk(&format!("{}", 430_527 + number % offices));
            for n in 0..count / clients {
                let id = format!("{offices}-{clients}-{number}-{n}");
                store.write(&actor, move |tx| visit(tx, &id)).await.expect("kept");
            }
        })
    };
    for client in (0..clients).map(client).collect::<Vec<_>>() {
        client.await.expect("no panic");
    }
}

async fn read_by(store: &Store, clients: usize, count: usize) {
    let client = |number: usize| {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..count / clients {
                let id = format!("1-{CLIENTS}-{number}-{}", n % (TOGETHER / CLIENTS));
                let note = store
                    .read(move |tx| {
                        let sql = "select note from visit where office = $1 and id = $2";
                        tx.query_one(sql, args![OFFICE, id], |row| row.get::<String>(0))
                    })
                    .await;
                note.expect("it was written");
            }
        })
    };
    for client in (0..clients).map(client).collect::<Vec<_>>() {
        client.await.expect("no panic");
    }
}

async fn many_rows(store: &Store) {
    let kept = store.write(&clerk(OFFICE), |tx| {
        let rows = (0..ROWS).map(|n| args![OFFICE, format!("row-{n}"), "台账"]);
        let count = tx.run_many("insert into visit (office, id, note) values ($1, $2, $3)", rows)?;
        tx.record("visit.imported", count, ());
        Ok::<_, Error>(())
    });
    kept.await.expect("kept");
}

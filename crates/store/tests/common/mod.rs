//! A table that only these tests have: a purse that can be drawn from.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use linli_domain::kernel::Money;
use linli_domain::kernel::people::Actor;
use linli_store::testing::clerk;
use linli_store::{Error, Result, Store, Transaction, Tx, args};

pub const OFFICE: &str = "430527";

pub fn someone() -> Actor {
    clerk(OFFICE)
}

/// The table, with one purse `p` of ten yuan in it.
pub async fn with_purses(store: &Store) {
    store
        .write(&someone(), |tx| {
            let _ = tx.run(
                "create table purse (
                     office text not null, id text not null, balance_fen bigint not null check (balance_fen >= 0),
                     open boolean not null, note text, primary key (office, id)
                 )",
                args![],
            )?;
            insert(tx, "p", Money::from_yuan(10))
        })
        .await
        .expect("a table of purses");
}

pub fn insert(tx: &mut Transaction, id: &str, balance: Money) -> Result<()> {
    let office = tx.office();
    tx.run(
        "insert into purse (office, id, balance_fen, open) values ($1, $2, $3, $4)",
        args![office, id, balance, true],
    )?
    .exactly_one()?;
    tx.record("purse.made", id, ());
    Ok(())
}

/// Takes an amount out of a purse, if that much is in it.
pub fn draw(tx: &mut Transaction, id: &str, amount: Money) -> Result<()> {
    let office = tx.office();
    tx.run(
        "update purse set balance_fen = balance_fen - $3 where office = $1 and id = $2 and balance_fen >= $3",
        args![office, id, amount],
    )?
    .exactly_one()?;
    tx.record("purse.drawn", id, serde_json::json!({ "amount_fen": amount.fen() }));
    Ok(())
}

pub fn ids(tx: &mut Tx) -> Result<Vec<String>> {
    tx.query("select id from purse where office = $1 order by id", args![OFFICE], |row| row.get(0))
}

pub async fn ids_in(store: &Store) -> Vec<String> {
    store.read(ids).await.expect("the purses")
}

pub async fn make(store: &Store, id: &str) -> Result<()> {
    let id = id.to_owned();
    store.write(&someone(), move |tx| insert(tx, &id, Money::ZERO)).await
}

/// Hands a unit of work over without waiting for it.
pub fn start<F: Future>(work: F) -> Pin<Box<F>> {
    let mut work = Box::pin(work);
    let begun = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(begun, Poll::Pending), "it waits for its commit");
    work
}

/// A unit of work that stays open until it is told to end, and says when it has begun.
pub fn held(store: &Store) -> (std::sync::mpsc::Sender<()>, tokio::task::JoinHandle<Result<()>>) {
    let (go, gate) = std::sync::mpsc::channel();
    let (begun, running) = std::sync::mpsc::channel();
    let (store, gate) = (store.clone(), std::sync::Mutex::new(gate));
    let work = tokio::spawn(async move {
        store
            .write(&someone(), move |tx| {
                insert(tx, "held", Money::ZERO)?;
                let _ = begun.send(());
                let gate = gate.lock().map_err(|_| Error::Busy)?;
                gate.recv().map_err(|_| Error::Busy)
            })
            .await
    });
    running.recv().expect("it runs");
    (go, work)
}

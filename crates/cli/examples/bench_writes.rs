//! Durable writes through the whole program: 64 clerks at once report the progress of their neighbourhoods.
//!
//! Held against the bare engine in the same run and on the same disk: the smallest row with its line in the trail, and
//! the same report without HTTP. Afterwards every answer is looked for in the database.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::time::Instant;

use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office};
use linli_domain::sample::COUNTY;
use linli_domain::works::progress::Progress;
use linli_store::register::neighbourhood;
use linli_store::works::progress;
use linli_store::{Error, Store, args};
use support::client::Client;
use support::fill::{Plan, clerk, fill};
use support::ground::Ground;
use support::people;
use support::server::Server;
use support::{Result, figure, run, tell};
use tokio::task::JoinSet;

const CLIENTS: usize = 64;
/// Reports of each client.
const EACH: usize = 100;
const MONTH: &str = "2026-03";

fn main() -> Result<()> {
    for ground in Ground::each()? {
        run(measure(&ground))?;
    }
    Ok(())
}

async fn measure(ground: &Ground) -> Result<()> {
    let office: Office = COUNTY.parse().map_err(|_| "no office")?;
    let (ids, sign_in, bare, reports) = {
        let store = ground.open().await?;
        let ids = neighbourhoods(&store, office).await?;
        let sign_in = people::somebody(&store, office).await?;
        ground.settle()?;
        let bare = bare(&store, office).await?;
        (ids.clone(), sign_in, bare, engine(&store, office, &ids).await?)
    };
    let server = Server::linli(ground)?;
    let cookie = Client::connect(&server.address, "").await?.sign_in(&sign_in, people::PASSWORD).await?;
    let before = server.cpu()?;
    let started = Instant::now();
    let kept = through_http(&server, office, &ids, &cookie).await?;
    let http = figure(kept) / started.elapsed().as_secs_f64();
    let cpu = (server.cpu()? - before) * 1000.0 / figure(kept);
    // No farewell: what was answered must be there however the program ends.
    drop(server);

    let say = |what: &str, value: f64, unit: &str| tell(&format!("{}: {what}", ground.engine), value, unit);
    say("smallest writes of the engine, 64 clients", bare, "/s");
    say("reports of progress without HTTP, 64 clients", reports, "/s");
    say("reports of progress over HTTP, 64 clients", http, "/s");
    say("over HTTP, of the smallest writes", http / bare, "times");
    say("over HTTP, of the same reports without", http / reports, "times");
    say("processor a report over HTTP", cpu, "ms");
    every_answer_is_there(ground, kept).await
}

/// As many under way as there are clients, so that each has one of its own.
async fn neighbourhoods(store: &Store, office: Office) -> Result<Vec<NeighbourhoodId>> {
    let plan = Plan { neighbourhoods: 100, counties: 1, within: "430000", from: (2026, 3), months: 0, year: 2026 };
    fill(store, plan).await?;
    let all = store.read(move |tx| neighbourhood::all(tx, office)).await?;
    let ids = all.into_iter().filter(|one| one.facts.started_on.is_some()).map(|one| one.id);
    Ok(ids.take(CLIENTS).collect())
}

/// One small row and its line in the trail, again and again.
async fn bare(store: &Store, office: Office) -> Result<f64> {
    let sql = "create table bench_row (office text not null, id text not null, primary key (office, id))";
    store.write(&clerk(office), move |tx| tx.run(sql, args![]).map(drop)).await?;
    let made = per_second(|client, n| {
        let (store, id) = (store.clone(), format!("{client}-{n}"));
        async move {
            let kept = store.write(&clerk(office), move |tx| {
                tx.run("insert into bench_row (office, id) values ($1, $2)", args![office, id])?.exactly_one()?;
                tx.record("bench.row", &id, ());
                Ok::<_, Error>(())
            });
            Ok(kept.await?)
        }
    });
    made.await
}

/// The reports that the pages write, without the pages.
async fn engine(store: &Store, office: Office, ids: &[NeighbourhoodId]) -> Result<f64> {
    let month: Month = MONTH.parse().map_err(|_| "no month")?;
    let made = per_second(|client, n| {
        let (store, neighbourhood) = (store.clone(), ids[client]);
        // Below everything that is reported over HTTP afterwards: progress does not fall.
        let report = Progress::new(neighbourhood, month, Money::from_fen(i64::try_from(n).unwrap_or(0)));
        async move { Ok(store.write(&clerk(office), move |tx| progress::report(tx, &report)).await?) }
    });
    made.await
}

async fn per_second<F, W>(work: F) -> Result<f64>
where
    F: Fn(usize, usize) -> W,
    W: Future<Output = Result<()>> + Send + 'static,
{
    let started = Instant::now();
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let mine: Vec<W> = (0..EACH).map(|n| work(client, n)).collect();
        clients.spawn(async move {
            for one in mine {
                one.await?;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    Ok(figure((CLIENTS * EACH) as u64) / started.elapsed().as_secs_f64())
}

/// How many were acknowledged: all, or the measurement fails.
async fn through_http(server: &Server, office: Office, ids: &[NeighbourhoodId], cookie: &str) -> Result<u64> {
    let mut clients = JoinSet::new();
    for &id in ids {
        let mut client = Client::connect(&server.address, cookie).await?;
        clients.spawn(async move {
            let path = format!("/desk/{office}/register/{id}/progress");
            for n in 0..EACH {
                let form = format!("month={MONTH}&done={}.5&note=", n + 1);
                let answer = client.post(&path, &form).await?;
                if answer.status != 303 {
                    return Err(format!("{path}: {}", answer.status).into());
                }
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(EACH as u64)
        });
    }
    let mut kept = 0;
    while let Some(done) = clients.join_next().await {
        kept += done??;
    }
    Ok(kept)
}

async fn every_answer_is_there(ground: &Ground, acknowledged: u64) -> Result<()> {
    let store = ground.open().await?;
    let office = COUNTY;
    let count = move |tx: &mut linli_store::Tx, sql| tx.query_one(sql, args![office], |row| row.get::<i64>(0));
    let (versions, lines) = store
        .read(move |tx| {
            let versions = count(tx, "select count(*) from progress_version where office = $1")?;
            let lines = count(tx, "select count(*) from audit where office = $1 and act = 'progress.reported'")?;
            Ok::<_, Error>((versions, lines))
        })
        .await?;
    // Those without HTTP were as many.
    let expected = i64::try_from(acknowledged)? + i64::try_from(CLIENTS * EACH)?;
    tell(&format!("{}: rows written over HTTP", ground.engine), f64::from(u32::try_from(versions - expected / 2)?), "");
    tell(&format!("{}: answers that said so", ground.engine), figure(acknowledged), "");
    if (versions, lines) != (expected, expected) {
        return Err(format!("{expected} were acknowledged, {versions} rows and {lines} lines are there").into());
    }
    Ok(())
}

//! `linli backup` of a gigabyte while 200 reports a second arrive: how long the slowest writes wait, against without a backup.
//!
//! A write is sent when its time has come, whether the one before was answered or not, and its time counts from then. Afterwards
//! every answer is looked for in the records.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::sample::COUNTY;
use linli_store::register::{evidence, neighbourhood};
use linli_store::{Error, Objects, Store, args};
use support::client::Client;
use support::fill::{Plan, clerk, fill};
use support::ground::Ground;
use support::people;
use support::server::Server;
use support::{Result, figure, mebibytes, run, tell};
use tokio::task::JoinSet;

/// Clerks that write, and how long each waits from one report to the next: 200 a second together.
const CLIENTS: usize = 40;
const EVERY: Duration = Duration::from_millis(200);
/// So long is measured without a backup.
const QUIET: Duration = Duration::from_secs(15);
/// Documents of this size, so many of them: 1 GiB.
const PIECE: usize = 8 << 20;
const PIECES: u64 = 128;
const MONTH: &str = "2026-03";

fn main() -> Result<()> {
    run(measure(&Ground::sqlite()?))
}

async fn measure(ground: &Ground) -> Result<()> {
    let office: Office = COUNTY.parse().map_err(|_| "no office")?;
    let (ids, sign_in) = {
        let store = ground.open().await?;
        let ids = neighbourhoods(&store, office).await?;
        papers(&store, ground, office, ids[0]).await?;
        (ids, people::somebody(&store, office).await?)
    };
    let server = Server::linli(ground)?;
    let cookie = Client::connect(&server.address, "").await?.sign_in(&sign_in, people::PASSWORD).await?;

    let until = Instant::now() + QUIET;
    let quiet = writes(&server, (office, &ids), &cookie, 1_000_000, move || Instant::now() < until).await?;

    let file = ground.data().join("backup.zip");
    let begun = Instant::now();
    let (backup, running) = back_up(ground, &file)?;
    let beside = writes(&server, (office, &ids), &cookie, 2_000_000, running).await?;
    let took = backup.await??;
    drop(server);

    let size = std::fs::metadata(&file)?.len();
    tell("size of the backup", mebibytes(size), "MiB");
    tell("a backup beside 200 writes a second", took.duration_since(begun).as_secs_f64(), "s");
    let (without, with) = (percentiles(&quiet), percentiles(&beside));
    tell("writes without a backup", figure(quiet.len() as u64), "");
    tell("writes beside it", figure(beside.len() as u64), "");
    for (name, without, with) in [("50 of 100", without.0, with.0), ("99 of 100", without.1, with.1)] {
        tell(&format!("{name} writes are kept within, without a backup"), without, "ms");
        tell(&format!("{name} writes are kept within, beside a backup"), with, "ms");
        tell(&format!("{name}: beside, against without"), with / without, "times");
    }
    every_answer_is_there(ground, office, (quiet.len() + beside.len()) as u64).await
}

async fn neighbourhoods(store: &Store, office: Office) -> Result<Vec<NeighbourhoodId>> {
    let plan = Plan { neighbourhoods: 1_500, counties: 1, within: "430000", from: (2023, 1), months: 36, year: 2026 };
    fill(store, plan).await?;
    let all = store.read(move |tx| neighbourhood::all(tx, office)).await?;
    let ids = all.into_iter().filter(|one| one.facts.started_on.is_some()).map(|one| one.id);
    Ok(ids.take(CLIENTS).collect())
}

/// A gigabyte that no packing makes smaller.
async fn papers(store: &Store, ground: &Ground, office: Office, of: NeighbourhoodId) -> Result<()> {
    let objects = Objects::in_folder(&ground.data().join("objects"))?;
    let mut seed = 88_172_645_463_325_252_u64;
    for n in 0..PIECES {
        let mut bytes = Vec::with_capacity(PIECE);
        while bytes.len() < PIECE {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            bytes.extend_from_slice(&seed.to_le_bytes());
        }
        let digest = objects.keep(bytes.into()).await?;
        let piece = Evidence {
            id: EvidenceId::new(),
            neighbourhood: of,
            file_name: format!("{n}.pdf"),
            media_type: "application/pdf".to_owned(),
            digest,
            bytes: 8 << 20,
            picture: None,
            caption: None,
            at: Timestamp::now(),
            account: AccountId::from_number(2),
            by_name: "script/bench".to_owned(),
            withdrawn: None,
            confidential: false,
        };
        store.write(&clerk(office), move |tx| evidence::add(tx, &piece)).await.map_err(|error: Error| error)?;
    }
    Ok(())
}

type Running = Box<dyn Fn() -> bool + Send + Sync>;

/// Starts a backup as an administrator does; when it ended, and whether it still runs.
fn back_up(ground: &Ground, file: &std::path::Path) -> Result<(tokio::task::JoinHandle<Result<Instant>>, Running)> {
    let mut command = Command::new(std::env::var("LINLI_BIN")?);
    command.args(["--format", "json", "--log", "error", "--data"]).arg(ground.data());
    command.args(["--database", &ground.database, "backup"]).arg(file).stdout(Stdio::null());
    let process = command.spawn()?;
    let ended = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flag = std::sync::Arc::clone(&ended);
    let waiting = tokio::task::spawn_blocking(move || {
        let at = wait(process);
        flag.store(true, std::sync::atomic::Ordering::SeqCst);
        at
    });
    Ok((waiting, Box::new(move || !ended.load(std::sync::atomic::Ordering::SeqCst))))
}

fn wait(mut process: Child) -> Result<Instant> {
    let status = process.wait()?;
    if status.success() { Ok(Instant::now()) } else { Err(format!("the backup ended with {status}").into()) }
}

/// Reports as long as `go_on` says so; how long each took from its time on.
async fn writes(
    server: &Server,
    (office, ids): (Office, &[NeighbourhoodId]),
    cookie: &str,
    above: u64, // what was reported before: progress does not fall
    go_on: impl Fn() -> bool + Send + Sync + 'static,
) -> Result<Vec<Duration>> {
    let go_on = std::sync::Arc::new(go_on);
    let mut clients = JoinSet::new();
    let begun = tokio::time::Instant::now();
    for (n, &id) in ids.iter().enumerate() {
        let mut client = Client::connect(&server.address, cookie).await?;
        let go_on = std::sync::Arc::clone(&go_on);
        // Spread over the interval, as people are.
        let mut due = begun + EVERY * u32::try_from(n)? / u32::try_from(CLIENTS)?;
        clients.spawn(async move {
            let path = format!("/desk/{office}/register/{id}/progress");
            let mut took = Vec::new();
            while go_on() {
                tokio::time::sleep_until(due).await;
                let form = format!("month={MONTH}&done={}.5&note=", above + took.len() as u64 + 1);
                let answer = client.post(&path, &form).await?;
                if answer.status != 303 {
                    return Err(format!("{path}: {}", answer.status).into());
                }
                took.push(due.elapsed());
                due += EVERY;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(took)
        });
    }
    let mut all = Vec::new();
    while let Some(took) = clients.join_next().await {
        all.extend(took??);
    }
    Ok(all)
}

/// The median and the 99th of 100, in milliseconds.
fn percentiles(took: &[Duration]) -> (f64, f64) {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = |of: usize| sorted.get((sorted.len() * of / 100).min(sorted.len() - 1)).map_or(0.0, Duration::as_secs_f64);
    (at(50) * 1000.0, at(99) * 1000.0)
}

async fn every_answer_is_there(ground: &Ground, office: Office, acknowledged: u64) -> Result<()> {
    let store = ground.open().await?;
    let sql = "select count(*) from progress_version where office = $1 and month = $2";
    let rows = store.read(move |tx| tx.query_one(sql, args![office, MONTH], |row| row.get::<i64>(0)));
    let rows = rows.await.map_err(|error: Error| error)?;
    tell("answers that a report was kept", figure(acknowledged), "");
    if u64::try_from(rows)? != acknowledged {
        return Err(format!("{acknowledged} were acknowledged, {rows} rows are there").into());
    }
    Ok(())
}

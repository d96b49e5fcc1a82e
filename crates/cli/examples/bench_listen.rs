//! Listening to residents: visits taken durably from 32 phones at once, and the board of a neighbourhood with 5,000 opinions.
//!
//! Visits are held against the smallest durable write of the bare engine in the same run; afterwards each acknowledged one is
//! looked for. The board is held against the same board with nothing on it.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;
#[path = "../tests/common/survey.rs"]
mod survey;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::date;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::{Address, Channel, Content};
use linli_domain::kernel::NeighbourhoodId;
use linli_domain::register::Facts;
use linli_store::consultation::opinion;
use linli_store::register::neighbourhood;
use linli_store::seal::{KeyFile, Seal};
use linli_store::{Error, Store, args};
use support::client::Client;
use support::ground::Ground;
use support::people;
use support::server::Server;
use support::{Result, figure, run, tell};
use survey::{OFFICE, clerk, office, visit};
use tokio::task::JoinSet;

const PHONES: usize = 32;
/// Visits of each phone.
const EACH: usize = 60;
const OPINIONS: usize = 5_000;
/// Openings of a page.
const OPENINGS: usize = 300;

fn main() -> Result<()> {
    for ground in Ground::each()? {
        run(measure(&ground))?;
    }
    Ok(())
}

async fn measure(ground: &Ground) -> Result<()> {
    let key = ground.data().join("linli.key");
    std::fs::write(&key, Seal::new_key()?)?;
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let (doors, bare, boards, sign_in) = {
        let store = ground.open().await?.with_keys(KeyFile::at(Some(key)));
        let doors = survey::ground(&store, PHONES * EACH).await;
        let boards = boards(&store).await?;
        let sign_in = people::somebody(&store, office()).await?;
        ground.settle()?;
        (Arc::new(doors), bare(&store).await?, boards, sign_in)
    };
    let server = Server::linli(ground)?;
    let say = |what: &str, value: f64, unit: &str| tell(&format!("{}: {what}", ground.engine), value, unit);
    say("smallest durable writes, 32 at once", bare, "/s");
    visits(&server, doors, bare, &say).await?;
    board(&server, &sign_in, boards, &say).await?;
    drop(server);
    let store = ground.open().await?;
    let there: i64 = store
        .read(|tx| tx.query_one("select count(*) from visit where office = $1", args![OFFICE], |row| row.get(0)))
        .await?;
    if usize::try_from(there)? != PHONES * EACH {
        return Err(format!("{} were acknowledged, {there} are there", PHONES * EACH).into());
    }
    Ok(())
}

/// One small row and its line in the trail, again and again.
async fn bare(store: &Store) -> Result<f64> {
    let sql = "create table bench_row (office text not null, id text not null, primary key (office, id))";
    store.write(&clerk(), move |tx| tx.run(sql, args![]).map(drop)).await?;
    let started = Instant::now();
    let mut all = JoinSet::new();
    for client in 0..PHONES {
        let store = store.clone();
        all.spawn(async move {
            for n in 0..EACH {
                let id = format!("{client}-{n}");
                let kept = store.write(&clerk(), move |tx| {
                    tx.run("insert into bench_row (office, id) values ($1, $2)", args![office(), id])?.exactly_one()?;
                    tx.record("bench.row", &id, ());
                    Ok::<_, Error>(())
                });
                kept.await?;
            }
            Ok::<_, Error>(())
        });
    }
    while let Some(done) = all.join_next().await {
        done??;
    }
    Ok(figure((PHONES * EACH) as u64) / started.elapsed().as_secs_f64())
}

async fn visits(server: &Server, doors: Arc<survey::Ground>, bare: f64, say: &impl Fn(&str, f64, &str)) -> Result<()> {
    let cookie = Client::connect(&server.address, "").await?.sign_in(survey::NAME, survey::PASSWORD).await?;
    let (before, started) = (server.cpu()?, Instant::now());
    let mut phones = JoinSet::new();
    for phone in 0..PHONES {
        let (mut client, doors) = (Client::connect(&server.address, &cookie).await?, Arc::clone(&doors));
        phones.spawn(async move {
            let mut took = Vec::with_capacity(EACH);
            for n in 0..EACH {
                let (id, body) = visit(&doors, phone * EACH + n);
                let sent = Instant::now();
                let answer = client.put(&format!("/desk/{OFFICE}/door/visits/{id}"), &body).await?;
                took.push(sent.elapsed());
                if answer.status != 200 {
                    return Err(format!("{id}: {}", answer.status).into());
                }
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(took)
        });
    }
    let mut took = Vec::new();
    while let Some(done) = phones.join_next().await {
        took.extend(done??);
    }
    let made = figure(took.len() as u64);
    let rate = made / started.elapsed().as_secs_f64();
    say("visits with an opinion over HTTP, 32 phones", rate, "/s");
    say("visits, of the smallest durable writes", rate / bare, "times");
    say("visits, half within", at(&mut took, 50), "ms");
    say("visits, slowest of a hundred", at(&mut took, 99), "ms");
    say("processor a visit", (server.cpu()? - before) * 1000.0 / made, "ms");
    Ok(())
}

/// A board with many opinions, and one with none.
async fn boards(store: &Store) -> Result<[NeighbourhoodId; 2]> {
    let made = store.write(&clerk(), |tx| {
        let place = |tx: &mut linli_store::Transaction, name: &str| {
            let division = "430527100001".parse().map_err(|_| Error::Refused)?;
            Ok::<_, Error>(neighbourhood::add(tx, Facts::new(name, division))?.id)
        };
        let (full, empty) = (place(tx, "满小区（示例）")?, place(tx, "空小区（示例）")?);
        for n in 0..OPINIONS {
            let content = Content {
                address: Address::of(full),
                channel: Channel::Poster,
                said_on: date(2022, 5, 4),
                text: said(n),
                wishes: Vec::new(),
                hazard: n % 97 == 0,
            };
            opinion::record(tx, OpinionId::from_number((0x0190_163d_u128 << 96) + n as u128), &content)?;
        }
        Ok::<_, Error>([full, empty])
    });
    Ok(made.await?)
}

fn said(n: usize) -> String {
    const PARTS: [&str; 12] = [
        "楼顶漏水，一下雨就要拿盆接",
        "楼道灯不亮，老人晚上下楼摸黑",
        "下水道堵塞返水，厨房臭得很",
        "停车位太少，车没处停",
        "想加装电梯，七楼爬不动",
        "外墙瓷砖脱落，怕砸到人",
        "水压太小，早上没有水",
        "电动车飞线充电，怕起火",
        "垃圾桶在窗户底下，苍蝇多",
        "电线像蜘蛛网，什么时候入地",
        "孩子没有地方玩，想要健身器材",
        "希望早点开工，别拖到冬天",
    ];
    format!("{}（{}号，示例）", PARTS[n % PARTS.len()], n)
}

async fn board(
    server: &Server,
    sign_in: &str,
    [full, empty]: [NeighbourhoodId; 2],
    say: &impl Fn(&str, f64, &str),
) -> Result<()> {
    let cookie = Client::connect(&server.address, "").await?.sign_in(sign_in, people::PASSWORD).await?;
    let mut client = Client::connect(&server.address, &cookie).await?;
    let path = |of: NeighbourhoodId| format!("/desk/{OFFICE}/needs/places/{of}");
    let first = Instant::now();
    // Until all were read, each opening goes on.
    while opened(&mut client, &path(full)).await? > Duration::from_millis(500) {}
    say("board of 5,000 opinions, read for the first time", first.elapsed().as_secs_f64(), "s");
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..OPENINGS {
        for (of, took) in [full, empty].into_iter().zip(&mut took) {
            took.push(opened(&mut client, &path(of)).await?);
        }
    }
    let [mut full, mut empty] = took;
    let (many, none) = (at(&mut full, 99), at(&mut empty, 99));
    say("empty board, slowest of a hundred", none, "ms");
    say("board of 5,000 opinions, half within", at(&mut full, 50), "ms");
    say("board of 5,000 opinions, slowest of a hundred", many, "ms");
    say("board of 5,000 opinions, of an empty one", many / none, "times");
    Ok(())
}

async fn opened(client: &mut Client, path: &str) -> Result<Duration> {
    let started = Instant::now();
    let answer = client.get(path).await?;
    if answer.status != 200 {
        return Err(format!("{path}: {}", answer.status).into());
    }
    Ok(started.elapsed())
}

/// The time within which so many of a hundred were done, in milliseconds.
fn at(took: &mut [Duration], of_a_hundred: usize) -> f64 {
    took.sort_unstable();
    took[(took.len() * of_a_hundred / 100).min(took.len() - 1)].as_secs_f64() * 1000.0
}

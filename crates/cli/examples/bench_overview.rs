//! The county's page, the leader's page and a month's close, in a county of 65 and in one of 1,500 neighbourhoods with 36
//! months of reports; and photos taken in, 16 at once.
//!
//! Processor time for a page is held against the same page of the smaller county, once where nothing was written since the
//! last look and once right after a report: then the picture of the office is made anew.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::io::Cursor;
use std::time::Instant;

use image::{DynamicImage, ImageFormat, RgbImage};
use linli_domain::kernel::{Money, Month, NeighbourhoodId, Office};
use linli_domain::sample::COUNTY;
use linli_domain::works::month_end::Signature;
use linli_domain::works::month_rules::MonthRules;
use linli_domain::works::progress::Progress;
use linli_store::people::second_factor::Proof;
use linli_store::works::{month_end, monthly_report, progress};
use linli_store::{Error, Store};
use support::client::Client;
use support::fill::{Plan, clerk, fill};
use support::ground::Ground;
use support::server::Server;
use support::{Result, figure, people, run, tell};

const SIZES: [usize; 2] = [65, 1_500];
/// Requests of each page.
const ASKED: u64 = 200;
/// Requests right after a report each.
const AFTER: u64 = 20;
const PAGES: [(&str, &str); 2] = [("county page", "overview"), ("leader's page", "mine")];

fn main() -> Result<()> {
    let engines: [fn() -> Result<Option<Ground>>; 2] = [|| Ground::sqlite().map(Some), Ground::postgres];
    for ground in engines {
        let mut smallest = Vec::new();
        for size in SIZES {
            let Some(ground) = ground()? else { break };
            let costs = run(measure(&ground, size))?;
            if smallest.is_empty() {
                smallest.clone_from(&costs);
            }
            for ((what, cost), (_, least)) in costs.iter().zip(&smallest) {
                tell(&format!("{}, {size}, {what}: processor a request", ground.engine), *cost, "ms");
                tell(&format!("{}, {size}, {what}: of the county of 65", ground.engine), cost / least, "times");
            }
        }
    }
    photos()
}

/// What each page costs in a county of this size, in milliseconds of processor.
async fn measure(ground: &Ground, size: usize) -> Result<Vec<(String, f64)>> {
    let office: Office = COUNTY.parse().map_err(|_| "no office")?;
    let plan = Plan { neighbourhoods: size, counties: 1, within: "430000", from: (2023, 12), months: 36, year: 2026 };
    let (sign_in, id) = {
        let store = ground.open().await?;
        let filled = fill(&store, plan).await?;
        let close = close(&store, office).await?;
        tell(&format!("{}, {size}: a month is closed by two people", ground.engine), close, "ms");
        let first = filled.neighbourhoods.first().ok_or("nothing was filled")?.1;
        (people::somebody(&store, office).await?, first)
    };
    ground.settle()?;
    let server = Server::linli(ground)?;
    let cookie = Client::connect(&server.address, "").await?.sign_in(&sign_in, people::PASSWORD).await?;
    let mut client = Client::connect(&server.address, &cookie).await?;
    let mut costs = Vec::new();
    for (name, page) in PAGES {
        let path = format!("/desk/{office}/{page}");
        look(&mut client, &path).await?;
        let before = server.cpu()?;
        for _ in 0..ASKED {
            look(&mut client, &path).await?;
        }
        costs.push((name.to_owned(), (server.cpu()? - before) * 1000.0 / figure(ASKED)));
    }
    let path = format!("/desk/{office}/overview");
    let mut spent = 0.0;
    for n in 0..AFTER {
        report(&mut client, office, id, n).await?;
        let before = server.cpu()?;
        look(&mut client, &path).await?;
        spent += server.cpu()? - before;
    }
    costs.push(("county page right after a report".to_owned(), spent * 1000.0 / figure(AFTER)));
    Ok(costs)
}

async fn look(client: &mut Client, path: &str) -> Result<()> {
    let answer = client.get(path).await?;
    if answer.status == 200 { Ok(()) } else { Err(format!("{path}: {}", answer.status).into()) }
}

async fn report(client: &mut Client, office: Office, id: NeighbourhoodId, n: u64) -> Result<()> {
    let form = format!("month=2026-11&done={}&note=bench", 370 + n);
    let answer = client.post(&format!("/desk/{office}/register/{id}/progress"), &form).await?;
    if answer.status == 303 { Ok(()) } else { Err(format!("a report: {}", answer.status).into()) }
}

/// The month is worked out, signed by the filler and signed by the head: milliseconds in all.
async fn close(store: &Store, office: Office) -> Result<f64> {
    let month: Month = "2026-10".parse().map_err(|_| "no month")?;
    let today = month.last_day();
    let first = store.read(move |tx| linli_store::register::neighbourhood::all(tx, office)).await?;
    let id = first.first().ok_or("no neighbourhood")?.id;
    let head = linli_domain::kernel::people::Actor {
        account: linli_domain::kernel::people::AccountId::from_number(3),
        ..clerk(office)
    };
    store.write(&clerk(office), move |tx| progress::report(tx, &Progress::new(id, month, Money::from_yuan(1)))).await?;
    let began = Instant::now();
    let read = store.read(move |tx| {
        let report = monthly_report::of(tx, office, month, today)?;
        Ok::<_, Error>((report, month_end::of(tx, office, month)?, month_end::reports(tx, office, month)?))
    });
    let (report, end, known) = read.await?;
    let (text, digest) = monthly_report::sealed(&report)?;
    let filled = store.write(&clerk(office), move |tx| {
        let (mut end, by) = (end.clone(), signature(tx));
        end.fill(by, (digest, digest), 0, (today, &MonthRules::default())).map_err(|_| Error::Refused)?;
        let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
        month_end::fill(tx, &end, &text, known, &taken)
    });
    filled.await?;
    let signed = store.write(&head, move |tx| {
        let (mut end, by, actor) = (month_end::of(tx, office, month)?, signature(tx), tx.actor().clone());
        end.sign(&actor, by, digest).map_err(|_| Error::Refused)?;
        let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
        month_end::sign(tx, &end, &taken)
    });
    signed.await?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

fn signature(tx: &linli_store::Transaction) -> Signature {
    Signature { account: tx.actor().account, name: tx.actor().name.clone(), at: tx.now() }
}

/// Photos of twelve million points, as sixteen clerks send them at once: how many a second of processor, and the most memory.
/// Two are decoded at one time, as `serve` does it.
fn photos() -> Result<()> {
    const AT_ONCE: usize = 16;
    let photo = twelve_million()?;
    let before = cpu()?;
    let (send, next) = std::sync::mpsc::channel();
    for _ in 0..AT_ONCE {
        send.send(photo.clone())?;
    }
    drop(send);
    let next = std::sync::Mutex::new(next);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Ok(bytes) = next.lock().map_err(|_| ()).and_then(|next| next.recv().map_err(|_| ())) {
                    let _ = linli_formats::photo::read(&bytes);
                }
            });
        }
    });
    let spent = cpu()? - before;
    tell("photos of 12 million points", figure(AT_ONCE as u64) / spent, "/s of processor");
    tell("memory at the most, 16 photos at once", peak()?, "MiB");
    Ok(())
}

fn twelve_million() -> Result<Vec<u8>> {
    // Noise in blocks, so that it is neither empty nor impossible to pack.
    let colour = |x: u32, y: u32| {
        let n = (x / 8).wrapping_mul(7_919) ^ (y / 8).wrapping_mul(104_729);
        image::Rgb([(n % 251) as u8, (n / 7 % 241) as u8, (n / 31 % 239) as u8])
    };
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(4_000, 3_000, colour)).write_to(&mut bytes, ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

fn cpu() -> Result<f64> {
    support::server::cpu_of(std::process::id())
}

fn peak() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(support::mebibytes(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024))
}

//! Public pages under load, in databases of three sizes: `bench_pages [SIZE…]`.
//!
//! Run by `script/bench`, which names the program in `LINLI_BIN`. Requests per second are held against a bare axum
//! server in the same run; processor time for a request against the same page in the smallest database.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::collections::BTreeMap;

use support::fill::{Filled, Plan, fill};
use support::ground::Ground;
use support::load::{Answered, load};
use support::server::Server;
use support::{Result, hello, mebibytes, run, tell};

/// A county, a prefecture, the nation.
const SIZES: [usize; 3] = [65, 1_500, 280_000];

fn main() -> Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if given.first().is_some_and(|word| word == hello::WORD) {
        return run(hello::serve());
    }
    let given: Vec<usize> = given.iter().map(|size| size.parse()).collect::<Result<_, _>>()?;
    let sizes = if given.is_empty() { SIZES.to_vec() } else { given };
    let engines: [fn() -> Result<Option<Ground>>; 2] = [|| Ground::sqlite().map(Some), Ground::postgres];
    for ground in engines {
        let mut engine = Engine { bare: bare()?, smallest: BTreeMap::new() };
        for size in &sizes {
            let Some(ground) = ground()? else { break };
            engine.measure(&ground, *size)?;
        }
    }
    Ok(())
}

/// What a server costs that does nothing.
fn bare() -> Result<Answered> {
    let bare = load(&Server::hello()?, &["/".to_owned()])?;
    tell("bare axum: requests", bare.per_second, "/s");
    tell("bare axum: processor a request", bare.cpu_ms, "ms");
    Ok(bare)
}

struct Engine {
    bare: Answered,
    /// Processor time of each page in the smallest database.
    smallest: BTreeMap<&'static str, f64>,
}

impl Engine {
    fn measure(&mut self, ground: &Ground, size: usize) -> Result<()> {
        let filled = run(filled(ground, size))?;
        ground.settle()?;
        let server = Server::linli(ground)?;
        let at = format!("{}, {size}", ground.engine);
        tell(&format!("{at}: from start to first answer"), server.first_answer.as_secs_f64() * 1000.0, "ms");
        tell(&format!("{at}: memory after start"), server.memory()?, "MiB");
        for (page, paths) in pages(&filled) {
            let answered = load(&server, &paths)?;
            self.say(&format!("{at}, {page}"), page, &answered);
        }
        tell(&format!("{at}: memory after the load"), server.memory()?, "MiB");
        if let Ok(file) = std::fs::metadata(&ground.database) {
            tell(&format!("{at}: database"), mebibytes(file.len()), "MiB");
        }
        Ok(())
    }

    fn say(&mut self, what: &str, page: &'static str, answered: &Answered) {
        let smallest = *self.smallest.entry(page).or_insert(answered.cpu_ms);
        tell(&format!("{what}: requests"), answered.per_second, "/s");
        tell(&format!("{what}: requests, of bare axum"), answered.per_second / self.bare.per_second, "times");
        tell(&format!("{what}: slowest of a hundred"), answered.p99_ms, "ms");
        tell(&format!("{what}: processor a request"), answered.cpu_ms, "ms");
        tell(&format!("{what}: processor, of the smallest database"), answered.cpu_ms / smallest, "times");
        tell(&format!("{what}: one answer"), answered.bytes / 1024.0, "KiB");
    }
}

async fn filled(ground: &Ground, size: usize) -> Result<Filled> {
    eprintln!("filling {} with {size}", ground.engine);
    let store = ground.open().await?;
    let counties = if size <= 100 { 1 } else { size.div_ceil(100) };
    let plan = Plan { neighbourhoods: size, counties, within: "430000", from: (2026, 3), months: 4, year: 2026 };
    let started = std::time::Instant::now();
    let filled = fill(&store, plan).await?;
    eprintln!("filled in {:.0} s", started.elapsed().as_secs_f64());
    Ok(filled)
}

fn pages(filled: &Filled) -> [(&'static str, Vec<String>); 3] {
    let lists = filled.counties.iter().map(|county| format!("/places/{county}")).collect();
    let pages = filled.neighbourhoods.iter().map(|(office, id)| format!("/neighbourhoods/{office}/{id}")).collect();
    [("list of a county", lists), ("page of a neighbourhood", pages), ("start page", vec!["/".to_owned()])]
}

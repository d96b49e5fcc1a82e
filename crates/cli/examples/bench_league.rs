//! The league table of a province from records: 14 prefectures, 1,500 neighbourhoods, 24 months of reports each.
//!
//! Cold means: the store is opened, the connection is new, nothing is prepared; on SQLite the file has left the
//! system's memory too. PostgreSQL keeps its own buffers, which nobody but its server can empty.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::process::Command;
use std::time::Instant;

use linli_domain::kernel::{DivisionCode, Month};
use linli_store::oversight::league;
use linli_store::{Error, Store};
use support::fill::{Plan, fill};
use support::ground::Ground;
use support::{Result, run, tell};

const PROVINCE: &str = "430000";
const COUNTIES: usize = 122;
const COLD: usize = 7;
const WARM: usize = 50;

fn main() -> Result<()> {
    for ground in Ground::each()? {
        run(measure(&ground))?;
    }
    Ok(())
}

async fn measure(ground: &Ground) -> Result<()> {
    let plan =
        Plan { neighbourhoods: 1_500, counties: COUNTIES, within: PROVINCE, from: (2024, 1), months: 24, year: 2025 };
    fill(&ground.open().await?, plan).await?;
    ground.settle()?;

    let mut cold = Vec::new();
    for _ in 0..COLD {
        forget(ground)?;
        let started = Instant::now();
        table(&ground.open().await?).await?;
        cold.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    let store = ground.open().await?;
    let mut warm = Vec::new();
    for _ in 0..WARM {
        let started = Instant::now();
        table(&store).await?;
        warm.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    tell(&format!("{}: league table of a province, cold, with opening", ground.engine), middle(cold), "ms");
    tell(&format!("{}: league table of a province, warm", ground.engine), middle(warm), "ms");
    Ok(())
}

async fn table(store: &Store) -> Result<()> {
    let (scope, month) = (PROVINCE.parse::<DivisionCode>().map_err(|_| "no division")?, "2025-12".parse::<Month>());
    let month = month.map_err(|_| "no month")?;
    let league = store.read(move |tx| league::of(tx, scope, month)).await.map_err(|error: Error| error)?;
    let (units, planned) = (league.rows.len(), league.total.planned);
    if (units, planned) != (14, 1_500) {
        return Err(format!("{units} prefectures with {planned} neighbourhoods").into());
    }
    Ok(())
}

/// Takes SQLite's file out of the system's memory.
fn forget(ground: &Ground) -> Result<()> {
    let file = std::path::Path::new(&ground.database);
    if file.is_file() {
        let of = format!("of={}", file.display());
        let how = ["oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"];
        Command::new("dd").arg(of).args(how).status()?;
    }
    Ok(())
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

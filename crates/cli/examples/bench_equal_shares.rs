//! `linli equal-shares`: how long shares take that are raised until the budget is used, and how that grows with a town.
//!
//! Elections are made up by fixed dice: costs and how popular a project is are as uneven as in published ones. `LINLI_PABULIB` names a
//! folder of published ones (`*.pb`), which are not part of Linli; `LINLI_PABUTOOLS` a Python with pabutools, which shares out the same,
//! and has to come to the same projects.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use linli_domain::consultation::budget::{
    Ballot, BallotKind, Completion, Election, Project, Utility, Wish, equal_shares,
};
use linli_formats::pabulib::Pabulib;
use serde::Deserialize;
use support::{Result, figure, tell};

const UTILITIES: [(&str, Utility); 2] = [("cost", Utility::Cost), ("cardinality", Utility::Cardinality)];

#[derive(Deserialize)]
struct Theirs {
    seconds: f64,
    order: Vec<String>,
}

fn main() -> Result<()> {
    for (voters, projects) in [(9_000, 94), (1_000, 200), (10_000, 200), (100_000, 200)] {
        let election = town(voters, projects)?;
        for (name, utility) in UTILITIES {
            let (seconds, increments) = ours(&election, utility)?;
            tell(
                &format!("{voters} ballots, {projects} projects, {name}: shares raised {increments} times"),
                seconds,
                "s",
            );
        }
    }
    published()
}

/// The best of three, and how often shares were raised.
fn ours(election: &Election, utility: Utility) -> Result<(f64, i64)> {
    let mut best = (f64::INFINITY, 0);
    for _ in 0..3 {
        let started = Instant::now();
        let outcome = equal_shares(election, utility, Completion::Add1)?;
        best = (started.elapsed().as_secs_f64().min(best.0), outcome.increments);
    }
    Ok(best)
}

fn published() -> Result<()> {
    let Ok(folder) = std::env::var("LINLI_PABULIB") else {
        eprintln!("without published elections: LINLI_PABULIB names no folder");
        return Ok(());
    };
    let Ok(python) = std::env::var("LINLI_PABUTOOLS") else {
        eprintln!("without Python: LINLI_PABUTOOLS names none");
        return Ok(());
    };
    let entries = std::fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "pb"));
    let mut ratios = Vec::new();
    for file in files {
        for (name, utility) in UTILITIES {
            ratios.push(held(&python, &file, name, utility)?);
        }
    }
    ratios.sort_by(f64::total_cmp);
    if let Some(median) = ratios.get(ratios.len() / 2) {
        tell("pabutools' time of ours, raised shares, median", *median, "times");
        tell("the same, least", ratios[0], "times");
        tell("published elections, by two utilities", figure(ratios.len() as u64), "");
    }
    Ok(())
}

fn held(python: &str, file: &Path, name: &str, utility: Utility) -> Result<f64> {
    let read = Pabulib::read(&std::fs::read(file)?)?;
    let (seconds, _) = ours(&read.election, utility)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../script/lib/equal_shares.py");
    let told = Command::new(python).arg(&script).arg(file).arg(name).output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into_owned().into());
    }
    let theirs: Theirs = serde_json::from_slice(&told.stdout)?;
    let order = equal_shares(&read.election, utility, Completion::Add1)?.order();
    let order: Vec<&str> = order.into_iter().map(|at| read.election.projects()[at].id.as_str()).collect();
    if order != theirs.order {
        return Err(format!("{}, {name}: {order:?} and not {:?}", file.display(), theirs.order).into());
    }
    Ok(theirs.seconds / seconds)
}

/// A quarter of what all projects cost; popularity falls off as one over the rank, differently in six quarters of the town.
fn town(voters: u64, count: u32) -> Result<Election> {
    let mut dice = Dice(17);
    let cost =
        |dice: &mut Dice| i64::try_from(2_000 + dice.below(40) * dice.below(40) * dice.below(200)).unwrap_or(i64::MAX);
    let project = |at: u32, dice: &mut Dice| Project { id: at.to_string(), name: String::new(), cost: cost(dice) };
    let projects: Vec<Project> = (0..count).map(|at| project(at, &mut dice)).collect();
    let budget = projects.iter().map(|project| project.cost).sum::<i64>() / 4;
    let ballot = |dice: &mut Dice| {
        let (quarter, length) = (dice.below(6), 1 + dice.below(4) * dice.below(8));
        let mut wishes: Vec<Wish> = Vec::new();
        for _ in 0..length {
            // A product of two throws favours the first ones.
            let rank = dice.below(u64::from(count)) * dice.below(u64::from(count)) / u64::from(count);
            let project = u32::try_from((rank + quarter * 5) % u64::from(count)).unwrap_or(0);
            if !wishes.iter().any(|wish| wish.project == project) {
                wishes.push(Wish { project, points: 1 });
            }
        }
        Ballot { wishes }
    };
    let ballots = (0..voters).map(|_| ballot(&mut dice)).collect();
    Ok(Election::new(BallotKind::Approval, 1, budget, projects, ballots)?)
}

/// Fixed dice (splitmix64): every run has the same town.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }
}

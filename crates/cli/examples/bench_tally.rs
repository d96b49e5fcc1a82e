//! How long an owners' vote of a whole town takes to be counted: 20,000 heads, every tenth ballot odd in some way.
//!
//! Held against the reading of the same file as bare JSON in the same run, since machines differ and ratios stay.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use linli_domain::planning::vote::{BallotCode, Tally, judge};
use linli_formats::vote::VoteFile;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HEADS: u32 = 20_000;
const RUNS: usize = 5;

fn main() -> Result<()> {
    let text = town()?;
    let mut file = VoteFile::read(text.as_bytes())?;
    for (ballot, beside) in file.ballots.iter().zip(&mut file.beside) {
        beside.code = Some(BallotCode::new(ballot.number, [5; BallotCode::RANDOM]));
    }
    let bare = best(|| serde_json::from_str::<serde_json::Value>(&text).map(|_| ()))?;
    let read = best(|| VoteFile::read(text.as_bytes()).map(|_| ()))?;
    let counted = best(|| {
        let judged = judge(&file.vote, &file.roll, &file.ballots);
        std::hint::black_box(Tally::of(&file.vote, &file.roll, &judged));
        Ok::<(), std::convert::Infallible>(())
    })?;
    let bound = best(|| {
        std::hint::black_box(file.bound().map(|bound| bound.root()));
        Ok::<(), std::convert::Infallible>(())
    })?;
    tell("heads", f64::from(HEADS), "");
    tell("reading the file, strictly", read * 1_000.0, "ms");
    tell("the same against bare JSON", read / bare, "times");
    tell("judging and counting", counted * 1_000.0, "ms");
    tell("the same against bare JSON", counted / bare, "times");
    tell("sealing all ballots and their root", bound * 1_000.0, "ms");
    Ok(())
}

fn tell(what: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "what": what, "value": value, "unit": unit }));
}

/// The best of some runs, in seconds.
fn best<E: Error + 'static>(mut run: impl FnMut() -> std::result::Result<(), E>) -> Result<f64> {
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let started = Instant::now();
        run()?;
        best = best.min(started.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// A head a dwelling, and one ballot each: some late, some by proxy, some twice.
fn town() -> Result<String> {
    let mut text = format!(
        r#"{{"format": "linli-vote", "version": 1, "vote": "town", "matter": 7, "extent": "neighbourhood",
"first": "2022-05-01", "last": "2022-05-20", "options": ["for", "against", "abstain"],
"rule": {{"quorum": {{"heads": ">= 2/3", "area": ">= 2/3"}}, "majority": {{"heads": ">= 3/4", "area": ">= 3/4"}},
"proxies_a_person": 3, "barred_proxies": [], "represented_may_act": false, "online": true, "duplicates": "first"}},
"total": {{"heads": {HEADS}, "area": "{}"}},
"heads": ["#,
        u64::from(HEADS) * 90
    );
    for head in 0..HEADS {
        let comma = if head == 0 { "" } else { "," };
        write!(
            text,
            "{comma}\n{{\"head\": \"{head}\", \"owners\": [\"o{head}\"], \"dwellings\": [{{\"dwelling\": \"d{head}\", \"area\": \"90.00\"}}], \"delivered\": true}}"
        )?;
    }
    text.push_str("],\n\"ballots\": [");
    for number in 1..=HEADS {
        let comma = if number == 1 { "" } else { "," };
        let head = if number % 50 == 0 { number - 2 } else { number - 1 };
        let choice = if number % 7 == 0 { "against" } else { "for" };
        let day = if number % 30 == 0 { 21 } else { 1 + number % 20 };
        let proxy = if number % 20 == 0 {
            format!(
                r#", "proxy": {{"person": "p{}", "kind": "other", "appointed_by": "o{head}", "paper": "{:064x}"}}"#,
                number / 100,
                number
            )
        } else {
            String::new()
        };
        write!(
            text,
            "{comma}\n{{\"ballot\": {number}, \"head\": \"{head}\", \"channel\": \"online\", \"marks\": [\"{choice}\"], \"received\": \"2022-05-{day:02}\"{proxy}}}"
        )?;
    }
    text.push_str("]}\n");
    Ok(text)
}

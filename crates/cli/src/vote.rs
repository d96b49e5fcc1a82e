//! `linli vote tally` and `linli vote verify`: an owners' vote counted anew from a file in the open format, on any machine,
//! without a database. What the file says of itself is never believed.

mod json;
mod scans;
mod told;
mod wrong;

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use linli_domain::planning::vote::{BallotCode, Invalid, Tally};
use linli_formats::vote::{Finding, ReceiptFile, Received, VoteFile};

use crate::args::{Format, VoteAsked};
use crate::config::Settings;
use crate::files;
use crate::lang::Lang;
use crate::outcome::{Failure, Outcome};
use scans::Scan;

/// What came of it.
struct Counted {
    file: VoteFile,
    tally: Tally,
    findings: Vec<Finding>,
    verified: Option<Verified>,
    seconds: f64,
}

/// What was looked at beyond the count.
struct Verified {
    scans: Option<Vec<Scan>>,
    receipts: Vec<(BallotCode, Received)>,
}

pub fn run(settings: &Settings, asked: &VoteAsked, format: Format) -> Result<Outcome, Failure> {
    let lang = settings.lang.value;
    let counted = match asked {
        VoteAsked::Tally(asked) => count(&asked.file, lang)?,
        VoteAsked::Verify(asked) => {
            let bytes = files::read(&asked.file)?;
            if ReceiptFile::is_meant(&bytes) {
                return alone(&asked.file, &bytes, lang, format);
            }
            let mut counted = count(&asked.file, lang)?;
            let scans = asked.scans.as_deref().map(|folder| scans::look(&counted.file, folder));
            let receipts = asked.receipt.iter().map(|code| (*code, counted.file.receipt(*code))).collect();
            counted.verified = Some(Verified { scans, receipts });
            counted
        }
    };
    match format {
        Format::Json => println!("{}", json::of(&counted)),
        Format::Text => told::print(&counted, lang),
    }
    Ok(if counted.is_fine() { Outcome::Fine } else { Outcome::Findings })
}

/// A receipt that stands alone.
fn alone(path: &Path, bytes: &[u8], lang: Lang, format: Format) -> Result<Outcome, Failure> {
    let receipt = ReceiptFile::read(bytes).map_err(|problem| wrong::failure(path, &problem, lang))?;
    match format {
        Format::Json => println!("{}", json::alone(&receipt)),
        Format::Text => println!("{}", told::alone(&receipt, lang)),
    }
    Ok(if receipt.holds() { Outcome::Fine } else { Outcome::Findings })
}

fn count(path: &Path, lang: Lang) -> Result<Counted, Failure> {
    let started = Instant::now();
    let bytes = files::read(path)?;
    let file = VoteFile::read(&bytes).map_err(|problem| wrong::failure(path, &problem, lang))?;
    let (tally, findings) = (file.tally(), file.findings());
    Ok(Counted { file, tally, findings, verified: None, seconds: started.elapsed().as_secs_f64() })
}

impl Counted {
    /// Invalid ballots: number, line and reason.
    fn invalid(&self) -> impl Iterator<Item = (u32, u32, Invalid)> {
        let numbers = self.file.ballots.iter().map(|ballot| ballot.number);
        let lines: HashMap<u32, u32> = numbers.zip(self.file.beside.iter().map(|beside| beside.line)).collect();
        self.tally.invalid.iter().map(move |(number, reason)| (*number, lines[number], *reason))
    }

    fn is_fine(&self) -> bool {
        let verified = self.verified.as_ref().is_none_or(|verified| {
            let scans = verified.scans.iter().flatten().all(Scan::is_as_sealed);
            scans && verified.receipts.iter().all(|(_, received)| *received != Received::NotFound)
        });
        self.findings.is_empty() && verified
    }
}

//! `linli equal-shares`: which projects to take from a file of Pabulib, by equal shares or greedily, and why.

mod json;
mod told;
mod wrong;

use std::time::Instant;

use linli_domain::consultation::budget::{Election, Outcome, equal_shares, greedy};
use linli_formats::pabulib::Pabulib;

use crate::args::{CompletionBy, EqualShares, Format, ShareRule};
use crate::config::Settings;
use crate::files;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome as End};

/// What came of it.
struct Sharing<'a> {
    asked: &'a EqualShares,
    file: &'a Pabulib,
    /// Nothing where greedy was asked for.
    shares: Option<Outcome>,
    order: Vec<usize>,
    /// What greedy takes, to be held against it.
    greedy: Vec<usize>,
    seconds: f64,
    read_seconds: f64,
}

pub fn run(settings: &Settings, asked: &EqualShares, format: Format) -> Result<End, Failure> {
    let started = Instant::now();
    let bytes = files::read(&asked.file)?;
    let file = Pabulib::read(&bytes).map_err(|problem| wrong::failure(&asked.file, &problem, settings.lang.value))?;
    let read_seconds = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let (utility, election) = (asked.utility.into(), &file.election);
    let shares = match asked.rule {
        ShareRule::EqualShares => {
            Some(equal_shares(election, utility, asked.completion.into()).map_err(|_| endless(asked))?)
        }
        ShareRule::Greedy => None,
    };
    let order = shares.as_ref().map_or_else(|| greedy(election, utility), Outcome::order);
    let seconds = started.elapsed().as_secs_f64();

    let greedy = greedy(election, utility);
    let result = Sharing { asked, file: &file, shares, order, greedy, seconds, read_seconds };
    if let Some(out) = &asked.out {
        files::write(out, file.write(Some((result.rule(), &result.order))).as_bytes())?;
    }
    match format {
        Format::Json => println!("{}", json::of(&result)),
        Format::Text => told::print(&result, settings.lang.value),
    }
    Ok(End::Fine)
}

fn endless(asked: &EqualShares) -> Failure {
    Failure::cannot(Text::new("shares-endless").with("file", asked.file.display()))
}

impl Sharing<'_> {
    fn election(&self) -> &Election {
        &self.file.election
    }

    /// The rule as Pabulib calls it.
    fn rule(&self) -> &'static str {
        match (self.asked.rule, self.asked.completion) {
            (ShareRule::Greedy, _) => "greedy",
            (ShareRule::EqualShares, CompletionBy::Add1 | CompletionBy::Add1Greedy) => "equalshares/add1",
            (ShareRule::EqualShares, CompletionBy::None | CompletionBy::Greedy) => "equalshares",
        }
    }

    /// Households that get at least one project they wish.
    fn content(&self, taken: &[usize]) -> usize {
        let wishes = |of: &linli_domain::consultation::budget::Ballot| {
            of.wishes.iter().any(|wish| taken.contains(&(wish.project as usize)))
        };
        self.election().ballots().iter().filter(|ballot| wishes(ballot)).count()
    }
}

//! Where a file that can be read does not agree with itself, with its own rule or with the law.

use std::collections::BTreeSet;

use linli_domain::kernel::digest::Digest;
use linli_domain::planning::vote::{BallotCode, Invalid, Root, Weight};

use super::{Said, VoteFile};

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The rule asks for less than article 278 does.
    BelowLaw { matter: u8 },
    /// A ballot does not take part, and the file does not say so.
    Unsaid { line: u32, number: u32, reason: Invalid },
    /// The file gives another reason, or none is left.
    Otherwise { line: u32, number: u32, said: Invalid, found: Option<Invalid> },
    /// A ballot was changed after it was sealed.
    Changed { line: u32, number: u32 },
    /// There is a gap in the numbers: a ballot was taken out.
    Gap { number: u32 },
    /// The ballots are not those that the root binds.
    Root { line: u32, said: Root, found: Option<Root> },
    /// The stated result is not what is counted.
    Result { line: u32, what: Stated, said: String, found: String },
}

/// What of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    TookPart,
    Agreed,
    Carried,
}

/// What is to be said of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The ballot is there, and takes part.
    Counted,
    /// The ballot is there, and does not, for this reason.
    NotCounted(Invalid),
    /// No ballot has this code.
    NotFound,
}

impl VoteFile {
    /// What is to be looked at, in the order of the file.
    pub fn findings(&self) -> Vec<Finding> {
        let below = self.matter.filter(|matter| self.vote.rule.is_below_law(*matter));
        let mut found: Vec<Finding> =
            below.map(|matter| Finding::BelowLaw { matter: matter.number() }).into_iter().collect();
        found.extend(self.of_ballots());
        found.extend(self.gaps());
        found.extend(self.of_root());
        found.extend(self.of_result());
        found
    }

    fn of_ballots(&self) -> Vec<Finding> {
        let judged = self.judged();
        let reason = |number: u32| {
            let at = judged.binary_search_by_key(&number, |one| one.ballot.number);
            at.ok().and_then(|at| judged[at].invalid)
        };
        let mut found = Vec::new();
        for (at, (ballot, beside)) in self.ballots.iter().zip(&self.beside).enumerate() {
            let (line, number) = (beside.line, ballot.number);
            match (beside.invalid, reason(number)) {
                (None, Some(reason)) if ballot.seen != Some(reason) => {
                    found.push(Finding::Unsaid { line, number, reason });
                }
                (Some(said), other) if other != Some(said) => {
                    found.push(Finding::Otherwise { line, number, said, found: other });
                }
                _ => {}
            }
            if beside.seal.is_some() && beside.seal != self.seal(at) {
                found.push(Finding::Changed { line, number });
            }
        }
        found
    }

    /// Only where ballots are sealed: who counts by hand may number as they like.
    fn gaps(&self) -> Vec<Finding> {
        const MOST: usize = 100;
        let numbers: BTreeSet<u32> = self.ballots.iter().map(|ballot| ballot.number).collect();
        let last = numbers.last().copied().unwrap_or(0).max(self.root.map_or(0, |(root, _)| root.ballots));
        let missing = (1..=last).filter(|number| !numbers.contains(number)).take(MOST);
        if self.root.is_some() { missing.map(|number| Finding::Gap { number }).collect() } else { Vec::new() }
    }

    fn of_root(&self) -> Option<Finding> {
        let (said, line) = self.root?;
        let found = self.bound().map(|bound| bound.root());
        (found != Some(said)).then_some(Finding::Root { line, said, found })
    }

    fn of_result(&self) -> Vec<Finding> {
        let Some((said, line)) = self.result else { return Vec::new() };
        let tally = self.tally();
        let counted = Said { took_part: tally.quorum.have, agreed: tally.majority.have, carried: tally.carried() };
        let weight = |weight: Weight| format!("{} / {} m²", weight.heads, weight.area);
        let pairs = [
            (Stated::TookPart, weight(said.took_part), weight(counted.took_part)),
            (Stated::Agreed, weight(said.agreed), weight(counted.agreed)),
            (Stated::Carried, said.carried.to_string(), counted.carried.to_string()),
        ];
        let differs = pairs.into_iter().filter(|(_, said, found)| said != found);
        differs.map(|(what, said, found)| Finding::Result { line, what, said, found }).collect()
    }

    /// What became of the ballot with this code.
    pub fn receipt(&self, code: BallotCode) -> Received {
        let Some(at) = self.beside.iter().position(|beside| beside.code == Some(code)) else {
            return Received::NotFound;
        };
        let number = self.ballots[at].number;
        match self.judged().into_iter().find(|one| one.ballot.number == number).and_then(|one| one.invalid) {
            None => Received::Counted,
            Some(reason) => Received::NotCounted(reason),
        }
    }

    /// Scans that the file names, with line, number and digest.
    pub fn scans(&self) -> impl Iterator<Item = (u32, u32, &str, Digest)> {
        let both = self.ballots.iter().zip(&self.beside);
        both.filter_map(|(ballot, beside)| {
            Some((beside.line, ballot.number, beside.scan_file.as_deref()?, ballot.scan?))
        })
    }
}

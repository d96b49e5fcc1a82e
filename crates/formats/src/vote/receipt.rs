//! A receipt that stands alone (回执凭证): the seal a ballot was given, and its way to the published root. It says that this very
//! ballot is among those that were bound, and nothing of what stands on it; so it can be shown to anybody.
//!
//! ```
//! use linli_domain::kernel::digest::Digest;
//! use linli_domain::planning::vote::Bound;
//! use linli_formats::vote::ReceiptFile;
//!
//! let seals = [Digest::of(b"one"), Digest::of(b"two"), Digest::of(b"three")];
//! let receipt = ReceiptFile::of("lamps", &seals, 2).expect("the second of three");
//! let read = ReceiptFile::read(receipt.write().as_bytes())?;
//! assert!(read.holds() && read.root == Bound::new(seals).root());
//! # Ok::<(), linli_formats::vote::Problem>(())
//! ```

use linli_domain::planning::vote::{Bound, Proof, Root, Seal};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{Problem, VoteFile, Wrong};
use crate::json::{Source, shown};

const FORMAT: &str = "linli-vote-receipt";

/// One of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFile {
    pub vote: String,
    /// The ballot's number; ballots are bound in the order of theirs, from 1.
    pub number: u32,
    pub seal: Seal,
    pub proof: Proof,
    pub root: Root,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReceipt<'a> {
    #[serde(borrow)]
    format: &'a RawValue,
    version: &'a RawValue,
    vote: &'a RawValue,
    ballot: u32,
    #[serde(borrow)]
    seal: &'a RawValue,
    proof: &'a RawValue,
    root: &'a RawValue,
}

impl ReceiptFile {
    /// That of one ballot, from the seals of all in the order of their numbers.
    pub fn of(vote: &str, seals: &[Seal], number: u32) -> Option<Self> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        let bound = Bound::new(seals.iter().copied());
        Some(Self { vote: vote.to_owned(), number, seal: *seals.get(at)?, proof: bound.proof(at)?, root: bound.root() })
    }

    /// Whether a file says of itself that it is one; what else is wrong with it is told by reading.
    pub fn is_meant(bytes: &[u8]) -> bool {
        #[derive(Deserialize)]
        struct Meant {
            format: String,
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        serde_json::from_slice::<Meant>(bytes).is_ok_and(|meant| meant.format == FORMAT)
    }

    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let source = Source::of(bytes)?;
        let raw: RawReceipt<'_> = source.all()?;
        let format = source.text("format", raw.format)?;
        if format != FORMAT {
            return Err(Wrong::Format { given: shown(&format) }.at(source.line(raw.format)));
        }
        match source.part::<u64>(raw.version)? {
            1 => {}
            given => return Err(Wrong::Version { given }.at(source.line(raw.version))),
        }
        Ok(Self {
            vote: source.text("vote", raw.vote)?,
            number: raw.ballot,
            seal: source.digest("seal", raw.seal)?,
            proof: source.code("proof", raw.proof)?,
            root: source.root(raw.root)?.0,
        })
    }

    pub fn write(&self) -> String {
        let told = json!({
            "format": FORMAT,
            "version": 1,
            "vote": self.vote,
            "ballot": self.number,
            "seal": self.seal.to_string(),
            "proof": self.proof.to_string(),
            "root": { "sha256": self.root.digest.to_string(), "ballots": self.root.ballots },
        });
        format!("{told:#}\n")
    }

    /// Whether its ballot is among those that its root binds.
    pub fn holds(&self) -> bool {
        let at = self.number.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        at.is_some_and(|at| self.root.holds(self.seal, at, &self.proof))
    }
}

impl VoteFile {
    /// The receipt of a ballot that is sealed with all others.
    pub fn receipt_of(&self, number: u32) -> Option<ReceiptFile> {
        let mut order: Vec<usize> = (0..self.ballots.len()).collect();
        order.sort_unstable_by_key(|at| self.ballots[*at].number);
        let seals: Vec<Seal> = order.into_iter().map(|at| self.seal(at)).collect::<Option<_>>()?;
        ReceiptFile::of(&self.id, &seals, number)
    }
}

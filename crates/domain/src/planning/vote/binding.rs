//! Binding the ballots of a closed vote (表决票封存): one root of a Merkle tree (RFC 6962) stands for all of them.
//!
//! [`content`] is a ballot in twelve lines, its salt among them; the digest of that is its [`Seal`], which tells nothing to
//! who does not know the salt. Seals in the order of the ballots' numbers are the leaves. Leaves and nodes are hashed unlike one
//! another, so no node can be passed off as a ballot. The [`Root`] is published with the number of leaves: whoever has all
//! ballots works it out anew, and whoever has one receipt proves that its ballot is among them.

use std::fmt;
use std::str::FromStr;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{InclusionProof, RootHash};
use sha2::Sha256;

use super::ballot::Ballot;
use super::code::BallotCode;
use super::roll::Roll;
use crate::kernel::digest::Digest;

/// What a ballot is bound by.
pub type Seal = Digest;

/// What is published: the root, and of how many ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    pub digest: Digest,
    pub ballots: u32,
}

/// The way from one ballot to the root: the digests beside it, from the leaf upwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof(Vec<Digest>);

/// Why something is no way to a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a proof")]
pub struct NoProof;

/// All seals of a vote, in the order of their ballots.
pub struct Bound {
    tree: MemoryBackedTree<Sha256, [u8; 32]>,
}

/// A ballot as it is sealed: lines that other programs can write as well. No value holds an end of line.
pub fn content(vote: &str, roll: &Roll, ballot: &Ballot, code: BallotCode) -> String {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".into());
    let head = ballot.head.and_then(|at| roll.heads().get(at)).map(|head| head.id.clone());
    let proxy = ballot.proxy.as_ref().map(|proxy| {
        let paper = or_none(proxy.paper.map(|paper| paper.to_string()));
        format!("{}\t{}\t{}\t{paper}", proxy.person, proxy.kind.as_str(), proxy.appointed_by)
    });
    let marks: Vec<&str> = ballot.marks.iter().map(|mark| mark.as_str()).collect();
    [
        "linli ballot 1".to_owned(),
        vote.to_owned(),
        ballot.number.to_string(),
        or_none(head),
        ballot.channel.as_str().to_owned(),
        or_none((!marks.is_empty()).then(|| marks.join(","))),
        ballot.received.to_string(),
        or_none(proxy),
        or_none(ballot.scan.map(|scan| scan.to_string())),
        or_none(ballot.version.map(|version| version.to_string())),
        or_none(ballot.seen.map(|seen| seen.as_str().to_owned())),
        code.to_string(),
    ]
    .join("\n")
}

impl Bound {
    pub fn new(seals: impl IntoIterator<Item = Seal>) -> Self {
        let mut tree = MemoryBackedTree::new();
        seals.into_iter().for_each(|seal| tree.push(seal.bytes()));
        Self { tree }
    }

    pub fn root(&self) -> Root {
        let root = self.tree.root();
        let ballots = u32::try_from(root.num_leaves()).unwrap_or(u32::MAX);
        Root { digest: Digest::from_bytes((*root.as_bytes()).into()), ballots }
    }

    /// The way from a place (from 0) to the root.
    pub fn proof(&self, at: usize) -> Option<Proof> {
        ((at as u64) < self.tree.len()).then(|| {
            let proof = self.tree.prove_inclusion(at);
            Proof(
                proof
                    .as_bytes()
                    .chunks_exact(32)
                    .filter_map(|bytes| bytes.try_into().ok().map(Digest::from_bytes))
                    .collect(),
            )
        })
    }
}

impl Root {
    /// Whether a seal stands at this place (from 0) among those that the root binds.
    pub fn holds(&self, seal: Seal, at: usize, proof: &Proof) -> bool {
        let root = RootHash::<Sha256>::new(self.digest.bytes().into(), u64::from(self.ballots));
        let bytes: Vec<u8> = proof.0.iter().flat_map(|digest| digest.bytes()).collect();
        let proof = InclusionProof::try_from_bytes(bytes);
        proof.is_ok_and(|proof| root.verify_inclusion(&seal.bytes(), at as u64, &proof).is_ok())
    }
}

impl Proof {
    /// No tree that fits into memory is higher.
    const HIGHEST: usize = 64;
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bound").field(&self.root()).finish()
    }
}

/// Digests with points between them.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digests: Vec<String> = self.0.iter().map(Digest::to_string).collect();
        f.write_str(&digests.join("."))
    }
}

impl FromStr for Proof {
    type Err = NoProof;

    fn from_str(text: &str) -> Result<Self, NoProof> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.len() > Self::HIGHEST * 65 {
            return Err(NoProof);
        }
        text.split('.').map(|digest| digest.parse().map_err(|_| NoProof)).collect::<Result<_, _>>().map(Self)
    }
}

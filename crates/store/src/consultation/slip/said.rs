//! What a household said, and what became of it: for the page that its paper opens.

use std::collections::BTreeMap;

use linli_domain::consultation::{Opinion, OpinionId};
use linli_domain::kernel::Office;
use linli_domain::register::DwellingId;

use super::super::answer::{self, Version};
use super::super::opinion;
use crate::{Result, Tx};

/// An opinion of a household with the answer that holds for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub opinion: Opinion,
    pub answer: Option<Version>,
    /// Whether this answer was said to have helped.
    pub helped: Option<bool>,
}

/// The latest ones of a household, the last one first. Four statements.
pub fn said(tx: &mut Tx, office: Office, of: DwellingId, most: usize) -> Result<Vec<Said>> {
    let opinions = opinion::of_dwelling(tx, office, of, most)?;
    let mut wishes = opinion::wishes_of_dwelling(tx, office, of)?;
    let answers = answer::of_dwelling(tx, office, of)?;
    let helped: BTreeMap<OpinionId, (i64, bool)> = answer::helped_of_dwelling(tx, office, of)?;
    let all = opinions.into_iter().map(|one| {
        let answer = one.standing.answer.and_then(|id| answers.get(&id)).cloned();
        let rated = helped.get(&one.id).filter(|(version, _)| answer.as_ref().is_some_and(|a| a.version == *version));
        let helped = rated.map(|(_, helped)| *helped);
        Said { opinion: Opinion { wishes: wishes.remove(&one.id).unwrap_or_default(), ..one }, answer, helped }
    });
    Ok(all.collect())
}

//! Consultation: what people want, the catalogue that it is named by, and by when it is answered.

pub mod answer;
pub mod catalogue;
pub mod need;
pub mod openrosa;
pub mod opinion;
mod pieces;
pub mod receipt;
pub mod rules;
pub mod slip;
pub mod survey;
pub mod working_days;

use std::fmt::Display;

use linli_domain::consultation::AnswerId;
use linli_domain::consultation::opinion::{OpinionId, OpinionVersionId, SubjectId};

crate::text_values!(OpinionId, OpinionVersionId, SubjectId, AnswerId);

/// Several ids as one argument: `|a|b|`.
fn list<T: Display>(ids: &[T]) -> String {
    ids.iter().fold("|".to_owned(), |text, id| text + &id.to_string() + "|")
}

/// Between which of them all lie: ids sort by the time they were made, so a statement looks at no other rows.
fn bounds<T: Copy + Ord>(ids: &[T]) -> Option<(T, T)> {
    ids.iter().min().copied().zip(ids.iter().max().copied())
}

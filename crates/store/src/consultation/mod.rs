//! Consultation: what people want, the catalogue that it is named by, and by when it is answered.

pub mod answer;
pub mod catalogue;
pub mod need;
pub mod openrosa;
pub mod opinion;
pub mod receipt;
pub mod rules;
pub mod slip;
pub mod survey;
pub mod working_days;

use linli_domain::consultation::AnswerId;
use linli_domain::consultation::opinion::{OpinionId, OpinionVersionId};

crate::text_values!(OpinionId, OpinionVersionId, AnswerId);

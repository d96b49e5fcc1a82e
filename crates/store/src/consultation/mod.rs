//! Consultation: what people want, the catalogue that it is named by, and by when it is answered.

pub mod catalogue;
pub mod rules;
pub mod working_days;

//! Consultation: what people want, and the catalogue that it is named by.

pub mod catalogue;
pub mod survey;

//! Consultation (摸底征询): what residents want, the catalogue that it is named by, and what an opinion is about.

pub mod catalogue;
pub mod classifier;
pub mod survey;

pub use catalogue::Catalogue;

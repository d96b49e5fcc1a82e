//! Consultation (摸底征询): what residents say, and what it is about.

pub mod classifier;

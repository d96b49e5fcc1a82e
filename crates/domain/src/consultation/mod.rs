//! Consultation (摸底征询): what residents want, the catalogue that it is named by, what an opinion is about, and by when
//! it is answered.

pub mod catalogue;
pub mod classifier;
pub mod rules;
pub mod working_days;

pub use catalogue::Catalogue;
pub use rules::ConsultationRules;
pub use working_days::Calendar;

//! Consultation (摸底征询): what residents want, the catalogue that it is named by, what an opinion is about, and by when
//! it is answered.

pub mod answer;
pub mod budget;
pub mod catalogue;
pub mod classifier;
pub mod intake;
pub mod need;
pub mod openrosa;
pub mod opinion;
pub mod receipt;
pub mod rules;
pub mod slip;
pub mod survey;
pub mod working_days;

pub use answer::{Answer, AnswerId, Verdict};
pub use catalogue::Catalogue;
pub use need::{Need, NeedId};
pub use opinion::{Opinion, OpinionId};
pub use receipt::Receipt;
pub use rules::ConsultationRules;
pub use slip::SlipCode;
pub use working_days::Calendar;

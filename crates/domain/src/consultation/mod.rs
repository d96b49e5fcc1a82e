//! Consultation (摸底与意见): what people want. It begins with the catalogue that their wishes are named by.

pub mod catalogue;

pub use catalogue::Catalogue;

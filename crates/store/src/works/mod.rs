//! Works: rows and statements of progress on site.

pub mod progress;
pub mod stage;

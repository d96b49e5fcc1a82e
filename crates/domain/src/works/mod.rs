//! Works (施工监督): what is done on site. So far: the investment done, month by month.

pub mod progress;

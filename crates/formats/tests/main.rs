//! Every test of this crate that stands outside it, in one program: it is linked once.

mod files;
mod hostile;
mod pabulib;
mod photos;
mod reading;
mod recognising;
mod vote;
mod writing;
mod xforms;

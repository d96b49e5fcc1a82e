//! Every test of this crate that stands outside it, in one program: it is linked once.

mod input;
mod layout;
mod papers;
mod specimen;

//! Every test of this crate that stands outside it, in one program: it is linked once.

mod backup;
mod bucket;
mod bulletins;
mod common;
mod equal_shares;
mod faults;
mod keys;
mod lifts;
mod openrosa;
mod opinions;
mod progress;
mod reports;
mod retention;
mod rooms;
mod serving;
mod settings;
mod slips;
mod stages;
mod votes;

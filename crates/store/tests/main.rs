//! Every test of this crate that stands outside it, in one program: it is linked once.

mod check;
mod common;
mod consultation;
mod durability;
mod forgetting;
mod identity;
mod intake;
mod months;
mod needs;
mod objects;
mod openrosa;
mod opinions;
mod organisation;
mod oversight;
mod personal;
mod postgres;
mod register;
mod retention;
mod rules;
mod second_factor;
mod slips;
mod stages;
mod survey;
mod tls;
mod trail;
mod units_of_work;

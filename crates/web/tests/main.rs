//! Every test of this crate that stands outside it, in one program: it is linked once.

mod acts;
mod catalogue;
mod headings;
mod homes;
mod identity;
mod imports;
mod matrix;
mod months;
mod needs;
mod openrosa;
mod opinions;
mod organisation;
mod oversight;
mod overview;
mod people;
mod persons;
mod portal;
mod progress_tables;
mod register;
mod second_factor;
mod slips;
mod stages;
mod sturdy;
mod survey;
mod texts;
mod working_days;

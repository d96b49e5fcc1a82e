//! The key as a unit of work has it: what it keeps of a person is sealed by it, and opened.

use std::cell::Cell;

use linli_domain::kernel::{Office, Personal};

use super::places::{ALL, Place};
use super::{CannotOpen, NoKey, Seal, is_sealed};
use crate::{Error, Result, Transaction, Tx};

/// What stands in the way where there is no key, in one word; the page and the command line find the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Unset,
    Missing,
    /// It is not the key of the records.
    Other,
    Unusable,
}

/// The keys of a unit of work, or why there are none.
#[derive(Clone, Debug)]
pub struct Held {
    seal: Result<Seal, Lack>,
    /// Its key was seen to be that of the records.
    fits: Cell<bool>,
}

impl Default for Held {
    fn default() -> Self {
        Self { seal: Err(Lack::Unset), fits: Cell::new(false) }
    }
}

impl Held {
    pub(crate) fn new(found: Result<Seal, NoKey>) -> Self {
        let lack = |why| match why {
            NoKey::Unset => Lack::Unset,
            NoKey::Missing(_) => Lack::Missing,
            NoKey::Other(_) => Lack::Other,
            NoKey::Damaged(_) | NoKey::Unusable(..) | NoKey::Store(_) => Lack::Unusable,
        };
        Self { seal: found.map_err(lack), fits: Cell::new(false) }
    }

    pub fn seal(&self) -> Result<&Seal, Lack> {
        self.seal.as_ref().map_err(|lack| *lack)
    }

    /// What is kept in a place. What was kept before there was a key is read as it stands.
    pub fn open(&self, place: &Place, office: Office, id: &str, kept: &str) -> Personal {
        if kept.is_empty() {
            return Personal::Erased;
        }
        if !is_sealed(kept) {
            return kept.into();
        }
        let Ok(seal) = self.seal() else { return Personal::Closed };
        let opened = seal.open(&place.of(office, id), kept).and_then(text);
        opened.map_or(Personal::Closed, Personal::Known)
    }
}

fn text(bytes: Vec<u8>) -> Result<String, CannotOpen> {
    String::from_utf8(bytes).map_err(|_| CannotOpen::Changed)
}

impl Tx {
    /// What is kept of a person in a place.
    pub fn open(&self, place: &Place, office: Office, id: &str, kept: &str) -> Personal {
        self.held().open(place, office, id, kept)
    }
}

impl Transaction {
    /// What a place is to keep of a person, sealed. `NoKey`: it would be kept so that anybody could read it, or nobody.
    pub fn seal(&mut self, place: &Place, id: &str, personal: &Personal) -> Result<String> {
        let plain = match personal {
            Personal::Known(text) => text,
            Personal::Erased => return Ok(String::new()),
            Personal::Closed => return Err(Error::NoKey(self.held().seal().err().unwrap_or(Lack::Other))),
        };
        let (office, held) = (self.office(), self.held());
        let seal = held.seal().map_err(Error::NoKey)?;
        if !held.fits.replace(true) {
            // Any sealed text of the office, not only one of this place, which may be the first of its kind.
            for place in ALL {
                if place.sample(self, office)?.is_some_and(|sealed| !seal.knows(&sealed)) {
                    held.fits.set(false);
                    return Err(Error::NoKey(Lack::Other));
                }
            }
        }
        seal.seal(&place.of(office, id), plain.as_bytes())
    }
}

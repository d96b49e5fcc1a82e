//! The key as a unit of work has it: what it keeps of a person is sealed by it, and opened.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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

/// Keys that were seen to be those of the records of an office, and when: all places are looked at once in a while, not at every
/// write. Not for ever: another server may change the key, and somebody may restore other records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fitting(Arc<Mutex<BTreeMap<(Office, String), Instant>>>);

/// So long a key that fitted is not looked at again.
const TRUSTED: Duration = Duration::from_secs(30);

impl Fitting {
    fn knows(&self, office: Office, key: &str) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(office, key.to_owned())).copied();
        seen.is_some_and(|seen| seen.elapsed() < TRUSTED)
    }

    fn keep(&self, office: Office, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((office, key.to_owned()), Instant::now());
    }
}

/// The keys of a unit of work, or why there are none.
#[derive(Clone, Debug)]
pub struct Held {
    seal: Result<Seal, Lack>,
    /// Its key was seen to be that of the records.
    fits: Cell<bool>,
    fitting: Fitting,
}

impl Default for Held {
    fn default() -> Self {
        Self { seal: Err(Lack::Unset), fits: Cell::new(false), fitting: Fitting::default() }
    }
}

impl Held {
    pub(crate) fn new(found: Result<Seal, NoKey>, fitting: Fitting) -> Self {
        let lack = |why| match why {
            NoKey::Unset => Lack::Unset,
            NoKey::Missing(_) => Lack::Missing,
            NoKey::Other(_) => Lack::Other,
            NoKey::Damaged(_) | NoKey::Unusable(..) | NoKey::Store(_) => Lack::Unusable,
        };
        Self { seal: found.map_err(lack), fits: Cell::new(false), fitting }
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
        if !held.fits.get() && !held.fitting.knows(office, seal.first()) {
            // Any sealed text of the office, not only one of this place, which may be the first of its kind.
            let mut any = false;
            for place in ALL {
                if let Some(sealed) = place.sample(self, office)? {
                    any = true;
                    if !seal.knows(&sealed) {
                        return Err(Error::NoKey(Lack::Other));
                    }
                }
            }
            // Where nothing is sealed yet, another program may still begin with another key.
            if any {
                held.fitting.keep(office, seal.first());
            }
        }
        held.fits.set(true);
        seal.seal(&place.of(office, id), plain.as_bytes())
    }
}

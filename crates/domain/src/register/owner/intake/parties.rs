//! Who of a list is known already: by a name and the end of a document or a phone.

use std::collections::{BTreeMap, BTreeSet};

use super::super::party::Same;
use super::super::{Owner, PartyId, PartyKind};
use super::{Note, Party, Reason, Roll, Unit};

/// Parties that a line can name, with a door at which each is found.
pub(super) struct Known {
    all: Vec<(Party, String)>,
    /// Where a name, or the end of a document, stands.
    by: BTreeMap<String, Vec<usize>>,
}

/// What is known of a party that a line names.
pub(super) enum Met {
    /// It owns this dwelling already.
    Stays,
    /// It owns another one, at this door.
    Joins(PartyId, String),
    New(Option<Note>),
    Refused(Reason),
}

impl Known {
    pub fn of(roll: &Roll) -> Self {
        let mut known = Self { all: Vec::new(), by: BTreeMap::new() };
        let mut seen = BTreeSet::new();
        for unit in &roll.units {
            if let Some(party) = roll.party_of(unit).filter(|party| seen.insert(party.id)) {
                known.add(party, unit);
            }
        }
        known
    }

    pub fn add(&mut self, party: &Party, unit: &Unit) {
        for owner in party.owners() {
            for mark in marks(owner) {
                self.by.entry(mark).or_default().push(self.all.len());
            }
        }
        self.all.push((party.clone(), unit.door()));
    }

    pub fn meet(&self, party: &Party, unit: &Unit) -> Met {
        if party.kind == PartyKind::Unknown {
            let stays = self.all.iter().any(|(known, _)| known.kind == party.kind && unit.party == Some(known.id));
            return if stays { Met::Stays } else { Met::New(None) };
        }
        let candidates: BTreeSet<usize> =
            party.owners().iter().flat_map(marks).filter_map(|mark| self.by.get(&mark)).flatten().copied().collect();
        let mut same_name = None;
        let mut joins = None;
        for (known, door) in candidates.into_iter().filter_map(|at| self.all.get(at)) {
            let here = unit.party == Some(known.id);
            match party.compare(known) {
                // At one door one name is one person.
                Same::Yes | Same::NameOnly if here => return Met::Stays,
                Same::Yes => joins = joins.or(Some((known.id, door.clone()))),
                Same::NameOnly => same_name = same_name.or(Some(Note::SameName(door.clone()))),
                Same::OtherPhone => return refused("phone", "other-phone", door),
                Same::OtherName => return refused("owner", "other-name", door),
                Same::No => {}
            }
        }
        joins.map_or(Met::New(same_name), |(id, door)| Met::Joins(id, door))
    }
}

fn refused(field: &'static str, why: &'static str, door: &str) -> Met {
    Met::Refused(Reason { field, why, detail: door.to_owned() })
}

/// By what somebody is looked up; whether it is the one is asked afterwards.
fn marks(owner: &Owner) -> impl Iterator<Item = String> + use<> {
    let document = (!owner.document.is_empty()).then(|| format!("#{}", owner.document));
    std::iter::once(owner.name.clone()).chain(document)
}

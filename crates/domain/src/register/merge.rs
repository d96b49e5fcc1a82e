//! Merging two records of one neighbourhood (合并): one goes on, the other stays readable and points to it.

use super::facts::{Facts, Field};
use super::neighbourhood::Neighbourhood;

/// Why two records cannot be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotMerge {
    #[error("a record cannot be merged with itself")]
    Same,
    #[error("one of the records has been merged already")]
    AlreadyMerged,
    #[error("the records belong to two offices")]
    TwoOffices,
}

/// Whether `gone` may go into `kept`.
pub fn may_merge(kept: &Neighbourhood, gone: &Neighbourhood) -> Result<(), CannotMerge> {
    if kept.id == gone.id {
        return Err(CannotMerge::Same);
    }
    if kept.office != gone.office {
        return Err(CannotMerge::TwoOffices);
    }
    if kept.merged_into.is_some() || gone.merged_into.is_some() {
        return Err(CannotMerge::AlreadyMerged);
    }
    Ok(())
}

/// The facts that go on: those of the kept record, with the chosen fields and all that it did not know from the other.
pub fn merged(kept: &Facts, gone: &Facts, chosen: &[Field]) -> Facts {
    let mut result = kept.clone();
    for field in Field::ALL {
        if chosen.contains(&field) || result.text(field).is_none() {
            result.take(field, gone);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_record_did_not_know_comes_from_the_other() {
        let place = "430527100".parse().expect("a code");
        let kept = Facts { households: Some(96), ..Facts::new("粮食局小区", place) };
        let gone = Facts { households: Some(98), built_year: Some(1986), ..Facts::new("粮食局宿舍", place) };

        let facts = merged(&kept, &gone, &[Field::Households]);

        assert_eq!((facts.name.as_str(), facts.households, facts.built_year), ("粮食局小区", Some(98), Some(1986)));
    }
}

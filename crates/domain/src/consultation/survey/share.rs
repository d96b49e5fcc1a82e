//! Sharing doors out (分派): every entrance goes to one of the team, by hand or evenly in one click.
//!
//! Evenly means: as near to the same number of doors each as whole entrances allow, and neighbours in the list go to one
//! person, so that nobody runs from building to building.

use crate::kernel::people::AccountId;
use crate::register::EntranceId;

/// An entrance in the order of the way (by neighbourhood, building, position), with its doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stairwell {
    pub entrance: EntranceId,
    pub doors: i64,
}

/// Who goes where: the list of entrances is cut into one run for each of the team, in the order of the team. The run with
/// the most doors has as few as any cut allows.
pub fn evenly(stairwells: &[Stairwell], team: &[AccountId]) -> Vec<(EntranceId, AccountId)> {
    if team.is_empty() {
        return Vec::new();
    }
    let most = smallest_most(stairwells, team.len());
    let (mut runs, mut carried, mut at) = (Vec::new(), 0, 0);
    for (done, stairwell) in stairwells.iter().enumerate() {
        // Whoever is left gets something to do, as long as there are entrances for them.
        let (left, waiting) = (stairwells.len() - done, team.len() - 1 - at);
        let full = carried > 0 && (carried + stairwell.doors > most || left <= waiting);
        if full && at + 1 < team.len() {
            (at, carried) = (at + 1, 0);
        }
        carried += stairwell.doors;
        runs.push((stairwell.entrance, team[at]));
    }
    runs
}

/// The least that the largest of so many runs can have: found by halving, since a cut is possible or not.
fn smallest_most(stairwells: &[Stairwell], runs: usize) -> i64 {
    let doors = || stairwells.iter().map(|stairwell| stairwell.doors.max(0));
    let (mut low, mut high) = (doors().max().unwrap_or(0), doors().sum());
    while low < high {
        let middle = low + (high - low) / 2;
        if runs_needed(stairwells, middle) <= runs { high = middle } else { low = middle + 1 }
    }
    low
}

fn runs_needed(stairwells: &[Stairwell], most: i64) -> usize {
    let (mut runs, mut carried) = (1, 0);
    for stairwell in stairwells {
        if carried > 0 && carried + stairwell.doors > most {
            (runs, carried) = (runs + 1, 0);
        }
        carried += stairwell.doors;
    }
    runs
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn stairwells(doors: &[i64]) -> Vec<Stairwell> {
        let of = |(n, doors): (u128, &i64)| Stairwell { entrance: EntranceId::from_number(n), doors: *doors };
        (1..).zip(doors).map(of).collect()
    }

    fn team(many: u128) -> Vec<AccountId> {
        (1..=many).map(AccountId::from_number).collect()
    }

    fn carried(doors: &[i64], many: u128) -> Vec<i64> {
        let list = stairwells(doors);
        let mut sums = BTreeMap::new();
        for (entrance, account) in evenly(&list, &team(many)) {
            let doors = list.iter().find(|s| s.entrance == entrance).map_or(0, |s| s.doors);
            *sums.entry(account).or_insert(0) += doors;
        }
        sums.into_values().collect()
    }

    #[test]
    fn everybody_carries_about_the_same() {
        assert_eq!(carried(&[12, 12, 12, 12], 2), [24, 24]);
        assert_eq!(carried(&[12, 12, 12], 2), [24, 12]);
        assert_eq!(carried(&[30, 1, 1, 1], 3), [30, 2, 1]);
        assert_eq!(carried(&[5], 3), [5], "an entrance is not cut");
        assert_eq!(evenly(&stairwells(&[5]), &[]), []);
    }

    proptest! {
        #[test]
        fn every_entrance_is_somebodys_in_runs_and_nobody_idles(
            doors in prop::collection::vec(1_i64..40, 0..60), many in 1_u128..9,
        ) {
            let (list, team) = (stairwells(&doors), team(many));
            let shared = evenly(&list, &team);
            prop_assert_eq!(shared.iter().map(|(e, _)| *e).collect::<Vec<_>>(), list.iter().map(|s| s.entrance).collect::<Vec<_>>());
            prop_assert!(shared.windows(2).all(|pair| pair[0].1 <= pair[1].1), "runs");
            let busy = carried(&doors, many);
            prop_assert_eq!(busy.len(), doors.len().min(team.len()));
            let (sum, largest) = (doors.iter().sum::<i64>(), doors.iter().max().copied().unwrap_or(0));
            let fair = sum / i64::try_from(many).expect("small") + largest;
            prop_assert!(busy.iter().all(|carried| *carried <= fair), "{:?}", busy);
        }
    }
}

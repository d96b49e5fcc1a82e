//! Splitting a sum by weights: to the fen, and the whole of it.

use crate::kernel::Money;

/// Where the fen go that no weight takes whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remainder {
    /// All of them to one household, else one each to those of whom most was cut off.
    pub all_to_one: bool,
    /// This household: of equals it is the first, or it takes all of them. Without a name, the first that stands there.
    pub household: Option<String>,
}

/// Shares of a sum by weights, of which one at least is above zero, and how many fen each was given of what was left.
///
/// `first` is the place that comes first among equals. The shares come to the sum exactly.
pub(super) fn split(sum: Money, weights: &[i128], all_to_one: bool, first: Option<usize>) -> (Vec<Money>, Vec<i64>) {
    let (fen, whole) = (i128::from(sum.fen()), weights.iter().sum::<i128>());
    let mut shares: Vec<i128> = weights.iter().map(|weight| fen * weight / whole).collect();
    let mut given = vec![0_i64; weights.len()];
    let left = fen - shares.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).filter(|at| weights[*at] > 0).collect();
    // Most cut off first; of equals the named one, then as they stand there.
    order.sort_by_key(|at| (-(fen * weights[*at] % whole), Some(*at) != first, *at));
    let one = first.filter(|at| weights.get(*at).is_some_and(|weight| *weight > 0));
    for n in 0..usize::try_from(left).unwrap_or_default() {
        let taker = if all_to_one { one.or(order.iter().min().copied()) } else { order.get(n).copied() };
        if let Some(at) = taker {
            shares[at] += 1;
            given[at] += 1;
        }
    }
    let money = |share: i128| Money::from_fen(i64::try_from(share).unwrap_or(i64::MAX));
    (shares.into_iter().map(money).collect(), given)
}

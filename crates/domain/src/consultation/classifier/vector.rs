//! A text as a vector of length one: how much each term it holds says about it.

/// Terms by number, ascending, each with its weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Vector {
    pub(super) entries: Vec<(u32, f32)>,
}

impl Vector {
    /// From counts, each term once. A term said often says more, but not in proportion (1 + ln n); one that stands
    /// everywhere says little.
    pub(super) fn new(mut counts: Vec<(u32, u32)>, rarity: &[f32]) -> Self {
        counts.sort_unstable();
        #[allow(clippy::cast_precision_loss, reason = "counts of one text")]
        let weight = |(term, count): (u32, u32)| (term, (1.0 + (count as f32).ln()) * rarity[term as usize]);
        let mut entries: Vec<(u32, f32)> = counts.into_iter().map(weight).collect();
        let length = entries.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in &mut entries {
            *weight /= length;
        }
        Self { entries }
    }
}

/// How often each number stands in a list.
pub(super) fn counts(mut numbers: Vec<u32>) -> Vec<(u32, u32)> {
    numbers.sort_unstable();
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match counts.last_mut() {
            Some((last, count)) if *last == number => *count += 1,
            _ => counts.push((number, 1)),
        }
    }
    counts
}

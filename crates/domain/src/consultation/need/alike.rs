//! Which sentences say the same: by the pairs of neighbouring signs that they share.

use rustc_hash::FxHashSet;

/// Two say the same when they share so much of what the shorter one says, in hundredths.
const SAME: usize = 60;
/// A sentence of fewer pairs says too little to be the same as another one.
const FEWEST: usize = 3;

/// For each text the number of the group it belongs to; groups are counted in the order of their first text, which every
/// other one of the group is like.
///
/// ```
/// use linli_domain::consultation::need::alike;
///
/// let said = ["三单元楼顶漏水", "楼道没有灯", "我们三单元的楼顶漏水了！"];
/// assert_eq!(alike(&said), [0, 1, 0]);
/// ```
pub fn alike(texts: &[&str]) -> Vec<usize> {
    let mut firsts: Vec<FxHashSet<(char, char)>> = Vec::new();
    texts
        .iter()
        .map(|text| {
            let pairs = pairs(text);
            let known = firsts.iter().position(|first| is_same(first, &pairs));
            known.unwrap_or_else(|| {
                firsts.push(pairs);
                firsts.len() - 1
            })
        })
        .collect()
}

/// Signs beside one another, without what stands between words.
fn pairs(text: &str) -> FxHashSet<(char, char)> {
    let signs: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    signs.windows(2).map(|two| (two[0], two[1])).collect()
}

fn is_same(one: &FxHashSet<(char, char)>, other: &FxHashSet<(char, char)>) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    // A long text that holds a short one says more than it.
    if shorter.len() < FEWEST || longer.len() > 3 * shorter.len() {
        return shorter == longer && !shorter.is_empty();
    }
    shorter.intersection(longer).count() * 100 >= shorter.len() * SAME
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_words_in_another_order_or_with_signs_between_are_the_same() {
        let said = ["路灯坏了半年没人修", "没人修，路灯坏了，半年！", "路灯不亮", "电梯装不装", "🙂"];
        assert_eq!(alike(&said), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn a_text_of_nothing_is_like_nothing() {
        assert_eq!(alike(&["", "", "。。。"]), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn groups_are_counted_without_gaps_and_a_text_is_like_itself(texts in prop::collection::vec("(?s).{0,12}", 0..12)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let groups = alike(&texts);
            prop_assert_eq!(groups.len(), texts.len());
            let mut next = 0;
            for group in &groups {
                prop_assert!(*group <= next);
                next = next.max(group + 1);
            }
            for (at, text) in texts.iter().enumerate().filter(|(_, text)| !pairs(text).is_empty()) {
                let first = texts.iter().position(|other| other == text).expect("itself");
                prop_assert_eq!(groups[first], groups[at]);
            }
        }
    }
}

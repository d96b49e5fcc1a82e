//! Which sentences say the same: by the pairs of neighbouring signs that they share.

use rustc_hash::{FxHashMap, FxHashSet};

/// Two say the same when they share so much of what the shorter one says, in hundredths.
const SAME: usize = 60;
/// A sentence of fewer pairs says too little to be the same as another one.
const FEWEST: usize = 3;

type Pair = (char, char);

/// Sentences that were heard, each kept under the key of the first one that said the same.
///
/// ```
/// use linli_domain::consultation::need::Alike;
///
/// let mut heard = Alike::default();
/// let said = ["三单元楼顶漏水", "楼道没有灯", "我们三单元的楼顶漏水了！"];
/// let same = said.iter().enumerate().map(|(at, text)| heard.first(at, text));
/// assert_eq!(same.collect::<Vec<_>>(), [0, 1, 0]);
/// ```
#[derive(Debug)]
pub struct Alike<K> {
    firsts: Vec<(K, usize)>,
    /// Where each pair occurs among the firsts.
    holding: FxHashMap<Pair, Vec<usize>>,
}

impl<K> Default for Alike<K> {
    fn default() -> Self {
        Self { firsts: Vec::new(), holding: FxHashMap::default() }
    }
}

impl<K: Copy> Alike<K> {
    /// The key of the first text that says the same as this one; its own, where it is the first that says so.
    pub fn first(&mut self, key: K, text: &str) -> K {
        let pairs = pairs(text);
        if let Some(known) = self.known(&pairs) {
            return self.firsts[known].0;
        }
        for pair in &pairs {
            self.holding.entry(*pair).or_default().push(self.firsts.len());
        }
        self.firsts.push((key, pairs.len()));
        key
    }

    fn known(&self, pairs: &FxHashSet<Pair>) -> Option<usize> {
        let mut shared = FxHashMap::<usize, usize>::default();
        for first in pairs.iter().filter_map(|pair| self.holding.get(pair)).flatten() {
            *shared.entry(*first).or_default() += 1;
        }
        let same = shared.into_iter().filter(|(first, shared)| is_same(pairs.len(), self.firsts[*first].1, *shared));
        same.map(|(first, _)| first).min()
    }
}

/// Signs beside one another, without what stands between words.
fn pairs(text: &str) -> FxHashSet<Pair> {
    let signs: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    signs.windows(2).map(|two| (two[0], two[1])).collect()
}

/// By how many pairs two texts have, and how many they share.
fn is_same(one: usize, other: usize, shared: usize) -> bool {
    let (shorter, longer) = (one.min(other), one.max(other));
    // A long text that holds a short one says more than it.
    if shorter < FEWEST || longer > 3 * shorter {
        return shorter == longer && shared == shorter;
    }
    shared * 100 >= shorter * SAME
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn firsts(texts: &[&str]) -> Vec<usize> {
        let mut heard = Alike::default();
        texts.iter().enumerate().map(|(at, text)| heard.first(at, text)).collect()
    }

    #[test]
    fn the_same_words_in_another_order_or_with_signs_between_are_the_same() {
        let said = ["路灯坏了半年没人修", "没人修，路灯坏了，半年！", "路灯不亮", "电梯装不装", "🙂"];
        assert_eq!(firsts(&said), [0, 0, 2, 3, 4]);
    }

    #[test]
    fn a_text_of_nothing_is_like_nothing() {
        assert_eq!(firsts(&["", "", "。。。"]), [0, 1, 2]);
    }

    #[test]
    fn a_long_text_that_holds_a_short_one_says_more() {
        let long = "楼顶漏水，楼道没有灯，下水道堵了三年，电动车没有地方充电，大门也没有人看";
        assert_eq!(firsts(&["楼顶漏水", long, "楼顶漏水"]), [0, 1, 0]);
    }

    proptest! {
        #[test]
        fn the_first_is_its_own_first_and_a_text_is_like_itself(texts in prop::collection::vec("(?s).{0,12}", 0..12)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let firsts = firsts(&texts);
            for (at, first) in firsts.iter().enumerate() {
                prop_assert!(*first <= at);
                prop_assert_eq!(firsts[*first], *first);
            }
            for (at, text) in texts.iter().enumerate().filter(|(_, text)| !pairs(text).is_empty()) {
                let same = texts.iter().position(|other| other == text).expect("itself");
                prop_assert_eq!(firsts[same], firsts[at]);
            }
        }
    }
}

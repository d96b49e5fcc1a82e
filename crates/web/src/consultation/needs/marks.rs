//! A text with the words marked that speak for a suggestion.

/// The text in pieces; a marked one is such a word.
pub(super) fn marked(text: &str, words: &[String]) -> Vec<(String, bool)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() || words.is_empty() {
        return vec![(text.to_owned(), false)];
    }
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some((from, to)) = next(&lower, words, at) {
        // A sign that is as long in lower case may still begin elsewhere.
        let (Some(before), Some(word)) = (text.get(at..from), text.get(from..to)) else { break };
        if !before.is_empty() {
            pieces.push((before.to_owned(), false));
        }
        pieces.push((word.to_owned(), true));
        at = to;
    }
    let rest = text.get(at..).unwrap_or_default();
    if !rest.is_empty() {
        pieces.push((rest.to_owned(), false));
    }
    pieces
}

/// The first of the words from here on, the longest one where several begin.
fn next(text: &str, words: &[String], at: usize) -> Option<(usize, usize)> {
    let found = words.iter().filter(|word| !word.is_empty()).filter_map(|word| {
        let from = at + text.get(at..)?.find(word.as_str())?;
        Some((from, from + word.len()))
    });
    found.min_by_key(|(from, to)| (*from, usize::MAX - to))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_words_are_marked_where_they_stand_the_longest_first() {
        let pieces = marked("Wifi：楼顶漏水，楼顶", &words(&["楼顶", "楼顶漏水", "wifi"]));
        let shown: Vec<(&str, bool)> = pieces.iter().map(|(text, is_marked)| (text.as_str(), *is_marked)).collect();
        assert_eq!(shown, [("Wifi", true), ("：", false), ("楼顶漏水", true), ("，", false), ("楼顶", true)]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(?s).{0,40}", all in prop::collection::vec("(?s).{0,3}", 0..4)) {
            let pieces: String = marked(&text, &all).into_iter().map(|(text, _)| text).collect();
            prop_assert_eq!(pieces, text);
        }
    }
}

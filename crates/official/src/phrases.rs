//! Words of a title that stay whole: 老旧小区 is not broken after 老旧, and a month stays with its year.

use serde::Serialize;

/// The words of the programme that titles are made of, longer ones first.
const WORDS: [&str; 16] = [
    "老旧小区",
    "领导小组",
    "办公室",
    "进展情况",
    "改造工作",
    "城镇",
    "小区",
    "改造",
    "通报",
    "关于",
    "工作",
    "进展",
    "情况",
    "年度",
    "全市",
    "全县",
];

/// A piece of a title; what is kept stands on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phrase {
    pub text: String,
    pub kept: bool,
}

/// A line of a title in pieces.
pub fn phrases(line: &str) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = match word(rest) {
            Some(length) => (length, true),
            None => (first.len_utf8(), false),
        };
        let (text, after) = rest.split_at(length);
        match found.last_mut().filter(|last| !kept && !last.kept) {
            Some(last) => last.text.push_str(text),
            None => found.push(Phrase { text: text.to_owned(), kept }),
        }
        rest = after;
    }
    found
}

/// How long the word at the beginning of a text is; a figure is one with its 年 and 月.
fn word(text: &str) -> Option<usize> {
    let known = WORDS.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    known.or_else(|| {
        let is_digit = |c: char| c.is_ascii_digit();
        let rest = text.trim_start_matches(is_digit).strip_prefix('年').filter(|_| text.starts_with(is_digit))?;
        let month = rest.trim_start_matches(is_digit).strip_prefix('月').filter(|_| rest.starts_with(is_digit));
        Some(text.len() - month.unwrap_or(rest).len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_months_stay_whole_and_nothing_is_lost() {
        let title = "关于邵阳市2022年5月城镇老旧小区改造进展情况的通报";
        let pieces = phrases(title);
        let kept: Vec<&str> = pieces.iter().filter(|piece| piece.kept).map(|piece| piece.text.as_str()).collect();
        assert_eq!(kept, ["关于", "2022年5月", "城镇", "老旧小区", "改造", "进展情况", "通报"]);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), title);
        assert!(phrases("Bulletin 2022, 5").iter().all(|piece| !piece.kept) && phrases("").is_empty());
    }
}

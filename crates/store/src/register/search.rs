//! Search in Chinese: two characters are enough, and so are sounds and initials. One column holds what is looked for.

use linli_domain::kernel::text::{half_width, pinyin_key};

/// One text to look for parts in: plain forms, lower case, no spaces; then sounds and initials.
pub fn search_text(parts: &[&str]) -> String {
    let whole = parts.iter().filter(|part| !part.is_empty()).map(|part| squeezed(part)).collect::<Vec<_>>().join(" ");
    let name = parts.first().copied().unwrap_or("");
    let sounds = pinyin_key(name);
    let initials: String = sounds.split(' ').filter_map(|sound| sound.chars().next()).collect();
    format!("{whole} {} {initials}", sounds.replace(' ', ""))
}

/// The pattern that finds a part of a [`search_text`]; what a reader types is never a wildcard.
pub fn like_pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in squeezed(words).chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

pub(crate) fn squeezed(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_two_characters_by_sound_and_by_initials() {
        let text = search_text(&["长铺粮食局小区", "430527100-XQ-0001", "长征路 12 号"]);
        for words in ["粮食", "长 铺", "changpu", "cplsj", "XQ-0001", "长征路12号"] {
            let pattern = like_pattern(words);
            assert!(text.contains(pattern.trim_matches('%')), "{words} in {text}");
        }
        assert_eq!(like_pattern("100%_"), "%100!%!_%");
    }
}

//! Text as people type it: full-width forms, stray spaces, control characters, pinyin order.

use pinyin::ToPinyin;

/// Why a text is not a number that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNumber {
    NotANumber,
    TooFine,
    TooLarge,
}

/// Full-width digits, letters and signs to their plain forms; nothing else changes.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '−' | '–' | '—' => '-',
            _ => c,
        })
        .collect()
}

/// A number without grouping commas, spaces and a leading plus.
pub fn plain_number(text: &str) -> String {
    let plain: String = half_width(text).chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{a0}' | '\t')).collect();
    plain.strip_prefix('+').map(str::to_owned).unwrap_or(plain)
}

/// `12.34` with `decimals = 2` is `1234`. Digits beyond the last decimal must be zeros.
pub fn scaled_integer(digits: &str, decimals: u32) -> Result<i64, BadNumber> {
    let (negative, unsigned) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
        return Err(BadNumber::NotANumber);
    }
    let (kept, beyond) = fraction.split_at(fraction.len().min(decimals as usize));
    if beyond.bytes().any(|b| b != b'0') {
        return Err(BadNumber::TooFine);
    }
    let mut value: i128 = 0;
    let padding = std::iter::repeat_n(b'0', decimals as usize - kept.len());
    for digit in whole.bytes().chain(kept.bytes()).chain(padding) {
        value = value * 10 + i128::from(digit - b'0');
        if value > i128::from(i64::MAX) {
            return Err(BadNumber::TooLarge);
        }
    }
    i64::try_from(if negative { -value } else { value }).map_err(|_| BadNumber::TooLarge)
}

/// `1234` with `decimals = 2` is `12.34`.
pub fn with_decimals(value: i128, decimals: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{sign}{whole}.{fraction}")
}

/// One line of text as it should be kept: trimmed, no control or invisible direction characters, spaces single.
pub fn clean_line(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let visible: String = visible.filter(|c| !is_invisible(*c)).collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Several lines as they should be kept: each clean, no more than one empty line between two, none at the ends.
pub fn clean_text(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(clean_line).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines.join("\n").trim_matches('\n').to_owned()
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// What Chinese names are sorted by: pinyin without tones, character by character; other text as it is, lower case.
pub fn pinyin_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    for c in half_width(text).chars() {
        match in_place_names(c).or_else(|| c.to_pinyin().map(pinyin::Pinyin::plain)) {
            Some(sound) => {
                key.push_str(sound);
                key.push(' ');
            }
            None => key.extend(c.to_lowercase()),
        }
    }
    key.trim_end().to_owned()
}

/// Characters of two sounds, as place names sound them (长沙, 重庆); the table of sounds has the other one first.
fn in_place_names(c: char) -> Option<&'static str> {
    match c {
        '长' => Some("chang"),
        '重' => Some("chong"),
        '厦' => Some("xia"),
        '乐' => Some("le"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_digits_are_digits() {
        assert_eq!(plain_number("１２，３４５．６０"), "12345.60");
        assert_eq!(plain_number("－３"), "-3");
    }

    #[test]
    fn a_line_keeps_what_can_be_seen() {
        assert_eq!(clean_line("  长铺\u{200b}社区\n 一 期\u{202e} "), "长铺社区 一 期");
        assert_eq!(clean_line("𰻝𰻝面"), "𰻝𰻝面");
    }

    #[test]
    fn names_sort_by_sound() {
        let mut names = vec!["武阳镇", "长铺镇", "红岩镇"];
        names.sort_by_key(|n| pinyin_key(n));
        assert_eq!(names, ["长铺镇", "红岩镇", "武阳镇"]);
    }

    proptest! {
        #[test]
        fn a_number_printed_is_the_number_read(value in any::<i64>(), decimals in 0u32..8) {
            let text = with_decimals(i128::from(value), decimals as usize);
            let text = text.trim_end_matches('.');
            prop_assert!(value == i64::MIN || scaled_integer(text, decimals) == Ok(value));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*", decimals in 0u32..8) {
            let _ = scaled_integer(&plain_number(&text), decimals);
            let _ = clean_line(&text);
            let _ = pinyin_key(&text);
        }
    }
}

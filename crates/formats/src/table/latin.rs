//! What money is counted in, in Latin letters: 10k yuan, RMB 10,000, 100 million yuan. A multiple that nobody counts in here
//! (million yuan) is no unit at all: read as yuan, it would be wrong by that much.

use super::Unit;

const MONEY: &[&str] = &["yuan", "rmb", "cny"];
const MULTIPLES: &[&str] = &["ten", "hundred", "thousand", "million", "billion", "wan", "yi", "k", "m", "bn"];

/// A phrase that says nothing but a unit; the inner nothing is one that is not known.
#[allow(clippy::option_option)]
pub(super) fn phrase(text: &str) -> Option<Option<Unit>> {
    let words = words(text);
    let is_money = words.iter().any(|word| MONEY.contains(&word.as_str()));
    (is_money && words.iter().all(|word| is_part(word))).then(|| multiple(&words))
}

/// The phrase at the end of a header (`planned_investment_10k_yuan`).
#[allow(clippy::option_option)]
pub(super) fn at_end(header: &str) -> Option<Option<Unit>> {
    let words = words(header);
    let start = words.iter().rposition(|word| !is_part(word)).map_or(0, |at| at + 1);
    let phrase = &words[start..];
    phrase.iter().any(|word| MONEY.contains(&word.as_str())).then(|| multiple(phrase))
}

/// Words and numbers, 10k parted and 10,000 in one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in text.to_lowercase().chars().filter(|c| !matches!(c, ',' | '\'' | '.')) {
        let goes_on = before.is_alphanumeric() && before.is_ascii_digit() == letter.is_ascii_digit();
        match words.last_mut() {
            Some(word) if goes_on && letter.is_alphanumeric() => word.push(letter),
            _ if letter.is_alphanumeric() => words.push(letter.to_string()),
            _ => {}
        }
        before = letter;
    }
    words
}

fn is_part(word: &str) -> bool {
    MONEY.contains(&word) || MULTIPLES.contains(&word) || word == "x" || word.bytes().all(|b| b.is_ascii_digit())
}

fn multiple(words: &[String]) -> Option<Unit> {
    let said: String = words.iter().map(String::as_str).filter(|w| !MONEY.contains(w) && *w != "x").collect();
    match said.as_str() {
        "" => Some(Unit::Yuan),
        "10k" | "10000" | "10thousand" | "tenthousand" | "wan" => Some(Unit::Wan),
        "100m" | "100million" | "hundredmillion" | "100000000" | "yi" => Some(Unit::Yi),
        _ => None,
    }
}

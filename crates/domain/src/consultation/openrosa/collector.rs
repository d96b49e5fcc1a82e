//! Collectors (采集凭据): by what a phone without a session shows whose it is. Each belongs to a person with an account, has a name
//! and a password of its own and a token for a QR code, and can be stopped alone when a phone is lost.

use crate::kernel::text::clean_line;

crate::id! {
    /// One collector.
    CollectorId
}

pub const LONGEST_LABEL: usize = 40;
/// A person has so many at one time.
pub const MOST: i64 = 20;

/// Letters and digits that nobody takes for each other, since a password is typed from paper into a phone: 32 of them.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What a password is made of: 100 bits, which nobody guesses, so that no slow hash has to protect it.
pub const PASSWORD_RANDOM: usize = 20;
pub const USER_RANDOM: usize = 8;
pub const TOKEN_RANDOM: usize = 40;

/// Why a collector cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCollector {
    #[error("it is called something, in 1 to {LONGEST_LABEL} characters")]
    Label,
}

/// What somebody calls it: the phone, the team.
pub fn label(typed: &str) -> Result<String, BadCollector> {
    let label = clean_line(typed);
    if (1..=LONGEST_LABEL).contains(&label.chars().count()) { Ok(label) } else { Err(BadCollector::Label) }
}

/// Random bytes as text, five bits of each.
pub fn spelled(random: &[u8]) -> String {
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// Whether this can be a token at all; anything else is not looked up.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_RANDOM && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_from_paper_has_no_letters_that_look_alike() {
        let all: Vec<u8> = (0..=255).collect();
        let text = spelled(&all);
        assert_eq!(text.len(), 256);
        assert!(!text.contains(['l', 'o', '0', '1']));
        assert_eq!(text[..32], text[32..64], "five bits each");
    }

    #[test]
    fn a_token_has_its_length_and_letters() {
        assert!(is_token(&spelled(&[7; TOKEN_RANDOM])));
        for other in ["", "a", &"A".repeat(TOKEN_RANDOM), &"a".repeat(TOKEN_RANDOM + 1)] {
            assert!(!is_token(other), "{other}");
        }
    }

    #[test]
    fn a_collector_is_called_something() {
        assert_eq!(label(" 一组 红米 "), Ok("一组 红米".into()));
        assert_eq!(label(" \u{200b}"), Err(BadCollector::Label));
        assert_eq!(label(&"长".repeat(41)), Err(BadCollector::Label));
    }
}

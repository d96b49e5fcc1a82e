//! From a text to its terms: words, and within each word the runs of one to three characters.
//!
//! Pieces of words let a word that was never seen speak by its parts (漏雨 by 漏). They stay within a word, so that a text
//! somebody has already cut into words, without the small ones between them, has the same terms as the text itself.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use crate::kernel::text::half_width;

/// The dictionary unfolds when it is first needed.
static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A longer one is an address or a slip of the keyboard; its pieces still count.
const LONGEST_WORD: usize = 24;
const LONGEST_PIECE: usize = 3;

/// What is counted in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term<'a> {
    /// Two characters or more.
    Word(&'a str),
    Piece(Piece),
}

/// One to three characters in one number, 21 bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Piece(u64);

impl Piece {
    fn of(characters: &[char]) -> Self {
        Self(characters.iter().fold(0, |piece, c| piece << 21 | u64::from(u32::from(*c))))
    }
}

/// Shows every term of a text, as often as it stands there, with the word that it is or is a piece of.
pub(super) fn each(text: &str, mut see: impl FnMut(&str, Term<'_>)) {
    let plain = plain(text);
    let mut characters = Vec::new();
    for run in plain.split(' ').filter(|run| !run.is_empty()) {
        for word in WORDS.cut(run, true) {
            characters.clear();
            characters.extend(word.word.chars());
            if (2..=LONGEST_WORD).contains(&characters.len()) {
                see(word.word, Term::Word(word.word));
            }
            for length in 1..=LONGEST_PIECE {
                characters.windows(length).for_each(|piece| see(word.word, Term::Piece(Piece::of(piece))));
            }
        }
    }
}

/// Letters and digits in one form; everything else, emoji and control characters too, is a gap.
fn plain(text: &str) -> String {
    let small = half_width(text);
    small.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters of a piece again.
    fn spelled(piece: Piece) -> String {
        let numbers = [42, 21, 0].map(|shift| u32::try_from(piece.0 >> shift & 0x1F_FFFF).unwrap_or(0));
        numbers.into_iter().filter(|number| *number > 0).filter_map(char::from_u32).collect()
    }

    fn terms(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each(text, |_, term| match term {
            Term::Word(word) => all.push(format!("*{word}")),
            Term::Piece(piece) => all.push(spelled(piece)),
        });
        all
    }

    #[test]
    fn a_text_is_its_words_and_their_pieces() {
        assert_eq!(terms("加装电梯"), ["*加装", "加", "装", "加装", "*电梯", "电", "梯", "电梯"]);
    }

    #[test]
    fn cut_or_not_a_text_has_the_same_terms() {
        assert_eq!(terms("楼道\u{3000}照明  坏 了"), terms("楼道照明坏了"));
        assert_eq!(terms("Ａ８号楼，漏水！"), terms("a8 号楼 漏水"));
    }

    #[test]
    fn what_is_no_letter_is_a_gap() {
        assert_eq!(terms(" \u{202e}😀\u{0}，。！"), [""; 0]);
        assert_eq!(terms("𰻝"), ["𰻝"]);
        assert_eq!(terms("\u{10FFFF}"), [""; 0]);
    }
}

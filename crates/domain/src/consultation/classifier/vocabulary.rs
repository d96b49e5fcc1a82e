//! The terms that were seen while learning, each with its number and how rare it is.

use rustc_hash::FxHashMap;

use super::terms::{self, Piece, Term};
use super::vector::{Vector, counts};

/// What is kept at most: the commonest terms. Beyond these each stands in a text or two, and says nothing of the next one.
const MOST_TERMS: usize = 300_000;
/// One for each term and label, four bytes each: what a classifier may take of memory.
const MOST_WEIGHTS: usize = 32 << 20;

/// Terms by their number.
#[derive(Debug, Default)]
struct Numbers {
    words: FxHashMap<Box<str>, u32>,
    pieces: FxHashMap<Piece, u32>,
}

impl Numbers {
    fn of(&self, term: Term<'_>) -> Option<u32> {
        match term {
            Term::Word(word) => self.words.get(word).copied(),
            Term::Piece(piece) => self.pieces.get(&piece).copied(),
        }
    }

    fn put(&mut self, term: Term<'_>, number: u32) {
        match term {
            Term::Word(word) => self.words.insert(word.into(), number),
            Term::Piece(piece) => self.pieces.insert(piece, number),
        };
    }
}

/// What stands in the examples, while they are read.
#[derive(Debug, Default)]
pub(super) struct Counted {
    numbers: Numbers,
    /// In how many texts each term stands.
    texts_with: Vec<u32>,
    texts: Vec<Vec<(u32, u32)>>,
}

impl Counted {
    /// Terms are numbered as they first appear, so that the same examples always give the same numbers.
    pub(super) fn add(&mut self, text: &str) {
        let mut seen = Vec::new();
        terms::each(text, |_, term| {
            let number = self.numbers.of(term).unwrap_or_else(|| {
                let next = u32::try_from(self.texts_with.len()).unwrap_or(u32::MAX);
                self.numbers.put(term, next);
                self.texts_with.push(0);
                next
            });
            seen.push(number);
        });
        let counts = counts(seen);
        for (number, _) in &counts {
            self.texts_with[*number as usize] += 1;
        }
        self.texts.push(counts);
    }

    /// The vocabulary, and the examples as vectors.
    pub(super) fn finish(mut self, labels: usize) -> (Vocabulary, Vec<Vector>) {
        let kept = self.kept(MOST_TERMS.min(MOST_WEIGHTS / labels.max(1)));
        let mut renumbered = vec![None; self.texts_with.len()];
        for (new, old) in (0..).zip(&kept) {
            renumbered[*old as usize] = Some(new);
        }
        let renumber = |number: &mut u32| match renumbered[*number as usize] {
            Some(new) => {
                *number = new;
                true
            }
            None => false,
        };
        self.numbers.words.retain(|_, number| renumber(number));
        self.numbers.pieces.retain(|_, number| renumber(number));
        for text in &mut self.texts {
            text.retain_mut(|(number, _)| renumber(number));
        }
        let rarity: Vec<f32> =
            kept.iter().map(|old| rarity(self.texts_with[*old as usize], self.texts.len())).collect();
        let vectors = self.texts.into_iter().map(|text| Vector::new(text, &rarity)).collect();
        (Vocabulary { numbers: self.numbers, rarity }, vectors)
    }

    /// The old numbers of the terms that stay, ascending.
    fn kept(&self, most: usize) -> Vec<u32> {
        let mut all: Vec<u32> = (0..).take(self.texts_with.len()).collect();
        if all.len() > most {
            all.sort_by_key(|number| (std::cmp::Reverse(self.texts_with[*number as usize]), *number));
            all.truncate(most);
            all.sort_unstable();
        }
        all
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a logarithm, of counts of texts")]
fn rarity(texts_with: u32, texts: usize) -> f32 {
    (((1.0 + texts as f64) / (1.0 + f64::from(texts_with))).ln() + 1.0) as f32
}

/// The terms of a classifier.
#[derive(Debug)]
pub(super) struct Vocabulary {
    numbers: Numbers,
    rarity: Vec<f32>,
}

impl Vocabulary {
    pub(super) fn len(&self) -> usize {
        self.rarity.len()
    }

    /// The known terms of a text, weighed.
    pub(super) fn vector(&self, text: &str) -> Vector {
        let mut seen = Vec::new();
        self.each(text, |_, number| seen.push(number));
        Vector::new(counts(seen), &self.rarity)
    }

    /// Shows the number of each known term of a text, as often as it stands there, with the word that it stands in.
    pub(super) fn each(&self, text: &str, mut see: impl FnMut(&str, u32)) {
        terms::each(text, |word, term| {
            if let Some(number) = self.numbers.of(term) {
                see(word, number);
            }
        });
    }
}

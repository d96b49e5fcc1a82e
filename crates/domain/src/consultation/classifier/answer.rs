//! The answer for one text: labels with their scores, and the words that spoke for them.

use rustc_hash::FxHashMap;

use super::Classifier;
use super::vector::Vector;

/// What a text is about.
#[derive(Debug)]
pub struct Answer<'a> {
    classifier: &'a Classifier,
    text: &'a str,
    vector: Vector,
    /// By label. Above zero: rather this label than not.
    scores: Vec<f32>,
}

/// A label that a text may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion<'a> {
    pub label: &'a str,
    pub score: f32,
}

/// A word that spoke for a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub word: String,
    /// Its share of the score, with that of its pieces.
    pub weight: f32,
}

impl<'a> Answer<'a> {
    pub(super) fn new(classifier: &'a Classifier, text: &'a str, vector: Vector, scores: Vec<f32>) -> Self {
        Self { classifier, text, vector, scores }
    }

    /// The label that fits best. There always is one: a text without any known word gets the likeliest.
    pub fn best(&self) -> &'a str {
        self.ranked()[0].label
    }

    /// How far the best label is before the next; its score where there is no other.
    pub fn margin(&self) -> f32 {
        match &self.ranked()[..] {
            [best, next, ..] => best.score - next.score,
            [best] => best.score,
            [] => 0.0,
        }
    }

    /// Whether it holds no word that was seen while learning, so that the answer is a guess.
    pub fn is_guess(&self) -> bool {
        self.vector.entries.is_empty()
    }

    /// The labels that fit at least so well, best first; for texts that may be about several things, or about none.
    pub fn above(&self, threshold: f32) -> Vec<Suggestion<'a>> {
        let mut ranked = self.ranked();
        ranked.retain(|suggestion| suggestion.score >= threshold);
        ranked
    }

    /// All labels, best first; equal ones in the order of their characters.
    fn ranked(&self) -> Vec<Suggestion<'a>> {
        let labels = self.classifier.labels.iter().zip(&self.scores);
        let mut ranked: Vec<_> = labels.map(|(label, score)| Suggestion { label, score: *score }).collect();
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score));
        ranked
    }

    /// The words that spoke for a label, most telling first. A piece that stands in several words speaks in each.
    pub fn reasons(&self, label: &str, most: usize) -> Vec<Reason> {
        let Some(label) = self.classifier.labels.iter().position(|known| known == label) else { return Vec::new() };
        let mut reasons = self.shares(label);
        reasons.retain(|reason| reason.weight > 0.0);
        reasons.sort_by(|one, other| other.weight.total_cmp(&one.weight).then_with(|| one.word.cmp(&other.word)));
        reasons.truncate(most);
        reasons
    }

    /// What each word with all its pieces adds to the score of a label, in the order of the text.
    fn shares(&self, label: usize) -> Vec<Reason> {
        let (mut known, mut words, mut uses) = (FxHashMap::default(), Vec::new(), Vec::new());
        self.classifier.vocabulary.each(self.text, |word, number| {
            let at = known.get(word).copied().unwrap_or_else(|| {
                known.insert(word.to_owned(), words.len());
                words.push(Reason { word: word.to_owned(), weight: 0.0 });
                words.len() - 1
            });
            uses.push((number, at));
        });
        uses.sort_unstable();
        for (same, (_, value)) in uses.chunk_by(|one, other| one.0 == other.0).zip(&self.vector.entries) {
            #[allow(clippy::cast_precision_loss, reason = "a count of one text")]
            let share = value * self.classifier.weights.of(same[0].0, label) / same.len() as f32;
            for (_, at) in same {
                words[*at].weight += share;
            }
        }
        words
    }
}

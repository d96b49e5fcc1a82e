//! The classifier of opinions (意见归类): learns from texts that people have labelled, and says what the next one is about.
//!
//! It is small, needs no network, and shows its reasons: the words that spoke for a label. The same examples in the same
//! order give the same classifier to the last digit. It asks one question for each label, *this one or not*: the best
//! answer is the label of a text that has one, all answers above a threshold are the labels of a text that has several.
//!
//! ```
//! use linli_domain::consultation::classifier::{Classifier, Example};
//!
//! let examples = [
//!     Example::of("三单元楼顶漏水，下雨就往家里滴", "屋面防水"),
//!     Example::of("顶楼屋面渗水，墙皮都掉了", "屋面防水"),
//!     Example::of("楼道的灯坏了半年，晚上看不见台阶", "楼道照明"),
//!     Example::of("楼梯间没有灯，老人摔过跤", "楼道照明"),
//! ];
//! let classifier = Classifier::learn(&examples)?;
//! let answer = classifier.ask("我家楼顶 漏水 很久了");
//! assert_eq!(answer.best(), "屋面防水");
//! assert_eq!(answer.reasons(answer.best(), 1)[0].word, "漏水");
//! # Ok::<(), linli_domain::consultation::classifier::CannotLearn>(())
//! ```

mod answer;
mod figures;
mod learning;
mod terms;
mod vector;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Reason, Suggestion};
pub use figures::{ClassFigures, Figures};

use learning::Weights;
use vocabulary::{Counted, Vocabulary};

/// No county has as many kinds of wishes. A file with more has its columns mixed up.
pub const MOST_LABELS: usize = 400;

/// A text with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    pub text: &'a str,
    pub labels: Vec<&'a str>,
}

impl<'a> Example<'a> {
    /// An example of one label.
    pub fn of(text: &'a str, label: &'a str) -> Self {
        Self { text, labels: vec![label] }
    }
}

/// Why nothing was learnt.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotLearn {
    #[error("no example has a label")]
    NoLabels,
    #[error("{found} labels, and at most {MOST_LABELS} can be told apart")]
    TooManyLabels { found: usize },
}

/// What was learnt: the labels, the terms, and how much each term speaks for each label.
#[derive(Debug)]
pub struct Classifier {
    labels: Vec<String>,
    vocabulary: Vocabulary,
    weights: Weights,
}

impl Classifier {
    /// Learns from all examples at once. What is confirmed later is learnt by doing so again: a county's examples
    /// take less than a second.
    pub fn learn(examples: &[Example<'_>]) -> Result<Self, CannotLearn> {
        let labels = labels_of(examples)?;
        let mut counted = Counted::default();
        for example in examples {
            counted.add(example.text);
        }
        let (vocabulary, vectors) = counted.finish(labels.len());
        let weights = Weights::learn(&vectors, vocabulary.len(), labels.len(), |at, label| {
            examples[at].labels.contains(&labels[label].as_str())
        });
        Ok(Self { labels, vocabulary, weights })
    }

    /// The labels it knows, in the order of their characters.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How many words and pieces of words it knows.
    pub fn terms(&self) -> usize {
        self.vocabulary.len()
    }

    /// What a text is about.
    pub fn ask<'a>(&'a self, text: &'a str) -> Answer<'a> {
        let vector = self.vocabulary.vector(text);
        let scores = self.weights.scores(&vector);
        Answer::new(self, text, vector, scores)
    }
}

fn labels_of(examples: &[Example<'_>]) -> Result<Vec<String>, CannotLearn> {
    let mut labels: Vec<&str> = examples.iter().flat_map(|example| &example.labels).copied().collect();
    labels.sort_unstable();
    labels.dedup();
    match labels.len() {
        0 => Err(CannotLearn::NoLabels),
        found if found > MOST_LABELS => Err(CannotLearn::TooManyLabels { found }),
        _ => Ok(labels.into_iter().map(str::to_owned).collect()),
    }
}

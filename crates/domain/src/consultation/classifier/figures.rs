//! How good answers were: precision, recall and F1 of each class, and their plain mean (macro F1).

use std::collections::BTreeMap;

/// The figures of a trial on texts whose labels are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Every label that stands there or was answered, in the order of their characters.
    pub classes: Vec<ClassFigures>,
    /// The mean of the classes' F1: a small class counts as much as a large one.
    pub macro_f1: f64,
    /// The part of the texts that got their label.
    pub accuracy: f64,
    pub texts: usize,
}

/// The figures of one class. What would be divided by nothing is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassFigures {
    pub label: String,
    /// Of the texts that got this label, the part that has it.
    pub precision: f64,
    /// Of the texts that have it, the part that got it.
    pub recall: f64,
    pub f1: f64,
    /// How many texts have it.
    pub support: usize,
}

#[derive(Default)]
struct Tally {
    has: usize,
    got: usize,
    both: usize,
}

impl Figures {
    /// From pairs of the label a text has, and the one it got.
    pub fn of<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        let (mut texts, mut right) = (0, 0);
        for (has, got) in answers {
            texts += 1;
            tallies.entry(has).or_default().has += 1;
            let tally = tallies.entry(got).or_default();
            tally.got += 1;
            if has == got {
                tally.both += 1;
                right += 1;
            }
        }
        let classes: Vec<ClassFigures> = tallies.iter().map(|(label, tally)| class(label, tally)).collect();
        let sum: f64 = classes.iter().map(|class| class.f1).sum();
        Self { macro_f1: mean(sum, classes.len()), accuracy: part(right, texts), classes, texts }
    }
}

fn class(label: &str, tally: &Tally) -> ClassFigures {
    ClassFigures {
        label: label.to_owned(),
        precision: part(tally.both, tally.got),
        recall: part(tally.both, tally.has),
        f1: part(2 * tally.both, tally.got + tally.has),
        support: tally.has,
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of texts")]
fn part(part: usize, whole: usize) -> f64 {
    mean(part as f64, whole)
}

#[allow(clippy::cast_precision_loss, reason = "counts of texts")]
fn mean(sum: f64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_measured_by_what_it_got_and_what_it_missed() {
        let figures = Figures::of([("水", "水"), ("水", "电"), ("电", "电"), ("路", "电")]);
        let of = |label: &str| {
            let class = figures.classes.iter().find(|class| class.label == label).expect("a class");
            (
                (class.precision * 100.0).round(),
                (class.recall * 100.0).round(),
                (class.f1 * 100.0).round(),
                class.support,
            )
        };
        assert_eq!(of("水"), (100.0, 50.0, 67.0, 2));
        assert_eq!(of("电"), (33.0, 100.0, 50.0, 1));
        assert_eq!(of("路"), (0.0, 0.0, 0.0, 1));
        assert!((figures.accuracy - 0.5).abs() < 1e-9 && (figures.macro_f1 - 7.0 / 18.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_tried_is_nothing_divided() {
        assert_eq!(Figures::of([]), Figures::default());
    }
}

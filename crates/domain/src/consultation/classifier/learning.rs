//! Learning: a linear support vector machine for each label, one against the rest.
//!
//! Dual coordinate descent after Hsieh, Chang, Lin, Keerthi and Sundararajan, *A Dual Coordinate Descent Method for Large-scale
//! Linear SVM* (ICML 2008), the method of LIBLINEAR, with squared hinge loss. Why it is written out here: ADR 16.

use super::vector::Vector;

/// How dear a wrong answer is against a large weight.
const COST: f64 = 0.5;
/// It is finished when no example pulls harder than this.
const CALM: f64 = 0.1;
const MOST_ROUNDS: usize = 100;

/// How much each term speaks for each label. One more row, the last, stands for no term: how common a label is.
#[derive(Debug)]
pub(super) struct Weights {
    /// By term, then by label: what one text needs lies together.
    table: Vec<f32>,
    labels: usize,
}

impl Weights {
    pub(super) fn learn(texts: &[Vector], terms: usize, labels: usize, has: impl Fn(usize, usize) -> bool) -> Self {
        let mut table = vec![0.0; (terms + 1) * labels];
        for label in 0..labels {
            let wanted: Vec<bool> = (0..texts.len()).map(|at| has(at, label)).collect();
            for (row, weight) in table.chunks_exact_mut(labels).zip(one_against_the_rest(texts, &wanted, terms)) {
                row[label] = weight;
            }
        }
        Self { table, labels }
    }

    pub(super) fn scores(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = self.row(self.table.len() / self.labels - 1).to_vec();
        for (term, value) in &vector.entries {
            let row = self.row(*term as usize);
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += value * weight);
        }
        scores
    }

    pub(super) fn of(&self, term: u32, label: usize) -> f32 {
        self.row(term as usize)[label]
    }

    fn row(&self, term: usize) -> &[f32] {
        &self.table[term * self.labels..(term + 1) * self.labels]
    }
}

/// The weights of one label. A rare label's examples weigh as much together as a common one's.
fn one_against_the_rest(texts: &[Vector], wanted: &[bool], terms: usize) -> impl Iterator<Item = f32> {
    #[allow(clippy::cast_precision_loss, reason = "counts of examples")]
    let (all, with) = (texts.len() as f64, wanted.iter().filter(|wanted| **wanted).count() as f64);
    let (dear, plain) = (1.0 / (2.0 * COST * (all / (2.0 * with)).max(1.0)), 1.0 / (2.0 * COST));
    let mut weights = vec![0.0; terms + 1];
    let mut pulls = vec![0.0; texts.len()];
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..MOST_ROUNDS {
        dice.shuffle(&mut order);
        let mut hardest: f64 = 0.0;
        for at in order.iter().copied() {
            let (sign, slack) = if wanted[at] { (1.0, dear) } else { (-1.0, plain) };
            hardest = hardest.max(step(&texts[at], sign, slack, &mut pulls[at], &mut weights));
        }
        if hardest < CALM {
            break;
        }
    }
    #[allow(clippy::cast_possible_truncation, reason = "kept small; seven digits are plenty")]
    weights.into_iter().map(|weight| weight as f32)
}

/// One example moves the weights as far as it alone would; says how hard it pulled.
fn step(text: &Vector, sign: f64, slack: f64, pull: &mut f64, weights: &mut [f64]) -> f64 {
    let none = weights.len() - 1;
    let (mut score, mut square) = (weights[none], 1.0);
    for (term, value) in &text.entries {
        let value = f64::from(*value);
        score += weights[*term as usize] * value;
        square += value * value;
    }
    let slope = sign * score - 1.0 + slack * *pull;
    let felt = if *pull == 0.0 { slope.min(0.0) } else { slope };
    if felt.abs() > 1e-12 {
        let before = *pull;
        *pull = (before - slope / (square + slack)).max(0.0);
        let far = sign * (*pull - before);
        for (term, value) in &text.entries {
            weights[*term as usize] += far * f64::from(*value);
        }
        weights[none] += far;
    }
    felt.abs()
}

/// Always the same throws (xorshift, Marsaglia 2003): an order without a pattern is needed, and no secret.
struct Dice(u64);

impl Dice {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap_or(0)
    }
}

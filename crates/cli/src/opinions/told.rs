//! What came of a trial, for programs and for people.

use linli_domain::consultation::classifier::ClassFigures;
use serde_json::{Value, json};

use super::Trial;
use crate::lang::{Lang, Text};

pub fn as_json(trial: &Trial) -> Value {
    let classes: Vec<Value> = trial.figures.classes.iter().map(|class| one_class(class, trial)).collect();
    json!({
        "train_texts": trial.learnt_from,
        "test_texts": trial.figures.texts,
        "labels": trial.labels.len(),
        "terms": trial.terms,
        "train_seconds": rounded(trial.learning_seconds),
        "predict_seconds_per_1000": rounded(per_thousand(trial)),
        "macro_f1": rounded(trial.figures.macro_f1),
        "accuracy": rounded(trial.figures.accuracy),
        "classes": classes,
    })
}

fn one_class(class: &ClassFigures, trial: &Trial) -> Value {
    json!({
        "label": class.label,
        "precision": rounded(class.precision),
        "recall": rounded(class.recall),
        "f1": rounded(class.f1),
        "support": class.support,
        "learnt": trial.labels.contains(&class.label),
    })
}

pub fn print(trial: &Trial, lang: Lang) {
    let figures = &trial.figures;
    let learnt = Text::new("opinions-learnt").with("texts", trial.learnt_from).with("labels", trial.labels.len());
    println!("{}", learnt.with("seconds", format!("{:.2}", trial.learning_seconds)).say(lang));
    let tried = Text::new("opinions-tried").with("texts", figures.texts);
    println!("{}", tried.with("seconds", format!("{:.3}", per_thousand(trial))).say(lang));
    println!("{}", Text::new("opinions-columns").say(lang));
    for class in &figures.classes {
        let ClassFigures { label, precision, recall, f1, support } = class;
        let unknown =
            if trial.labels.contains(label) { String::new() } else { Text::new("opinions-unlearnt").say(lang) };
        println!("{precision:>9.4} {recall:>9.4} {f1:>9.4} {support:>7}  {label}{unknown}");
    }
    let both = Text::new("opinions-both").with("macro", format!("{:.4}", figures.macro_f1));
    println!("{}", both.with("accuracy", format!("{:.4}", figures.accuracy)).say(lang));
}

#[allow(clippy::cast_precision_loss, reason = "a count of texts")]
fn per_thousand(trial: &Trial) -> f64 {
    trial.answering_seconds * 1_000.0 / trial.figures.texts.max(1) as f64
}

/// Six decimals: a millionth of a second, and of a rate.
fn rounded(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6
}

//! `linli opinions classify`: learning, answering, and how good the answers are in five-fold cross-validation.
//!
//! Held against jieba and scikit-learn's linear SVM in Python on the same folds, by words and by characters. `LINLI_OPINIONS`
//! names a table with text and label, `LINLI_OPINIONS_RAW` one of texts as they were written, which are asked in folds after
//! learning from both; `LINLI_SKLEARN` a Python that has jieba and scikit-learn. Without a table nothing is measured: opinions of real people are
//! not part of Linli.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use linli_domain::consultation::classifier::{Classifier, Example, Figures};
use linli_formats::opinions::{Labelled, read_labelled};
use linli_formats::sheet::{Column, Format, Table, write_csv};
use linli_formats::table::Limits;
use serde::Deserialize;
use support::{Result, figure, tell};

const FOLDS: usize = 5;

/// What came of all folds together.
#[derive(Default)]
struct Trial {
    learning: f64,
    answering: f64,
    answers: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Sklearn {
    learning: f64,
    answering: f64,
    macro_f1: f64,
}

fn main() -> Result<()> {
    let Ok(file) = std::env::var("LINLI_OPINIONS") else {
        eprintln!("skipped: LINLI_OPINIONS names no table with text and label");
        return Ok(());
    };
    let all = opinions(&file)?;
    // The dictionary unfolds once; a server has that behind it.
    Classifier::learn(&[Example::of("预热", "预热")])?;
    let ours = trial(&all, &[])?;
    let each = ours.answering / figure(all.len() as u64);
    tell("opinions", figure(all.len() as u64), "texts");
    tell("linli: macro F1 in five folds", macro_f1(&ours), "");
    tell("linli: learning from four fifths", ours.learning / figure(FOLDS as u64), "s");
    tell("linli: one answer", each * 1e6, "µs");
    if let Ok(raw) = std::env::var("LINLI_OPINIONS_RAW") {
        let raw = opinions(&raw)?;
        tell("linli: macro F1 on texts as written, learnt from both", macro_f1(&trial(&raw, &all)?), "");
    }
    let Ok(python) = std::env::var("LINLI_SKLEARN") else {
        eprintln!("without Python: LINLI_SKLEARN names none");
        return Ok(());
    };
    for kind in ["words", "characters"] {
        let theirs = sklearn(&python, &all, kind)?;
        let theirs_each = theirs.answering / figure(all.len() as u64);
        tell(&format!("scikit-learn, {kind}: mean macro F1 of five folds"), theirs.macro_f1, "");
        tell(&format!("scikit-learn, {kind}: learning from four fifths"), theirs.learning, "s");
        tell(&format!("scikit-learn, {kind}: one answer"), theirs_each * 1e6, "µs");
        tell(&format!("answers a second, of scikit-learn's by {kind}"), theirs_each / each, "times");
    }
    Ok(())
}

fn opinions(file: &str) -> Result<Vec<Labelled>> {
    Ok(read_labelled(&std::fs::read(file)?, file, &Limits::default())?)
}

/// The fold of the n-th opinion: neighbours in a table come into different ones.
const fn fold(n: usize) -> usize {
    (n * 7_919 + 13) % FOLDS
}

/// Asks each fold after learning from the others, and from what stands beside them.
fn trial(all: &[Labelled], beside: &[Labelled]) -> Result<Trial> {
    let mut trial = Trial::default();
    for asked in 0..FOLDS {
        let rest = all.iter().enumerate().filter(|(n, _)| fold(*n) != asked).map(|(_, one)| one);
        let examples: Vec<Example<'_>> = rest.chain(beside).map(|one| Example::of(&one.text, &one.label)).collect();
        let started = Instant::now();
        let classifier = Classifier::learn(&examples)?;
        trial.learning += started.elapsed().as_secs_f64();
        for (_, one) in all.iter().enumerate().filter(|(n, _)| fold(*n) == asked) {
            let started = Instant::now();
            let answer = classifier.ask(&one.text).best().to_owned();
            trial.answering += started.elapsed().as_secs_f64();
            trial.answers.push((one.label.clone(), answer));
        }
    }
    Ok(trial)
}

fn macro_f1(trial: &Trial) -> f64 {
    Figures::of(trial.answers.iter().map(|(has, got)| (has.as_str(), got.as_str()))).macro_f1
}

/// The same folds in Python: seconds of learning and the quality as means, seconds of answering as their sum.
fn sklearn(python: &str, all: &[Labelled], kind: &str) -> Result<Sklearn> {
    let place = tempfile::tempdir()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../script/lib/classify_opinions.py");
    let mut sum = Sklearn { learning: 0.0, answering: 0.0, macro_f1: 0.0 };
    for asked in 0..FOLDS {
        let (train, test) = (place.path().join("train.csv"), place.path().join("test.csv"));
        std::fs::write(&train, table(all, |n| fold(n) != asked)?)?;
        std::fs::write(&test, table(all, |n| fold(n) == asked)?)?;
        let told = Command::new(python).arg(&script).args([&train, &test]).arg(kind).output()?;
        if !told.status.success() {
            return Err(String::from_utf8_lossy(&told.stderr).into_owned().into());
        }
        let one: Sklearn = serde_json::from_slice(&told.stdout)?;
        let folds = figure(FOLDS as u64);
        sum.learning += one.learning / folds;
        sum.macro_f1 += one.macro_f1 / folds;
        sum.answering += one.answering;
    }
    Ok(sum)
}

fn table(all: &[Labelled], wanted: impl Fn(usize) -> bool) -> Result<Vec<u8>> {
    let row = |one: &Labelled| vec![one.text.as_str().into(), one.label.as_str().into()];
    let rows = all.iter().enumerate().filter(|(n, _)| wanted(*n)).map(|(_, one)| row(one)).collect();
    let columns = ["text", "label"].map(|header| Column::new(header, Format::Text)).into();
    Ok(write_csv(&Table { columns, rows, ..Table::default() })?)
}

//! `linli opinions`: imported from a table; and `classify` learns what they are about from one file, and tries it on another.
//!
//! It is the classifier that suggests catalogue items, on files instead of records: what it says here, it says there.

mod import;
mod told;

use std::path::Path;
use std::time::Instant;

use linli_domain::consultation::classifier::{Answer, CannotLearn, Classifier, Example, Figures, MOST_LABELS};
use linli_formats::opinions::{Labelled, NoOpinions, read_labelled};
use linli_formats::sheet::{Column, Format as Shown, Table, write_csv, write_xlsx};
use linli_formats::table::{Cell, Limits};
use linli_web::register::imports::words;
use linli_web::shell::Lang;

use crate::args::{Format, OpinionsAsked, OpinionsClassify};
use crate::config::Settings;
use crate::files;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};

/// So many words are named for an answer.
const REASONS: usize = 5;
/// So many rows are named where many lack a label.
const ROWS_NAMED: usize = 20;

/// What came of a trial.
struct Trial {
    learnt_from: usize,
    labels: Vec<String>,
    terms: usize,
    learning_seconds: f64,
    answering_seconds: f64,
    figures: Figures,
}

pub async fn run(settings: &Settings, asked: &OpinionsAsked, format: Format) -> Result<Outcome, Failure> {
    match asked {
        OpinionsAsked::Classify(asked) => classify(settings, asked, format),
        OpinionsAsked::Import(asked) => import::run(settings, asked, format).await,
    }
}

fn classify(settings: &Settings, asked: &OpinionsClassify, format: Format) -> Result<Outcome, Failure> {
    let writes = asked.out.as_deref().map(writer).transpose()?;
    let lang = Lang::parse(settings.lang.value.code()).unwrap_or_default();
    let (train, test) = (read(&asked.train, lang)?, read(&asked.test, lang)?);

    let started = Instant::now();
    let examples: Vec<Example<'_>> = train.iter().map(|one| Example::of(&one.text, &one.label)).collect();
    let classifier = Classifier::learn(&examples).map_err(|why| unlearnt(asked, &why))?;
    let learning_seconds = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let answers: Vec<&str> = test.iter().map(|one| classifier.ask(&one.text).best()).collect();
    let answering_seconds = started.elapsed().as_secs_f64();

    if let (Some(file), Some(write)) = (&asked.out, writes) {
        let unwritten = |why| Failure::cannot(Text::new("file-no-write").with("file", file.display()).with("why", why));
        files::write(file, &write(&predictions(&classifier, &test)).map_err(unwritten)?)?;
    }
    let labels = classifier.labels().to_vec();
    let figures = Figures::of(test.iter().map(|one| one.label.as_str()).zip(answers));
    let learnt_from = train.len();
    let trial = Trial { learnt_from, labels, terms: classifier.terms(), learning_seconds, answering_seconds, figures };
    match format {
        Format::Json => println!("{}", told::as_json(&trial)),
        Format::Text => told::print(&trial, settings.lang.value),
    }
    Ok(Outcome::Fine)
}

type Write = fn(&Table) -> Result<Vec<u8>, linli_formats::sheet::WriteError>;

fn writer(file: &Path) -> Result<Write, Failure> {
    let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("xlsx") => Ok(write_xlsx),
        Some("csv") => Ok(write_csv),
        _ => Err(Failure::wrong_use(Text::new("export-which-ending").with("file", file.display()))),
    }
}

fn read(file: &Path, lang: Lang) -> Result<Vec<Labelled>, Failure> {
    let bytes = files::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    read_labelled(&bytes, &name, &Limits::default()).map_err(|why| match why {
        NoOpinions::NoHeader => Failure::cannot(Text::new("opinions-no-header").with("file", file.display())),
        why => unread(file, lang, &why),
    })
}

fn unread(file: &Path, lang: Lang, why: &NoOpinions) -> Failure {
    let text = match why {
        NoOpinions::Unread(error) => Text::new("register-unreadable").with("why", words::file(lang, error)),
        NoOpinions::NoHeader => Text::new("opinions-import-no-header"),
        NoOpinions::NoRows => Text::new("opinions-no-rows"),
        NoOpinions::Unlabelled { rows } => {
            let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(u32::to_string).collect();
            let more = if rows.len() > ROWS_NAMED { " …" } else { "" };
            let text = Text::new("opinions-no-label").with("count", rows.len());
            text.with("rows", format!("{}{more}", named.join(", ")))
        }
    };
    Failure::cannot(text.with("file", file.display()))
}

fn unlearnt(asked: &OpinionsClassify, why: &CannotLearn) -> Failure {
    let text = match why {
        CannotLearn::NoLabels => Text::new("opinions-no-rows"),
        CannotLearn::TooManyLabels { found } => {
            Text::new("opinions-many-labels").with("found", found).with("most", MOST_LABELS)
        }
    };
    Failure::cannot(text.with("file", asked.train.display()))
}

/// One row for each answer; its headers are for programs, and the same in every language.
fn predictions(classifier: &Classifier, test: &[Labelled]) -> Table {
    let columns = [
        ("row", Shown::Count),
        ("label", Shown::Text),
        ("predicted", Shown::Text),
        ("margin", Shown::Text),
        ("words", Shown::Text),
    ];
    let row = |one: &Labelled| {
        let answer = classifier.ask(&one.text);
        vec![
            i64::from(one.row).into(),
            one.label.as_str().into(),
            answer.best().into(),
            Cell::number(format!("{:.4}", answer.margin())),
            spoken(&answer).as_str().into(),
        ]
    };
    let columns = columns.map(|(header, format)| Column::new(header, format)).into();
    Table { name: "predictions".into(), columns, rows: test.iter().map(row).collect(), ..Table::default() }
}

fn spoken(answer: &Answer<'_>) -> String {
    let reasons = answer.reasons(answer.best(), REASONS);
    reasons.into_iter().map(|reason| reason.word).collect::<Vec<_>>().join(" ")
}

//! `linli openrosa check`: whether a form can be published, said before anybody carries it into a stairwell.

mod told;

use std::path::Path;

use linli_formats::xforms::{Form, Refusal, RowProblem, XlsForm};
use linli_web::consultation::openrosa::words;
use serde_json::json;

use crate::args::{Format, OpenrosaAsked};
use crate::config::Settings;
use crate::files;
use crate::lang::Lang;
use crate::outcome::{Failure, Outcome};

/// Why a form is not accepted.
enum Why {
    Xml(Refusal),
    Workbook(Vec<RowProblem>),
}

pub fn run(settings: &Settings, asked: &OpenrosaAsked, format: Format) -> Result<Outcome, Failure> {
    let OpenrosaAsked::Check(asked) = asked;
    let bytes = files::read(&asked.form)?;
    let lang = settings.lang.value;
    match read(&bytes, &asked.form) {
        Ok(form) => {
            match format {
                Format::Json => println!("{}", told::as_json(&form)),
                Format::Text => println!("{}", told::line(&form, lang)),
            }
            Ok(Outcome::Fine)
        }
        Err(why) => {
            refused(&why, lang, format);
            Ok(Outcome::Findings)
        }
    }
}

/// A workbook is told by its first bytes, whatever its ending.
fn read(bytes: &[u8], file: &Path) -> Result<Form, Why> {
    let workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if !workbook {
        return Form::read(bytes).map_err(Why::Xml);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let xml = XlsForm::read(bytes, &name).map_err(Why::Workbook)?;
    Form::read(xml.as_bytes()).map_err(Why::Xml)
}

fn refused(why: &Why, lang: Lang, format: Format) {
    let problems: Vec<(Option<&str>, Option<u32>, String)> = match why {
        Why::Xml(refusal) => vec![(None, None, words::refusal(spoken(lang), refusal))],
        Why::Workbook(problems) => problems.iter().map(|problem| placed(problem, lang)).collect(),
    };
    match format {
        Format::Json => {
            let problems =
                problems.iter().map(|(sheet, row, reason)| json!({ "sheet": sheet, "row": row, "reason": reason }));
            println!("{}", json!({ "accepted": false, "problems": problems.collect::<Vec<_>>() }));
        }
        Format::Text => {
            for (sheet, row, reason) in problems {
                println!("{}", told::problem(sheet, row, reason, lang));
            }
        }
    }
}

/// Sheet and row, where it is not the whole file that is wrong.
fn placed(problem: &RowProblem, lang: Lang) -> (Option<&str>, Option<u32>, String) {
    let RowProblem { sheet, row, wrong } = problem;
    let sheet = Some(sheet.as_str()).filter(|sheet| !sheet.is_empty());
    (sheet, Some(*row).filter(|row| *row > 0), words::wrong(spoken(lang), wrong))
}

/// The pages have the same words.
fn spoken(lang: Lang) -> linli_web::shell::Lang {
    linli_web::shell::Lang::parse(lang.code()).unwrap_or_default()
}

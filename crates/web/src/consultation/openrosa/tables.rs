//! Answers as people read them: what a form asks, and what was said, column by column.

use linli_formats::xforms::{Answers, Form, Submission as Answer, TableShape};
use linli_store::consultation::openrosa::submission::Submission;

/// What somebody answered, laid out in the tables of the form; nothing where it cannot be read (closed with a key, or erased).
pub(super) fn answers(one: &Submission, form: &Form) -> Option<Answers> {
    if one.encrypted {
        return None;
    }
    let answer = Answer::read(one.xml.known()?.as_bytes()).ok()?;
    answer.against(form).ok()
}

/// What a column is called: the question as it is asked, or the name of its place.
pub(super) fn headings(form: &Form, shape: &TableShape) -> Vec<String> {
    let controls = form.all_controls();
    let label = |path: &str| {
        let asked = controls.iter().find(|control| control.path.as_deref() == Some(path));
        asked.map(|control| control.label.default.clone()).filter(|label| !label.is_empty())
    };
    shape.columns.iter().map(|column| label(&column.path).unwrap_or_else(|| column.name.clone())).collect()
}

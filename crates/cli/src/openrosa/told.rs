//! What was found in a form, for programs and for people.

use linli_formats::xforms::Form;
use serde_json::{Value, json};

use crate::lang::{Lang, Text};

pub fn as_json(form: &Form) -> Value {
    json!({
        "accepted": true,
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "questions": form.questions(),
        "repeats": form.repeats(),
        "languages": form.languages.iter().map(|language| &language.name).collect::<Vec<_>>(),
        "media": form.media.iter().map(|file| &file.name).collect::<Vec<_>>(),
        "instance_id": form.has_instance_id,
        "oddities": form.oddities.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

pub fn line(form: &Form, lang: Lang) -> String {
    let none = || Text::new("openrosa-none").say(lang);
    let names: Vec<&str> = form.languages.iter().map(|language| language.name.as_str()).collect();
    let languages = if names.is_empty() { none() } else { names.join(", ") };
    let accepted = Text::new("openrosa-accepted").with("id", &form.id);
    let accepted = accepted.with("version", form.version.clone().unwrap_or_else(none));
    let accepted = accepted.with("questions", form.questions()).with("repeats", form.repeats());
    accepted.with("languages", languages).say(lang)
}

pub fn problem(sheet: Option<&str>, row: Option<u32>, reason: String, lang: Lang) -> String {
    let text = match (sheet, row) {
        (Some(sheet), Some(row)) => Text::new("openrosa-refused-row").with("sheet", sheet).with("row", row),
        _ => Text::new("openrosa-refused"),
    };
    text.with("reason", reason).say(lang)
}

//! Binds: the type and the conditions of a place.

use std::fmt::Write as _;

use super::markup::attribute;
use super::survey::Item;
use super::words::Words;
use super::writing::Writing;

impl Writing<'_> {
    pub(super) fn bind(&mut self, item: &Item, kind: Option<&str>, more: &str) {
        let mut bind = kind.map_or(String::new(), |kind| attribute("type", kind));
        for (cell, name) in [("required", "required"), ("readonly", "readonly")] {
            let said = item.cell(cell).and_then(yes_or_expression);
            let said = said.filter(|_| !(name == "readonly" && more.contains("readonly")));
            bind.extend(said.map(|text| attribute(name, &self.expression(item, &text))));
        }
        for (cell, name) in [("relevant", "relevant"), ("constraint", "constraint"), ("calculation", "calculate")] {
            bind.extend(item.cell(cell).map(|text| attribute(name, &self.expression(item, text))));
        }
        bind.push_str(more);
        for (words, name) in
            [(&item.constraint_message, "jr:constraintMsg"), (&item.required_message, "jr:requiredMsg")]
        {
            if !words.is_empty() {
                let message = self.message(item, name, words);
                bind.push_str(&attribute(name, &message));
            }
        }
        if !bind.is_empty() {
            let _ = writeln!(self.binds, "<bind nodeset=\"{}\"{bind}/>", item.path);
        }
    }

    fn message(&mut self, item: &Item, name: &str, words: &Words) -> String {
        if self.languages.is_empty() {
            return words.in_language("").to_owned();
        }
        let id = format!("{}:{name}", item.path);
        self.texts.push((item.row, id.clone(), words.clone()));
        format!("jr:itext('{id}')")
    }
}

/// `yes` and its like are always, `no` never; anything else is a condition.
fn yes_or_expression(text: &str) -> Option<String> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "true()" => Some("true()".to_owned()),
        "no" | "false" | "false()" => None,
        _ => Some(text.to_owned()),
    }
}

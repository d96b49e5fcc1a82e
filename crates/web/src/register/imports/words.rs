//! The words of an import: what is wrong with a cell and what to do about it, what is wrong with a file.

use std::collections::BTreeMap;

use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::{DivisionCode, Money};
use linli_domain::register::Division;
use linli_domain::register::facts::{Arrangement, Change, Field, Ownership};
use linli_domain::register::intake::Reason;
use linli_formats::table::{Looks, ReadError};

use crate::shell::Lang;

/// What a field is called.
pub fn field(lang: Lang, key: &str) -> String {
    lang.text(&format!("imports-field-{key}"))
}

/// Why a cell is refused, and what to do.
pub fn why(lang: Lang, reason: &Reason) -> String {
    // Names that are near come as a Chinese list.
    let detail = reason.detail.as_deref().unwrap_or_default();
    let detail = &detail.replace('、', &lang.text("imports-between-names"));
    let near = reason.why.starts_with("unknown-") && !detail.is_empty();
    let key = match reason.why.as_str() {
        why if near => format!("imports-near-{why}"),
        why => format!("imports-why-{why}"),
    };
    lang.text_with(&key, &[("detail", detail.as_str())])
}

/// A whole reason: column, what stands in it, why.
pub fn sentence(lang: Lang, reason: &Reason) -> String {
    let column = reason.column.clone().unwrap_or_else(|| field(lang, &reason.field));
    let why = why(lang, reason);
    let key = if reason.given.is_empty() { "imports-reason-empty" } else { "imports-reason" };
    lang.text_with(key, &[("column", column), ("given", reason.given.clone()), ("why", why)])
}

/// Why a file is not read.
pub fn file(lang: Lang, error: &ReadError) -> String {
    let key = match error {
        ReadError::NotASpreadsheet(Looks::Xlsb) => "imports-file-xlsb",
        ReadError::NotASpreadsheet(Looks::Html) => "imports-file-html",
        ReadError::NotASpreadsheet(_) => "imports-file-other",
        ReadError::Locked(_) => "imports-file-locked",
        ReadError::TooLarge { .. } => "imports-file-large",
        ReadError::Bomb { .. } => "imports-file-bomb",
        ReadError::Damaged { .. } => "imports-file-damaged",
        ReadError::EntitiesInXml { .. } => "imports-file-entities",
        ReadError::TooManyRows { .. } | ReadError::TooManyColumns { .. } | ReadError::TooManyCells { .. } => {
            "imports-file-many"
        }
        ReadError::Empty { hidden_sheets } if hidden_sheets.is_empty() => "imports-file-empty",
        ReadError::Empty { .. } => "imports-file-hidden",
    };
    lang.text(key)
}

/// The names of towns and communities by their codes.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<DivisionCode, String>);

impl Names {
    pub(super) fn new(divisions: Vec<Division>) -> Self {
        Self(divisions.into_iter().map(|division| (division.code, division.name)).collect())
    }

    pub(super) fn of(&self, code: DivisionCode) -> String {
        self.0.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }
}

/// One change as a sentence: field, before, after.
pub(super) fn change(lang: Lang, names: &Names, change: &Change) -> String {
    let said = |value: &Option<String>| match value {
        Some(text) => value_of(lang, names, change.field, text),
        None => lang.text("imports-unknown"),
    };
    let label = field(lang, change.field.key());
    lang.text_with("imports-change", &[("field", label), ("from", said(&change.from)), ("to", said(&change.to))])
}

fn value_of(lang: Lang, names: &Names, field: Field, text: &str) -> String {
    match field {
        Field::Division => text.parse().map_or_else(|_| text.to_owned(), |code| names.of(code)),
        Field::Ownership => text.parse::<Ownership>().map_or_else(|()| text.to_owned(), |kind| ownership(lang, kind)),
        Field::Arrangement => match text.parse() {
            Ok(Arrangement::Single) => lang.text("imports-single"),
            Ok(Arrangement::Contiguous(area)) if area.is_empty() => lang.text("imports-contiguous"),
            Ok(Arrangement::Contiguous(area)) => format!("{} {area}", lang.text("imports-contiguous")),
            Err(()) => text.to_owned(),
        },
        Field::PlannedInvestment => match Money::parse(text, MoneyUnit::Yuan) {
            Ok(amount) => lang.text_with("imports-amount", &[("amount", amount.to_wan_exact())]),
            Err(_) => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

pub(super) fn ownership(lang: Lang, kind: Ownership) -> String {
    lang.text(&format!("imports-ownership-{}", kind.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_that_changes_has_its_unit() {
        let of = |text: &str| Some(text.to_owned());
        let moved = Change { field: Field::PlannedInvestment, from: of("865000.00"), to: of("901234.50") };
        let said = change(Lang::Zh, &Names::default(), &moved);
        assert!(said.contains("86.50万元") && said.contains("90.12345万元"), "{said}");
    }
}

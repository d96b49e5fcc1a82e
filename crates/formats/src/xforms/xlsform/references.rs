//! `${name}`: a question by its name, which a form wants by its path.

use std::collections::HashMap;

use super::problem::Wrong;
use super::survey::Item;

/// The paths of all questions, by their name.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Nothing where several have the name.
    by_name: HashMap<String, Option<String>>,
}

/// A part of a text: words, or the path of a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Words(&'t str),
    Path(&'t str),
}

impl Places {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut places = Self::default();
        places.add(items);
        places
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            let place = self.by_name.entry(item.name.clone());
            place.and_modify(|known| *known = None).or_insert_with(|| Some(item.path.clone()));
            self.add(&item.children);
        }
    }

    /// The parts of a text.
    pub(super) fn parts<'t>(&'t self, text: &'t str) -> Result<Vec<Part<'t>>, Wrong> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            if !before.is_empty() {
                parts.push(Part::Words(before));
            }
            parts.push(Part::Path(self.path(name.trim())?));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest));
        }
        Ok(parts)
    }

    /// An expression with paths in the place of names. A path never touches a word, which would become part of it.
    pub(super) fn resolved(&self, text: &str) -> Result<String, Wrong> {
        let mut out = String::new();
        for part in self.parts(text)? {
            let (Part::Words(next) | Part::Path(next)) = part;
            let apart = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',');
            let touches = !out.is_empty() && !out.ends_with(apart) && !next.starts_with(apart);
            if touches {
                out.push(' ');
            }
            out.push_str(next);
        }
        Ok(out.trim().to_owned())
    }

    fn path(&self, name: &str) -> Result<&str, Wrong> {
        match self.by_name.get(name) {
            Some(Some(path)) => Ok(path),
            Some(None) => Err(Wrong::Ambiguous(name.to_owned())),
            None => Err(Wrong::NoSuchQuestion(name.to_owned())),
        }
    }
}

//! The instance of a form (实例): what an answer will look like, as a tree of named places.

use std::collections::HashSet;

use super::Refusal;
use super::xml::{Element, JAVAROSA, Name};

/// A place in the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    /// From the root, without prefixes: `/data/meta/instanceID`.
    pub path: String,
    /// It may stand there several times.
    pub repeats: bool,
    /// What it holds before anybody answers.
    pub default: Option<String>,
    /// All attributes, those for entities and templates too; the rules of others are kept, not judged.
    pub attributes: Vec<(Name, String)>,
    pub children: Vec<Node>,
}

impl Node {
    pub(super) fn of(element: &Element, above: &str) -> Self {
        let path = format!("{above}/{}", element.local());
        let mut children: Vec<Self> = Vec::new();
        for child in element.elements() {
            let child = Self::of(child, &path);
            match children.iter_mut().find(|known| known.name == child.name) {
                Some(known) => known.merge(child),
                None => children.push(child),
            }
        }
        Self {
            name: element.local().to_owned(),
            repeats: is_template(element),
            default: if element.has_elements() { None } else { element.said() },
            attributes: element.attributes.clone(),
            path,
            children,
        }
    }

    /// A template stands beside the first instance of its repeat: both together say what may be in it.
    fn merge(&mut self, other: Self) {
        self.repeats |= other.repeats;
        for child in other.children {
            match self.children.iter_mut().find(|known| known.name == child.name) {
                Some(known) => known.merge(child),
                None => self.children.push(child),
            }
        }
    }

    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The place of a path that begins at this one.
    pub fn at(&self, path: &str) -> Option<&Self> {
        let mut steps = path.strip_prefix('/')?.split('/');
        (steps.next()? == self.name).then_some(())?;
        steps.try_fold(self, |node, step| node.child(step))
    }

    pub(super) fn at_mut(&mut self, path: &str) -> Option<&mut Self> {
        let mut steps = path.strip_prefix('/')?.split('/');
        (steps.next()? == self.name).then_some(())?;
        steps.try_fold(self, |node, step| node.children.iter_mut().find(|child| child.name == step))
    }

    /// This place and all below it, in the order of the form.
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.all());
        }
        all
    }

    pub(super) fn paths(&self) -> HashSet<&str> {
        self.all().into_iter().map(|node| node.path.as_str()).collect()
    }
}

fn is_template(element: &Element) -> bool {
    element.attribute_in(JAVAROSA, "template").is_some()
}

/// Where a reference leads: absolute, without prefixes and conditions; a relative one begins at its context.
pub(super) fn resolve(reference: &str, context: &str) -> String {
    let plain = without_conditions(reference.trim());
    let relative = if plain.starts_with('/') { plain } else { format!("{context}/{plain}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in relative.split('/') {
        match step.trim() {
            "" | "." | "current()" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step.split_once(':').map_or(step, |(_, local)| local)),
        }
    }
    format!("/{}", steps.join("/"))
}

/// Without what stands in square brackets.
fn without_conditions(reference: &str) -> String {
    let mut depth = 0_usize;
    let kept = reference.chars().filter(|c| match c {
        '[' => {
            depth += 1;
            false
        }
        ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

/// The repeats of the body mark the places that repeat.
pub(super) fn mark_repeat(root: &mut Node, path: &str) -> Result<(), Refusal> {
    let node = root.at_mut(path);
    let nowhere = || Refusal::AsksNowhere { control: "repeat".into(), reference: path.to_owned() };
    node.ok_or_else(nowhere)?.repeats = true;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_leads_to_one_place() {
        let cases = [
            ("/data/orx:meta/orx:instanceID", "/data", "/data/meta/instanceID"),
            ("name", "/data/people/person", "/data/people/person/name"),
            ("../age", "/data/people/person", "/data/people/age"),
            ("./name", "/data", "/data/name"),
            (" /data/people[position() = 1]/name ", "", "/data/people/name"),
            ("current()/../age", "/data/a", "/data/age"),
            ("../../../../x", "/data", "/x"),
            ("/data/[", "/data", "/data"),
        ];
        for (reference, context, path) in cases {
            assert_eq!(resolve(reference, context), path, "{reference}");
        }
    }
}

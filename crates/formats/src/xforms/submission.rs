//! A submission (填报): one answer to a form, as a client sends it.

use sha2::{Digest, Sha256};

use super::form::{Form, form_id, version};
use super::node::Node;
use super::refusal::Refusal;
use super::xml::{self, Element, Limits};
use super::{Answers, DataType, answers};

/// An answer as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub form_id: String,
    pub version: Option<String>,
    pub instance_id: Option<String>,
    /// The answer that this one replaces.
    pub deprecated_id: Option<String>,
    /// It is closed with the key of its form, and only its owner can read it.
    pub encrypted: bool,
    /// Tells the same XML again from other XML: SHA-256 of the bytes, in hexadecimal.
    ///
    /// A client that tries again sends the file it has kept, byte by byte, so other bytes are another answer. Sorting
    /// attributes and spaces first would take two answers that differ in a space for the same.
    pub digest: String,
    pub root: Element,
}

/// A submission that is held against a form it does not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an answer to {answered}, not to {form}")]
pub struct OtherForm {
    pub answered: String,
    pub form: String,
}

impl Submission {
    /// Reads an answer, or names the element that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let root = xml::read(bytes, &Limits::SUBMISSION)?;
        Ok(Self {
            form_id: form_id(&root)?,
            version: version(&root),
            instance_id: identity(&root, "instanceID"),
            deprecated_id: identity(&root, "deprecatedID"),
            encrypted: root.attribute("encrypted") == Some("yes"),
            digest: hex::encode(Sha256::digest(bytes)),
            root,
        })
    }

    /// What keys its rows: its identity, or, where the client gave none, what tells its XML from other XML.
    pub fn key(&self) -> String {
        self.instance_id.clone().unwrap_or_else(|| format!("sha256:{}", self.digest))
    }

    /// The names of the files that belong to it, once each, in the order of the form.
    pub fn attachments(&self, form: &Form) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut add = |name: String| {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        };
        if self.encrypted {
            self.root.walk(&mut |element| match element.local() {
                "file" | "encryptedXmlFile" => element.said().into_iter().for_each(&mut add),
                _ => {}
            });
            return names;
        }
        let files = files_of(form);
        walk(&self.root, &form.root, &mut |element, node| {
            if files.contains(&node.path) {
                element.said().into_iter().for_each(&mut add);
            }
        });
        names
    }

    /// Its answers as rows of the tables that the form has.
    pub fn against(&self, form: &Form) -> Result<Answers, OtherForm> {
        if self.form_id != form.id {
            return Err(OtherForm { answered: self.form_id.clone(), form: form.id.clone() });
        }
        Ok(answers::of(self, form))
    }
}

/// The places that hold the name of a file: by their bind, or since they are asked by an upload.
fn files_of(form: &Form) -> std::collections::HashSet<String> {
    let bound = form.binds.iter().filter(|bind| bind.kind == DataType::Binary).map(|bind| bind.path.clone());
    let controls = form.all_controls().into_iter().filter(|control| control.kind == super::ControlKind::Upload);
    bound.chain(controls.filter_map(|control| control.path.clone())).collect()
}

/// Walks through what the form knows, whatever the answer calls its root.
fn walk(element: &Element, node: &Node, look: &mut impl FnMut(&Element, &Node)) {
    look(element, node);
    for child in element.elements() {
        if let Some(place) = node.child(child.local()) {
            walk(child, place, look);
        }
    }
}

/// In `meta`, of whatever namespace; in older forms right below the root, or an attribute of it.
fn identity(root: &Element, name: &str) -> Option<String> {
    let in_meta = root.elements().filter(|child| child.local() == "meta").find_map(|meta| meta.child(name)?.said());
    let below = || root.child(name).and_then(Element::said);
    let attribute = || {
        let found = root.attributes.iter().find(|(known, _)| &*known.local == name);
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    in_meta.or_else(below).or_else(attribute)
}

//! Reading XML, event by event: what is refused is refused before it takes any room.

use std::collections::HashSet;
use std::sync::Arc;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::{Content, Element, Limits, Name};
use crate::xforms::Refusal;

/// Paths are made of names, so a long one would be written out many times.
const LONGEST_NAME: usize = 150;

/// A document that is being read.
pub(super) struct Tree<'t> {
    text: &'t str,
    reader: NsReader<&'t [u8]>,
    limits: &'t Limits,
    /// The elements that are open, the root first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    names: HashSet<Arc<str>>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, limits: &'t Limits) -> Self {
        let reader = NsReader::from_str(text);
        Self { text, reader, limits, open: Vec::new(), root: None, elements: 0, names: HashSet::new() }
    }

    pub(super) fn read(mut self) -> Result<Element, Refusal> {
        loop {
            let (space, event) = match self.reader.read_resolved_event() {
                Ok((ResolveResult::Bound(space), event)) => (Ok(space.as_ref().to_owned()), event),
                Ok((ResolveResult::Unbound, event)) => (Ok(String::new()), event),
                Ok((ResolveResult::Unknown(prefix), event)) => (Err(prefix), event),
                Err(why) => return Err(self.broken(why)),
            };
            match event {
                Event::Start(tag) => self.start(space, &tag)?,
                Event::Empty(tag) => {
                    self.start(space, &tag)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.add(&text.xml10_content())?,
                Event::CData(text) => self.add(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::DocType(_) => return Err(Refusal::DocumentType),
                Event::Decl(declared) => match declared.encoding() {
                    Some(Ok(name)) if !is_utf8(&name) => return Err(Refusal::NotUtf8),
                    _ => {}
                },
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        match self.root.take() {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(self.broken("the end is missing")),
        }
    }

    fn start(&mut self, space: Result<String, String>, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.broken("a second root"));
        }
        if self.open.len() == self.limits.depth {
            return Err(Refusal::TooDeep { path: self.path(), limit: self.limits.depth });
        }
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(Refusal::TooManyElements { path: self.path(), limit: self.limits.elements });
        }
        let unknown = |prefix| Refusal::UnknownPrefix { path: self.path(), prefix };
        let space = space.map_err(unknown)?;
        let name = self.name(&space, tag.local_name().as_ref())?;
        self.open.push(Element { name, attributes: Vec::new(), content: Vec::new() });
        let attributes = self.attributes(tag)?;
        if let Some(element) = self.open.last_mut() {
            element.attributes = attributes;
        }
        Ok(())
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<Vec<(Name, String)>, Refusal> {
        let mut attributes = Vec::new();
        for (at, attribute) in tag.attributes().enumerate() {
            if at == self.limits.attributes {
                return Err(Refusal::TooManyAttributes { path: self.path(), limit: self.limits.attributes });
            }
            let attribute = attribute.map_err(|why| self.broken(why))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            let value = value.map_err(|why| self.broken(why))?.into_owned();
            self.allowed(&value)?;
            let (space, local) = self.reader.resolver().resolve_attribute(attribute.key);
            let space = match space {
                ResolveResult::Bound(space) => space.as_ref().to_owned(),
                ResolveResult::Unbound => String::new(),
                ResolveResult::Unknown(prefix) => return Err(Refusal::UnknownPrefix { path: self.path(), prefix }),
            };
            let local = local.as_ref().to_owned();
            attributes.push((self.name(&space, &local)?, value));
        }
        Ok(attributes)
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Content::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) -> Result<(), Refusal> {
        let name = reference.xml10_content().into_owned();
        let character = match name.as_str() {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => match reference.resolve_char_ref() {
                Ok(Some(character)) => character,
                _ => return Err(Refusal::UnknownEntity { path: self.path(), name: short(&name) }),
            },
        };
        self.add(character.encode_utf8(&mut [0; 4]))
    }

    fn add(&mut self, text: &str) -> Result<(), Refusal> {
        self.allowed(text)?;
        match self.open.last_mut() {
            None if text.trim().is_empty() => {}
            None => return Err(self.broken("text outside of the root")),
            Some(element) => match element.content.last_mut() {
                Some(Content::Text(before)) => before.push_str(text),
                _ => element.content.push(Content::Text(text.to_owned())),
            },
        }
        Ok(())
    }

    /// XML has no place for most control characters, and PostgreSQL none for a zero.
    fn allowed(&self, text: &str) -> Result<(), Refusal> {
        let control =
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        if text.contains(control) { Err(self.broken("a control character")) } else { Ok(()) }
    }

    fn name(&mut self, space: &str, local: &str) -> Result<Name, Refusal> {
        let first = |c: char| c.is_ascii_alphabetic() || c == '_' || is_foreign(c);
        let other = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || is_foreign(c);
        if local.len() > LONGEST_NAME || !local.starts_with(first) || !local.chars().all(other) {
            return Err(self.broken(format!("{} is no name", short(local))));
        }
        Ok(Name { space: self.shared(space), local: self.shared(local) })
    }

    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    fn path(&self) -> String {
        if self.open.is_empty() {
            return "/".to_owned();
        }
        let names = self.open.iter().map(|element| format!("/{}", element.name.local));
        names.collect()
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with errors at hand")]
    fn broken(&self, why: impl ToString) -> Refusal {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        Refusal::Broken { path: self.path(), line, why: short(&why.to_string()) }
    }
}

fn is_utf8(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "utf-8" | "utf8" | "us-ascii" | "ascii")
}

/// Names are written in every script, marks and all.
fn is_foreign(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !c.is_control()
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}

//! Forms from before `meta` ask no client for an identity, and two answers that say the same could not be told apart: they get one.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::Form;
use super::xml::{JAVAROSA, XFORMS};

/// A form that [`Form::read`] has taken, asking for an `instanceID`. Nothing where it does already, or has no place for one.
pub fn with_identity(form: &Form, text: &str) -> Option<String> {
    if form.has_instance_id || form.root.child("meta").is_some() {
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = Places::find(text)?;
    let (root, prefix) = (&text[found.root.0..found.root.1], &text[found.prefix.0..found.prefix.1]);
    let bind = format!(
        "<{prefix}bind nodeset=\"/{root}/meta/instanceID\" type=\"string\" readonly=\"true()\" \
         xmlns:jr=\"{JAVAROSA}\" jr:preload=\"uid\"/>"
    );
    let (inside, after) = (&text[found.end_of_root..found.end_of_instance], &text[found.end_of_instance..]);
    let whole = format!("{}<meta><instanceID/></meta>{inside}{bind}{after}", &text[..found.end_of_root]);
    Form::read(whole.as_bytes()).ok().filter(|read| read.has_instance_id).map(|_| whole)
}

/// Where the end tags of the primary instance and of its root stand, and how the root and the instance are written.
struct Places {
    root: (usize, usize),
    prefix: (usize, usize),
    end_of_root: usize,
    end_of_instance: usize,
}

impl Places {
    fn find(text: &str) -> Option<Self> {
        let mut reader = NsReader::from_str(text);
        let (mut depth, mut instance, mut root, mut end_of_root) = (0_usize, None, None, None);
        loop {
            let before = position(&reader)?;
            let (space, event) = reader.read_resolved_event().ok()?;
            let is_xforms = matches!(&space, ResolveResult::Bound(space) if space.as_ref() == XFORMS);
            match event {
                Event::Start(tag) => {
                    depth += 1;
                    let name = tag.name();
                    let written: &str = name.as_ref();
                    match (instance, root) {
                        (None, _) if is_xforms && tag.local_name().as_ref() == "instance" => {
                            let prefix = written.len() - "instance".len();
                            instance = Some((depth, (before + 1, before + 1 + prefix)));
                        }
                        (Some(_), None) => root = Some((depth, (before + 1, before + 1 + written.len()))),
                        _ => {}
                    }
                }
                Event::End(_) => {
                    match (instance, root) {
                        (_, Some((at, _))) if at == depth && end_of_root.is_none() => end_of_root = Some(before),
                        (Some((at, prefix)), _) if at == depth => {
                            let (_, root) = root?;
                            return Some(Self {
                                root,
                                prefix,
                                end_of_root: end_of_root?,
                                end_of_instance: position(&reader)?,
                            });
                        }
                        _ => {}
                    }
                    depth = depth.checked_sub(1)?;
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }
}

fn position(reader: &NsReader<&[u8]>) -> Option<usize> {
    usize::try_from(reader.buffer_position()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(xml: &str) -> Option<String> {
        with_identity(&Form::read(xml.as_bytes()).expect("a form"), xml)
    }

    #[test]
    fn a_form_from_before_meta_asks_for_an_identity() {
        let form = r#"<h:html xmlns:x="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
            <x:model><x:instance><data id="a"><b/></data></x:instance><x:bind nodeset="/data/b"/></x:model></h:head>
            <h:body><x:input ref="/data/b"/></h:body></h:html>"#;
        let whole = asked(form).expect("it got one");
        assert!(whole.contains("<b/><meta><instanceID/></meta></data></x:instance><x:bind"), "{whole}");
        assert!(whole.contains("nodeset=\"/data/meta/instanceID\""), "{whole}");
        assert_eq!(asked(&whole), None, "once is enough");
    }

    #[test]
    fn a_form_without_questions_stays_as_it_is() {
        let form = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
            <model><instance><data id="a"/></instance></model></h:head><h:body/></h:html>"#;
        assert_eq!(asked(form), None);
    }
}

//! Forms and answers of OpenRosa: read, laid out in tables, written, and refused where they were made to hurt.

mod exports;
mod forms;
mod hostile;
mod real;
mod submissions;
mod workbooks;

use linli_formats::xforms::{Form, Refusal};

/// A survey of a stairwell, illustrative: languages, choices, a repeat within a group, a place, a photo, an entity.
const STAIRWELL: &str = include_str!("stairwell.xml");

/// An answer to it.
const ANSWER: &str = include_str!("answer.xml");

fn stairwell() -> Form {
    Form::read(STAIRWELL.as_bytes()).expect("a form")
}

/// A form around a model and a body; `XF` and `JR` of the outer names are bound to other prefixes on purpose.
fn form(model: &str, body: &str) -> String {
    format!(
        r#"<x:html xmlns:x="http://www.w3.org/1999/xhtml" xmlns:f="http://www.w3.org/2002/xforms" xmlns:j="http://openrosa.org/javarosa">
<x:head><x:title>试</x:title><f:model>{model}</f:model></x:head><x:body>{body}</x:body></x:html>"#
    )
}

fn read(model: &str, body: &str) -> Result<Form, Refusal> {
    Form::read(form(model, body).as_bytes())
}
